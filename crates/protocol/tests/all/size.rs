//! How few bytes a sync is: limits that a change of the format must not cross.

use document::{Actor, Document};
use protocol::{Cursor, Fate, SyncReply, SyncRequest, seal_reply};

use crate::wire::plain;
use crate::{edits, reply, request, sent, workbook};

#[test]
fn nothing_to_say_is_at_most_80_bytes() {
    let mut empty = request(Vec::new());
    empty.documents.clear();
    let bytes = sent(&empty);
    assert!(bytes.len() <= 80, "{} bytes", bytes.len());
}

#[test]
fn fifty_edits_of_entries_begun_before_are_at_most_600_bytes_with_their_signature() {
    let mut laptop = Document::empty(workbook());
    laptop.seal(&edits(50), Actor::from_random([1; 8]));
    let mut later = edits(50);
    later.iter_mut().for_each(|edit| edit.edit.value = model::value::Value::Int(100));
    let changes = laptop.seal(&later, Actor::from_random([2; 8]));
    let bytes = sent(&request(changes));
    assert!(bytes.len() <= 600, "{} bytes", bytes.len());
}

#[test]
fn what_is_not_said_costs_no_byte() {
    assert_eq!(plain(&sent(&SyncRequest::default())), [0; 0]);
    assert_eq!(plain(&seal_reply(&SyncReply::default())), [0; 0]);
}

#[test]
fn that_a_change_is_durable_costs_three_bytes_with_its_position_and_its_time() {
    let answer = |changes: u64| {
        let now = reply().now;
        let fate = |n| Fate::Durable { position: Cursor(1_000_000 + n), received: now };
        let fates = vec![(0..changes).map(fate).collect()];
        plain(&seal_reply(&SyncReply {
            fates,
            now,
            cursor: Cursor(1_000_000 + changes),
            ..SyncReply::default()
        }))
        .len()
    };
    assert_eq!(answer(30) - answer(10), 20 * 3, "its kind, and a step each");
}
