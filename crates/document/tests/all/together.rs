//! Fields that are decided together: what one side wrote in one of them and the other side in another.

use document::Document;
use model::edit::StampedEdit;
use model::ids::{EvidenceId, PersonId};
use model::target::{EvidencePart, Target};
use model::value::Value;
use proptest::prelude::*;

use crate::support::{actor, assert_same, edit, entry, give, of, take, workbook};

fn figure(name: &str) -> Target {
    Target::Figure { entry: entry("III.6a"), indicator: "ho-so-dung-han".into(), figure: name.into() }
}

fn put(name: &str, value: i64, by: &str) -> StampedEdit {
    edit(figure(name), Value::Int(value), by, 0)
}

fn sides(document: &Document, target: &Target) -> Vec<(String, Value)> {
    let contenders = document.read(target).contenders;
    let mut sides: Vec<_> = contenders
        .into_iter()
        .map(|held| (held.by.as_ref().map_or("", PersonId::as_str).to_owned(), held.value))
        .collect();
    sides.sort_by(|one, other| one.0.cmp(&other.0));
    sides
}

fn both(base: &[StampedEdit], a: &[StampedEdit], b: &[StampedEdit]) -> (Document, Document) {
    let mut first = workbook();
    let base = first.seal(base, actor(1));
    let mut second = workbook();
    take(&mut second, &base);
    let (of_first, of_second) = (first.seal(a, actor(1)), second.seal(b, actor(2)));
    take(&mut first, &of_second);
    take(&mut second, &of_first);
    assert_same(&of(&first), &second);
    (first, second)
}

#[test]
fn two_figures_of_one_indicator_that_nobody_wrote_beside_each_other_are_asked_about() {
    let base = [put("part", 45, "hoan"), put("whole", 50, "hoan")];
    let (mut first, mut second) = both(&base, &[put("part", 47, "a")], &[put("whole", 52, "b")]);
    let told = |by: &str, value: i64| (by.to_owned(), Value::Int(value));
    assert_eq!(sides(&first, &figure("part")), [told("a", 47), told("b", 45)]);
    assert_eq!(sides(&first, &figure("whole")), [told("a", 50), told("b", 52)]);
    take(&mut second, &first.seal(&[put("part", 47, "a"), put("whole", 50, "a")], actor(1)));
    assert_eq!(sides(&second, &figure("part")), [told("a", 47)], "one decision is for all of them");
    assert_eq!(sides(&second, &figure("whole")), [told("a", 50)]);
}

#[test]
fn what_stands_there_already_can_be_the_decision() {
    let base = [put("part", 45, "hoan"), put("whole", 50, "hoan")];
    let (mut first, mut second) = both(&base, &[put("part", 47, "a")], &[put("whole", 52, "b")]);
    let sealed = first.seal(&[put("part", 47, "a"), put("whole", 52, "a")], actor(1));
    assert!(!sealed.is_empty(), "that somebody saw both is written");
    take(&mut second, &sealed);
    assert!(!second.read(&figure("part")).in_conflict() && !second.read(&figure("whole")).in_conflict());
}

#[test]
fn state_and_per_cent_and_the_parts_of_a_documents_number_are_such_groups() {
    let progress = |by: &str, state: Option<&str>, percent: Option<i64>| {
        let state =
            state.map(|code| edit(Target::State { entry: entry("I.4") }, Value::Str(code.into()), by, 0));
        let percent = percent.map(|n| edit(Target::Percent { entry: entry("I.4") }, Value::Int(n), by, 0));
        state.into_iter().chain(percent).collect::<Vec<_>>()
    };
    let (first, _) = both(
        &progress("hoan", Some("in-progress"), Some(60)),
        &progress("a", Some("done"), None),
        &progress("b", None, Some(80)),
    );
    assert!(first.read(&Target::State { entry: entry("I.4") }).in_conflict());
    assert!(first.read(&Target::Percent { entry: entry("I.4") }).in_conflict());
    let paper = |part| Target::Evidence { evidence: EvidenceId::new("aaaaaaaaaaaaa"), part };
    let line = |part, words: &str, by: &str| edit(paper(part), Value::Str(words.into()), by, 0);
    let (first, _) = both(
        &[line(EvidencePart::Number, "12", "hoan")],
        &[line(EvidencePart::Number, "13", "a")],
        &[line(EvidencePart::Symbol, "QĐ-UBND", "b")],
    );
    assert!(first.read(&paper(EvidencePart::Number)).in_conflict());
    let abstracts = both(
        &[line(EvidencePart::Number, "12", "hoan")],
        &[line(EvidencePart::Number, "13", "a")],
        &[line(EvidencePart::Abstract, "Về việc", "b")],
    );
    assert!(!abstracts.0.read(&paper(EvidencePart::Number)).in_conflict(), "an abstract stands alone");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Contents that heard in another order hold the same, and whoever knows everything and writes the group ends it.
    #[test]
    fn every_laptop_asks_the_same_and_one_decision_ends_it(
        steps in prop::collection::vec((0usize..3, 0usize..4, 0i64..4, any::<bool>()), 1..20),
    ) {
        let mut laptops = [workbook(), workbook(), workbook()];
        let mut contents = of(&workbook());
        let mut all = workbook();
        for (who, what, value, meet) in steps {
            let (number, by) = (u8::try_from(who).unwrap() + 1, ["a", "b", "c"][who]);
            let edits = match what {
                0 => vec![put("part", value, by)],
                1 => vec![put("whole", value, by)],
                2 => vec![put("part", value, by), put("whole", value + 1, by)],
                _ => vec![edit(Target::NoneArose { entry: entry("III.6a"), indicator: "ho-so-dung-han".into() }, Value::Bool(value > 1), by, 1)],
            };
            let sealed = laptops[who].seal(&edits, actor(number));
            let _ = give(&mut contents, &sealed);
            take(&mut all, &sealed);
            if meet {
                let changes = all.changes();
                take(&mut laptops[(who + 1) % 3], &changes);
            }
        }
        assert_same(&contents, &all);
        let now = |name: &str| all.read(&figure(name)).value().as_int().unwrap_or_default();
        let last = [put("part", now("part"), "c"), put("whole", now("whole"), "c")];
        let asked = all.read(&figure("part")).in_conflict() || all.read(&figure("whole")).in_conflict();
        let _ = all.seal(&last, actor(9));
        if asked {
            prop_assert!(!all.read(&figure("part")).in_conflict());
            prop_assert!(!all.read(&figure("whole")).in_conflict());
        }
    }
}
