//! Each limit of `docs/sync-protocol.md`: what stands at it is taken, what goes past it is not.

use std::io::Write as _;

use model::doc_id::DocId;
use model::ids::PersonId;
use model::person::MAX_NAME_CHARS;
use protocol::{
    Abridged, Ancestor, ChangeBody, Cursor, Delivered, Delivery, DocumentChanges, Fate, MAX_ANCESTORS,
    MAX_CHANGES, MAX_CODE_BYTES, MAX_DOCUMENT_NAME_BYTES, MAX_DOCUMENTS, MAX_INFLATED_BYTES,
    MAX_PERSON_BYTES, MAX_PERSON_NAME_BYTES, MAX_REQUEST_CHANGES, MAX_TEXT_BYTES, MAX_WIRE_BYTES, Malformed,
    Person, Refused, Signature, SyncReply, SyncRequest, UnixMillis, open_reply, open_request, seal_reply,
    write_request,
};

use crate::wire::{block, framed, message, plain, section, varint, with_section};
use crate::{reply, request};

const WINDOW: u32 = 23;
/// The section of a request's documents, and of what a reply delivers.
const DOCUMENTS: u64 = 3;

fn open(request: &SyncRequest) -> Result<SyncRequest, Malformed> {
    open_request(&write_request(request))
}

fn documents(documents: Vec<DocumentChanges>) -> SyncRequest {
    let signed = documents.iter().any(|document| !document.changes.is_empty());
    let signature = signed.then_some(Signature([1; 64]));
    SyncRequest { documents, signature, ..request(Vec::new()) }
}

/// So many documents, and so many changes in each.
fn many(count: usize, changes: usize) -> SyncRequest {
    let changes = vec![ChangeBody::Skeleton(String::new()); changes];
    documents(vec![DocumentChanges { doc: DocId::plan(&"p".into()).into(), changes }; count])
}

fn delivered(documents: usize, changes: usize) -> SyncReply {
    let body = ChangeBody::Skeleton(String::new());
    let changes = vec![Delivery { body, position: Cursor(0), received: UnixMillis(0) }; changes];
    let one = Delivered { doc: DocId::plan(&"p".into()).into(), changes };
    SyncReply { delivered: vec![one; documents], ..reply() }
}

#[test]
fn a_message_longer_than_the_wire_allows_is_not_looked_at() {
    let long = framed(&vec![0; MAX_WIRE_BYTES]);
    assert_eq!(open_request(&long).unwrap_err(), Malformed::TooLong);
    assert_eq!(open_reply(&long).unwrap_err(), Malformed::TooLong);
}

#[test]
fn a_request_that_inflates_past_the_limit_is_stopped() {
    let bomb = zstd::bulk::compress(&vec![0; MAX_INFLATED_BYTES + 1], 19).unwrap();
    assert!(bomb.len() < 10_000, "it travels as {} bytes", bomb.len());
    assert_eq!(open_request(&framed(&bomb)).unwrap_err(), Malformed::Compression);
    assert_eq!(open_reply(&framed(&bomb)).unwrap_err(), Malformed::Compression);
    let full = zstd::bulk::compress(&vec![0; MAX_INFLATED_BYTES], 19).unwrap();
    assert_eq!(
        open_request(&framed(&full)).unwrap_err(),
        Malformed::Content,
        "at the limit it is read, and is no message"
    );
}

/// A message packed with a window of 2^`window` bytes, and without its length, which would make the window small.
fn packed(plain: &[u8], window: u32) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(window).unwrap();
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_message_that_needs_a_larger_window_is_refused() {
    let said = plain(&seal_reply(&reply()));
    assert_eq!(open_reply(&framed(&packed(&said, WINDOW))), Ok(reply()));
    for window in [WINDOW + 1, WINDOW + 4] {
        assert_eq!(open_reply(&framed(&packed(&said, window))).unwrap_err(), Malformed::Compression);
    }
    let asked = plain(&write_request(&many(1, 1)));
    assert!(open_request(&framed(&packed(&asked, WINDOW))).is_ok());
    assert_eq!(open_request(&framed(&packed(&asked, WINDOW + 1))).unwrap_err(), Malformed::Compression);
}

#[test]
fn what_is_packed_otherwise_is_refused() {
    let once = zstd::bulk::compress(&plain(&seal_reply(&reply())), 1).unwrap();
    let torn = &once[..once.len() - 1];
    let two = [&once[..], &once[..]].concat();
    for packed in [torn, &two, b"rubbish", b""] {
        assert_eq!(
            open_reply(&framed(packed)).unwrap_err(),
            Malformed::Compression,
            "{} bytes",
            packed.len()
        );
        assert_eq!(
            open_request(&framed(packed)).unwrap_err(),
            Malformed::Compression,
            "{} bytes",
            packed.len()
        );
    }
}

#[test]
fn more_documents_than_allowed_are_refused() {
    let most = many(MAX_DOCUMENTS, 0);
    assert_eq!(open(&most), Ok(most));
    assert_eq!(open(&many(MAX_DOCUMENTS + 1, 0)).unwrap_err(), Malformed::TooLong);
    assert!(open_reply(&seal_reply(&delivered(MAX_DOCUMENTS, 0))).is_ok());
    assert_eq!(open_reply(&seal_reply(&delivered(MAX_DOCUMENTS + 1, 0))).unwrap_err(), Malformed::TooLong);
}

#[test]
fn more_changes_than_allowed_are_refused_however_they_are_spread() {
    for count in [1, 5] {
        let most = many(count, MAX_REQUEST_CHANGES / count);
        assert_eq!(open(&most), Ok(most));
        assert_eq!(open(&many(count, MAX_REQUEST_CHANGES / count + 1)).unwrap_err(), Malformed::TooLong);
        assert!(open_reply(&seal_reply(&delivered(count, MAX_CHANGES / count))).is_ok());
        let over = seal_reply(&delivered(count, MAX_CHANGES / count + 1));
        assert_eq!(open_reply(&over).unwrap_err(), Malformed::TooLong);
    }
}

#[test]
fn more_people_than_allowed_are_refused() {
    let many = |count: usize| {
        let person = Person { id: "a".into(), name: None };
        open_reply(&seal_reply(&SyncReply { people: vec![person; count], ..reply() }))
    };
    assert!(many(MAX_CHANGES).is_ok());
    assert_eq!(many(MAX_CHANGES + 1).unwrap_err(), Malformed::TooLong);
}

#[test]
fn more_ancestors_than_allowed_are_refused() {
    let abridged = |ancestors| {
        let ancestors = vec![Ancestor::Near(1); ancestors];
        let changes = vec![ChangeBody::Abridged(Abridged { ancestors, rest: Vec::new() }); 4];
        documents(vec![DocumentChanges { doc: DocId::plan(&"p".into()).into(), changes }])
    };
    let most = abridged(MAX_ANCESTORS / 4);
    assert_eq!(open(&most), Ok(most));
    assert_eq!(open(&abridged(MAX_ANCESTORS / 4 + 1)).unwrap_err(), Malformed::TooLong);
}

#[test]
fn words_longer_than_allowed_are_refused() {
    let refused = |code: usize, text: usize| {
        let (code, text) = ("c".repeat(code), "t".repeat(text));
        let fates = vec![vec![Fate::Refused(Refused { code, text, apart: false })]];
        open_reply(&seal_reply(&SyncReply { fates, ..reply() }))
    };
    assert!(refused(MAX_CODE_BYTES, MAX_TEXT_BYTES).is_ok());
    assert_eq!(refused(MAX_CODE_BYTES + 1, 1).unwrap_err(), Malformed::TooLong);
    assert_eq!(refused(1, MAX_TEXT_BYTES + 1).unwrap_err(), Malformed::TooLong);
    let called = |id: usize, name: usize| {
        let person = Person { id: PersonId::new("a".repeat(id)), name: Some("ư".repeat(name)) };
        open_reply(&seal_reply(&SyncReply { people: vec![person], ..reply() }))
    };
    assert!(called(MAX_PERSON_BYTES, MAX_NAME_CHARS).is_ok());
    assert_eq!(called(MAX_PERSON_BYTES + 1, 1).unwrap_err(), Malformed::TooLong);
    assert_eq!(called(1, MAX_PERSON_NAME_BYTES / 2 + 1).unwrap_err(), Malformed::TooLong);
    let named = |length: usize| {
        let list = [varint(1), block("d".repeat(length).as_bytes()), varint(0)].concat();
        open_request(&message(&section(DOCUMENTS, &list)))
    };
    assert!(named(MAX_DOCUMENT_NAME_BYTES).is_ok());
    assert_eq!(named(MAX_DOCUMENT_NAME_BYTES + 1).unwrap_err(), Malformed::TooLong);
    assert_eq!(named(0).unwrap_err(), Malformed::Content, "a document has a name");
}

/// The most memory that this process has held, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

/// As many elements as fit, of which a few bytes become the most memory, and their count, true or not.
fn bomb(document: Vec<u8>, element: &[u8], count: u64) -> Vec<u8> {
    let elements = element.repeat((MAX_INFLATED_BYTES - 100) / element.len());
    let list = [document, varint(count), elements].concat();
    message(&section(DOCUMENTS, &list))
}

#[cfg(target_os = "linux")]
#[test]
fn a_message_of_nothing_but_small_things_does_not_become_much_memory() {
    let document = block(b"1/plan");
    let empty = [&document[..], &[0]].concat();
    let fits = |of: &[u8]| ((MAX_INFLATED_BYTES - 100) / of.len()) as u64;
    let one = [vec![1], document].concat();
    let bombs = [
        bomb(Vec::new(), &empty, fits(&empty)),
        bomb(Vec::new(), &empty, MAX_DOCUMENTS as u64),
        bomb(one.clone(), &[1, 0], fits(&[1, 0])),
        bomb(one.clone(), &[1, 0], MAX_CHANGES as u64),
        bomb(one.clone(), &[1, 0, 0, 0], u64::MAX),
        // One abridged change of nothing but ancestors.
        bomb([one, vec![1, 2]].concat(), &[2], fits(&[2])),
    ];
    let held = peak();
    for (at, bomb) in bombs.iter().enumerate() {
        assert!(open_request(bomb).is_err(), "bomb {at}");
        assert!(open_reply(bomb).is_err(), "bomb {at}");
    }
    let grown = peak().saturating_sub(held);
    assert!(grown < 3 * MAX_INFLATED_BYTES, "a few kilobytes took {} MiB", grown >> 20);
}

#[test]
fn a_count_beyond_the_bytes_that_are_left_is_refused_before_anything_is_set_aside() {
    let plain = plain(&seal_reply(&reply()));
    for (number, most) in
        [(2, MAX_DOCUMENTS), (3, MAX_DOCUMENTS), (4, MAX_CHANGES), (5, MAX_CHANGES), (9, MAX_CHANGES)]
    {
        let claimed = with_section(&plain, number, &varint(most as u64));
        assert_eq!(open_reply(&message(&claimed)).unwrap_err(), Malformed::Content, "section {number}");
        let more = with_section(&plain, number, &varint(most as u64 + 1));
        assert_eq!(open_reply(&message(&more)).unwrap_err(), Malformed::TooLong, "section {number}");
    }
}
