//! The real server on a free port, spoken to as laptops and browsers do.

// The lint spares test functions but not the functions that they share.
#![allow(clippy::unwrap_used)]

mod admin;
mod clock;
mod clone;
mod command;
mod damage;
mod deliver;
mod enrol;
mod events;
mod exactly_once;
mod file_rights;
mod files;
mod growth;
mod history;
mod limits;
mod log_of_writes;
mod many_plans;
mod merger;
mod moved;
mod next_plan;
mod page;
mod person;
mod plan_change;
mod rebuild;
mod seams;
mod support;
mod units_change;
mod waiting;
mod withdrawal;
