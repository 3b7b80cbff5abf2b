use proptest::prelude::*;
use protocol::{
    ChangeBody, Malformed, SyncReply, SyncRequest, VERSION, open_reply, open_request, seal_reply,
    write_request,
};

use crate::wire::{framed, message, plain};
use crate::{DEVICE, reply, request, sealed, sent, signer};

fn good() -> Vec<u8> {
    sent(&request(sealed(3)))
}

#[test]
fn another_version_is_told_apart_from_rubbish() {
    let mut bytes = good();
    bytes[2] = VERSION + 1;
    assert_eq!(open_request(&bytes).unwrap_err(), Malformed::Version(VERSION + 1));
    assert!(Malformed::Version(VERSION + 1).is_newer());
    assert_eq!(open_request(b"hello").unwrap_err(), Malformed::NotAMessage);
    assert_eq!(open_request(&[0; 100]).unwrap_err(), Malformed::NotAMessage);
    assert!(!Malformed::NotAMessage.is_newer());
}

#[test]
fn a_message_cut_anywhere_is_an_error() {
    for bytes in [good(), seal_reply(&reply())] {
        for length in 0..bytes.len() {
            assert!(open_reply(&bytes[..length]).is_err(), "cut at {length}");
            assert!(open_request(&bytes[..length]).is_err(), "cut at {length}");
        }
    }
}

/// A message cut between two sections is another message; the frame tells.
#[test]
fn content_cut_anywhere_is_an_error_or_says_less() {
    let (asked, said) = (plain(&good()), plain(&seal_reply(&reply())));
    for length in 0..asked.len() {
        if let Ok(read) = open_request(&message(&asked[..length])) {
            assert!(read != open_request(&good()).unwrap(), "cut at {length}");
            assert!(
                read.check(DEVICE, &signer().public(), |_, _| Ok::<_, ()>(None))
                    .is_ok_and(|checked| checked.batch.is_none()),
                "cut at {length}: nothing of it is stored"
            );
        }
    }
    for length in 0..said.len() {
        if let Ok(read) = open_reply(&message(&said[..length])) {
            assert!(read != reply(), "cut at {length}");
        }
    }
}

#[test]
fn every_flipped_bit_of_a_message_is_an_error_or_another_message() {
    let (asked, said) = (good(), seal_reply(&reply()));
    for bit in 0..asked.len() * 8 {
        let mut damaged = asked.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        same_or_refused(&damaged, bit);
    }
    for bit in 0..said.len() * 8 {
        let mut damaged = said.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok(read) = open_reply(&damaged) {
            assert!(read != reply() || is_in_the_frame(&damaged, &said), "bit {bit}");
        }
    }
}

/// Some bits of a frame's head mean nothing to what is in it.
fn is_in_the_frame(damaged: &[u8], whole: &[u8]) -> bool {
    plain(damaged) == plain(whole)
}

fn same_or_refused(damaged: &[u8], bit: usize) {
    let Ok(read) = open_request(damaged) else { return };
    let whole = open_request(&good()).unwrap();
    assert!(read != whole || is_in_the_frame(damaged, &good()), "bit {bit}");
    if let Ok(checked) = read.check(DEVICE, &signer().public(), |_, _| Ok::<_, ()>(None))
        && checked.batch.is_some()
    {
        assert_eq!(
            checked.request.documents, whole.documents,
            "bit {bit}: what is stored is what was signed"
        );
    }
}

#[test]
fn every_flipped_bit_of_the_content_is_an_error_or_another_message() {
    let asked = plain(&good());
    for bit in 0..asked.len() * 8 {
        let mut damaged = asked.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        same_or_refused(&message(&damaged), bit);
    }
    let said = plain(&seal_reply(&reply()));
    for bit in 0..said.len() * 8 {
        let mut damaged = said.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok(read) = open_reply(&message(&damaged)) {
            assert!(read != reply(), "bit {bit}");
        }
    }
}

#[test]
fn bytes_behind_the_message_are_an_error() {
    let longer = [plain(&seal_reply(&reply())), vec![0]].concat();
    assert_eq!(open_reply(&message(&longer)).unwrap_err(), Malformed::Content);
}

#[test]
fn a_skeleton_of_no_object_becomes_bytes_that_admission_refuses() {
    for name in ["", "e/III.6a", "x/y/z", "e//Q3"] {
        let change = ChangeBody::Skeleton(name.into()).unpack();
        assert!(document::interpret(&change).is_err(), "{name:?}");
    }
}

/// What was opened is written as it was read, but for what was passed over.
fn opens_again(request: Option<SyncRequest>, reply: Option<SyncReply>) {
    if let Some(request) = request {
        assert_eq!(open_request(&write_request(&request)), Ok(request));
    }
    if let Some(reply) = reply {
        assert_eq!(open_reply(&seal_reply(&reply)), Ok(reply));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for bytes in [bytes.clone(), framed(&bytes), message(&bytes)] {
            opens_again(open_request(&bytes).ok(), open_reply(&bytes).ok());
        }
    }

    #[test]
    fn content_with_damaged_bytes_never_panics(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        for mut plain in [plain(&good()), plain(&seal_reply(&reply()))] {
            for (at, byte) in &places {
                let at = at.index(plain.len());
                plain[at] = *byte;
            }
            let bytes = message(&plain);
            opens_again(open_request(&bytes).ok(), open_reply(&bytes).ok());
        }
    }
}
