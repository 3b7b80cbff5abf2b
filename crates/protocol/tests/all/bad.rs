use proptest::prelude::*;
use protocol::{
    ChangeBody, MAX_INFLATED_BYTES, MAX_WIRE_BYTES, Malformed, PublicKey, Signer, VERSION, open_reply,
    open_request, seal_reply, seal_request,
};

use crate::{reply, request, sealed, signer};

fn good() -> Vec<u8> {
    seal_request(&request(sealed(3)), &signer()).0
}

/// A reply's bytes need no signature, so damage reaches the decoder.
fn framed(packed: &[u8]) -> Vec<u8> {
    [b"NR", &[VERSION][..], packed].concat()
}

#[test]
fn another_version_is_told_apart_from_rubbish() {
    let mut bytes = good();
    bytes[2] = VERSION + 1;
    assert_eq!(open_request(&bytes, &signer().public()).unwrap_err(), Malformed::Version(VERSION + 1));
    assert_eq!(open_request(b"hello", &signer().public()).unwrap_err(), Malformed::NotAMessage);
    assert_eq!(open_request(&[0; 100], &signer().public()).unwrap_err(), Malformed::NotAMessage);
}

#[test]
fn a_batch_signed_by_another_device_is_not_opened() {
    let other = Signer::from_secret(&[8; 32]).public();
    assert_eq!(open_request(&good(), &other).unwrap_err(), Malformed::Signature);
}

#[test]
fn a_key_under_which_anything_verifies_is_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert!(PublicKey::from_bytes(&identity).is_err());
}

#[test]
fn every_single_damaged_byte_of_a_batch_is_noticed() {
    let bytes = good();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(open_request(&damaged, &signer().public()).is_err(), "byte {at}");
    }
}

#[test]
fn a_message_cut_anywhere_is_an_error() {
    let bytes = seal_reply(&reply());
    for length in 0..bytes.len() {
        assert!(open_reply(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_small_message_that_inflates_past_the_limit_is_stopped() {
    let bomb = zstd::bulk::compress(&vec![0; MAX_INFLATED_BYTES + 1], 19).unwrap();
    assert!(bomb.len() < 10_000, "it travels as {} bytes", bomb.len());
    assert_eq!(open_reply(&framed(&bomb)).unwrap_err(), Malformed::Compression);
}

#[test]
fn a_message_longer_than_the_wire_allows_is_not_looked_at() {
    assert_eq!(open_reply(&framed(&vec![0; MAX_WIRE_BYTES])).unwrap_err(), Malformed::TooLong);
}

#[test]
fn bytes_behind_the_message_are_an_error() {
    let mut plain = zstd::bulk::decompress(&seal_reply(&reply())[3..], 1 << 20).unwrap();
    plain.push(0);
    let again = framed(&zstd::bulk::compress(&plain, 1).unwrap());
    assert_eq!(open_reply(&again).unwrap_err(), Malformed::Content);
}

#[test]
fn a_skeleton_of_no_object_becomes_bytes_that_admission_refuses() {
    for name in ["", "e/III.6a", "x/y/z", "e//Q3"] {
        let change = ChangeBody::Skeleton(name.into()).unpack();
        assert!(document::interpret(&change).is_err(), "{name:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drop(open_reply(&bytes));
        drop(open_reply(&framed(&zstd::bulk::compress(&bytes, 1).unwrap())));
        drop(open_request(&bytes, &signer().public()));
    }

    #[test]
    fn a_reply_with_damaged_content_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut plain = zstd::bulk::decompress(&seal_reply(&reply())[3..], 1 << 20).unwrap();
        let place = at.index(plain.len());
        plain[place] = byte;
        drop(open_reply(&framed(&zstd::bulk::compress(&plain, 1).unwrap())));
    }
}
