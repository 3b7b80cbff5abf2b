mod driver;
mod enrol_again;
mod exchange;
mod growth;
mod property;
mod refusal;
mod status;
