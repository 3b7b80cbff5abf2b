//! What was to be read cannot be.

use std::error::Error;
use std::fmt;

/// Why facts cannot be had, in the words of whoever keeps them. Any error becomes one.
#[derive(Debug)]
pub struct Unreadable(Box<dyn Error + Send + Sync>);

impl Unreadable {
    pub fn cause(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Unreadable {
    fn from(cause: E) -> Self {
        Self(Box::new(cause))
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
