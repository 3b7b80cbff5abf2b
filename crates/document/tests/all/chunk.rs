//! Changes whose bytes claim more than they hold.

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};
use document::{MAX_CHANGE_BYTES, MAX_OPERATIONS, RawChange, interpret};
use model::refusal::Refusal;

use crate::support::{actor, mend_checksum, state, workbook};

/// So many operations, none of which an edit makes.
fn of_length(count: usize) -> RawChange {
    let op = Op {
        action: OpType::Put(ScalarValue::F64(1.5)),
        obj: ObjectId::Id(OpId(1, ActorId::from("r/submission/Q3".as_bytes()))),
        key: Key::Map("at".into()),
        pred: SortedVec::new(),
        insert: false,
    };
    let change = ExpandedChange {
        operations: vec![op; count],
        actor_id: ActorId::from([0x89; 8]),
        hash: None,
        seq: 1,
        start_op: std::num::NonZeroU64::MIN,
        time: 0,
        message: Some("A".into()),
        deps: Vec::new(),
        extra_bytes: Vec::new(),
        author: None,
    };
    RawChange::new(Change::from(change).raw_bytes().to_vec())
}

fn refused(raw: &RawChange) -> Refusal {
    interpret(raw).unwrap_err()
}

#[test]
fn a_change_of_too_many_operations_is_refused_for_that() {
    assert_eq!(refused(&of_length(MAX_OPERATIONS)), Refusal::BadValue, "so many are looked at");
    assert_eq!(refused(&of_length(MAX_OPERATIONS + 1)), Refusal::TooLarge);
}

#[test]
fn a_change_of_too_many_bytes_is_not_looked_at() {
    let mut bytes = vec![0; MAX_CHANGE_BYTES];
    assert_eq!(refused(&RawChange::new(bytes.clone())), Refusal::NotAChange);
    bytes.push(0);
    assert_eq!(refused(&RawChange::new(bytes)), Refusal::TooLarge);
}

#[test]
fn a_change_with_something_behind_its_operations_is_refused() {
    let sealed = workbook().seal(&[state("III.6a", "done", "A")], actor(1));
    let mut change = Change::from_bytes(sealed[1].as_bytes().to_vec()).unwrap().decode();
    change.extra_bytes = b"hidden".to_vec();
    let raw = RawChange::new(Change::from(change).raw_bytes().to_vec());
    assert_eq!(refused(&raw), Refusal::NotAnEdit);
}

fn number(mut n: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while n >= 0x40 {
        bytes.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    // Below 0x40, so that it reads the same with a sign and without.
    bytes.push(n as u8);
    bytes
}

/// A change of the given number of operations, all the same, in less than a hundred bytes.
fn of_one_run(count: u64) -> RawChange {
    let run = |value: &[u8]| [&number(count), value].concat();
    let columns: [(u8, Vec<u8>); 5] = [
        (0x15, run(b"\x04year")),
        (0x34, number(count)),
        (0x42, run(&[1])),
        (0x56, run(&[0])),
        (0x70, run(&[0])),
    ];
    let mut body = vec![0, 8];
    body.extend([0x89; 8]);
    body.extend([1, 1, 0, 1, b'A', 0, 5]);
    columns.iter().for_each(|(column, data)| body.extend([*column, data.len() as u8]));
    columns.iter().for_each(|(_, data)| body.extend(data));
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
    chunk.push(u8::try_from(body.len()).ok().filter(|length| *length < 0x80).expect("a length of one byte"));
    chunk.extend(body);
    mend_checksum(&mut chunk);
    RawChange::new(chunk)
}

#[test]
fn a_few_bytes_that_claim_a_million_million_operations_are_refused_at_once() {
    let few = of_one_run(3);
    let change = Change::from_bytes(few.as_bytes().to_vec()).unwrap();
    assert_eq!(change.len(), 3, "the bytes are a change");
    for count in [MAX_OPERATIONS as u64 + 1, 1 << 40, 1 << 62] {
        let bomb = of_one_run(count);
        assert!(bomb.as_bytes().len() < 120);
        assert_eq!(refused(&bomb), Refusal::TooLarge, "{count} operations");
    }
}
