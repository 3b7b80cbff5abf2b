//! What happened, line by line: printed when a seed fails, compared when one is played again.

use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Clone, Debug, Default)]
pub struct EventLog(Arc<Mutex<Vec<String>>>);

impl EventLog {
    fn lines(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn note(&self, line: impl Display) {
        self.lines().push(line.to_string());
    }

    /// Also after a panic in the middle of a run.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines())
    }
}
