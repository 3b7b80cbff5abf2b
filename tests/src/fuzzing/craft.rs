//! Changes that the real code did not make: its own, taken apart and put together with something else in them.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};
use document::{Document, RawChange};

use super::bytes::Bytes;
use super::history;

/// What a crafted change may name.
#[derive(Debug, Default)]
pub struct Pool {
    pub objects: Vec<ObjectId>,
    pub keys: Vec<Key>,
    pub ids: Vec<OpId>,
    pub actors: Vec<ActorId>,
    pub hashes: Vec<automerge::ChangeHash>,
}

impl Pool {
    pub fn of(document: &mut Document) -> Self {
        let mut pool = Self::default();
        for raw in document.changes() {
            let change = parse(&raw).expect("the document's own change");
            pool.hashes.push(change.hash());
            pool.add(&change.decode());
        }
        pool.objects.push(ObjectId::Root);
        pool
    }

    pub fn add(&mut self, change: &ExpandedChange) {
        if !self.actors.contains(&change.actor_id) {
            self.actors.push(change.actor_id.clone());
        }
        for (op, counter) in change.operations.iter().zip(change.start_op.get()..) {
            let own = OpId(counter, change.actor_id.clone());
            if matches!(op.action, OpType::Make(_)) {
                self.objects.push(ObjectId::Id(own.clone()));
            }
            if let Key::Map(_) = op.key {
                self.keys.push(op.key.clone());
            }
            self.ids.push(own);
        }
    }

    fn id(&self, bytes: &mut Bytes<'_>, change: &ExpandedChange) -> OpId {
        let own = change.start_op.get();
        match bytes.below(8) {
            0 => OpId(own.saturating_add(u64::from(bytes.byte() % 8)), change.actor_id.clone()),
            1 => OpId(u64::from(bytes.byte()), bytes.pick(&self.actors).clone()),
            2 => OpId(bytes.word() >> 32, bytes.pick(&self.actors).clone()),
            _ => bytes.pick(&self.ids).clone(),
        }
    }
}

pub fn parse(raw: &RawChange) -> Option<Change> {
    catch_unwind(AssertUnwindSafe(|| Change::from_bytes(raw.as_bytes().to_vec()).ok())).ok()?
}

/// A change on top of one of the documents, with up to four things in it altered.
pub fn change(bytes: &mut Bytes<'_>, document: &Document, pool: &Pool) -> Option<RawChange> {
    let mut laptop = document.clone();
    let edits = history::edits(bytes);
    let sealed = laptop.seal(&edits, history::actor(bytes.byte() % 6));
    // The last one is the change with the edits; those before it are skeletons.
    let mut change = parse(sealed.last()?)?.decode();
    for _ in 0..bytes.below(5) {
        alter(&mut change, bytes, pool);
    }
    build(change)
}

/// The bytes of a change that was put together. None where the library itself cannot write it.
pub fn build(change: ExpandedChange) -> Option<RawChange> {
    let built = catch_unwind(AssertUnwindSafe(|| Change::from(change).raw_bytes().to_vec()));
    built.ok().map(RawChange::new)
}

fn alter(change: &mut ExpandedChange, bytes: &mut Bytes<'_>, pool: &Pool) {
    match bytes.below(12) {
        0 => change.seq = near(change.seq, bytes),
        1 => change.start_op = NonZeroU64::new(near(change.start_op.get(), bytes)).unwrap_or(NonZeroU64::MIN),
        2 => alter_deps(change, bytes, pool),
        3 => change.actor_id = bytes.pick(&pool.actors).clone(),
        4 => match bytes.below(3) {
            0 => change.time = bytes.word().cast_signed(),
            1 => change.message = Some(String::from_utf8_lossy(bytes.take(4)).into_owned()),
            _ => change.extra_bytes = bytes.take(4).to_vec(),
        },
        5 => alter_list(change, bytes),
        6 => alter_ids(change, bytes),
        _ => {
            let count = change.operations.len();
            if count > 0 {
                let at = bytes.below(count);
                let mut op = change.operations[at].clone();
                alter_op(&mut op, change, bytes, pool);
                change.operations[at] = op;
            }
        }
    }
}

fn near(n: u64, bytes: &mut Bytes<'_>) -> u64 {
    match bytes.below(6) {
        0 => n.saturating_add(1),
        1 => n.saturating_sub(1),
        2 => u64::from(bytes.byte()),
        3 => n.saturating_add(bytes.word() >> 40),
        4 => bytes.word() >> 32,
        _ => bytes.word(),
    }
}

fn alter_deps(change: &mut ExpandedChange, bytes: &mut Bytes<'_>, pool: &Pool) {
    match bytes.below(4) {
        0 => drop(change.deps.pop()),
        1 => change.deps.push(*bytes.pick(&pool.hashes)),
        2 => change.deps = vec![*bytes.pick(&pool.hashes)],
        _ => change.deps.clear(),
    }
}

fn alter_list(change: &mut ExpandedChange, bytes: &mut Bytes<'_>) {
    let count = change.operations.len();
    if count == 0 {
        return;
    }
    let (from, to) = (bytes.below(count), bytes.below(count));
    match bytes.below(4) {
        0 => drop(change.operations.remove(from)),
        1 => change.operations.swap(from, to),
        2 => change.operations.insert(to, change.operations[from].clone()),
        _ => change.operations.truncate(from),
    }
}

/// Moves the ids that the change gives itself along with its first one, so that it still names its own letters.
fn alter_ids(change: &mut ExpandedChange, bytes: &mut Bytes<'_>) {
    let old = change.start_op.get();
    let new = near(old, bytes).clamp(1, u64::from(u32::MAX));
    let own = change.actor_id.clone();
    let moved = |id: &OpId| {
        let inside = id.1 == own && id.0 >= old;
        if inside { OpId(id.0 - old + new, id.1.clone()) } else { id.clone() }
    };
    for op in &mut change.operations {
        if let Key::Seq(ElementId::Id(id)) = &op.key {
            op.key = Key::Seq(ElementId::Id(moved(id)));
        }
        op.pred = op.pred.iter().map(moved).collect();
    }
    change.start_op = NonZeroU64::new(new).unwrap_or(NonZeroU64::MIN);
}

fn alter_op(op: &mut Op, change: &ExpandedChange, bytes: &mut Bytes<'_>, pool: &Pool) {
    match bytes.below(10) {
        0 => op.pred = SortedVec::new(),
        1 => op.pred = vec![pool.id(bytes, change)].into(),
        2 => {
            let more = pool.id(bytes, change);
            op.pred = op.pred.iter().cloned().chain([more]).collect();
        }
        3 => op.insert = !op.insert,
        4 => op.key = Key::Seq(ElementId::Id(pool.id(bytes, change))),
        5 => {
            op.key = if bytes.one_in(2) { Key::Seq(ElementId::Head) } else { bytes.pick(&pool.keys).clone() }
        }
        6 => op.obj = bytes.pick(&pool.objects).clone(),
        7 => {
            // A letter is deleted as the real code would: by its id, which is also what it replaces.
            let id = pool.id(bytes, change);
            (op.action, op.insert) = (OpType::Delete, false);
            op.pred = vec![id.clone()].into();
            op.key = Key::Seq(ElementId::Id(id));
        }
        8 => op.action = OpType::Delete,
        _ => op.action = OpType::Put(scalar(bytes)),
    }
}

fn scalar(bytes: &mut Bytes<'_>) -> ScalarValue {
    match bytes.below(6) {
        0 => ScalarValue::Null,
        1 => ScalarValue::Int(i64::from(bytes.byte() % 101)),
        2 => ScalarValue::Boolean(bytes.one_in(2)),
        3 => ScalarValue::Int(bytes.word().cast_signed()),
        4 => ScalarValue::Str("done".into()),
        _ => ScalarValue::Str(char::from(bytes.byte()).to_string().into()),
    }
}

/// Where each operation of a document stands.
pub type Ops = HashMap<OpId, Place>;

#[derive(Clone, Debug)]
pub struct Place {
    pub object: ObjectId,
    /// Of a letter: its own id.
    pub key: Key,
    pub deletes: bool,
    pub makes: bool,
    pub change: automerge::ChangeHash,
}

/// Notes where the operations of a change stand; `hash` is the change's.
pub fn note(ops: &mut Ops, change: &ExpandedChange, hash: automerge::ChangeHash) {
    for (op, counter) in change.operations.iter().zip(change.start_op.get()..) {
        let own = OpId(counter, change.actor_id.clone());
        ops.insert(own.clone(), place(op, own, hash));
    }
}

pub fn place(op: &Op, own: OpId, change: automerge::ChangeHash) -> Place {
    Place {
        object: op.obj.clone(),
        key: if op.insert { Key::Seq(ElementId::Id(own)) } else { op.key.clone() },
        deletes: matches!(op.action, OpType::Delete),
        makes: matches!(op.action, OpType::Make(_)),
        change,
    }
}
