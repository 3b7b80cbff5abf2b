mod facts;
mod faults;
mod items;
mod merger;
mod next;
mod province;
mod scale;
mod verbatim;
