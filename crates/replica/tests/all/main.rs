//! Tests of the laptop without a window. Named after what must hold.
#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod act;
mod key;
mod laptop;
mod notice;
mod store;
mod support;
mod sync;
