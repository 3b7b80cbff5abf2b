//! Tests of the domain, one module for each part.

// The lint spares test functions but not the functions that they share.
#![allow(clippy::unwrap_used)]

mod address;
mod amount;
mod doc_id;
mod due;
mod figures;
mod file_name;
mod fold;
mod input;
mod letters;
mod numeral;
mod period;
mod permission;
mod person;
mod plan;
mod portal;
mod register;
mod shown;
mod sum;
mod support;
mod value;
mod vocabulary;
mod words;
