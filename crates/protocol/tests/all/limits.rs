//! Each limit of `docs/sync-protocol.md`: what stands at it is taken, what goes past it is not.

use std::io::Write as _;

use ed25519_dalek::{Signer as _, SigningKey};
use model::doc_id::DocId;
use protocol::{
    Ancestor, ChangeBody, Delivered, Delivery, DocumentChanges, MAX_CHANGES, MAX_DOCUMENTS,
    MAX_INFLATED_BYTES, MAX_WIRE_BYTES, Malformed, ShortChange, SyncReply, SyncRequest, UnixMillis, VERSION,
    open_reply, open_request, seal_reply, seal_request,
};

use crate::{reply, request, signer};

const WINDOW: u32 = 23;

fn framed(packed: &[u8]) -> Vec<u8> {
    [b"NR", &[VERSION][..], packed].concat()
}

/// Any bytes under a signature that holds.
fn signed(packed: &[u8]) -> Vec<u8> {
    let framed = framed(packed);
    let signature = SigningKey::from_bytes(&[7; 32]).sign(&[b"nharong/sync/1\0", &framed[..]].concat());
    [framed, signature.to_bytes().to_vec()].concat()
}

fn open(bytes: &[u8]) -> Result<SyncRequest, Malformed> {
    open_request(bytes, &signer().public()).map(|opened| opened.request)
}

/// So many documents, and so many changes in each.
fn many(documents: usize, changes: usize) -> SyncRequest {
    let changes = vec![ChangeBody::Skeleton(String::new()); changes];
    let one = DocumentChanges { doc: DocId::plan(1), changes };
    SyncRequest { documents: vec![one; documents], ..request(Vec::new()) }
}

fn delivered(documents: usize, changes: usize) -> SyncReply {
    let body = ChangeBody::Skeleton(String::new());
    let changes = vec![Delivery { body, received: UnixMillis(0) }; changes];
    let one = Delivered { doc: DocId::plan(1), changes };
    SyncReply { delivered: vec![one; documents], ..reply() }
}

fn sealed(request: &SyncRequest) -> Vec<u8> {
    seal_request(request, &signer()).0
}

#[test]
fn the_signing_of_these_tests_is_the_protocols_own() {
    let good = sealed(&request(Vec::new()));
    assert_eq!(signed(&good[3..good.len() - 64]), good);
}

#[test]
fn a_request_longer_than_the_wire_allows_is_not_looked_at() {
    assert_eq!(open(&signed(&vec![0; MAX_WIRE_BYTES])).unwrap_err(), Malformed::TooLong);
}

#[test]
fn a_signed_request_that_inflates_past_the_limit_is_stopped() {
    let bomb = zstd::bulk::compress(&vec![0; MAX_INFLATED_BYTES + 1], 19).unwrap();
    assert_eq!(open(&signed(&bomb)).unwrap_err(), Malformed::Compression);
    let full = zstd::bulk::compress(&vec![0; MAX_INFLATED_BYTES], 19).unwrap();
    assert_eq!(
        open(&signed(&full)).unwrap_err(),
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
    let plain = zstd::stream::decode_all(&seal_reply(&reply())[3..]).unwrap();
    assert_eq!(open_reply(&framed(&packed(&plain, WINDOW))), Ok(reply()));
    for window in [WINDOW + 1, WINDOW + 4] {
        assert_eq!(open_reply(&framed(&packed(&plain, window))).unwrap_err(), Malformed::Compression);
    }
    let good = sealed(&request(Vec::new()));
    let plain = zstd::stream::decode_all(&good[3..good.len() - 64]).unwrap();
    assert!(open(&signed(&packed(&plain, WINDOW))).is_ok());
    assert_eq!(open(&signed(&packed(&plain, WINDOW + 1))).unwrap_err(), Malformed::Compression);
}

#[test]
fn what_is_packed_otherwise_is_refused() {
    let plain = zstd::stream::decode_all(&seal_reply(&reply())[3..]).unwrap();
    let once = zstd::bulk::compress(&plain, 1).unwrap();
    let twice = zstd::bulk::compress(&once, 1).unwrap();
    let torn = &once[..once.len() - 1];
    let two = [&once[..], &once[..]].concat();
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    for (packed, expected) in [
        (&plain[..], Malformed::Compression),
        (&twice, Malformed::Content),
        (torn, Malformed::Compression),
        (&gzip, Malformed::Compression),
        (&[], Malformed::Compression),
        (&two, Malformed::Compression),
    ] {
        assert_eq!(open_reply(&framed(packed)).unwrap_err(), expected, "{} bytes", packed.len());
        assert_eq!(open(&signed(packed)).unwrap_err(), expected, "{} bytes", packed.len());
    }
}

#[test]
fn more_documents_than_allowed_are_refused() {
    let most = many(MAX_DOCUMENTS, 0);
    assert_eq!(open(&sealed(&most)), Ok(most));
    assert_eq!(open(&sealed(&many(MAX_DOCUMENTS + 1, 0))).unwrap_err(), Malformed::TooLong);
    assert!(open_reply(&seal_reply(&delivered(MAX_DOCUMENTS, 0))).is_ok());
    assert_eq!(open_reply(&seal_reply(&delivered(MAX_DOCUMENTS + 1, 0))).unwrap_err(), Malformed::TooLong);
}

#[test]
fn more_changes_than_allowed_are_refused_however_they_are_spread() {
    for (documents, each) in [(1, MAX_CHANGES), (5, MAX_CHANGES / 5)] {
        let most = many(documents, each);
        assert_eq!(open(&sealed(&most)), Ok(most));
        assert_eq!(open(&sealed(&many(documents, each + 1))).unwrap_err(), Malformed::TooLong);
        assert!(open_reply(&seal_reply(&delivered(documents, each))).is_ok());
        let over = seal_reply(&delivered(documents, each + 1));
        assert_eq!(open_reply(&over).unwrap_err(), Malformed::TooLong);
    }
}

#[test]
fn more_ancestors_than_allowed_are_refused() {
    let short = |ancestors| {
        let ancestors = vec![Ancestor::Near(1); ancestors];
        let changes = vec![ChangeBody::Short(ShortChange { ancestors, rest: Vec::new() }); 4];
        let documents = vec![DocumentChanges { doc: DocId::plan(1), changes }];
        SyncRequest { documents, ..request(Vec::new()) }
    };
    let most = short(MAX_CHANGES);
    assert_eq!(open(&sealed(&most)), Ok(most));
    assert_eq!(open(&sealed(&short(MAX_CHANGES + 1))).unwrap_err(), Malformed::TooLong);
}

/// The most memory that this process has held, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_message_of_nothing_but_small_documents_does_not_become_much_memory() {
    // Eight bytes of the message each, and near a hundred in memory.
    let one = postcard_of(&DocumentChanges { doc: DocId::plan(1), changes: Vec::new() });
    let good = sealed(&many(0, 0));
    let plain = zstd::stream::decode_all(&good[3..good.len() - 64]).unwrap();
    // Behind the list: no digest, the time, and no budget.
    let before = plain.len() - 1 - 1 - postcard_of(&UnixMillis(1_566_439_200_000)).len() - 1;
    let count = (MAX_INFLATED_BYTES - plain.len() - 8) / one.len();
    let length = postcard_of(&count);
    let full = [&plain[..before], &length, &one.repeat(count), &plain[before + 1..]].concat();
    let bomb = signed(&zstd::bulk::compress(&full, 3).unwrap());
    drop(full);
    let held = peak();
    assert_eq!(open(&bomb).unwrap_err(), Malformed::TooLong);
    let grown = peak().saturating_sub(held);
    assert!(grown < 6 * MAX_INFLATED_BYTES, "{} bytes on the wire took {} MiB", bomb.len(), grown >> 20);
}

fn postcard_of<T: serde::Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).unwrap()
}
