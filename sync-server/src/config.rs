use std::path::PathBuf;

use crate::clock::Clock;

/// What a server needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder made by [`init`](crate::admin::init).
    pub data: PathBuf,
    pub clock: Clock,
}

impl Config {
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into(), clock: Clock::system() }
    }
}
