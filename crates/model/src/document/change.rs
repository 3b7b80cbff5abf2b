//! One change of a document as bytes, and what it says when it is read by itself.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::legacy::{Key, Op, OpType};
use automerge::{Change, ScalarValue};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::place::{Object, Written, target_at, written};
use super::refusal::Refusal;
use super::{chunk, skeleton, stamp};
use crate::target::Target;
use crate::value::{MAX_TEXT_CHARS, Value};

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
    pub(super) change: Change,
}

/// No change of a person's work comes near this; a laptop that was away for a year sends many changes.
pub const MAX_CHANGE_BYTES: usize = 6 << 20;
/// Operations in one change: every letter of a text is one.
pub const MAX_OPERATIONS: usize = 500_000;
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const UNCOMPRESSED_CHANGE: u8 = 1;

/// Reads a change without any document: its fields, its author, and whether it is one that this program
/// makes. A change with any other operation is refused, however well formed.
pub fn interpret(raw: &RawChange) -> Result<Interpreted, Refusal> {
    let bytes = raw.as_bytes();
    if bytes.len() > MAX_CHANGE_BYTES {
        return Err(Refusal::TooLarge);
    }
    if bytes.get(..4) != Some(&MAGIC) || bytes.get(8) != Some(&UNCOMPRESSED_CHANGE) {
        return Err(Refusal::NotAChange);
    }
    chunk::check(bytes, MAX_OPERATIONS as u64)?;
    // Crafted bytes make the parser panic; that is a refusal, not the end of the process.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let change = Change::from_bytes(bytes.to_vec()).map_err(|_| Refusal::NotAChange)?;
        if change.raw_bytes() != bytes {
            return Err(Refusal::NotAChange);
        }
        if !change.extra_bytes().is_empty() {
            return Err(Refusal::NotAnEdit);
        }
        if change.len() > MAX_OPERATIONS {
            return Err(Refusal::TooLarge);
        }
        let expanded = change.decode();
        Ok((change, expanded))
    }));
    let (change, expanded) = parsed.map_err(|_| Refusal::NotAChange)??;
    if let Some(object) = Object::of_actor(change.actor_id()) {
        if skeleton(&object).as_ref() != Some(raw) {
            return Err(Refusal::ForeignSkeleton);
        }
        return Ok(facts(change, String::new(), Vec::new(), Vec::new(), true));
    }
    let (targets, scalars) = operations(&expanded.operations)?;
    let stamps = stamp::read(change.message(), change.timestamp(), targets.len())?;
    let touched = targets.into_iter().zip(stamps.times).map(|(target, at)| Touched { target, at }).collect();
    Ok(facts(change, stamps.author, touched, scalars, false))
}

fn facts(
    change: Change,
    author: String,
    touched: Vec<Touched>,
    written: Vec<(Target, Value)>,
    skeleton: bool,
) -> Interpreted {
    Interpreted {
        hash: change.hash().into(),
        actor: change.actor_id().to_bytes().to_vec(),
        deps: change.deps().iter().map(|dep| (*dep).into()).collect(),
        skeleton,
        author,
        touched,
        written,
        change,
    }
}

type Operations = (Vec<Target>, Vec<(Target, Value)>);

fn operations(ops: &[Op]) -> Result<Operations, Refusal> {
    let mut targets: Vec<Target> = Vec::new();
    let mut scalars: Vec<(Target, Value)> = Vec::new();
    // Operations on one object stand together, and a text is one field.
    for of_object in ops.chunk_by(|a, b| a.obj == b.obj) {
        match written(&of_object[0].obj).ok_or(Refusal::NotAnEdit)? {
            Written::Text(target) => {
                // Twice the longest text: all of one written, all of another deleted.
                if of_object.len() > 2 * MAX_TEXT_CHARS {
                    return Err(Refusal::TooLarge);
                }
                of_object.iter().try_for_each(letter)?;
                touch(&mut targets, target)?;
            }
            Written::Map(object) => {
                for op in of_object {
                    let (target, value) = put(&object, op)?;
                    if targets.last() == Some(&target) {
                        // Settling a conflict puts another value first; what it ends with counts.
                        scalars.pop();
                    } else {
                        touch(&mut targets, target.clone())?;
                    }
                    scalars.push((target, value));
                }
            }
        }
    }
    Ok((targets, scalars))
}

fn touch(targets: &mut Vec<Target>, target: Target) -> Result<(), Refusal> {
    if targets.contains(&target) {
        return Err(Refusal::NotAnEdit);
    }
    targets.push(target);
    Ok(())
}

fn letter(op: &Op) -> Result<(), Refusal> {
    match (&op.action, &op.key, op.insert) {
        (OpType::Put(ScalarValue::Str(text)), Key::Seq(_), true) if text.chars().count() == 1 => Ok(()),
        (OpType::Delete, Key::Seq(_), false) => Ok(()),
        _ => Err(Refusal::NotAnEdit),
    }
}

fn put(object: &Object, op: &Op) -> Result<(Target, Value), Refusal> {
    let (OpType::Put(scalar), Key::Map(key), false) = (&op.action, &op.key, op.insert) else {
        return Err(Refusal::NotAnEdit);
    };
    let target = target_at(object, key).ok_or(Refusal::UnknownField)?;
    let value = from_scalar(scalar).ok_or(Refusal::BadValue)?;
    if !value.fits(target.kind()) {
        return Err(Refusal::BadValue);
    }
    Ok((target, value))
}

pub(super) fn from_scalar(scalar: &ScalarValue) -> Option<Value> {
    match scalar {
        ScalarValue::Null => Some(Value::Absent),
        ScalarValue::Str(text) => Some(Value::Str(text.to_string())),
        ScalarValue::Int(n) => Some(Value::Int(*n)),
        ScalarValue::Boolean(flag) => Some(Value::Bool(*flag)),
        _ => None,
    }
}

pub(super) fn to_scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Absent => ScalarValue::Null,
        Value::Str(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(n) => ScalarValue::Int(*n),
        Value::Bool(flag) => ScalarValue::Boolean(*flag),
    }
}
