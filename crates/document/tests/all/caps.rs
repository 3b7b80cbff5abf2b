//! How much there may be of anything: the last that is taken, and the first that is refused for it.

use automerge::transaction::Transactable as _;
use automerge::{ActorId, AutoCommit, ObjId};
use document::{
    Admission, Contents, MAX_ANCESTORS, MAX_DOCUMENT_LETTERS, MAX_FIELDS, MAX_FIELDS_IN_CHANGE, MAX_HEADS,
    MAX_LETTERS, MAX_LETTERS_IN_CHANGE, MAX_LIVE_LETTERS, MAX_OBJECTS, MAX_VALUES, RawChange, interpret,
    skeleton,
};
use model::address::{ObjectName, Shape};
use model::refusal::Refusal;
use model::target::Target;
use model::value::MAX_TEXT_CHARS;
use model::value::Value;

use crate::support::{
    actor, assert_same, ayun, crafted, edit, entry, give, is_taken, mang_yang, narrative, of, state, take,
    text, workbook, writer, written,
};

fn hand_in(contents: &mut Contents, raw: &RawChange) -> Admission {
    let (plan, unit) = (mang_yang(), ayun());
    contents.admit(std::slice::from_ref(raw), writer(&plan, &unit), |_, _| None).remove(0)
}

#[track_caller]
fn assert_refused(outcome: &Admission, expected: Refusal, why: &str) {
    assert!(matches!(outcome, Admission::Refused(refusal) if *refusal == expected), "{why}: {outcome:?}");
}

/// So many values of one field, of laptops that did not know of each other, and what came before them.
fn side_by_side(count: usize) -> (RawChange, Vec<RawChange>) {
    let percent = Target::Percent { entry: entry("III.6a") };
    let mut changes = Vec::new();
    let mut begun = Vec::new();
    for n in 0..count {
        let value = Value::Int(i64::try_from(n).unwrap());
        begun = workbook().seal(&[edit(percent.clone(), value, "A", 0)], actor(u8::try_from(n).unwrap()));
        changes.push(begun[1].clone());
    }
    (begun.swap_remove(0), changes)
}

#[test]
fn a_value_too_many_against_others_is_refused_and_a_choice_is_still_taken() {
    let (skeleton, changes) = side_by_side(MAX_VALUES + 1);
    let mut contents = of(&workbook());
    assert!(is_taken(&hand_in(&mut contents, &skeleton)));
    for raw in &changes[..MAX_VALUES] {
        assert!(is_taken(&hand_in(&mut contents, raw)), "so many may stand against each other");
    }
    let last = hand_in(&mut contents, &changes[MAX_VALUES]);
    assert_refused(&last, Refusal::TooManyValues, "one more");
    let mut laptop = workbook();
    take(&mut laptop, &[std::slice::from_ref(&skeleton), &changes[..MAX_VALUES]].concat());
    let percent = Target::Percent { entry: entry("III.6a") };
    for chosen in [laptop.read(&percent).value().clone(), Value::Int(55)] {
        let mut contents = contents.clone();
        let choice = laptop.clone().seal(&[edit(percent.clone(), chosen, "A", 1)], actor(99));
        let outcome = hand_in(&mut contents, &choice[0]);
        assert!(is_taken(&outcome), "a field that is full can be settled: {outcome:?}");
    }
    assert!(
        give(&mut contents, &changes[MAX_VALUES..]).iter().all(is_taken),
        "a laptop takes what it is sent"
    );
}

#[test]
fn a_change_of_two_values_that_stand_against_each_other_does_not_fill_a_field_for_good() {
    let (skeleton, changes) = side_by_side(MAX_VALUES);
    let mut contents = of(&workbook());
    hand_in(&mut contents, &skeleton);
    changes[..MAX_VALUES - 1].iter().for_each(|raw| drop(hand_in(&mut contents, raw)));
    // The second put does not name the first, as every program's would.
    let two = crafted(&changes[MAX_VALUES - 1], |change| {
        let mut again = change.operations[0].clone();
        again.action = automerge::legacy::OpType::Put(77.into());
        change.operations.push(again);
    });
    assert_eq!(
        interpret(&two).unwrap_err(),
        Refusal::NotAnEdit,
        "or there would be one more than can be chosen from"
    );
    let one = hand_in(&mut contents, &changes[MAX_VALUES - 1]);
    assert!(is_taken(&one), "the honest one is taken: {one:?}");
}

#[test]
fn a_field_is_put_twice_in_one_change_and_not_three_times() {
    let put = |values: &'static [i64]| {
        let object = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
        written([0x89; 8], &[], &object, move |doc, object| {
            values.iter().for_each(|value| doc.put(object, "percent", *value).unwrap());
        })
    };
    let (skeleton, twice) = put(&[1, 2]);
    let mut contents = of(&workbook());
    assert!(is_taken(&hand_in(&mut contents, &skeleton)));
    assert!(is_taken(&hand_in(&mut contents, &twice)), "settling a conflict puts another value first");
    assert_eq!(interpret(&put(&[1, 2, 3]).1).unwrap_err(), Refusal::TooManyValues);
    let many: &'static [i64] = (0..5_000).collect::<Vec<_>>().leak();
    assert_eq!(interpret(&put(many).1).unwrap_err(), Refusal::TooManyValues);
}

/// Takes so many letters away from the beginning of the narrative, on top of what was written before, and puts in so
/// many.
fn letters(before: &[RawChange], gone: isize, count: usize) -> RawChange {
    let object = narrative().address().object;
    let make =
        |doc: &mut AutoCommit, text: &ObjId| doc.splice_text(text, 0, gone, &"a".repeat(count)).unwrap();
    written([0x89; 8], before, &object, make).1
}

#[test]
fn letters_of_one_change_have_their_most_and_those_that_a_text_has() {
    let mut contents = of(&workbook());
    let mut before = vec![skeleton(&narrative().address().object)];
    hand_in(&mut contents, &before[0]);
    let over = hand_in(&mut contents, &letters(&before, 0, MAX_LETTERS_IN_CHANGE + 1));
    assert_refused(&over, Refusal::TooLarge, "a page and a half more than there may be");
    let full = letters(&before, 0, MAX_LIVE_LETTERS);
    assert!(is_taken(&hand_in(&mut contents, &full)), "two people may both have written the longest text");
    before.push(full);
    let one = hand_in(&mut contents, &letters(&before, 0, 1));
    assert_refused(&one, Refusal::TooManyLetters, "one more");
    let shorter = letters(&before, 2, 1);
    assert!(is_taken(&hand_in(&mut contents, &shorter)), "and where two go, one may come");
}

#[test]
fn letters_that_a_text_ever_had_have_their_most() {
    let mut contents = of(&workbook());
    let mut before = vec![skeleton(&narrative().address().object)];
    hand_in(&mut contents, &before[0]);
    let page = MAX_TEXT_CHARS as isize;
    for round in 0..MAX_LETTERS / MAX_TEXT_CHARS {
        let raw = letters(&before, if round == 0 { 0 } else { page }, MAX_TEXT_CHARS);
        assert!(is_taken(&hand_in(&mut contents, &raw)), "a text written anew {round} times");
        before.push(raw);
    }
    let one = letters(&before, 10, 1);
    assert_refused(&hand_in(&mut contents, &one), Refusal::TooManyLetters, "one more");
    let away = letters(&before, 10, 0);
    assert!(is_taken(&hand_in(&mut contents, &away)), "taking away needs no room");
    before.push(away);
    assert_refused(
        &hand_in(&mut contents, &letters(&before, 0, 1)),
        Refusal::TooManyLetters,
        "and makes none",
    );
    let other = workbook().seal(&[state("III.6a", "done", "A")], actor(3));
    assert!(other.iter().all(|raw| is_taken(&hand_in(&mut contents, raw))), "other fields are written on");
}

#[test]
fn letters_of_all_texts_of_a_document_have_their_most() {
    let (plan, unit) = (mang_yang(), ayun());
    let entries = plan.assignments_of(&unit).iter().map(|one| entry(one.task.as_str()));
    let objects: Vec<ObjectName> = entries
        .flat_map(|entry| Target::texts_of(&entry).map(|text| text.address().object).collect::<Vec<_>>())
        .collect();
    let mut contents = of(&workbook());
    let mut put = |object: &ObjectName, actor: u8, count: usize| {
        let page = "a".repeat(count);
        let make = |doc: &mut AutoCommit, text: &ObjId| doc.splice_text(text, 0, 0, &page).unwrap();
        let raw = written([0x80 + actor; 8], &[], object, make).1;
        hand_in(&mut contents, &skeleton(object));
        hand_in(&mut contents, &raw)
    };
    const LONG: usize = MAX_LIVE_LETTERS - 7_000;
    let full = MAX_DOCUMENT_LETTERS / LONG;
    for (number, object) in (0..).zip(&objects[..full]) {
        assert!(is_taken(&put(object, number, LONG)), "text {number}");
    }
    let (rest, over) = (MAX_DOCUMENT_LETTERS % LONG, &objects[full]);
    assert_refused(&put(over, 100, rest + 1), Refusal::TooManyLetters, "one more");
    assert!(is_taken(&put(&objects[full + 1], 101, rest)), "and exactly as many");
}

fn evidence(n: usize) -> ObjectName {
    ObjectName::new(Shape::Register, "evidence", &[&format!("e{n}")])
}

/// A change on top of all heads.
fn on_top(contents: &Contents, seq: u64, start: u64) -> RawChange {
    let (_, change) = written([0x89; 8], &[], &evidence(0), |doc, object| {
        doc.put(object, "number", seq.to_string()).unwrap()
    });
    let before = (seq > 1).then(|| automerge::legacy::OpId(start - 1, ActorId::from([0x89; 8])));
    crafted(&change, |change| {
        change.deps = contents.heads().into_iter().map(Into::into).collect();
        (change.seq, change.start_op) = (seq, start.try_into().unwrap());
        change.operations[0].pred = before.into_iter().collect::<Vec<_>>().into();
    })
}

#[test]
fn objects_have_their_most() {
    let mut contents = of(&workbook());
    let (plan, unit) = (mang_yang(), ayun());
    let mut seq = 0;
    for n in 0..MAX_OBJECTS {
        let raw = skeleton(&evidence(n));
        let outcomes = contents.admit(&[raw], writer(&plan, &unit), |_, _| None);
        assert!(is_taken(&outcomes[0]), "{n}: {outcomes:?}");
        if n % 1_000 == 999 {
            seq += 1;
            let all = on_top(&contents, seq, seq + 1);
            let outcome = hand_in(&mut contents, &all);
            assert!(is_taken(&outcome), "{n}: {outcome:?}");
        }
    }
    let one = hand_in(&mut contents, &skeleton(&evidence(MAX_OBJECTS)));
    assert_refused(&one, Refusal::TooManyObjects, "one more");
    let again = hand_in(&mut contents, &skeleton(&evidence(7)));
    assert!(matches!(again, Admission::Known(_)), "those that are there are written into: {again:?}");
}

/// A change that uses so many pieces of evidence, from the `first` on, in one entry.
fn links(contents: &Contents, seq: u64, first: usize, count: usize) -> RawChange {
    let register = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
    let (_, change) = written([0x91; 8], &[], &register, |doc, object| {
        for n in first..first + count {
            doc.put(object, format!("evidence/{n:013}"), "trang 1").unwrap();
        }
    });
    crafted(&change, |change| {
        change.deps = contents.heads().into_iter().map(Into::into).collect();
        (change.seq, change.start_op) = (seq, (first as u64 + 2).try_into().unwrap());
    })
}

#[test]
fn fields_have_their_most_in_a_change_and_in_a_document() {
    let mut contents = of(&workbook());
    let register = ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"]);
    assert!(is_taken(&hand_in(&mut contents, &skeleton(&register))));
    let many = links(&contents, 1, 0, MAX_FIELDS_IN_CHANGE + 1);
    assert_refused(&hand_in(&mut contents, &many), Refusal::TooManyObjects, "one field more in a change");
    let (whole, rest) = (MAX_FIELDS / MAX_FIELDS_IN_CHANGE, MAX_FIELDS % MAX_FIELDS_IN_CHANGE);
    assert_eq!(rest, 0);
    for n in 0..whole {
        let raw = links(&contents, n as u64 + 1, n * MAX_FIELDS_IN_CHANGE, MAX_FIELDS_IN_CHANGE);
        let outcome = hand_in(&mut contents, &raw);
        assert!(is_taken(&outcome), "{n}: {outcome:?}");
    }
    let more = links(&contents, whole as u64 + 1, MAX_FIELDS, 1);
    assert_refused(&hand_in(&mut contents, &more), Refusal::TooManyObjects, "one field more in the document");
}

#[test]
fn ancestors_and_changes_beside_each_other_have_their_most() {
    let mut contents = of(&workbook());
    for n in 0..MAX_HEADS {
        assert!(is_taken(&give(&mut contents, &[skeleton(&evidence(n))])[0]), "{n}");
    }
    let one = hand_in(&mut contents, &skeleton(&evidence(MAX_HEADS)));
    assert_refused(&one, Refusal::TooManyObjects, "one more beside all others");
    let all = on_top(&contents, 1, 2);
    let more = crafted(&all, |change| {
        change.deps.push(automerge::ChangeHash([7; 32]));
        change.deps.sort_unstable();
    });
    assert_eq!(interpret(&all).unwrap().deps.len(), MAX_ANCESTORS);
    assert_refused(&hand_in(&mut contents, &more), Refusal::TooLarge, "one ancestor more");
    assert!(is_taken(&hand_in(&mut contents, &all)), "on so many");
    assert_eq!(contents.heads().len(), 1);
}

#[test]
fn what_came_later_than_an_operation_is_not_named_by_it() {
    // B writes many letters that A, whose numbers are lower, does not know of.
    let mut a = workbook();
    let base = a.seal(&[text(narrative(), "một hai"), state("III.6a", "done", "A")], actor(1));
    let mut b = workbook();
    take(&mut b, &base);
    let long = b.seal(&[text(narrative(), &format!("một {} hai", "dài ".repeat(20)))], actor(2));
    let percent = |value| edit(Target::Percent { entry: entry("III.6a") }, Value::Int(value), "B", 1);
    let later = b.seal(&[percent(3)], actor(2));
    let own = a.seal(&[text(narrative(), "một hai ba")], actor(1));
    let mine = a.clone().seal(&[percent(4)], actor(1));
    let mut both = a.clone();
    take(&mut both, &[long, later.clone()].concat());
    let number =
        |raw: &RawChange| automerge::Change::from_bytes(raw.as_bytes().to_vec()).unwrap().start_op().get();
    let of_b = automerge::legacy::OpId(number(&later[0]) - 5, ActorId::from([0x82, 1, 2, 3, 4, 5, 6, 7]));
    let mut contents = of(&b);
    give(&mut contents, &base);
    let crafted_text = crafted(&own[0], |change| {
        change.operations[0].key =
            automerge::legacy::Key::Seq(automerge::legacy::ElementId::Id(of_b.clone()));
    });
    assert!(number(&own[0]) < of_b.0, "the letter is a later one");
    assert_refused(&hand_in(&mut contents.clone(), &crafted_text), Refusal::DoesNotApply, "a later letter");
    assert!(is_taken(&hand_in(&mut contents, &own[0])));
    let value = automerge::legacy::OpId(number(&later[0]), ActorId::from([0x82, 1, 2, 3, 4, 5, 6, 7]));
    let crafted_put = crafted(&mine[0], |change| change.operations[0].pred = vec![value].into());
    assert_refused(&hand_in(&mut contents.clone(), &crafted_put), Refusal::DoesNotApply, "a later value");
    assert!(is_taken(&hand_in(&mut contents, &mine[0])));
    take(&mut both, &mine);
    assert_same(&contents, &both);
    let mut own_later = own[0].clone();
    let first = number(&own[0]);
    own_later = crafted(&own_later, |change| {
        let later = automerge::legacy::OpId(first + 1, ActorId::from([0x81, 1, 2, 3, 4, 5, 6, 7]));
        change.operations[0].key = automerge::legacy::Key::Seq(automerge::legacy::ElementId::Id(later));
    });
    let mut fresh = of(&b);
    assert_refused(&hand_in(&mut fresh, &own_later), Refusal::DoesNotApply, "one of its own that follows");
}
