//! Where names come from that no other laptop may draw: actors and the ids of evidence. Handed in so that a
//! simulation can play the same again. Keys and secrets never come from here.

use crate::error::Result;
use crate::key;

pub trait Random: Send + Sync {
    fn fill(&self, into: &mut [u8]) -> Result<()>;
}

/// The system's own randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, into: &mut [u8]) -> Result<()> {
        key::random(into)
    }
}
