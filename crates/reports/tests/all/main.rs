//! Tests of what goes out: made of answers as the view gives them, read back by other people's programs.

// The lint spares test functions but not the functions that they share.
#![allow(clippy::unwrap_used)]

mod spreadsheet;
