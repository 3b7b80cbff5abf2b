//! Admission without the document: the same word as the library's, or a stricter one.

use automerge::ActorId;
use automerge::legacy::OpId;
use document::{Admission, Contents, Document, RawChange, Rules, admit};
use model::refusal::Refusal;
use model::value::Value;
use proptest::prelude::*;

use crate::support::{
    actor, assert_same, crafted, edit, give, is_taken, mend_checksum, narrative, of, state, take, workbook,
};

/// A document with a state and a text, and a change that comes on top of both.
fn begun() -> (Document, RawChange) {
    // By one author, so that both are in one change.
    let narrative = |words: &str| edit(narrative(), Value::Str(words.into()), "A", 0);
    let mut laptop = workbook();
    laptop.seal(&[state("III.6a", "in-progress", "A"), narrative("Đã xong 3 việc.")], actor(1));
    let document = laptop.clone();
    let sealed = laptop.seal(&[state("III.6a", "done", "A"), narrative("Đã 4 việc.")], actor(1));
    (document, sealed[0].clone())
}

fn assert_refused(document: &Document, change: &RawChange, expected: Refusal, why: &str) {
    let before = of(document);
    let mut contents = before.clone();
    let outcomes = give(&mut contents, std::slice::from_ref(change));
    assert!(matches!(outcomes[0], Admission::Refused(refusal) if refusal == expected), "{why}: {outcomes:?}");
    assert_same(&contents, document);
}

#[test]
fn ordinary_work_is_taken_once() {
    let (mut document, change) = begun();
    let mut contents = of(&document);
    let outcomes = give(&mut contents, &[change.clone(), change.clone()]);
    assert!(is_taken(&outcomes[0]), "{outcomes:?}");
    assert!(matches!(outcomes[1], Admission::Known(_)), "{outcomes:?}");
    take(&mut document, &[change]);
    assert_same(&contents, &document);
}

#[test]
fn what_the_caller_bars_is_left_out_and_the_rest_taken() {
    let (document, change) = begun();
    let other = workbook().seal(&[state("III.6b", "done", "B")], actor(2));
    let changes = [vec![change], other].concat();
    let outcomes =
        of(&document).admit(&changes, Rules::Relayed, |at, _| (at == 0).then_some(Refusal::ActorReused));
    assert!(matches!(outcomes[0], Admission::Refused(Refusal::ActorReused)));
    assert!(outcomes[1..].iter().all(is_taken));
}

#[test]
fn a_change_that_names_what_is_not_there_is_refused_or_the_document_would_not_load() {
    let (document, change) = begun();
    let nobody = OpId(9_000, ActorId::from([0x81, 1, 2, 3, 4, 5, 6, 7]));
    let own = |counter| OpId(counter, ActorId::from([0x81, 1, 2, 3, 4, 5, 6, 7]));
    let object = OpId(1, ActorId::from("r/entry/III.6a/Q3".as_bytes()));
    // The state is the actor's second operation, after the objects; its letters come after that.
    for (at, elsewhere) in [(0, own(3)), (1, own(2))] {
        for named in [&nobody, &object, &elsewhere] {
            let nowhere = crafted(&change, |change| {
                let op =
                    change.operations.iter_mut().filter(|op| op.pred.iter().count() > 0).nth(at).unwrap();
                op.pred = vec![named.clone()].into();
                if let automerge::legacy::Key::Seq(element) = &mut op.key {
                    *element = automerge::legacy::ElementId::Id(named.clone());
                }
            });
            assert_refused(
                &document,
                &nowhere,
                Refusal::DoesNotApply,
                "a value or letter that no document holds",
            );
        }
    }
}

#[test]
fn a_change_that_skips_a_number_of_its_actor_or_goes_back_is_refused() {
    let (document, change) = begun();
    let gap = crafted(&change, |change| change.seq = 7);
    assert_refused(&document, &gap, Refusal::DoesNotApply, "the actor's changes 2 to 6 are missing");
    let again = crafted(&change, |change| change.seq = 1);
    assert_refused(&document, &again, Refusal::ActorReused, "the actor's first change is another one");
    let twice = crafted(&change, |change| change.start_op = 2.try_into().unwrap());
    let far = crafted(&change, |change| change.start_op = u64::from(u32::MAX - 9).try_into().unwrap());
    for change in [twice, far] {
        assert_refused(&document, &change, Refusal::NotAnEdit, "its numbers do not follow its ancestors'");
    }
    let orphan = crafted(&change, |change| {
        change.deps.clear();
        change.start_op = 1.try_into().unwrap();
    });
    assert_refused(&document, &orphan, Refusal::DoesNotApply, "its actor's first change is not below it");
}

#[test]
fn a_change_in_another_writing_of_the_same_operations_is_refused() {
    let (document, change) = begun();
    let bytes = change.as_bytes();
    // The length of the chunk with a byte more than it needs.
    let mut longer = [&bytes[..9], &[bytes[9] | 0x80, bytes[10] | 0x80, 0][..], &bytes[11..]].concat();
    assert!(bytes[9] & 0x80 != 0 && bytes[10] & 0x80 == 0, "a length of two bytes");
    mend_checksum(&mut longer);
    assert_refused(&document, &RawChange::new(longer), Refusal::NotAChange, "its hash would be another one");
}

#[test]
fn a_change_without_operations_is_refused_or_the_document_would_not_load() {
    let (document, change) = begun();
    let nothing = crafted(&change, |change| {
        change.operations.clear();
        change.message = Some("A".into());
    });
    assert_refused(&document, &nothing, Refusal::NotAnEdit, "nobody edits nothing");
}

#[test]
fn stored_and_restored_they_hold_the_same_and_go_on() {
    let (mut document, change) = begun();
    let contents = of(&document);
    let mut again = Contents::restore(document.id().clone(), contents.store()).unwrap();
    assert_same(&again, &document);
    assert!(give(&mut again, std::slice::from_ref(&change)).iter().all(is_taken));
    take(&mut document, &[change]);
    assert_same(&again, &document);
}

proptest! {
    /// What is admitted here, a laptop takes, and its document loads again.
    #[test]
    fn what_is_admitted_the_library_takes(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let (document, change) = begun();
        let mut bytes = change.as_bytes().to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        mend_checksum(&mut bytes);
        let damaged = [RawChange::new(bytes)];
        let mut contents = of(&document);
        let outcomes = give(&mut contents, &damaged);
        if outcomes.iter().all(is_taken) {
            let admitted = admit(&document, &damaged, Rules::Relayed);
            prop_assert!(admitted.outcomes.iter().all(is_taken), "{:?}", admitted.outcomes);
            assert_same(&contents, &admitted.document);
        }
    }
}
