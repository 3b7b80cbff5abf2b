mod facts;
mod faults;
mod province;
mod scale;
