//! Tests of the documents, one module for each part.

// The lint spares test functions but not the functions that they share.
#![allow(clippy::unwrap_used)]

mod admission;
mod agree;
mod caps;
mod chunk;
mod collision;
mod contents;
mod costs;
mod crafting;
mod forms;
mod measure;
mod merge;
mod newer;
mod purity;
mod records;
mod seal;
mod support;
mod together;
