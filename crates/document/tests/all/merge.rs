use document::{Document, RawChange};
use model::ids::PersonId;
use model::target::Target;
use model::value::Value;
use proptest::prelude::*;

use crate::support::{actor, edit, entry, narrative, state, take, text, workbook};

#[test]
fn two_laptops_that_begin_one_entry_offline_end_with_one_that_holds_both_works() {
    let (mut first, mut second) = (workbook(), workbook());
    let a = first.seal(&[text(narrative(), "Đã giải quyết 98 hồ sơ.")], actor(1));
    let b = second.seal(
        &[text(Target::Difficulties { entry: entry("III.6a") }, "Mất mạng."), state("III.6a", "done", "B")],
        actor(2),
    );
    take(&mut first, &b);
    take(&mut second, &a);
    assert_eq!(first.heads(), second.heads(), "both ended with the same document");
    let read = |target: &Target| first.read(target).value().clone();
    assert_eq!(read(&narrative()), Value::Str("Đã giải quyết 98 hồ sơ.".into()));
    assert_eq!(read(&Target::Difficulties { entry: entry("III.6a") }), Value::Str("Mất mạng.".into()));
    assert_eq!(read(&Target::State { entry: entry("III.6a") }), Value::Str("done".into()));
}

#[test]
fn words_written_into_one_text_at_both_laptops_are_all_there() {
    let mut first = workbook();
    let base = first.seal(&[text(narrative(), "Một. Ba.")], actor(1));
    let mut second = workbook();
    take(&mut second, &base);
    let a = first.seal(&[text(narrative(), "Một. Hai. Ba.")], actor(1));
    let b = second.seal(&[text(narrative(), "Một. Ba. Bốn.")], actor(2));
    take(&mut first, &b);
    take(&mut second, &a);
    assert_eq!(*first.read(&narrative()).value(), Value::Str("Một. Hai. Ba. Bốn.".into()));
    assert_eq!(first.read(&narrative()), second.read(&narrative()));
}

#[test]
fn different_values_for_one_field_stay_side_by_side_until_one_is_chosen() {
    let (mut first, mut second) = (workbook(), workbook());
    let a = first.seal(&[state("I.4", "done", "A")], actor(1));
    let b = second.seal(&[state("I.4", "in-progress", "B")], actor(2));
    take(&mut first, &b);
    take(&mut second, &a);
    let target = Target::State { entry: entry("I.4") };
    let (here, there) = (first.read(&target), second.read(&target));
    assert_eq!(here, there, "both laptops list the same values in the same order");
    let mut authors: Vec<_> =
        here.contenders.iter().flat_map(|held| &held.by).map(PersonId::as_str).collect();
    authors.sort_unstable();
    assert_eq!(authors, ["A", "B"], "and whose each is");
    let settled = first.seal(&[state("I.4", "done", "A")], actor(1));
    take(&mut second, &settled);
    assert!(!second.read(&target).in_conflict(), "a decision ends it everywhere");
}

#[test]
fn a_value_taken_away_here_and_changed_there_is_a_conflict_and_not_a_loss() {
    let mut first = workbook();
    let target = Target::Percent { entry: entry("I.4") };
    let base = first.seal(&[edit(target.clone(), Value::Int(10), "A", 0)], actor(1));
    let mut second = workbook();
    take(&mut second, &base);
    let _ = first.seal(&[edit(target.clone(), Value::Absent, "A", 1)], actor(1));
    let b = second.seal(&[edit(target.clone(), Value::Int(20), "B", 1)], actor(2));
    take(&mut first, &b);
    assert_eq!(first.read(&target).contenders.len(), 2, "the taking away is itself a contender");
}

#[test]
fn the_same_value_from_both_is_no_conflict() {
    let (mut first, mut second) = (workbook(), workbook());
    let _ = first.seal(&[state("I.4", "done", "A")], actor(1));
    take(&mut first, &second.seal(&[state("I.4", "done", "B")], actor(2)));
    assert!(!first.read(&Target::State { entry: entry("I.4") }).in_conflict());
}

#[test]
fn choosing_the_value_that_already_shows_settles_the_conflict() {
    let (mut first, mut second, mut third) = (workbook(), workbook(), workbook());
    let a = first.seal(&[state("I.4", "done", "A")], actor(1));
    let b = second.seal(&[state("I.4", "in-progress", "B")], actor(2));
    take(&mut third, &[a.clone(), b.clone()].concat());
    let target = Target::State { entry: entry("I.4") };
    let shown = edit(target.clone(), third.read(&target).value().clone(), "C", 5);
    let settled = third.seal(&[shown], actor(3));
    assert!(!third.read(&target).in_conflict());
    take(&mut first, &[b, settled].concat());
    assert_eq!(first.heads(), third.heads(), "the decision is a change that travels");
}

#[test]
fn a_conflict_with_an_emptied_field_is_settled_for_either_side() {
    let target = Target::Percent { entry: entry("I.4") };
    for chosen in [Value::Absent, Value::Int(20)] {
        let (mut first, mut second) = (workbook(), workbook());
        let base = first.seal(&[edit(target.clone(), Value::Int(10), "A", 0)], actor(1));
        take(&mut second, &base);
        let a = first.seal(&[edit(target.clone(), Value::Absent, "A", 1)], actor(1));
        let b = second.seal(&[edit(target.clone(), Value::Int(20), "B", 1)], actor(2));
        take(&mut first, &b);
        take(&mut second, &a);
        let settled = first.seal(&[edit(target.clone(), chosen.clone(), "A", 2)], actor(1));
        take(&mut second, &settled);
        assert_eq!(first.read(&target).value(), &chosen);
        assert!(!second.read(&target).in_conflict(), "the decision for {chosen:?} is a change that travels");
        assert_eq!(first.heads(), second.heads());
    }
}

#[derive(Clone, Debug)]
enum Step {
    Edit { laptop: usize, field: usize, value: u8 },
    Exchange { from: usize, to: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3usize, 0..6usize, 0..5u8).prop_map(|(laptop, field, value)| Step::Edit { laptop, field, value }),
        (0..3usize, 0..3usize).prop_map(|(from, to)| Step::Exchange { from, to }),
    ]
}

fn field(n: usize, value: u8) -> model::edit::StampedEdit {
    let entry = entry(if n.is_multiple_of(2) { "I.4" } else { "III.4" });
    match n / 2 {
        0 => edit(Target::Percent { entry }, Value::Int(i64::from(value)), "A", 0),
        1 => edit(Target::Narrative { entry }, Value::Str("dài ".repeat(value.into())), "A", 0),
        _ => edit(
            Target::NoneArose { entry, indicator: model::ids::IndicatorId::new("x") },
            Value::Bool(value > 2),
            "A",
            0,
        ),
    }
}

proptest! {
    #[test]
    fn any_order_of_edits_and_exchanges_ends_with_equal_documents(steps in prop::collection::vec(step(), 1..40)) {
        let mut laptops = [workbook(), workbook(), workbook()];
        let everything = |from: &Document| -> Vec<RawChange> { from.clone().changes() };
        for step in steps {
            match step {
                Step::Edit { laptop, field: n, value } => drop(laptops[laptop].seal(&[field(n, value)], actor(laptop as u8 + 1))),
                Step::Exchange { from, to } => { let sent = everything(&laptops[from]); take(&mut laptops[to], &sent); }
            }
        }
        for (from, to) in [(0, 1), (1, 2), (2, 1), (1, 0)] {
            let sent = everything(&laptops[from]);
            take(&mut laptops[to], &sent);
        }
        let heads = laptops[0].heads();
        prop_assert_eq!(&laptops[1].heads(), &heads);
        prop_assert_eq!(&laptops[2].heads(), &heads);
        for n in 0..6 {
            let target = field(n, 0).edit.target;
            prop_assert_eq!(laptops[0].read(&target), laptops[1].read(&target), "every machine reads the same");
        }
    }
}
