mod attach;
mod edit;
mod report;
mod settings;
mod take_back;
mod typed;
