//! Values of several parts: written, read and chosen between together.

use automerge::ScalarValue;
use automerge::transaction::Transactable as _;
use document::{Admission, Document, Rules, interpret};
use model::address::ObjectName;
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::ids::{EvidenceId, FileHash, PersonId, UnitId};
use model::refusal::Refusal;
use model::target::{EvidencePart, Target};
use model::value::{FileFacts, Heads, NamedFields, Value, Verdict};
use model::vocabulary::Vocabulary;

use crate::support::{
    actor, assert_same, edit, entry, give, is_taken, mang_yang, of, take, workbook, writer, written,
};

fn review() -> Document {
    Document::empty(DocId::review(&"mang-yang-2019".into(), UnitId::new("noi-vu"), UnitId::new("ayun")))
}

fn verdict() -> Target {
    Target::Verdict { entry: entry("III.6a") }
}

fn returned(reason: &str, until: Option<&str>) -> Value {
    let until = until.map(|day| day.parse().unwrap());
    Value::record(&Verdict::Returned {
        reason: reason.into(),
        until,
        heads: Heads::default(),
        fields: NamedFields::default(),
    })
}

fn accepted(head: char) -> Value {
    Value::record(&Verdict::Accepted { heads: Heads::new([head.to_string().repeat(64)]) })
}

fn say(value: Value, by: &str, minute: i64) -> StampedEdit {
    edit(verdict(), value, by, minute)
}

/// What all verdicts are that stand against each other, in an order of their own.
fn standing(document: &Document) -> Vec<Value> {
    assert_same(&of(document), document);
    let mut values: Vec<Value> =
        document.read(&verdict()).contenders.iter().map(|held| held.value.clone()).collect();
    values.sort_unstable();
    values
}

fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_unstable();
    values
}

/// Pairs that have parts in common, parts of their own, and the same first part.
fn pairs() -> Vec<[Value; 2]> {
    vec![
        [returned("thiếu biểu", Some("2019-09-04")), accepted('a')],
        [returned("thiếu biểu", Some("2019-09-04")), returned("sai số liệu", None)],
        [returned("thiếu biểu", None), returned("thiếu biểu", Some("2019-09-04"))],
        [accepted('a'), accepted('b')],
        [returned("", None), accepted('a')],
        [returned("thiếu biểu", None), Value::Absent],
    ]
}

#[test]
fn two_laptops_that_did_not_know_of_each_other_leave_two_whole_values() {
    for [one, other] in pairs() {
        let (mut first, mut second) = (review(), review());
        let base = first.seal(&[say(returned("xem lại", None), "A", 0)], actor(1));
        take(&mut second, &base);
        let a = first.seal(&[say(one.clone(), "A", 1)], actor(1));
        let b = second.seal(&[say(other.clone(), "B", 2)], actor(2));
        take(&mut first, &b);
        take(&mut second, &a);
        assert_eq!(standing(&first), sorted(vec![one, other]), "never a mixture of the two");
        let (here, there) = (first.read(&verdict()), second.read(&verdict()));
        assert_eq!(here, there, "both laptops list them in the same order");
        assert!(here.in_conflict());
        let mut authors: Vec<_> =
            here.contenders.iter().flat_map(|held| &held.by).map(PersonId::as_str).collect();
        authors.sort_unstable();
        assert_eq!(authors, ["A", "B"], "and whose each is");
    }
}

#[test]
fn such_a_conflict_is_settled_for_either_side_at_either_laptop() {
    for pair in pairs() {
        for chosen in &pair {
            for settler in [1, 2] {
                let [one, other] = pair.clone();
                let (mut first, mut second) = (review(), review());
                let base = first.seal(&[say(returned("xem lại", None), "A", 0)], actor(1));
                take(&mut second, &base);
                let a = first.seal(&[say(one, "A", 1)], actor(1));
                let b = second.seal(&[say(other, "B", 2)], actor(2));
                take(&mut first, &b);
                take(&mut second, &a);
                let (at, elsewhere) =
                    if settler == 1 { (&mut first, &mut second) } else { (&mut second, &mut first) };
                let settled = at.seal(&[say(chosen.clone(), "C", 3)], actor(3));
                for raw in &settled {
                    assert!(interpret(raw).is_ok(), "{chosen:?} of {pair:?} is a change like any other");
                }
                take(elsewhere, &settled);
                assert_eq!(first.heads(), second.heads());
                assert_eq!(first.read(&verdict()).value(), chosen, "of {pair:?}, chosen at laptop {settler}");
                assert!(!second.read(&verdict()).in_conflict(), "{chosen:?} of {pair:?}");
                assert_same(&of(&second), &second);
            }
        }
    }
}

#[test]
fn a_third_value_that_is_written_over_two_is_whole() {
    for [one, other] in pairs() {
        let (mut first, mut second) = (review(), review());
        let a = first.seal(&[say(one, "A", 1)], actor(1));
        take(&mut first, &second.seal(&[say(other, "B", 2)], actor(2)));
        let third = returned("cả hai", Some("2019-10-01"));
        let c = first.seal(&[say(third.clone(), "A", 3)], actor(1));
        take(&mut second, &[a, c].concat());
        assert_eq!(standing(&second), [third]);
    }
}

#[test]
fn a_second_return_with_only_another_reason_is_read_whole_with_its_own_parts() {
    let mut laptop = review();
    let first = returned("thiếu biểu", Some("2019-09-04"));
    let second = returned("sai biểu", Some("2019-09-04"));
    laptop.seal(&[say(first, "A", 0)], actor(1));
    let sealed = laptop.seal(&[say(second.clone(), "B", 5)], actor(1));
    assert_eq!(standing(&laptop), std::slice::from_ref(&second));
    let held = laptop.read(&verdict()).contenders[0].clone();
    assert_eq!(
        (held.by.clone(), held.at),
        (Some("B".into()), crate::support::at(5)),
        "all of it is the second author's"
    );
    let said = interpret(&sealed[0]).unwrap().said(&review().id().kind, &Vocabulary::default());
    assert_eq!(said.fields.len(), 1, "one field, however many parts it has");
    assert_eq!(said.fields[0].value.as_ref(), Some(&second), "and the change says all of it");
    let without = returned("sai biểu", None);
    laptop.seal(&[say(without.clone(), "B", 6)], actor(1));
    assert_eq!(standing(&laptop), [without], "the day of the return before is not left in it");
}

#[test]
fn what_is_taken_away_is_nothing_and_can_be_said_again() {
    let mut laptop = review();
    let value = returned("thiếu biểu", Some("2019-09-04"));
    laptop.seal(&[say(value.clone(), "A", 0)], actor(1));
    let away = laptop.seal(&[say(Value::Absent, "A", 1)], actor(1));
    assert!(standing(&laptop).is_empty());
    let said = interpret(&away[0]).unwrap().said(&review().id().kind, &Vocabulary::default());
    assert_eq!(said.fields[0].value, Some(Value::Absent));
    laptop.seal(&[say(value.clone(), "A", 2)], actor(1));
    let whole = std::slice::from_ref(&value);
    assert_eq!(standing(&laptop), whole, "with all its parts, though they stood there all along");
    assert!(
        laptop.seal(&[say(value, "A", 3)], actor(1)).is_empty(),
        "what is said already is not said again"
    );
}

#[test]
fn what_an_office_says_of_a_unit_is_admitted_whole() {
    let plan = mang_yang();
    let mut laptop = review();
    let mut contents = of(&laptop);
    let sealed = [
        laptop.seal(&[say(returned("thiếu biểu", Some("2019-09-04")), "A", 0)], actor(1)),
        laptop.seal(&[say(accepted('a'), "A", 1)], actor(1)),
        laptop.seal(&[say(Value::Absent, "A", 2)], actor(1)),
    ]
    .concat();
    let office = UnitId::new("noi-vu");
    let outcomes = contents.admit(&sealed, writer(&plan, &office), |_, _| None);
    assert!(outcomes.iter().all(is_taken), "{outcomes:?}");
    let unit = UnitId::new("ayun");
    let outcomes = of(&review()).admit(&sealed, writer(&plan, &unit), |_, _| None);
    assert!(!outcomes.iter().any(is_taken), "a unit passes no verdict on itself");
}

#[test]
fn a_file_stands_beside_the_fields_of_its_evidence() {
    let target = |part| Target::Evidence { evidence: EvidenceId::new("aaaaaaaaaaaaa"), part };
    let file = Value::record(&FileFacts {
        hash: FileHash::new("0".repeat(64)),
        size: 12,
        name: "biểu 1.xlsx".into(),
        media_type: "application/pdf".into(),
    });
    let mut laptop = workbook();
    let edits = [
        edit(target(EvidencePart::Number), Value::Str("35".into()), "A", 0),
        edit(target(EvidencePart::File), file.clone(), "A", 0),
        edit(target(EvidencePart::Symbol), Value::Str("QĐ".into()), "A", 0),
    ];
    let sealed = laptop.seal(&edits, actor(1));
    assert_eq!(sealed.len(), 2, "one register and one change");
    let said = interpret(&sealed[1]).unwrap().said(&workbook().id().kind, &Vocabulary::default());
    assert_eq!(said.fields.len(), 3, "{said:?}");
    assert_eq!(*laptop.read(&target(EvidencePart::File)).value(), file);
    let mut contents = of(&workbook());
    assert!(give(&mut contents, &sealed).iter().all(is_taken));
    assert_same(&contents, &laptop);
    let outcomes = of(&workbook()).admit(&sealed, Rules::Relayed, |_, _| None);
    assert!(outcomes.iter().all(is_taken));
}

#[test]
fn choosing_what_shows_settles_three_values_of_which_two_are_equal() {
    let mut laptops = [workbook(), workbook(), workbook()];
    let target = Target::State { entry: entry("I.4") };
    let state = |code: &str, by: &str| edit(target.clone(), Value::Str(code.into()), by, 0);
    for codes in
        [["done", "done", "in-progress"], ["in-progress", "done", "done"], ["done", "in-progress", "done"]]
    {
        let mut all = workbook();
        for (at, (laptop, code)) in laptops.iter_mut().zip(codes).enumerate() {
            *laptop = workbook();
            take(&mut all, &laptop.seal(&[state(code, "A")], actor(at as u8 + 1)));
        }
        for chosen in ["done", "in-progress"] {
            let mut here = all.clone();
            let settled = here.seal(&[state(chosen, "C")], actor(4));
            let mut there = all.clone();
            take(&mut there, &settled);
            assert_eq!(there.heads(), here.heads(), "{codes:?}, {chosen}: the choice travels");
            let read = there.read(&target);
            assert_eq!(*read.value(), Value::Str(chosen.into()));
            assert_eq!(read.contenders.len(), 1, "{codes:?}, {chosen}");
            assert_eq!(
                read.contenders[0].by,
                Some("C".into()),
                "{codes:?}, {chosen}: a choice is somebody's"
            );
        }
    }
}

#[test]
fn a_value_without_a_part_that_it_needs_is_refused() {
    let (plan, unit) = (mang_yang(), UnitId::new("ayun"));
    let object = ObjectName::parse("r/evidence/aaaaaaaaaaaaa").unwrap();
    let facts: [(&str, ScalarValue); 4] = [
        ("file-hash", "0".repeat(64).into()),
        ("file-name", "biểu 1.xlsx".into()),
        ("file-size", 3.into()),
        ("file-type", "application/pdf".into()),
    ];
    for missing in [None, Some("file-hash"), Some("file-name"), Some("file-size"), Some("file-type")] {
        let (skeleton, change) = written([0x89; 8], &[], &object, |doc, evidence| {
            for (key, value) in facts.iter().filter(|(key, _)| Some(*key) != missing) {
                doc.put(evidence, *key, value.clone()).unwrap();
            }
        });
        let outcomes = of(&workbook()).admit(&[skeleton, change], writer(&plan, &unit), |_, _| None);
        match missing {
            None => assert!(outcomes.iter().all(is_taken), "{outcomes:?}"),
            Some(part) => assert!(
                matches!(outcomes[1], Admission::Refused(Refusal::BadValue)),
                "a file without {part} would be shown nowhere: {outcomes:?}"
            ),
        }
    }
}
