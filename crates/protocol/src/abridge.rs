//! Changes without what the server knows already: their ancestors' hashes, which are most of a small change, and
//! the head of their chunk. The server puts both back; the signature over the whole hashes tells it that it did so
//! rightly.

use document::{ChangeHash, Head, join};

use crate::abridged::{Abridged, Ancestor, Prefix};
use crate::body::ChangeBody;
use crate::chunk;
use crate::limits::{MAX_ANCESTORS, MAX_INFLATED_BYTES};
use crate::message::DocumentChanges;
use crate::name::DocName;

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
