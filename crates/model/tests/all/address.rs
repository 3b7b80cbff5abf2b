//! Names of objects and keys in them: what is taken, and the first that is not.

use model::address::{
    Address, MAX_ID_BYTES, MAX_KEY_BYTES, MAX_NAME_BYTES, ObjectName, Shape, is_id, is_key,
};
use proptest::prelude::*;

/// Ids one after another, so many bytes in all.
fn ids_of(length: usize) -> String {
    let mut text: Vec<u8> =
        (0..length).map(|at| if at % (MAX_ID_BYTES + 1) == MAX_ID_BYTES { b'/' } else { b'a' }).collect();
    if text.last() == Some(&b'/') {
        text[length - 2..].copy_from_slice(b"/a");
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn a_name_tells_shape_kind_and_ids() {
    let name = ObjectName::parse("r/entry/III.6a/Q3").unwrap();
    assert_eq!((name.shape(), name.kind(), name.ids()), (Shape::Register, "entry", vec!["III.6a", "Q3"]));
    let text = ObjectName::parse("t/narrative/III.6a/Q3").unwrap();
    assert_eq!(text.shape(), Shape::Text);
    let alone = ObjectName::parse("r/plan").unwrap();
    assert_eq!((alone.kind(), alone.ids()), ("plan", vec![]));
    assert_eq!(ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]), name);
    assert_eq!(ObjectName::parse(name.as_str()).as_ref(), Some(&name));
    assert_eq!(
        ObjectName::of_actor(b"t/narrative/III.6a/Q3"),
        Some(text),
        "its skeleton's actor is its name"
    );
}

#[test]
fn what_is_no_name_is_not_read_as_one() {
    for text in [
        "",
        "r",
        "r/",
        "t/",
        "r//x",
        "r/x/",
        "r/x//y",
        "/r/x",
        "entry/III.6a",
        "e/III.6a/Q3",
        "R/x",
        "rx/y",
        "r/x y",
        "r/ế",
        "r/x/\u{301}",
        "r/x\0",
        "r/x\n",
        "r/..",
        "r/x/-",
        "r/x/_._",
        "r\\x",
        "r/x/a:b",
        " r/x",
        "r/x ",
    ] {
        assert_eq!(ObjectName::parse(text), None, "{text:?}");
        assert_eq!(ObjectName::of_actor(text.as_bytes()), None, "{text:?}");
    }
    for actor in [&b"r/x\xff"[..], b"\x89\x89\x89\x89\x89\x89\x89\x89", b"r/\xe1\xba", b"r\xff"] {
        assert_eq!(ObjectName::of_actor(actor), None, "{actor:?} is not even text");
    }
}

#[test]
fn a_name_has_its_most_bytes() {
    let longest = format!("r/{}", ids_of(MAX_NAME_BYTES - 2));
    assert_eq!(longest.len(), MAX_NAME_BYTES);
    assert!(ObjectName::parse(&longest).is_some(), "{longest}");
    assert_eq!(
        ObjectName::parse(&format!("r/{}", ids_of(MAX_NAME_BYTES - 1))),
        None,
        "it travels as an actor"
    );
    let id = "a".repeat(MAX_ID_BYTES);
    assert!(ObjectName::parse(&format!("r/{id}/{id}")).is_some());
    assert_eq!(ObjectName::parse(&format!("r/x/{id}a")), None);
    assert_eq!(ObjectName::parse(&format!("r/{id}a")), None, "a kind is an id too");
}

#[test]
fn an_id_has_a_letter_or_digit_and_its_most_bytes() {
    for id in ["a", "0", "III.6a", "a-b_c.d", "-a", "a-", ".0", &"a".repeat(MAX_ID_BYTES)] {
        assert!(is_id(id), "{id:?}");
    }
    for text in [
        "",
        "-",
        ".",
        "..",
        "_",
        "-._",
        "a/b",
        "a b",
        "ế",
        "a\u{302}",
        "a\0",
        "*",
        "a:b",
        &"a".repeat(MAX_ID_BYTES + 1),
    ] {
        assert!(!is_id(text), "{text:?}");
    }
}

#[test]
fn a_key_is_ids_one_after_another_up_to_its_most_bytes() {
    let longest = ids_of(MAX_KEY_BYTES);
    assert_eq!(longest.len(), MAX_KEY_BYTES);
    for key in ["state", "figure/x/0", "none/ho-so-dung-han", longest.as_str()] {
        assert!(is_key(key), "{key:?}");
    }
    for text in ["", "/", "a/", "/a", "a//b", "a/*", "a/ế", ids_of(MAX_KEY_BYTES + 1).as_str()] {
        assert!(!is_key(text), "{text:?}");
    }
}

#[test]
fn a_name_put_together_of_what_is_not_sound_says_so() {
    assert!(ObjectName::new(Shape::Text, "narrative", &["III.6a", "Q3"]).is_sound());
    let (long, half) = ("a".repeat(MAX_ID_BYTES + 1), "a".repeat(MAX_ID_BYTES));
    for ids in [&[""][..], &["a", ""], &["ế"], &["a b"], &["-"], &[&long], &[&half, &half, &half]] {
        let name = ObjectName::new(Shape::Register, "entry", ids);
        assert!(!name.is_sound(), "{name}");
        assert!(!Address::in_register(name, "state").is_sound(), "nor does anything stand in it");
    }
    assert!(!ObjectName::new(Shape::Register, "", &["a"]).is_sound());
    // An id with a stroke in it would be two: who asks for the number of ids sees it.
    let two = ObjectName::new(Shape::Register, "entry", &["III.6a/Q3"]);
    assert_eq!(two.ids().len(), 2);
}

#[test]
fn a_key_stands_in_a_register_and_none_in_a_text() {
    let register = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
    let text = ObjectName::new(Shape::Text, "narrative", &["III.6a", "Q3"]);
    assert!(Address::in_register(register.clone(), "state").is_sound());
    assert!(Address::text(text.clone()).is_sound());
    assert!(!Address::in_register(register.clone(), "").is_sound(), "a register has no value of its own");
    assert!(!Address::in_register(register.clone(), "a/").is_sound());
    assert!(!Address::in_register(text, "state").is_sound(), "a text has no keys");
    assert!(!Address::text(register).is_sound());
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(text in "[rtx]?/?[a-zé/.\\-]{0,20}", bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        if let Some(name) = ObjectName::parse(&text) {
            prop_assert_eq!(name.as_str(), &text);
            prop_assert!(name.is_sound());
            prop_assert_eq!(ObjectName::new(name.shape(), name.kind(), &name.ids()), name);
        }
        let _ = ObjectName::of_actor(&bytes);
        let _ = ObjectName::of_actor(&[b"r", bytes.as_slice()].concat());
    }
}
