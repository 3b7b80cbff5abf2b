//! The documents: one writing unit each, joined and never merged by hand.

mod admission;
mod change;
mod chunk;
mod column;
mod credit;
mod holdings;
mod id;
mod operation;
mod place;
mod refusal;
mod skeleton;
mod stamp;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use chrono::{DateTime, FixedOffset};
use thiserror::Error;

pub use admission::{Admitted, Outcome, Rules, admit};
pub use change::{ChangeHash, Interpreted, MAX_CHANGE_BYTES, MAX_OPERATIONS, RawChange, Touched, interpret};
pub use holdings::{Holdings, StoredHoldings};
pub use id::{DocId, DocKind, NotADocId};
pub use place::{Object, place, target_at};
pub use refusal::Refusal;
pub use skeleton::skeleton;
pub use stamp::{MAX_AUTHOR_CHARS, hanoi};

use crate::edit::{Edit, StampedEdit};
use crate::target::Target;
use crate::value::Value;

/// A document in memory, always at committed heads: edits that wait live in the laptop's outbox.
#[derive(Clone, Debug)]
pub struct Document {
    id: DocId,
    doc: Automerge,
    credits: credit::Credits,
}

/// One of the values that a field holds, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub value: Value,
    pub by: String,
    /// A claim of the author's machine.
    pub at: DateTime<FixedOffset>,
}

/// What a field holds: nothing, one value, or the values of people who did not know of each other, the one
/// that every machine agrees to put first being first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub contenders: Vec<Held>,
}

impl Reading {
    /// A field that holds nothing but that it was emptied holds nothing.
    fn of(mut contenders: Vec<Held>) -> Self {
        if let [held] = contenders.as_slice()
            && held.value == Value::Absent
        {
            contenders.clear();
        }
        Self { contenders }
    }

    pub fn one(value: Value, by: impl Into<String>, at: DateTime<FixedOffset>) -> Self {
        Self { contenders: vec![Held { value, by: by.into(), at }] }
    }

    /// The value that is shown; [`Value::Absent`] where there is none.
    pub fn value(&self) -> &Value {
        self.contenders.first().map_or(&Value::Absent, |held| &held.value)
    }

    pub fn in_conflict(&self) -> bool {
        self.contenders.len() > 1
    }
}

/// What is asked of a document by those who show it.
pub trait Fields {
    fn id(&self) -> &DocId;

    /// What a field holds. A text has no single author: its `by` is empty and its `at` the epoch, and the
    /// caller knows from the changes who wrote last.
    fn read(&self, target: &Target) -> Reading;

    /// A narrative as it read to the author of one change, for the history. None where the document does not hold
    /// the change.
    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String>;
}

/// Bytes that should be a document and are not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the stored document cannot be read")]
pub struct Unreadable;

/// An actor for this process. Never kept: a laptop restored from a backup would repeat its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor([u8; 8]);

impl Actor {
    pub fn from_random(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl Document {
    pub fn empty(id: DocId) -> Self {
        Self { id, doc: Automerge::new(), credits: credit::Credits::default() }
    }

    /// Reads a snapshot made by [`Self::save`]. Damaged bytes are an error, never a panic.
    pub fn load(id: DocId, bytes: &[u8]) -> Result<Self, Unreadable> {
        let doc = catch_unwind(AssertUnwindSafe(|| Automerge::load(bytes)));
        let doc = doc.map_err(|_| Unreadable)?.map_err(|_| Unreadable)?;
        Ok(Self { id, doc, credits: credit::Credits::default() })
    }

    pub fn id(&self) -> &DocId {
        &self.id
    }

    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// Sorted, so that equal documents have equal answers.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<ChangeHash> = self.doc.get_heads().into_iter().map(Into::into).collect();
        heads.sort_unstable();
        heads
    }

    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&(*hash).into()).is_some()
    }

    /// Every change, ancestors first.
    pub fn changes(&self) -> Vec<RawChange> {
        self.doc.get_changes(&[]).iter().map(|change| RawChange::new(change.raw_bytes().to_vec())).collect()
    }

    /// Seals edits into one change for each author (as a rule one), after the skeletons of the objects that
    /// they are the first to write into. Edits that change nothing leave nothing. Edits of one field are
    /// taken in their order; the last counts.
    ///
    /// To be called before anything of others is merged: a text was typed against what stands here now.
    pub fn seal(&mut self, edits: &[StampedEdit], actor: Actor) -> Vec<RawChange> {
        let mut sealed = Vec::new();
        for group in edits.chunk_by(|a, b| a.by == b.by) {
            let mut last: HashMap<&Target, &StampedEdit> = HashMap::new();
            last.extend(group.iter().map(|edit| (&edit.edit.target, edit)));
            let mut edits: Vec<&StampedEdit> =
                last.into_values().filter(|edit| !self.holds(&edit.edit.target, &edit.edit.value)).collect();
            edits.sort_by_key(|edit| place(&edit.edit.target));
            if edits.is_empty() {
                continue;
            }
            sealed.extend(self.begin_objects(&edits));
            self.doc.set_actor(ActorId::from(actor.0));
            let first: Vec<Option<Value>> = edits.iter().map(|edit| self.to_put_first(edit)).collect();
            let mut tx = self.doc.transaction();
            for (edit, first) in edits.iter().zip(first) {
                let Edit { target, value } = &edit.edit;
                first.iter().for_each(|first| put(&mut tx, target, first));
                put(&mut tx, target, value);
            }
            let times: Vec<_> = edits.iter().map(|edit| edit.at).collect();
            let (time, message) = stamp::write(&group[0].by, &times);
            tx.commit_with(CommitOptions::default().with_time(time).with_message(message));
            let change = self.doc.get_last_local_change().expect("a field was changed, so a change was made");
            sealed.push(RawChange::new(change.raw_bytes().to_vec()));
        }
        sealed
    }

    fn begin_objects(&mut self, edits: &[&StampedEdit]) -> Vec<RawChange> {
        let mut begun = Vec::new();
        for edit in edits {
            let (object, _) = place(&edit.edit.target);
            if self.object(&object).is_some() {
                continue;
            }
            let raw = skeleton(&object).expect("the root is always there");
            let change = raw.parse().expect("this program's own skeletons are readable");
            self.doc.apply_changes([change]).expect("a skeleton has no ancestors and one shape");
            begun.push(raw);
        }
        begun
    }

    fn object(&self, object: &Object) -> Option<ObjId> {
        id_of(&self.doc, object)
    }

    fn holds(&self, target: &Target, value: &Value) -> bool {
        match self.read(target).contenders.as_slice() {
            [] => *value == Value::Absent || (target.is_text() && *value == Value::Str(String::new())),
            [held] => held.value == *value,
            _ => false,
        }
    }

    /// The library writes the value that wins already as a deletion of the others, in nobody's name. Choosing it is
    /// an act: one of the others is put first. (Emptying the field would not do: the value that wins may be the empty
    /// one, and not every field may be empty.)
    fn to_put_first(&self, edit: &StampedEdit) -> Option<Value> {
        let Edit { target, value } = &edit.edit;
        // A text has no contenders, and reading it is reading all its letters.
        if target.is_text() {
            return None;
        }
        match self.read(target).contenders.as_slice() {
            [winner, other, ..] if winner.value == *value => Some(other.value.clone()),
            _ => None,
        }
    }

    /// See [`Fields::read`].
    pub fn read(&self, target: &Target) -> Reading {
        let (object, key) = place(target);
        let Some(id) = self.object(&object) else { return Reading::default() };
        let values = self.doc.get_all(&id, key).unwrap_or_default();
        let mut contenders: Vec<Held> = Vec::new();
        // The library lists the winner last.
        for (value, op) in values.into_iter().rev() {
            let held = match value {
                automerge::Value::Object(ObjType::Text) => self.held_text(&op),
                automerge::Value::Scalar(scalar) => self.held_scalar(target, &scalar, &op),
                automerge::Value::Object(_) => None,
            };
            if let Some(held) = held.filter(|held| contenders.iter().all(|other| other.value != held.value)) {
                contenders.push(held);
            }
        }
        Reading::of(contenders)
    }

    fn held_text(&self, text: &ObjId) -> Option<Held> {
        let text = self.doc.text(text).ok().filter(|text| !text.is_empty())?;
        let at = DateTime::from_timestamp(0, 0)?.with_timezone(&hanoi());
        Some(Held { value: Value::Str(text), by: String::new(), at })
    }

    fn held_scalar(&self, target: &Target, scalar: &ScalarValue, op: &ObjId) -> Option<Held> {
        let value = from_scalar(scalar)?;
        let hash = self.doc.hash_for_opid(op)?;
        let credit = self.credit(&hash)?;
        let at = credit.at(target)?;
        Some(Held { value, by: credit.author.clone(), at })
    }

    fn credit(&self, hash: &automerge::ChangeHash) -> Option<Arc<credit::Credit>> {
        self.credits.get_or((*hash).into(), || {
            let change = self.doc.get_change_by_hash(hash)?;
            interpret(&RawChange::new(change.raw_bytes().to_vec())).ok()
        })
    }
}

impl Fields for Document {
    fn id(&self) -> &DocId {
        &self.id
    }

    fn read(&self, target: &Target) -> Reading {
        self.read(target)
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        let (object, key) = place(target);
        let hash = (*change).into();
        self.credit(&hash)?;
        let (_, text) = self.doc.get(self.object(&object)?, key).ok().flatten()?;
        self.doc.text_at(&text, &[hash]).ok()
    }
}

fn id_of(doc: &impl ReadDoc, object: &Object) -> Option<ObjId> {
    match object.name() {
        None => Some(ROOT),
        Some(name) => doc.get(ROOT, name).ok().flatten().map(|(_, id)| id),
    }
}

fn put(tx: &mut Transaction<'_>, target: &Target, value: &Value) {
    let (object, key) = place(target);
    let id = id_of(tx, &object).expect("objects are begun before they are written into");
    let done = if target.is_text() {
        let (_, text) = tx.get(&id, &key).ok().flatten().expect("a skeleton has both texts");
        put_text(tx, &text, value.as_str().unwrap_or_default())
    } else {
        tx.put(&id, key, to_scalar(value))
    };
    done.expect("the object is of the kind that its skeleton made");
}

/// Writes only what differs, so that a colleague's words beside it stay. Where very much differs (a page
/// pasted over a page) it is exchanged as a whole: looking for what the two have in common costs the
/// product of their lengths.
fn put_text(tx: &mut Transaction<'_>, text: &ObjId, new: &str) -> Result<(), automerge::AutomergeError> {
    const MOST_COMPARED: usize = 250_000;
    let old: Vec<char> = tx.text(text)?.chars().collect();
    let new_chars: Vec<char> = new.chars().collect();
    let same = |pair: &(&char, &char)| pair.0 == pair.1;
    let head = old.iter().zip(&new_chars).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new_chars[head..].iter().rev()).take_while(same).count();
    let gone = old.len() - head - tail;
    let come = &new_chars[head..new_chars.len() - tail];
    if gone * come.len() <= MOST_COMPARED {
        return tx.update_text(text, new);
    }
    let gone = isize::try_from(gone).expect("a text is far shorter");
    tx.splice_text(text, head, gone, &come.iter().collect::<String>())
}

fn from_scalar(scalar: &ScalarValue) -> Option<Value> {
    match scalar {
        ScalarValue::Null => Some(Value::Absent),
        ScalarValue::Str(text) => Some(Value::Str(text.to_string())),
        ScalarValue::Int(n) => Some(Value::Int(*n)),
        ScalarValue::Boolean(flag) => Some(Value::Bool(*flag)),
        _ => None,
    }
}

fn to_scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Absent => ScalarValue::Null,
        Value::Str(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(n) => ScalarValue::Int(*n),
        Value::Bool(flag) => ScalarValue::Boolean(*flag),
    }
}
