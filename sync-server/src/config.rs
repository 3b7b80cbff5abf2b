use std::path::PathBuf;
use std::sync::Arc;

use model::vocabulary::Vocabulary;

use crate::clock::Clock;
use crate::limits::Limits;

/// What a server needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder made by [`init`](crate::admin::init).
    pub data: PathBuf,
    pub clock: Clock,
    /// What this program knows of all that may stand in documents.
    pub known: Arc<Vocabulary>,
    pub limits: Limits,
}

impl Config {
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into(), clock: Clock::system(), known: Arc::default(), limits: Limits::default() }
    }
}
