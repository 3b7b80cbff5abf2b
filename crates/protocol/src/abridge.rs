//! Changes without what the server knows already: their ancestors' hashes, which are most of a small change, and
//! the head of their chunk. The server puts both back; the signature over the whole hashes tells it that it did so
//! rightly.

use document::{ChangeHash, Head, join};

use crate::body::ChangeBody;
use crate::chunk;
use crate::error::Malformed;
use crate::limits::{MAX_ANCESTORS, MAX_INFLATED_BYTES, Room};
use crate::message::DocumentChanges;
use crate::name::DocName;
use crate::reader::Reader;
use crate::writer::Writer;

/// The first bytes of a hash: enough to find a change among those of its document.
pub type Prefix = [u8; 4];

/// An ancestor of a change, named as briefly as it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ancestor {
    /// One that the server acknowledged or delivered.
    Known(Prefix),
    Whole(ChangeHash),
    /// In the same request and document, so many changes before this one (1: the one before it).
    Near(u32),
}

/// A change without the head of its chunk and without the hashes of its ancestors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abridged {
    pub ancestors: Vec<Ancestor>,
    pub rest: Vec<u8>,
}

const KNOWN: u64 = 0;
const WHOLE: u64 = 1;
/// A larger number is that of a near one, with this added.
const NEAR: u64 = 1;

impl Abridged {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.count(self.ancestors.len());
        for ancestor in &self.ancestors {
            match ancestor {
                Ancestor::Known(prefix) => {
                    to.number(KNOWN);
                    to.bytes(prefix);
                }
                Ancestor::Whole(hash) => {
                    to.number(WHOLE);
                    to.bytes(&hash.0);
                }
                Ancestor::Near(back) => to.number(u64::from(*back) + NEAR),
            }
        }
        to.bytes(&self.rest);
        to.into_bytes()
    }

    pub(crate) fn read(bytes: &[u8], room: &mut Room) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes);
        let count = room.ancestors(&mut from)?;
        let mut ancestors = Vec::with_capacity(count);
        for _ in 0..count {
            ancestors.push(match from.number()? {
                KNOWN => Ancestor::Known(from.array()?),
                WHOLE => Ancestor::Whole(ChangeHash(from.array()?)),
                near => Ancestor::Near(u32::try_from(near - NEAR).map_err(|_| Malformed::Content)?),
            });
        }
        Ok(Self { ancestors, rest: from.rest().to_vec() })
    }
}

/// Why changes could not be made whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unmade<E> {
    /// An ancestor is not known here, or what stands for a change is of a kind that is not.
    Unknown,
    TooLong,
    Asking(E),
}

/// Leaves out of all changes what the server can put back. `known`: whether it acknowledged or delivered a change.
pub(crate) fn abridge(documents: &mut [DocumentChanges], known: impl Fn(&DocName, &ChangeHash) -> bool) {
    let mut left = MAX_ANCESTORS;
    for document in documents {
        let mut before: Vec<ChangeHash> = Vec::with_capacity(document.changes.len());
        for body in &mut document.changes {
            let hash = match body {
                ChangeBody::Raw(raw) => match Head::parse(raw.as_bytes()) {
                    Some(Head { hash, ancestors, rest }) => {
                        // Past the limit they go in full.
                        if let Some(fewer) = left.checked_sub(ancestors.len()) {
                            left = fewer;
                            let name = |hash: &ChangeHash| name(hash, &before, known(&document.doc, hash));
                            let ancestors = ancestors.iter().map(name).collect();
                            *body = ChangeBody::Abridged(Abridged { ancestors, rest: rest.to_vec() });
                        }
                        hash
                    }
                    None => chunk::hash(raw),
                },
                other => chunk::hash(&other.clone().unpack()),
            };
            before.push(hash);
        }
    }
}

/// Puts back what was left out, and gives the hash of each change. `find`: the one change of a document that begins
/// like this.
pub(crate) fn restore<E>(
    documents: &mut [DocumentChanges],
    mut find: impl FnMut(&DocName, Prefix) -> Result<Option<ChangeHash>, E>,
) -> Result<Vec<Vec<ChangeHash>>, Unmade<E>> {
    let mut hashes: Vec<Vec<ChangeHash>> = Vec::with_capacity(documents.len());
    let mut left = MAX_INFLATED_BYTES;
    for document in documents {
        let mut before: Vec<ChangeHash> = Vec::with_capacity(document.changes.len());
        for body in &mut document.changes {
            if let ChangeBody::Abridged(abridged) = body {
                let whole = abridged.ancestors.len() * chunk::HASH + abridged.rest.len();
                left = left.checked_sub(whole).ok_or(Unmade::TooLong)?;
                let ancestors = abridged.ancestors.iter().map(|ancestor| match ancestor {
                    Ancestor::Whole(hash) => Ok(*hash),
                    Ancestor::Near(back) => near(&before, *back).ok_or(Unmade::Unknown),
                    Ancestor::Known(prefix) => {
                        find(&document.doc, *prefix).map_err(Unmade::Asking)?.ok_or(Unmade::Unknown)
                    }
                });
                let ancestors = ancestors.collect::<Result<Vec<_>, _>>()?;
                let (hash, raw) = join(&ancestors, &abridged.rest);
                *body = ChangeBody::Raw(raw);
                before.push(hash);
            } else {
                before.push(hash(body).ok_or(Unmade::Unknown)?);
            }
        }
        hashes.push(before);
    }
    Ok(hashes)
}

/// The hash of a change that is here whole.
pub(crate) fn hash(body: &ChangeBody) -> Option<ChangeHash> {
    match body {
        ChangeBody::Raw(raw) => Some(chunk::hash(raw)),
        ChangeBody::Skeleton(_) => Some(chunk::hash(&body.clone().unpack())),
        ChangeBody::Abridged(_) | ChangeBody::Unknown { .. } => None,
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
