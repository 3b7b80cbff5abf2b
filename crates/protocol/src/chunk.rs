//! A change taken apart at its ancestors, and its hash.

use document::{ChangeHash, Head, RawChange};
use sha2::{Digest as _, Sha256};

/// Bytes of a hash.
pub(crate) const HASH: usize = 32;

/// What is signed of a change. Of bytes that are no change, the hash of all: a change's own hash leaves out how it
/// begins.
pub(crate) fn hash(raw: &RawChange) -> ChangeHash {
    let head = Head::parse(raw.as_bytes());
    head.map_or_else(|| ChangeHash(Sha256::digest(raw.as_bytes()).into()), |head| head.hash)
}
