mod facts;
mod faults;
mod items;
mod merger;
mod province;
mod scale;
mod verbatim;
