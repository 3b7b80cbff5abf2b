//! The head of a change, as the document library writes it: magic (4 bytes), the first 4 bytes of the hash, type (1),
//! length (LEB128), and then the contents, which begin with the number of ancestors (LEB128) and their hashes (32 bytes
//! each). The hash is the SHA-256 of all that follows the first 8 bytes.

use model::document::{ChangeHash, RawChange};
use sha2::{Digest as _, Sha256};

use crate::reader::Reader;
use crate::writer::Writer;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;
const SUM: usize = 4;
/// Magic and checksum, which the hash leaves out.
const UNHASHED: usize = MAGIC.len() + SUM;
pub(crate) const HASH: usize = 32;

/// What is signed of a change. Of bytes that do not begin as a change does, the hash of all: a change's own hash leaves
/// out how it begins.
pub(crate) fn hash(raw: &RawChange) -> ChangeHash {
    let bytes = raw.as_bytes();
    let hash: [u8; HASH] = match bytes.split_at_checked(UNHASHED) {
        Some((_, hashed)) => Sha256::digest(hashed).into(),
        None => [0; HASH],
    };
    if bytes.starts_with(&[&MAGIC[..], &hash[..SUM]].concat()) {
        ChangeHash(hash)
    } else {
        ChangeHash(Sha256::digest(bytes).into())
    }
}

/// Ancestors and what follows them. None for bytes that [`join`] would not give back.
pub(crate) fn split(raw: &RawChange) -> Option<(Vec<ChangeHash>, &[u8])> {
    let contents = raw.as_bytes().get(UNHASHED..)?.strip_prefix(&[CHANGE])?;
    let mut contents = Reader::new(contents);
    let mut contents = Reader::new(contents.block().ok()?);
    let count = contents.count(usize::MAX, HASH).ok()?;
    let hashes = contents.bytes(count * HASH).ok()?;
    let ancestors: Vec<ChangeHash> = hashes.as_chunks().0.iter().map(|hash| ChangeHash(*hash)).collect();
    let rest = contents.rest();
    (join(&ancestors, rest) == *raw).then_some((ancestors, rest))
}

pub(crate) fn join(ancestors: &[ChangeHash], rest: &[u8]) -> RawChange {
    let mut contents = Writer::default();
    contents.count(ancestors.len());
    ancestors.iter().for_each(|hash| contents.bytes(&hash.0));
    contents.bytes(rest);
    let mut hashed = Writer::default();
    hashed.bytes(&[CHANGE]);
    hashed.block(&contents.into_bytes());
    let hashed = hashed.into_bytes();
    let sum = Sha256::digest(&hashed);
    RawChange::new([&MAGIC[..], &sum[..SUM], &hashed].concat())
}
