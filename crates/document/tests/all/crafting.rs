//! Changes made without the library, whose own costs are not in question.

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange};
use document::{RawChange, interpret, skeleton};
use model::address::{ObjectName, Shape};

pub fn entry_register() -> ObjectName {
    ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"])
}

pub fn actor(n: usize) -> [u8; 8] {
    (n as u64 | 1 << 63).to_be_bytes()
}

pub fn op_id(counter: u64, n: usize) -> OpId {
    OpId(counter, ActorId::from(actor(n)))
}

pub fn object_id(object: &ObjectName) -> ObjectId {
    ObjectId::Id(OpId(1, ActorId::from(object.as_str().as_bytes())))
}

pub fn put(object: &ObjectName, key: &str, value: i64, over: Vec<OpId>) -> Op {
    Op {
        action: OpType::Put(value.into()),
        obj: object_id(object),
        key: Key::Map(key.into()),
        pred: over.into(),
        insert: false,
    }
}

pub fn letter(text: &ObjectName, after: Option<OpId>) -> Op {
    Op {
        action: OpType::Put("a".into()),
        obj: object_id(text),
        key: Key::Seq(after.map_or(ElementId::Head, ElementId::Id)),
        pred: Vec::new().into(),
        insert: true,
    }
}

/// Changes one after another.
#[derive(Default)]
pub struct Writing {
    pub changes: Vec<RawChange>,
    /// The last one, and the number after its last operation.
    pub last: Option<(ChangeHash, u64)>,
}

impl Writing {
    pub fn begin(&mut self, object: &ObjectName) -> ChangeHash {
        self.changes.push(skeleton(object));
        let hash = interpret(&skeleton(object)).unwrap().hash.into();
        self.last = Some((hash, 2));
        hash
    }

    pub fn write(&mut self, n: usize, seq: u64, start: u64, mut deps: Vec<ChangeHash>, operations: Vec<Op>) {
        deps.sort_unstable();
        let end = start + operations.len() as u64;
        let change = ExpandedChange {
            operations,
            actor_id: ActorId::from(actor(n)),
            hash: None,
            seq,
            start_op: start.try_into().unwrap(),
            time: 0,
            message: Some("A".into()),
            deps,
            extra_bytes: Vec::new(),
            author: None,
        };
        let change = Change::from(change);
        self.changes.push(RawChange::new(change.raw_bytes().to_vec()));
        self.last = Some((change.hash(), end));
    }

    /// On top of the last one.
    pub fn go_on(&mut self, n: usize, seq: u64, operations: impl FnOnce(u64) -> Vec<Op>) {
        let (last, start) = self.last.unwrap();
        self.write(n, seq, start, vec![last], operations(start));
    }
}
