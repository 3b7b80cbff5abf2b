//! Messages as bytes, kept: whoever changes what they say of today's content fails here.

use std::fs;
use std::path::PathBuf;

use protocol::{open_reply, open_request, seal_reply};

use crate::{reply, request, sealed, sent};

/// `NHARONG_GOLDEN=write cargo test -p protocol` writes them anew.
fn check(name: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/all/golden").join(name);
    if std::env::var_os("NHARONG_GOLDEN").is_some() {
        fs::write(&path, bytes).unwrap();
    }
    let kept = fs::read(&path).expect("golden files are in the repository");
    assert!(
        kept == bytes,
        "{name}: the bytes on the wire changed; what grows is a new section, and not another meaning of an old one"
    );
}

#[test]
fn a_request_with_changes_is_the_same_bytes_as_ever() {
    let bytes = sent(&request(sealed(3)));
    check("request.bin", &bytes);
    let opened = open_request(&bytes).unwrap();
    assert!(opened.signature.is_some());
    assert_eq!(protocol::SyncRequest { signature: None, ..opened }, request(sealed(3)));
}

#[test]
fn a_request_with_nothing_to_say_is_the_same_bytes_as_ever() {
    let mut empty = request(Vec::new());
    empty.documents.clear();
    let bytes = sent(&empty);
    check("request-empty.bin", &bytes);
    assert_eq!(open_request(&bytes).unwrap(), empty, "and nobody signed it");
}

#[test]
fn a_reply_is_the_same_bytes_as_ever() {
    let bytes = seal_reply(&reply());
    check("reply.bin", &bytes);
    assert_eq!(open_reply(&bytes).unwrap(), reply());
}

#[test]
fn a_skeleton_travels_as_its_name_and_arrives_as_its_bytes() {
    for change in sealed(2) {
        let body = protocol::ChangeBody::pack(change.clone());
        assert_eq!(body.unpack(), change, "both sides make the same skeleton");
    }
}
