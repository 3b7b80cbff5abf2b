//! Sealing: edits become changes.

use std::collections::HashMap;

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, AutomergeError, ReadDoc, ScalarValue};
use model::address::Address;
use model::differing::differing;
use model::edit::StampedEdit;
use model::target::Target;
use model::value::{Value, ValueKind};

use crate::actor::Actor;
use crate::document::{Document, id_of};
use crate::raw::RawChange;
use crate::skeleton::skeleton;
use crate::stamp;

/// What is written at one address.
struct Write<'e> {
    address: Address,
    value: Value,
    /// Another value that is put before it, see [`Document::to_put_first`].
    first: Option<Value>,
    edit: &'e StampedEdit,
}

impl Document {
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
            let changing = last.into_values().filter(|edit| !self.holds(&edit.edit.target, &edit.edit.value));
            let mut writes: Vec<Write<'_>> = changing.flat_map(|edit| self.writes(edit)).collect();
            writes.sort_by(|one, other| one.address.cmp(&other.address));
            if writes.is_empty() {
                continue;
            }
            sealed.extend(self.begin_objects(&writes));
            self.contents.take();
            self.doc.set_actor(ActorId::from(actor.0));
            let mut tx = self.doc.transaction();
            for Write { address, value, first, .. } in &writes {
                first.iter().chain([value]).for_each(|value| put(&mut tx, address, value));
            }
            let times: Vec<_> = writes.iter().map(|write| write.edit.at).collect();
            let (time, message) = stamp::write(&group[0].by, &times);
            tx.commit_with(CommitOptions::default().with_time(time).with_message(message));
            let change = self.doc.get_last_local_change().expect("a field was changed, so a change was made");
            sealed.push(RawChange::new(change.raw_bytes().to_vec()));
        }
        sealed
    }

    /// What an edit writes: one value, or each part of it. Of a value that is taken away the first part alone.
    fn writes<'e>(&self, edit: &'e StampedEdit) -> Vec<Write<'e>> {
        let (target, value) = (&edit.edit.target, &edit.edit.value);
        let whole = |address: Address, value: &Value, again: bool| {
            let first = self.to_put_first(&address, value, again);
            Write { address, value: value.clone(), first, edit }
        };
        match (target.kind(), value) {
            (ValueKind::Record(_), Value::Record(parts)) => {
                let there = |address: &Address| parts.contains_key(address.part());
                let write = |address: Address| {
                    let part = parts[address.part()].clone();
                    whole(address, &part, true)
                };
                target.addresses().into_iter().filter(there).map(write).collect()
            }
            _ => {
                // What is decided together is decided by whoever writes there, if only what stands there already.
                let asked = target.is_grouped() && self.read(target).in_conflict();
                vec![whole(target.address(), value, asked)]
            }
        }
    }

    /// The library writes the value that wins already as a deletion of the others, in nobody's name, and the only one
    /// not at all. Choosing it is an act: one of the others is put first. (Emptying the field would not do: the value
    /// that wins may be the empty one, and not every field may be empty.) A part of a value (`again`) is written anew
    /// with the others though it stays the same, since it is read as of the change that wrote them all.
    fn to_put_first(&self, address: &Address, value: &Value, again: bool) -> Option<Value> {
        // A text has no contenders, and reading it is reading all its letters.
        if address.is_text() {
            return None;
        }
        let standing = self.standing(address);
        let (winner, others) = standing.split_first().filter(|(winner, _)| winner.value == *value)?;
        // Of the others some may be the same value, by somebody else.
        let other = others.iter().map(|other| &other.value).find(|other| *other != &winner.value);
        other.cloned().or(again.then_some(Value::Absent))
    }

    fn begin_objects(&mut self, writes: &[Write<'_>]) -> Vec<RawChange> {
        let mut begun = Vec::new();
        for Write { address, .. } in writes {
            if self.object(&address.object).is_some() {
                continue;
            }
            let raw = skeleton(&address.object);
            let change = raw.parse().expect("this program's own skeletons are readable");
            self.doc.apply_changes([change]).expect("a skeleton has no ancestors and one shape");
            begun.push(raw);
        }
        begun
    }

    fn holds(&self, target: &Target, value: &Value) -> bool {
        match self.read(target).contenders.as_slice() {
            [] => *value == Value::Absent || (target.is_text() && *value == Value::Str(String::new())),
            [held, sides @ ..] => held.value == *value && (sides.is_empty() || target.is_text()),
        }
    }
}

fn put(tx: &mut Transaction<'_>, address: &Address, value: &Value) {
    let object = id_of(tx, &address.object).expect("objects are begun before they are written into");
    let done = if address.is_text() {
        put_text(tx, &object, value.as_str().unwrap_or_default())
    } else {
        tx.put(&object, &*address.key, to_scalar(value))
    };
    done.expect("the object is of the kind that its skeleton made");
}

/// Writes only what differs, so that a colleague's words beside it stay. Where very much differs (a page
/// pasted over a page) it is exchanged as a whole: looking for what the two have in common costs the
/// product of their lengths.
fn put_text(tx: &mut Transaction<'_>, text: &automerge::ObjId, new: &str) -> Result<(), AutomergeError> {
    const MOST_COMPARED: usize = 250_000;
    let old: Vec<char> = tx.text(text)?.chars().collect();
    let new_chars: Vec<char> = new.chars().collect();
    let (gone, come) = differing(&old, &new_chars);
    if gone.len() * come.len() <= MOST_COMPARED {
        return tx.update_text(text, new);
    }
    let length = isize::try_from(gone.len()).expect("a text is far shorter");
    tx.splice_text(text, gone.start, length, &new_chars[come].iter().collect::<String>())
}

fn to_scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Absent | Value::Record(_) => ScalarValue::Null,
        Value::Str(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(n) => ScalarValue::Int(*n),
        Value::Bool(flag) => ScalarValue::Boolean(*flag),
    }
}
