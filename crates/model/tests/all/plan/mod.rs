mod facts;
mod faults;
mod items;
mod province;
mod scale;
