//! What each kind of value may be, at both ends.

use model::value::{
    FILE_PARTS, FileFacts, Heads, MAX_FILE_BYTES, MAX_HEADS, MAX_PLACE, NamedField, NamedFields,
    REQUEST_PARTS, RequestFacts, SUBMISSION_PARTS, Submission, VERDICT_PARTS, Value, ValueKind, Verdict,
};
use model::vocabulary::all;
use proptest::prelude::*;

fn text(text: impl Into<String>) -> Value {
    Value::Str(text.into())
}

fn ints(numbers: &[i64]) -> Vec<Value> {
    numbers.iter().map(|n| Value::Int(*n)).collect()
}

/// The first and last that a kind takes, and what lies just beyond them. A new kind has to be told of here.
pub fn bounds(kind: ValueKind) -> (Vec<Value>, Vec<Value>) {
    let heads = |count: usize| vec!["0123456789abcdef".repeat(4); count].join(" ");
    let texts = |texts: &[&str]| texts.iter().map(|one| text(*one)).collect::<Vec<_>>();
    match kind {
        ValueKind::Text { chars } | ValueKind::Line { chars } => {
            (vec![text(""), text("ế".repeat(chars))], vec![text("ế".repeat(chars + 1))])
        }
        ValueKind::Name { chars } => (
            vec![text("ế"), text("ế".repeat(chars))],
            vec![text(""), text("ế".repeat(chars + 1)), text("a\nb")],
        ),
        ValueKind::State => (
            texts(&["not-started", "in-progress", "done", "not-applicable"]),
            texts(&["", "Done", "hoàn thành", "done "]),
        ),
        ValueKind::Percent => (ints(&[0, 100]), ints(&[-1, 101])),
        ValueKind::Amount => (ints(&[i64::MIN, 0, i64::MAX]), Vec::new()),
        ValueKind::Flag => (vec![Value::Bool(false), Value::Bool(true)], texts(&["true", ""])),
        ValueKind::Date => (
            texts(&["2019-02-28", "2020-02-29"]),
            texts(&["", "2019-02-29", "2019-2-28", "+2019-02-28", "05/9/2019", "2019-09-05T00:00:00Z"]),
        ),
        ValueKind::Time => {
            (texts(&["2019-09-05T09:31:00+07:00"]), texts(&["", "2019-09-05", "2019-09-05T25:00:00+07:00"]))
        }
        ValueKind::Days => (ints(&[0, 60]), ints(&[-1, 61])),
        ValueKind::Year => (ints(&[1990, 2200]), ints(&[1989, 2201])),
        ValueKind::Id => {
            (vec![text("a"), text("a".repeat(40))], vec![text(""), text("a".repeat(41)), text("ế")])
        }
        ValueKind::Evidence => (
            vec![text("a"), text("a".repeat(13)), text("a".repeat(40))],
            vec![text(""), text("a".repeat(41)), text("12/BC-UBND")],
        ),
        ValueKind::Hash => (
            vec![text("0".repeat(64))],
            vec![text(""), text("0".repeat(63)), text("0".repeat(65)), text("A".repeat(64))],
        ),
        ValueKind::Size => {
            let most = i64::try_from(MAX_FILE_BYTES).unwrap();
            (ints(&[0, most]), ints(&[-1, most + 1]))
        }
        ValueKind::Heads => (
            vec![text(""), text(heads(1)), text(heads(MAX_HEADS))],
            vec![
                text(heads(MAX_HEADS + 1)),
                text("0"),
                text(format!(" {}", heads(1))),
                text(heads(2).replace(' ', "  ")),
            ],
        ),
        ValueKind::Word(words) => (texts(words), texts(&["", "maybe"])),
        ValueKind::Named { chars } => (
            vec![text("percent ghi lại"), text(format!("figure/ho-so/part {}", "ế".repeat(chars)))],
            vec![
                text(""),
                text("percent"),
                text("percent  "),
                text(" thiếu biểu"),
                text("tỷ-lệ thiếu biểu"),
                text("figure//part thiếu biểu"),
                text(format!("percent {}", "ế".repeat(chars + 1))),
            ],
        ),
        ValueKind::Month => (ints(&[1, 12]), ints(&[0, 13])),
        ValueKind::Place => (ints(&[0, MAX_PLACE]), ints(&[-1, MAX_PLACE + 1])),
        ValueKind::List { of, most } => {
            let (good, bad) = bounds(*of);
            let lines = |value: &Value, count: usize| {
                let line = value.as_str().expect("lists hold texts").chars().take(40).collect::<String>();
                text(vec![line; count].join("\n"))
            };
            let first = good[0].clone();
            // Nothing between two line feeds is an empty one, which no list holds.
            let refused = bad.into_iter().filter(|value| *value != text("") && *value != text("a\nb"));
            let refused = refused.chain([lines(&first, most + 1), text("\n"), text("a\n")]);
            let taken = vec![text(""), first.clone(), lines(&first, most)];
            (taken, refused.collect())
        }
        ValueKind::Record(parts) => {
            let whole = |missing: Option<&str>| {
                let part = |part: &model::value::Part| (part.key.to_owned(), bounds(part.value).0.remove(0));
                Value::Record(parts.iter().filter(|part| Some(part.key) != missing).map(part).collect())
            };
            let (mut taken, mut refused) = (vec![whole(None)], vec![Value::Record([].into())]);
            for part in parts {
                (if part.needed { &mut refused } else { &mut taken }).push(whole(Some(part.key)));
                let with = |value: Value| {
                    let Value::Record(mut parts) = whole(None) else {
                        unreachable!("it was put together above")
                    };
                    parts.insert(part.key.to_owned(), value);
                    Value::Record(parts)
                };
                let (good, bad) = bounds(part.value);
                taken.extend(good.into_iter().map(with));
                refused.extend(bad.into_iter().map(with));
                (if part.needed { &mut refused } else { &mut taken }).push(with(Value::Absent));
            }
            (taken, refused)
        }
    }
}

/// Every kind that a field or a part of one has.
fn kinds() -> Vec<ValueKind> {
    let mut kinds: Vec<ValueKind> = Vec::new();
    for field in all() {
        let parts = match field.value {
            ValueKind::Record(parts) => parts.iter().map(|part| part.value).collect(),
            _ => Vec::new(),
        };
        kinds.extend(std::iter::once(field.value).chain(parts));
    }
    kinds
}

#[test]
fn each_kind_takes_the_first_and_the_last_and_nothing_beyond() {
    for kind in kinds() {
        let (taken, refused) = bounds(kind);
        assert!(!taken.is_empty());
        for value in taken {
            assert!(value.fits(kind), "{kind:?} holds {:.80}", format!("{value:?}"));
        }
        for value in refused {
            assert!(!value.fits(kind), "{kind:?} does not hold {:.80}", format!("{value:?}"));
        }
    }
}

#[test]
fn a_value_of_another_type_fits_nowhere() {
    let of = |value: &Value| std::mem::discriminant(value);
    let all = [text("a"), Value::Int(1), Value::Bool(true), Value::Record([].into())];
    for kind in kinds() {
        let own = of(&bounds(kind).0[0]);
        for value in all.iter().filter(|value| of(value) != own) {
            assert!(!value.fits(kind), "{kind:?} does not hold {value:?}");
        }
    }
}

#[test]
fn every_value_is_taken_away_but_texts_and_what_stays_as_it_was_set() {
    for kind in kinds() {
        let stays = matches!(kind, ValueKind::Text { .. } | ValueKind::Year);
        assert_eq!(Value::Absent.fits(kind), !stays, "{kind:?}");
    }
}

#[test]
fn a_record_that_fits_is_read_as_what_it_is() {
    for (parts, reads) in [
        (FILE_PARTS, (|value| value.as_record::<FileFacts>().is_some()) as fn(&Value) -> bool),
        (VERDICT_PARTS, |value| value.as_record::<Verdict>().is_some()),
        (SUBMISSION_PARTS, |value| value.as_record::<Submission>().is_some()),
        (REQUEST_PARTS, |value| value.as_record::<RequestFacts>().is_some()),
    ] {
        for value in bounds(ValueKind::Record(parts)).0 {
            assert!(reads(&value), "what a field may hold is shown: {:.200}", format!("{value:?}"));
        }
    }
}

#[test]
fn a_part_that_this_program_does_not_know_is_left_out_of_what_is_read() {
    let returned = Verdict::Returned {
        reason: "thiếu biểu".into(),
        until: None,
        heads: Heads::default(),
        fields: NamedFields::default(),
    };
    let Value::Record(mut parts) = Value::record(&returned) else { unreachable!("it has parts") };
    parts.insert("points".into(), Value::Int(3));
    assert_eq!(Value::Record(parts).as_record(), Some(returned));
    assert_eq!(Value::Record([].into()).as_record::<Verdict>(), None);
    assert_eq!(text("returned").as_record::<Verdict>(), None);
}

#[test]
fn a_return_of_an_older_program_names_no_field_and_a_newer_one_keeps_each_with_its_words() {
    let named = |name: &str, words: &str| NamedField { name: name.into(), words: words.into() };
    let fields =
        NamedFields(vec![named("narrative", "ghi rõ ngày"), named("figure/ho-so/part", "khác biểu 01")]);
    let returned = |fields| Verdict::Returned {
        reason: "thiếu biểu".into(),
        until: None,
        heads: Heads::default(),
        fields,
    };
    let written = Value::record(&returned(fields.clone()));
    assert_eq!(written.part("fields"), &text("narrative ghi rõ ngày\nfigure/ho-so/part khác biểu 01"));
    assert!(written.fits(ValueKind::Record(VERDICT_PARTS)));
    assert_eq!(written.as_record(), Some(returned(fields)));
    let Value::Record(mut parts) = written else { unreachable!("it has parts") };
    parts.remove("fields");
    assert_eq!(Value::Record(parts).as_record(), Some(returned(NamedFields::default())));
}

proptest! {
    #[test]
    fn a_record_is_taken_apart_and_put_together_again(
        reason in ".{0,20}", until in prop::option::of(0..20_000i32), heads in prop::collection::vec("[0-9a-f]{64}", 0..4),
        size in 0..=MAX_FILE_BYTES, second in any::<u8>(),
    ) {
        let day = |n: i32| chrono::NaiveDate::from_num_days_from_ce_opt(730_000 + n).unwrap();
        let returned = Verdict::Returned { reason: reason.clone(), until: until.map(day), heads: Heads::default(), fields: NamedFields::default() };
        prop_assert_eq!(Value::record(&returned).as_record(), Some(returned));
        let accepted = Verdict::Accepted { heads: Heads::new(&heads) };
        prop_assert_eq!(Value::record(&accepted).as_record(), Some(accepted));
        let at = chrono::DateTime::from_timestamp(1_500_000_000 + i64::from(second), 0).unwrap();
        let handed_in = Submission::new(at.with_timezone(&model::time::hanoi()), Heads::new(&heads));
        prop_assert_eq!(Value::record(&handed_in).as_record(), Some(handed_in));
        let hash = model::ids::FileHash::new("0".repeat(64));
        let file = FileFacts { hash, size, name: reason.clone(), media_type: reason.clone() };
        prop_assert_eq!(Value::record(&file).as_record(), Some(file));
        let (task, rule) = (model::ids::TaskId::new("I.2"), "by".into());
        let request = RequestFacts { number: reason, task, rule, received_on: day(0), due: day(1), units: None };
        prop_assert_eq!(Value::record(&request).as_record(), Some(request));
    }

    #[test]
    fn heads_are_read_back_and_nothing_else_is_heads(heads in prop::collection::vec("[0-9a-f]{64}", 0..5), other in "[0-9a-fA-F ]{0,70}") {
        let written = String::from(Heads::new(&heads));
        prop_assert_eq!(Heads::parse(&written).map(String::from), Some(written));
        if let Some(read) = Heads::parse(&other) {
            prop_assert_eq!(String::from(read), other);
        }
    }
}
