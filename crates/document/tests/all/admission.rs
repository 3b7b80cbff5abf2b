use document::{Admission, Document, RawChange, Rules, admit, interpret};
use model::doc_id::DocId;
use model::ids::UnitId;
use model::plan::Plan;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use proptest::prelude::*;

use crate::support::{
    actor, ayun, edit, entry, mang_yang, mend_checksum, narrative, state, text, workbook, writer,
};

fn verdict(plan: &Plan, unit: &UnitId, document: &Document, raw: &RawChange) -> Option<Refusal> {
    let admitted = admit(document, std::slice::from_ref(raw), writer(plan, unit));
    match &admitted.outcomes[0] {
        Admission::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

#[test]
fn a_units_own_work_is_taken_and_taken_once() {
    let (plan, unit) = (mang_yang(), ayun());
    let sealed = workbook().seal(&[state("III.6a", "done", "A")], actor(1));
    let rules = writer(&plan, &unit);
    let first = admit(&workbook(), &sealed, rules);
    assert!(
        first.outcomes.iter().all(|outcome| matches!(outcome, Admission::Accepted(_))),
        "{:?}",
        first.outcomes
    );
    let second = admit(&first.document, &sealed, rules);
    assert!(
        second.outcomes.iter().all(|outcome| matches!(outcome, Admission::Known(_))),
        "a retry is harmless"
    );
}

#[test]
fn another_units_workbook_is_not_written() {
    let plan = mang_yang();
    let sealed = workbook().seal(&[state("III.6a", "done", "A")], actor(1));
    for writer in ["hra", "noi-vu", "huyen", "khong-co"] {
        let refused = verdict(&plan, &UnitId::new(writer), &workbook(), &sealed[1]);
        assert_eq!(refused, Some(Refusal::NotYourDocument), "{writer} writes its own words only");
    }
}

#[test]
fn a_task_that_is_not_the_units_is_refused_with_its_skeleton() {
    let plan = mang_yang();
    // VIII.1 is for offices alone.
    let sealed = workbook().seal(&[state("VIII.1", "done", "A")], actor(1));
    for raw in &sealed {
        assert_eq!(verdict(&plan, &ayun(), &workbook(), raw), Some(Refusal::NotYourAssignment));
    }
    let figure = Target::Figure {
        entry: entry("I.1"),
        indicator: model::ids::IndicatorId::new("ke-hoach-cchc"),
        figure: "part".into(),
    };
    let sealed = workbook().seal(&[edit(figure, Value::Int(1000), "A", 0)], actor(1));
    assert_eq!(
        verdict(&plan, &ayun(), &workbook(), &sealed[1]),
        Some(Refusal::NotYourAssignment),
        "Phòng Nội vụ enters it"
    );
}

#[test]
fn a_year_that_is_not_open_is_refused() {
    let mut next = Document::empty(DocId::workbook(&"mang-yang-2020".into(), ayun()));
    let sealed = next.seal(&[state("III.6a", "done", "A")], actor(1));
    let empty = Document::empty(DocId::workbook(&"mang-yang-2020".into(), ayun()));
    assert_eq!(verdict(&mang_yang(), &ayun(), &empty, &sealed[1]), Some(Refusal::OtherPlan));
}

#[test]
fn a_change_waits_for_its_ancestors() {
    let (plan, unit) = (mang_yang(), ayun());
    let mut laptop = workbook();
    let first = laptop.seal(&[state("III.6a", "in-progress", "A")], actor(1));
    let second = laptop.seal(&[state("III.6a", "done", "A")], actor(1));
    let rules = writer(&plan, &unit);
    let early = admit(&workbook(), &second, rules);
    assert!(matches!(early.outcomes[0], Admission::Parked { .. }), "its ancestor never came");
    let all = [first, second].concat();
    let late = admit(&early.document, &all, rules);
    assert!(late.outcomes.iter().all(|outcome| matches!(outcome, Admission::Accepted(_))));
}

#[test]
fn an_actor_that_repeats_its_number_is_refused_and_the_document_stays() {
    let (plan, unit) = (mang_yang(), ayun());
    let rules = writer(&plan, &unit);
    let one = workbook().seal(&[state("III.6a", "done", "A")], actor(1));
    let two = workbook().seal(&[state("III.6a", "in-progress", "A")], actor(1));
    let document = admit(&workbook(), &one, rules).document;
    let heads = document.heads();
    assert_eq!(verdict(&plan, &ayun(), &document, &two[1]), Some(Refusal::ActorReused), "a cloned laptop");
    let after = admit(&document, &two, rules).document;
    assert_eq!(after.heads(), heads);
}

#[test]
fn compressed_truncated_and_empty_bytes_are_refused() {
    let long = "dài ".repeat(2_000);
    let sealed = workbook().seal(&[text(narrative(), &long)], actor(1));
    let raw = sealed[1].as_bytes();
    let mut compressed = raw.to_vec();
    compressed[8] = 2;
    for bytes in
        [Vec::new(), raw[..raw.len() - 1].to_vec(), [raw, &[0]].concat(), compressed, raw[1..].to_vec()]
    {
        assert_eq!(interpret(&RawChange::new(bytes)).unwrap_err(), Refusal::NotAChange);
    }
}

#[test]
fn a_good_change_behind_a_bad_one_is_still_taken() {
    let (plan, unit) = (mang_yang(), ayun());
    let mut changes = workbook().seal(&[state("III.6a", "done", "A")], actor(1));
    changes.insert(0, RawChange::new(vec![1, 2, 3]));
    let admitted = admit(&workbook(), &changes, writer(&plan, &unit));
    let taken: Vec<bool> =
        admitted.outcomes.iter().map(|outcome| matches!(outcome, Admission::Accepted(_))).collect();
    assert_eq!(taken, [false, true, true]);
}

#[test]
fn a_change_that_takes_the_last_numbers_is_refused_or_nobody_could_write_any_more() {
    let mut document = workbook();
    let _ = document.seal(&[state("III.6a", "done", "A")], actor(1));
    let sealed = document.clone().seal(&[state("III.6a", "in-progress", "B")], actor(2));
    let honest = automerge::Change::from_bytes(sealed[0].as_bytes().to_vec()).unwrap().decode();
    for start in [honest.start_op.get() + 1, u64::from(u32::MAX) - 1, u64::from(u32::MAX)] {
        let start_op = std::num::NonZeroU64::new(start).unwrap();
        let last = automerge::Change::from(automerge::ExpandedChange { start_op, ..honest.clone() });
        let raw = [RawChange::new(last.raw_bytes().to_vec())];
        let mut admitted = admit(&document, &raw, Rules::Relayed);
        let outcome = &admitted.outcomes[0];
        assert!(matches!(outcome, Admission::Refused(Refusal::NotAnEdit)), "from {start}: {outcome:?}");
        let next = admitted.document.seal(&[state("III.6a", "in-progress", "C")], actor(3));
        assert_eq!(next.len(), 1, "work goes on");
    }
    let admitted = admit(&document, &sealed, Rules::Relayed);
    assert!(matches!(admitted.outcomes[0], Admission::Accepted(_)), "the honest one is taken");
}

proptest! {
    #[test]
    fn damaged_bytes_never_end_the_process(at in any::<prop::sample::Index>(), flip in 1u8..=255, cut in any::<prop::sample::Index>()) {
        let (plan, unit) = (mang_yang(), ayun());
        let sealed = workbook().seal(&[state("III.6a", "done", "A"), text(narrative(), "chữ")], actor(1));
        let mut bytes = sealed[1].as_bytes().to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        // A damaged byte with its checksum made good again goes further into the parser.
        let mut mended = bytes.clone();
        mend_checksum(&mut mended);
        bytes.truncate(cut.index(bytes.len() + 1));
        for bytes in [bytes, mended] {
            let changes = [sealed[0].clone(), RawChange::new(bytes)];
            let admitted = admit(&workbook(), &changes, writer(&plan, &unit));
            prop_assert!(Document::load(admitted.document.id().clone(), &admitted.document.save()).is_ok());
        }
    }
}
