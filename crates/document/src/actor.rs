//! Who makes changes, as the bytes name them: a person's program, or an object that is made.

/// An actor for this process. Never kept: a laptop restored from a backup would repeat its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor(pub(crate) [u8; 8]);

impl Actor {
    /// Whatever was drawn, the first byte tells an author from an object, whose name is text.
    pub fn from_random(mut bytes: [u8; 8]) -> Self {
        bytes[0] |= AUTHOR;
        Self(bytes)
    }
}

/// The bit that no letter of a name has.
const AUTHOR: u8 = 0x80;

/// Whether an actor is a person's program.
pub(crate) fn is_author(actor: &[u8]) -> bool {
    actor.len() == 8 && actor[0] & AUTHOR != 0
}
