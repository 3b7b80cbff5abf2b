//! What the end-to-end tests, the demonstration and the benchmarks share: the real programs, started and
//! stopped.

pub mod bench;
pub mod browser;
pub mod demo;
pub mod faults;
pub mod front;
pub mod fuzzing;
pub mod programs;
pub mod relay;
pub mod server;
pub mod simulation;
pub mod village;
pub mod window;
pub mod year;
