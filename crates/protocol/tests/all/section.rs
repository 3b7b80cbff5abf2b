//! What a newer program adds is passed over, and what must not be passed over is not.

use protocol::{Malformed, open_reply, open_request, seal_reply};

use crate::wire::{block, message, plain, section, sections, varint};
use crate::{reply, request, sealed, sent};

fn asked() -> Vec<u8> {
    plain(&sent(&request(sealed(3))))
}

fn said() -> Vec<u8> {
    plain(&seal_reply(&reply()))
}

#[test]
fn a_section_that_is_not_known_is_passed_over() {
    let content = [7; 1_000];
    for number in [40, 63] {
        let mut all = sections(&asked());
        all.push((number, content.to_vec()));
        all.sort();
        let more: Vec<u8> = all.iter().flat_map(|(number, content)| section(*number, content)).collect();
        assert_eq!(open_request(&message(&more)), open_request(&message(&asked())), "section {number}");
    }
    for number in [40, 63] {
        let more = [said(), section(number, &content)].concat();
        assert_eq!(open_reply(&message(&more)), Ok(reply()), "section {number}");
        let empty = [said(), section(number, b"")].concat();
        assert_eq!(open_reply(&message(&empty)), Ok(reply()), "its content is its own affair");
    }
}

#[test]
fn a_section_that_must_be_understood_makes_the_whole_message_one_of_a_newer_program() {
    for number in [64, 65, u64::MAX] {
        let more = [asked(), section(number, b"x")].concat();
        assert_eq!(open_request(&message(&more)).unwrap_err(), Malformed::Section(number));
        let more = [said(), section(number, b"x")].concat();
        assert_eq!(open_reply(&message(&more)).unwrap_err(), Malformed::Section(number));
        assert!(Malformed::Section(number).is_newer());
    }
    // It may well be what changed the meaning of the others.
    let other = [section(3, b"who knows"), section(64, b"")].concat();
    assert_eq!(open_reply(&message(&other)).unwrap_err(), Malformed::Section(64));
}

#[test]
fn sections_out_of_order_twice_or_of_number_nothing_are_refused() {
    let two = [section(40, b"a"), section(41, b"b")].concat();
    assert!(open_reply(&message(&two)).is_ok());
    for wrong in [
        [section(41, b"b"), section(40, b"a")].concat(),
        [section(40, b"a"), section(40, b"a")].concat(),
        section(0, b"a"),
    ] {
        assert_eq!(open_reply(&message(&wrong)).unwrap_err(), Malformed::Content);
        assert_eq!(open_request(&message(&wrong)).unwrap_err(), Malformed::Content);
    }
}

#[test]
fn a_number_that_is_not_written_as_short_as_it_can_be_is_refused() {
    let long: [&[u8]; 4] = [
        &[0x94, 0x00],
        &[0x94, 0x80, 0x00],
        &[0xff; 11],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
    ];
    for number in long {
        let wrong = [number, &block(b"a")].concat();
        assert_eq!(open_reply(&message(&wrong)).unwrap_err(), Malformed::Content, "{number:x?}");
        let length = [&varint(20), number, &[0; 40]].concat();
        assert_eq!(open_reply(&message(&length)).unwrap_err(), Malformed::Content, "{number:x?}");
    }
    // The largest number there is.
    let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    let wrong = [&most[..], &block(b"a")].concat();
    assert_eq!(open_reply(&message(&wrong)).unwrap_err(), Malformed::Section(u64::MAX));
}

#[test]
fn a_section_that_says_nothing_or_more_than_it_holds_is_refused() {
    for number in [1, 2, 3, 4, 5, 6, 9] {
        assert_eq!(open_reply(&message(&section(number, b""))).unwrap_err(), Malformed::Content, "{number}");
        let nothing = section(number, &[0; 4]);
        assert_eq!(open_reply(&message(&nothing)).unwrap_err(), Malformed::Content, "{number} is left out");
    }
    for (number, content) in sections(&said()) {
        let longer = [&content[..], &[0]].concat();
        let more = crate::wire::with_section(&said(), number, &longer);
        assert!(open_reply(&message(&more)).is_err(), "a byte behind section {number}");
    }
}
