//! Well-formed changes that this program would never make.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT, ScalarValue};
use document::{RawChange, interpret, skeleton};
use model::address::{MAX_KEY_BYTES, ObjectName, Shape};
use model::refusal::Refusal;

use crate::support::{ayun, mang_yang, workbook, writer, written};

fn register(make: impl FnOnce(&mut AutoCommit, &ObjId)) -> RawChange {
    let object = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
    written([0x89; 8], &[], &object, make).1
}

fn letters(make: impl FnOnce(&mut AutoCommit, &ObjId)) -> RawChange {
    let object = ObjectName::new(Shape::Text, "narrative", &["III.6a", "Q3"]);
    written([0x89; 8], &[], &object, make).1
}

fn assert_refused(raw: &RawChange, expected: Refusal, why: &str) {
    assert_eq!(interpret(raw).unwrap_err(), expected, "{why}");
}

#[test]
fn nothing_but_objects_made_by_skeletons_stands_in_the_root() {
    for key in ["anything", "year", "r/entry/III.6a/Q3"] {
        assert_refused(&register(|doc, _| doc.put(ROOT, key, "x").unwrap()), Refusal::NotAnEdit, key);
    }
    let own = register(|doc, _| drop(doc.put_object(ROOT, "r/entry/III.6b/Q3", ObjType::Map).unwrap()));
    assert_refused(&own, Refusal::NotAnEdit, "two laptops would make two, and hide one");
}

#[test]
fn a_register_takes_puts_of_scalars_and_nothing_else() {
    let nested = register(|doc, object| drop(doc.put_object(object, "state", ObjType::Map).unwrap()));
    assert_refused(&nested, Refusal::NotAnEdit, "an object in an object");
    for value in [
        ScalarValue::F64(1.5),
        ScalarValue::Uint(3),
        ScalarValue::counter(3),
        ScalarValue::Timestamp(3),
        ScalarValue::Bytes(vec![1]),
    ] {
        let raw = register(|doc, object| doc.put(object, "state", value.clone()).unwrap());
        assert_refused(&raw, Refusal::BadValue, &format!("{value:?} has no kind of field"));
    }
    let gone = written(
        [0x89; 8],
        &register_with_state(),
        &ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]),
        |doc, object| doc.delete(object, "state").unwrap(),
    );
    assert_refused(&gone.1, Refusal::NotAnEdit, "taking away is a value too");
}

fn register_with_state() -> Vec<RawChange> {
    let object = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
    let (skeleton, change) =
        written([0x88; 8], &[], &object, |doc, object| doc.put(object, "state", "done").unwrap());
    vec![skeleton, change]
}

#[test]
fn a_key_is_ids_one_after_another() {
    let longest = [["a"; 40].concat(), ["b"; 40].concat(), ["c"; 40].concat(), "dddddd".into()].join("/");
    let longest = &longest[..MAX_KEY_BYTES.min(longest.len())];
    for key in ["state", "figure/x/0", "Z", "a.b-c_d/9", longest] {
        assert!(interpret(&register(|doc, object| doc.put(object, key, 1).unwrap())).is_ok(), "{key:?}");
    }
    let long = format!("{longest}{}", "d".repeat(MAX_KEY_BYTES + 1 - longest.len()));
    let id = "e".repeat(41);
    for key in ["/", "a/", "/a", "a//b", "ế", "a b", "-", "a/..", "a\0", &long, &id] {
        let raw = register(|doc, object| doc.put(object, key, 1).unwrap());
        assert_refused(&raw, Refusal::NotAnEdit, &format!("{key:?} is no key"));
    }
}

#[test]
fn a_text_takes_letters_and_nothing_else() {
    for word in ["", "ab", "e\u{302}"] {
        let raw = letters(|doc, text| doc.insert(text, 0, word).unwrap());
        assert_refused(&raw, Refusal::NotAnEdit, &format!("{word:?} is not one letter"));
    }
    let number = letters(|doc, text| doc.insert(text, 0, 3).unwrap());
    assert_refused(&number, Refusal::NotAnEdit, "a number between letters");
    let nested = letters(|doc, text| drop(doc.insert_object(text, 0, ObjType::Map).unwrap()));
    assert_refused(&nested, Refusal::NotAnEdit, "an object between letters");
    let over = letters(|doc, text| {
        doc.insert(text, 0, "a").unwrap();
        doc.put(text, 0, "b").unwrap();
    });
    assert_refused(&over, Refusal::NotAnEdit, "a letter is taken away and another put in");
}

#[test]
fn a_skeleton_that_differs_by_a_byte_is_refused() {
    let made = |actor: &str, key: &str, shape, time| {
        let mut doc = AutoCommit::new().with_actor(ActorId::from(actor.as_bytes()));
        doc.put_object(ROOT, key, shape).unwrap();
        doc.commit_with(CommitOptions::default().with_time(time));
        RawChange::new(doc.get_last_local_change().unwrap().raw_bytes().to_vec())
    };
    let name = "r/entry/III.6a/Q3";
    let object = ObjectName::parse(name).unwrap();
    assert_eq!(made(name, name, ObjType::Map, 0), skeleton(&object), "anybody can make it");
    for (raw, why) in [
        (made(name, name, ObjType::List, 0), "it would hide everyone's entry"),
        (made(name, name, ObjType::Text, 0), "the name says which shape it has"),
        (made(name, name, ObjType::Map, 1), "its hash would be another one"),
        (made(name, "r/entry/III.6b/Q3", ObjType::Map, 0), "its actor is another object's name"),
    ] {
        assert_refused(&raw, Refusal::ForeignSkeleton, why);
    }
    for actor in ["e/III.6a/Q3", "r/entry/", "r//x", "x", "r/entry/III.6a/Q3/ế", "r"] {
        let raw = made(actor, actor, ObjType::Map, 0);
        assert_refused(&raw, Refusal::NotAnEdit, &format!("{actor:?} is neither an object nor an author"));
    }
}

#[test]
fn an_authors_actor_is_eight_bytes_that_no_name_begins_with() {
    let object = ObjectName::parse("r/entry/III.6a/Q3").unwrap();
    for actor in
        [&[0x09; 8][..], &[0x89; 7], &[0x89; 9], &[0x89; 16], b"r\x80\x80\x80\x80\x80\x80\x80", b"Author01"]
    {
        let mut doc = AutoCommit::load(&{
            let mut doc = AutoCommit::new();
            let raw = skeleton(&object).into_bytes();
            doc.apply_changes([automerge::Change::from_bytes(raw).unwrap()]).unwrap();
            doc.save()
        })
        .unwrap()
        .with_actor(ActorId::from(actor));
        let id = crate::support::id_of(&doc, &object);
        doc.put(&id, "state", "done").unwrap();
        doc.commit_with(CommitOptions::default().with_message("A").with_time(0));
        let raw = RawChange::new(doc.get_last_local_change().unwrap().raw_bytes().to_vec());
        assert_refused(&raw, Refusal::NotAnEdit, &format!("{actor:?}"));
    }
}

#[test]
fn what_a_field_may_not_hold_is_a_question_of_meaning() {
    let (plan, unit) = (mang_yang(), ayun());
    let put = |name: &str, key: &str, value: ScalarValue| {
        let object = ObjectName::parse(name).unwrap();
        written([0x89; 8], &[], &object, |doc, object| doc.put(object, key, value).unwrap()).1
    };
    let entry = "r/entry/III.6a/Q3";
    for (raw, expected) in [
        (put(entry, "anything", "x".into()), Refusal::UnknownField),
        (put(entry, "figure/ho-so-dung-han", 1.into()), Refusal::UnknownField),
        (put(entry, "figure/ho-so-dung-han/count", 1.into()), Refusal::NotYourAssignment),
        (put("r/entry/III.6a", "state", "done".into()), Refusal::UnknownField),
        (put(entry, "state", "xong".into()), Refusal::BadValue),
        (put(entry, "state", 3.into()), Refusal::BadValue),
        (put(entry, "percent", 101.into()), Refusal::BadValue),
        (put("r/deadline/II.1", "date", "2019-05-05".into()), Refusal::UnknownField),
        (put("r/deadline/II.1/by-plan", "date", "2019-05-05".into()), Refusal::NotYourAssignment),
        (put("r/evidence/aaaaaaaaaaaaa", "signed", "hôm qua".into()), Refusal::BadValue),
        (put("r/plan", "year", 2019.into()), Refusal::UnknownField),
    ] {
        assert!(interpret(&raw).is_ok(), "its bytes are as they should be");
        let admitted = document::admit(&workbook(), std::slice::from_ref(&raw), writer(&plan, &unit));
        let outcome = &admitted.outcomes[0];
        assert!(
            matches!(outcome, document::Admission::Refused(refusal) if *refusal == expected),
            "{outcome:?}"
        );
    }
}
