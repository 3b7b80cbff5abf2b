//! Admission without the document: the same word as the library's, or a stricter one.

use automerge::legacy::OpId;
use automerge::{ActorId, Change, ExpandedChange};
use model::document::{
    Document, Fields as _, Holdings, Outcome, RawChange, Refusal, Rules, admit, interpret,
};
use model::target::Target;
use model::value::Value;
use proptest::prelude::*;

use super::{actor, edit, entry, mend_checksum, state, take, text, workbook};

fn empty() -> Holdings {
    Holdings::empty(workbook().id().clone())
}

fn of(document: &Document) -> Holdings {
    let mut holdings = empty();
    assert!(document.changes().iter().all(|raw| holdings.replay(raw)), "what a laptop made is taken");
    holdings
}

fn give(holdings: &mut Holdings, changes: &[RawChange]) -> Vec<Outcome> {
    holdings.admit(changes, Rules::Relayed, |_, _| None)
}

fn is_taken(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted(_))
}

fn narrative() -> Target {
    Target::Narrative { entry: entry("III.6a") }
}

/// Every field that these changes touch reads the same, now and as each author saw it.
fn assert_same(holdings: &Holdings, document: &Document) {
    assert_eq!(holdings.heads(), document.heads());
    for raw in document.changes() {
        let read = interpret(&raw).unwrap();
        for touched in &read.touched {
            let target = &touched.target;
            assert_eq!(holdings.read(target), document.read(target), "{target:?}");
            if target.is_text() {
                let (ours, theirs) =
                    (holdings.text_as_of(target, &read.hash), document.text_as_of(target, &read.hash));
                assert_eq!(ours, theirs, "{target:?} as of {}", read.hash);
            }
        }
    }
}

/// The same change, rewritten by somebody who means harm.
fn crafted(raw: &RawChange, craft: impl FnOnce(&mut ExpandedChange)) -> RawChange {
    let mut change = Change::from_bytes(raw.as_bytes().to_vec()).unwrap().decode();
    change.hash = None;
    craft(&mut change);
    RawChange::new(Change::from(change).raw_bytes().to_vec())
}

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
    let mut holdings = before.clone();
    let outcomes = give(&mut holdings, std::slice::from_ref(change));
    assert!(matches!(outcomes[0], Outcome::Refused(refusal) if refusal == expected), "{why}: {outcomes:?}");
    assert_same(&holdings, document);
}

#[test]
fn ordinary_work_is_taken_once() {
    let (mut document, change) = begun();
    let mut holdings = of(&document);
    let outcomes = give(&mut holdings, &[change.clone(), change.clone()]);
    assert!(is_taken(&outcomes[0]), "{outcomes:?}");
    assert!(matches!(outcomes[1], Outcome::Known(_)), "{outcomes:?}");
    take(&mut document, &[change]);
    assert_same(&holdings, &document);
}

#[test]
fn what_the_caller_bars_is_left_out_and_the_rest_taken() {
    let (document, change) = begun();
    let other = workbook().seal(&[state("III.6b", "done", "B")], actor(2));
    let changes = [vec![change], other].concat();
    let outcomes =
        of(&document).admit(&changes, Rules::Relayed, |at, _| (at == 0).then_some(Refusal::ActorReused));
    assert!(matches!(outcomes[0], Outcome::Refused(Refusal::ActorReused)));
    assert!(outcomes[1..].iter().all(is_taken));
}

#[test]
fn a_change_that_names_what_is_not_there_is_refused_or_the_document_would_not_load() {
    let (document, change) = begun();
    let nobody = OpId(9_000, ActorId::from([1, 1, 2, 3, 4, 5, 6, 7]));
    let elsewhere = OpId(2, ActorId::from("e/III.6a/Q3".as_bytes()));
    for at in 0..2 {
        for named in [&nobody, &elsewhere] {
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
    let holdings = of(&document);
    let mut again = Holdings::restore(document.id().clone(), holdings.store()).unwrap();
    assert_same(&again, &document);
    assert!(give(&mut again, std::slice::from_ref(&change)).iter().all(is_taken));
    take(&mut document, &[change]);
    assert_same(&again, &document);
}

proptest! {
    /// Whatever three laptops write, in whatever order it comes.
    #[test]
    fn holdings_and_document_say_the_same(
        steps in prop::collection::vec((0..3usize, 0..6usize, "[abđờ ]{0,12}", any::<bool>()), 1..40),
    ) {
        let mut laptops = [workbook(), workbook(), workbook()];
        let mut holdings = empty();
        let mut all = workbook();
        for (who, what, words, meet) in steps {
            let task = if what % 2 == 0 { "III.6a" } else { "III.6b" };
            let words = if words.len() > 9 { words.repeat(3) } else { words };
            let by = ["A", "B", "A"][who];
            let edits = match what {
                0..=2 => vec![text(Target::Narrative { entry: entry(task) }, &words)],
                3 => vec![text(Target::Difficulties { entry: entry(task) }, &words), text(narrative(), "a b a b")],
                4 => vec![state(task, if words.len() > 5 { "done" } else { "in-progress" }, by)],
                _ if words.is_empty() => vec![edit(Target::Percent { entry: entry(task) }, Value::Absent, by, 1)],
                _ => {
                    // Choosing what shows already settles a conflict.
                    let target = Target::State { entry: entry(task) };
                    let shown = laptops[who].read(&target).value().clone();
                    vec![edit(target, shown, by, 2)]
                }
            };
            let sealed = laptops[who].seal(&edits, actor(u8::try_from(who).unwrap() + 1));
            let outcomes = give(&mut holdings, &sealed);
            prop_assert!(!outcomes.iter().any(|one| matches!(one, Outcome::Refused(_) | Outcome::Parked(_))), "{outcomes:?}");
            take(&mut all, &sealed);
            if meet {
                // Two of them hear everything.
                let changes = all.changes();
                laptops.iter_mut().enumerate().filter(|(at, _)| *at != who).for_each(|(_, laptop)| take(laptop, &changes));
            }
        }
        assert_same(&holdings, &all);
        let again = Holdings::restore(all.id().clone(), holdings.store()).unwrap();
        assert_same(&again, &all);
    }

    /// What is admitted here, a laptop takes, and its document loads again.
    #[test]
    fn what_is_admitted_the_library_takes(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let (document, change) = begun();
        let mut bytes = change.as_bytes().to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        mend_checksum(&mut bytes);
        let damaged = [RawChange::new(bytes)];
        let mut holdings = of(&document);
        let outcomes = give(&mut holdings, &damaged);
        if outcomes.iter().all(is_taken) {
            let admitted = admit(&document, &damaged, Rules::Relayed);
            prop_assert!(admitted.outcomes.iter().all(is_taken), "{:?}", admitted.outcomes);
            assert_same(&holdings, &admitted.document);
        }
    }
}
