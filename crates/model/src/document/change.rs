//! One change of a document as bytes, and what it says when it is read by itself.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::chunk::Chunk;
use super::operation::{Operations, Step};
use super::place::Object;
use super::refusal::Refusal;
use super::skeleton::skeleton;
use super::stamp::{self, Stamps};
use crate::target::Target;
use crate::value::Value;

/// Bytes of one change: a chunk of automerge's format, uncompressed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawChange(Vec<u8>);

impl RawChange {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As the library reads it.
    pub(super) fn parse(&self) -> Option<automerge::Change> {
        automerge::Change::from_bytes(self.0.clone()).ok()
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for RawChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawChange({} bytes)", self.0.len())
    }
}

/// SHA-256 of a change, as automerge computes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeHash(pub [u8; 32]);

impl fmt::Display for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChangeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<automerge::ChangeHash> for ChangeHash {
    fn from(hash: automerge::ChangeHash) -> Self {
        Self(hash.0)
    }
}

impl From<ChangeHash> for automerge::ChangeHash {
    fn from(hash: ChangeHash) -> Self {
        Self(hash.0)
    }
}

/// That a change touches a field, and when its author's machine says that it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub target: Target,
    pub at: DateTime<FixedOffset>,
}

/// A change, read by itself.
#[derive(Clone, Debug)]
pub struct Interpreted {
    pub hash: ChangeHash,
    pub actor: Vec<u8>,
    pub deps: Vec<ChangeHash>,
    /// True for the change that makes an object: it has no author.
    pub skeleton: bool,
    pub author: String,
    /// Each field once, in the order of the operations.
    pub touched: Vec<Touched>,
    /// The scalar that the change writes to each of these fields (not texts).
    pub written: Vec<(Target, Value)>,
    /// The actor's own count of its changes, from 1.
    pub(super) seq: u64,
    /// The number of the first operation, and how many there are.
    pub(super) first: u32,
    pub(super) operations: u32,
    pub(super) steps: Vec<Step>,
    /// Those that the steps name, its own first.
    pub(super) actors: Vec<Vec<u8>>,
}

/// No change of a person's work comes near this; a laptop that was away for a year sends many changes.
pub const MAX_CHANGE_BYTES: usize = 6 << 20;
/// Operations in one change: every letter of a text is one.
pub const MAX_OPERATIONS: usize = 500_000;

/// Reads a change without any document: its fields, its author, and whether it is one that this program
/// makes. A change with any other operation is refused, however well formed, and so is one in another writing.
pub fn interpret(raw: &RawChange) -> Result<Interpreted, Refusal> {
    let chunk = Chunk::read(raw.as_bytes())?;
    let object = Object::of_actor(chunk.actor);
    let is_skeleton = object.is_some();
    let (read, stamps) = match object {
        Some(object) if skeleton(&object).as_ref() != Some(raw) => return Err(Refusal::ForeignSkeleton),
        Some(_) => (Operations::default(), Stamps::default()),
        None => {
            let read = Operations::read(&chunk)?;
            let stamps = stamp::read(chunk.message, chunk.time, read.targets.len())?;
            (read, stamps)
        }
    };
    let touched = read.targets.into_iter().zip(stamps.times).map(|(target, at)| Touched { target, at });
    Ok(Interpreted {
        hash: chunk.hash,
        actor: chunk.actor.to_vec(),
        skeleton: is_skeleton,
        author: stamps.author,
        touched: touched.collect(),
        written: read.scalars,
        seq: chunk.seq,
        first: chunk.first,
        operations: chunk.operations,
        deps: chunk.deps,
        steps: read.steps,
        actors: read.actors,
    })
}
