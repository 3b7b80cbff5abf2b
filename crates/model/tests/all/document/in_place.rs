//! Admission without a copy: the same word as the careful way, or none.

use automerge::legacy::OpId;
use automerge::{ActorId, Change, ExpandedChange};
use model::document::{Document, Outcome, RawChange, Refusal, Rules, admit, admit_in_place};
use model::target::Target;
use model::value::Value;
use proptest::prelude::*;

use super::{actor, edit, entry, state, take, text, workbook};

fn in_place(document: &mut Document, changes: &[RawChange]) -> Option<Vec<Outcome>> {
    admit_in_place(document, changes, Rules::Relayed, |_, _| None)
}

fn is_taken(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted(_))
}

fn loads_again(document: &mut Document) -> bool {
    let (id, bytes, heads) = (document.id().clone(), document.save(), document.heads());
    Document::load(id, &bytes).is_ok_and(|again| again.heads() == heads)
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
    let narrative =
        |words: &str| edit(Target::Narrative { entry: entry("III.6a") }, Value::Str(words.into()), "A", 0);
    let mut laptop = workbook();
    laptop.seal(&[state("III.6a", "in-progress", "A"), narrative("Đã xong 3 việc.")], actor(1));
    let document = laptop.clone();
    let sealed = laptop.seal(&[state("III.6a", "done", "A"), narrative("Đã 4 việc.")], actor(1));
    (document, sealed[0].clone())
}

/// No proof, and the careful way finds that the change makes a document that cannot be loaded, or takes it and
/// can show that it loads.
fn is_left_to_the_careful_way(document: &Document, change: RawChange, why: &str) {
    assert!(in_place(&mut document.clone(), std::slice::from_ref(&change)).is_none(), "{why}");
    let mut careful = admit(document, &[change], Rules::Relayed);
    assert!(loads_again(&mut careful.document), "{why}");
}

#[test]
fn ordinary_work_is_taken_and_loads_again() {
    let (mut document, change) = begun();
    let outcomes = in_place(&mut document, &[change.clone(), change]).unwrap();
    assert!(is_taken(&outcomes[0]), "{outcomes:?}");
    assert!(matches!(outcomes[1], Outcome::Known(_)), "{outcomes:?}");
    assert!(loads_again(&mut document));
}

#[test]
fn what_the_caller_bars_is_left_out_and_the_rest_taken() {
    let (mut document, change) = begun();
    let other = workbook().seal(&[state("III.6b", "done", "B")], actor(2));
    let changes = [vec![change], other].concat();
    let outcomes = admit_in_place(&mut document, &changes, Rules::Relayed, |at, _| {
        (at == 0).then_some(Refusal::ActorReused)
    });
    let outcomes = outcomes.unwrap();
    assert!(matches!(outcomes[0], Outcome::Refused(Refusal::ActorReused)));
    assert!(outcomes[1..].iter().all(is_taken));
    assert!(loads_again(&mut document));
}

#[test]
fn a_change_that_overwrites_what_is_not_there_is_no_proof() {
    let (document, change) = begun();
    for at in 0..2 {
        let nowhere = crafted(&change, |change| {
            let op = change.operations.iter_mut().filter(|op| op.pred.iter().count() > 0).nth(at);
            op.unwrap().pred = vec![OpId(9_000, ActorId::from([1, 1, 2, 3, 4, 5, 6, 7]))].into();
        });
        is_left_to_the_careful_way(&document, nowhere, "an overwritten value that no document holds");
    }
}

#[test]
fn a_change_that_skips_a_number_of_its_actor_or_goes_back_is_no_proof() {
    let (document, change) = begun();
    let gap = crafted(&change, |change| change.seq = 7);
    is_left_to_the_careful_way(&document, gap, "the actor's changes 2 to 6 are missing");
    let twice = crafted(&change, |change| change.start_op = 2.try_into().unwrap());
    let far = crafted(&change, |change| change.start_op = u64::from(u32::MAX - 9).try_into().unwrap());
    for change in [twice, far] {
        let outcomes = in_place(&mut document.clone(), std::slice::from_ref(&change)).unwrap();
        let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(Refusal::NotAnEdit));
        assert!(refused(&outcomes[0]), "its numbers are not those after its ancestors': {outcomes:?}");
        assert!(refused(&admit(&document, &[change], Rules::Relayed).outcomes[0]), "the same either way");
    }
    let orphan = crafted(&change, |change| {
        change.deps.clear();
        change.start_op = 1.try_into().unwrap();
    });
    is_left_to_the_careful_way(&document, orphan, "its actor's first change is not among its ancestors");
}

#[test]
fn a_colleagues_words_in_between_do_not_take_the_proof_away() {
    let (mut server, _) = begun();
    let (mut mine, mut theirs) = (server.clone(), server.clone());
    for round in 0..10 {
        let percent = |n: i64| edit(Target::Percent { entry: entry("III.6a") }, Value::Int(n), "A", n);
        let from_me = mine.seal(&[percent(round * 2)], actor(3));
        take(&mut theirs, &from_me);
        let from_them = theirs.seal(&[percent(round * 2 + 1)], actor(4));
        take(&mut mine, &from_them);
        let outcomes = in_place(&mut server, &[from_me, from_them].concat()).expect("proof enough");
        assert!(outcomes.iter().all(is_taken), "{outcomes:?}");
    }
    assert_eq!(server.heads(), mine.heads());
    assert!(loads_again(&mut server));
}

proptest! {
    /// Whatever two laptops write, in whatever order it comes.
    #[test]
    fn in_place_and_carefully_end_with_the_same_document(
        steps in prop::collection::vec((0..2usize, 0..4usize, "[a-zđờ ]{0,12}", any::<bool>()), 1..30),
    ) {
        let mut laptops = [workbook(), workbook()];
        let mut server = workbook();
        let mut careful = workbook();
        for (who, what, words, meet) in steps {
            let task = if what % 2 == 0 { "III.6a" } else { "III.6b" };
            let edits = match what {
                0 | 1 => vec![text(Target::Narrative { entry: entry(task) }, &words)],
                _ => vec![state(task, if words.len() > 5 { "done" } else { "in-progress" }, "A")],
            };
            let sealed = laptops[who].seal(&edits, actor(u8::try_from(who).unwrap() + 1));
            let found = in_place(&mut server, &sealed);
            prop_assert!(found.is_some_and(|outcomes| !outcomes.iter().any(|one| matches!(one, Outcome::Refused(_) | Outcome::Parked(_)))));
            take(&mut careful, &sealed);
            if meet {
                let all = careful.changes();
                laptops.iter_mut().for_each(|laptop| take(laptop, &all));
            }
        }
        prop_assert_eq!(server.heads(), careful.heads());
        prop_assert!(loads_again(&mut server));
        prop_assert_eq!(server.save(), careful.save());
    }
}
