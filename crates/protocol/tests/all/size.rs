//! How few bytes a sync is: limits that a change of the format must not cross.

use document::{Actor, Document};
use protocol::seal_request;

use crate::{edits, request, signer, workbook};

#[test]
fn nothing_to_say_is_at_most_250_bytes_with_its_signature() {
    let mut empty = request(Vec::new());
    empty.documents.clear();
    let bytes = seal_request(&empty, &signer()).0;
    assert!(bytes.len() <= 250, "{} bytes", bytes.len());
}

#[test]
fn fifty_edits_of_entries_begun_before_are_at_most_600_bytes_with_their_signature() {
    let mut laptop = Document::empty(workbook());
    laptop.seal(&edits(50), Actor::from_random([1; 8]));
    let mut later = edits(50);
    later.iter_mut().for_each(|edit| edit.edit.value = model::value::Value::Int(100));
    let changes = laptop.seal(&later, Actor::from_random([2; 8]));
    let bytes = seal_request(&request(changes), &signer()).0;
    assert!(bytes.len() <= 600, "{} bytes", bytes.len());
}
