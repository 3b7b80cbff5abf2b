mod driver;
mod enrol_again;
mod exchange;
mod growth;
mod people;
mod property;
mod refusal;
mod status;
