mod driver;
mod exchange;
mod property;
mod refusal;
mod status;
