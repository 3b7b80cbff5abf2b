mod driver;
mod enrol_again;
mod exchange;
mod property;
mod refusal;
mod status;
