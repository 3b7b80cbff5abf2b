mod attach;
mod edit;
mod report;
mod take_back;
