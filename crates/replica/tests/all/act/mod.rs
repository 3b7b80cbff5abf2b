mod attach;
mod edit;
mod report;
mod settings;
mod side;
mod take_back;
mod together;
mod typed;
