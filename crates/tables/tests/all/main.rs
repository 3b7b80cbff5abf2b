//! Tests of the tables, one module for each part. Rows come from real documents on the plan as it ships.

// The lint spares test functions but not the functions that they share.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod arrival;
mod ask;
mod contender;
mod handed_in;
mod history;
mod lost;
mod migrate;
mod past;
mod person;
mod plan;
mod province;
mod rebuild;
mod review_cycle;
mod search;
mod speed;
mod support;
mod verdict;
mod write;
