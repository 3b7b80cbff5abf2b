//! Changes without what the server knows already: their ancestors' hashes, which are most of a small change, and
//! the head of their chunk. The server puts both back; a digest over all hashes tells it that it did so rightly.
//!
//! A chunk of automerge's format: magic (4 bytes), the first 4 bytes of the hash, type (1), length (LEB128), and
//! then the contents, which begin with the number of ancestors (LEB128) and their hashes (32 bytes each). The hash
//! is the SHA-256 of all that follows the first 8 bytes.

use document::{ChangeHash, RawChange};
use model::doc_id::DocId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::MAX_INFLATED_BYTES;
use crate::body::ChangeBody;
use crate::bounded;
use crate::message::SyncRequest;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;
/// Magic and checksum, which the hash leaves out.
const UNHASHED: usize = 8;
const HASH: usize = 32;

/// The first bytes of a hash: enough to find a change among those of its document.
pub type Prefix = [u8; 4];

/// An ancestor of a change, named as briefly as it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ancestor {
    /// In the same request and document, so many changes before this one (1: the one before it).
    Near(u32),
    /// One that the server acknowledged or delivered.
    Known(Prefix),
    Whole(ChangeHash),
}

/// A change without the head of its chunk and without the hashes of its ancestors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortChange {
    #[serde(deserialize_with = "bounded::ancestors")]
    pub ancestors: Vec<Ancestor>,
    pub rest: Vec<u8>,
}

/// The first half of the BLAKE3 of the hashes of all changes of a request, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentDigest([u8; 16]);

/// Why a request could not be made whole.
#[derive(Debug, PartialEq, Eq)]
pub enum Unmade<E> {
    /// An ancestor is not known here, or not the one that was meant: the laptop is to say everything in full.
    Unknown,
    /// Whole, it would be larger than a message may be.
    TooLong,
    /// Asking for an ancestor failed.
    Asking(E),
}

impl SyncRequest {
    /// Leaves out what the server can put back. `known`: whether it acknowledged or delivered a change.
    pub fn shorten(&mut self, known: impl Fn(&DocId, &ChangeHash) -> bool) {
        let mut all = Vec::new();
        for document in &mut self.documents {
            let mut before: Vec<ChangeHash> = Vec::with_capacity(document.changes.len());
            for body in &mut document.changes {
                let (hash, raw) = hash_and_bytes(body);
                if let (ChangeBody::Raw(_), Some((ancestors, rest))) = (&*body, split(&raw)) {
                    let name = |hash: &ChangeHash| name(hash, &before, known(&document.doc, hash));
                    let ancestors = ancestors.iter().map(name).collect();
                    *body = ChangeBody::Short(ShortChange { ancestors, rest: rest.to_vec() });
                }
                before.push(hash);
            }
            all.append(&mut before);
        }
        self.digest = Some(digest(&all));
    }

    /// Puts back what was left out, and gives the hash of each change. `find`: the one change of a document that
    /// begins like this.
    pub fn lengthen<E>(
        &mut self,
        mut find: impl FnMut(&DocId, Prefix) -> Result<Option<ChangeHash>, E>,
    ) -> Result<Vec<Vec<ChangeHash>>, Unmade<E>> {
        let mut hashes: Vec<Vec<ChangeHash>> = Vec::with_capacity(self.documents.len());
        let mut shortened = false;
        let mut left = MAX_INFLATED_BYTES;
        for document in &mut self.documents {
            let mut before: Vec<ChangeHash> = Vec::with_capacity(document.changes.len());
            for body in &mut document.changes {
                if let ChangeBody::Short(short) = body {
                    let whole = short.ancestors.len() * HASH + short.rest.len();
                    left = left.checked_sub(whole).ok_or(Unmade::TooLong)?;
                    let ancestors = short.ancestors.iter().map(|ancestor| match ancestor {
                        Ancestor::Whole(hash) => Ok(*hash),
                        Ancestor::Near(back) => near(&before, *back).ok_or(Unmade::Unknown),
                        Ancestor::Known(prefix) => {
                            find(&document.doc, *prefix).map_err(Unmade::Asking)?.ok_or(Unmade::Unknown)
                        }
                    });
                    let ancestors = ancestors.collect::<Result<Vec<_>, _>>()?;
                    *body = ChangeBody::Raw(join(&ancestors, &short.rest));
                    shortened = true;
                }
                before.push(hash_and_bytes(body).0);
            }
            hashes.push(before);
        }
        let made = || digest(hashes.iter().flatten());
        if (shortened || self.digest.is_some()) && self.digest != Some(made()) {
            return Err(Unmade::Unknown);
        }
        Ok(hashes)
    }
}

fn name(hash: &ChangeHash, before: &[ChangeHash], known: bool) -> Ancestor {
    let back = before.iter().rev().position(|earlier| earlier == hash);
    match back.and_then(|back| u32::try_from(back + 1).ok()) {
        Some(back) => Ancestor::Near(back),
        None if known => {
            Ancestor::Known(*hash.0.first_chunk().expect("a hash is longer than its first bytes"))
        }
        None => Ancestor::Whole(*hash),
    }
}

fn near(before: &[ChangeHash], back: u32) -> Option<ChangeHash> {
    before.len().checked_sub(usize::try_from(back).ok()?).and_then(|at| before.get(at)).copied()
}

fn hash_and_bytes(body: &ChangeBody) -> (ChangeHash, RawChange) {
    let raw = body.clone().unpack();
    let hashed = raw.as_bytes().get(UNHASHED..).unwrap_or_default();
    (ChangeHash(Sha256::digest(hashed).into()), raw)
}

fn digest<'h>(hashes: impl IntoIterator<Item = &'h ChangeHash>) -> ContentDigest {
    let mut hasher = blake3::Hasher::new();
    for hash in hashes {
        hasher.update(&hash.0);
    }
    ContentDigest(*hasher.finalize().as_bytes().first_chunk().expect("32 bytes begin with 16"))
}

/// Ancestors and what follows them. None for bytes that [`join`] would not give back.
fn split(raw: &RawChange) -> Option<(Vec<ChangeHash>, &[u8])> {
    let bytes = raw.as_bytes();
    let after_type = bytes.get(UNHASHED..)?.strip_prefix(&[CHANGE])?;
    let (length, contents) = leb128(after_type)?;
    let (count, after_count) = leb128(contents)?;
    let (hashes, rest) = after_count.split_at_checked(count.checked_mul(HASH)?)?;
    let ancestors: Vec<ChangeHash> =
        hashes.chunks_exact(HASH).map(|hash| ChangeHash(hash.try_into().expect("chunks of 32"))).collect();
    (length == contents.len() && join(&ancestors, rest) == *raw).then_some((ancestors, rest))
}

fn join(ancestors: &[ChangeHash], rest: &[u8]) -> RawChange {
    let mut contents = Vec::with_capacity(ancestors.len() * HASH + rest.len() + 2);
    push_leb128(&mut contents, ancestors.len());
    ancestors.iter().for_each(|hash| contents.extend_from_slice(&hash.0));
    contents.extend_from_slice(rest);
    let mut hashed = vec![CHANGE];
    push_leb128(&mut hashed, contents.len());
    hashed.append(&mut contents);
    let hash = Sha256::digest(&hashed);
    RawChange::new([&MAGIC[..], &hash[..4], &hashed].concat())
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

fn push_leb128(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
