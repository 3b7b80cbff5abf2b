//! One change: its bytes, its hash, and what it says, read without its document.

use chrono::{DateTime, FixedOffset};
use model::address::{Address, ObjectName};
use model::ids::PersonId;
use model::refusal::Refusal;
use model::value::Value;

use crate::actor::is_author;
use crate::chunk::Chunk;
use crate::operation::{Operations, Step};
use crate::raw::{ChangeHash, RawChange};
use crate::skeleton::skeleton;
use crate::stamp::{self, Stamps};

/// That a change touches a field, and when its author's machine says that it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub address: Address,
    pub at: DateTime<FixedOffset>,
}

/// A change, read by itself, and asked nothing but whether its bytes are of the one form.
#[derive(Clone, Debug)]
pub struct Interpreted {
    pub hash: ChangeHash,
    pub actor: Vec<u8>,
    pub deps: Vec<ChangeHash>,
    /// The object that it makes, for a skeleton.
    pub skeleton: Option<ObjectName>,
    /// None for a skeleton.
    pub author: Option<PersonId>,
    /// Each field once, in the order of the operations.
    pub touched: Vec<Touched>,
    /// The actor's own count of its changes, from 1.
    pub(crate) seq: u64,
    /// The number of the first operation, and how many there are.
    pub(crate) first: u32,
    pub(crate) operations: u32,
    pub(crate) steps: Vec<Step>,
    /// Those that the steps name, its own first.
    pub(crate) actors: Vec<Vec<u8>>,
}

impl Interpreted {
    /// What the change ends with for each scalar that it writes.
    pub fn written(&self) -> impl Iterator<Item = (&Touched, &Value)> {
        let puts = self.steps.iter().filter_map(|step| match step {
            Step::Put { field, value, .. } => Some((*field, value)),
            Step::Insert { .. } | Step::Delete { .. } => None,
        });
        let mut puts = puts.peekable();
        std::iter::from_fn(move || {
            let (field, mut value) = puts.next()?;
            // Settling a conflict puts another value first; what it ends with counts.
            while let Some((_, last)) = puts.next_if(|(next, _)| *next == field) {
                value = last;
            }
            Some((&self.touched[field], value))
        })
    }
}

/// Reads a change without any document: where it writes, its author, and whether its bytes are of the form that this
/// program makes. A change with any other operation is refused, however well formed, and so is one in another
/// writing. What it means is not asked.
pub fn interpret(raw: &RawChange) -> Result<Interpreted, Refusal> {
    let chunk = Chunk::read(raw.as_bytes())?;
    let object = ObjectName::of_actor(chunk.actor);
    let (read, stamps) = match &object {
        Some(object) if skeleton(object) != *raw => return Err(Refusal::ForeignSkeleton),
        Some(_) => (Operations::default(), Stamps::default()),
        None if !is_author(chunk.actor) => return Err(Refusal::NotAnEdit),
        None => {
            let read = Operations::read(&chunk)?;
            let stamps = stamp::read(chunk.message, chunk.time, read.addresses.len())?;
            (read, stamps)
        }
    };
    let touched = read.addresses.into_iter().zip(stamps.times).map(|(address, at)| Touched { address, at });
    Ok(Interpreted {
        hash: chunk.hash,
        actor: chunk.actor.to_vec(),
        skeleton: object,
        author: stamps.author,
        touched: touched.collect(),
        seq: chunk.seq,
        first: chunk.first,
        operations: chunk.operations,
        deps: chunk.deps,
        steps: read.steps,
        actors: read.actors,
    })
}
