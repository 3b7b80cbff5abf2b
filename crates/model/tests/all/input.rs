use model::edit::Edit;
use model::ids::{EvidenceId, IndicatorId, MilestoneId, PeriodId, RecordId, RegisterId, RequestId, TaskId};
use model::input::BadValue;
use model::item::{OrganisationItem, PlanItem};
use model::register::{ColumnOf, KINDS};
use model::target::{EntryKey, EvidencePart, PaperPart, PortalPart, Target};
use model::value::{MAX_LINE_CHARS, MAX_TEXT_CHARS, RequestFacts, Value};

use crate::support::mang_yang;

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new("Q3") }
}

fn read(target: Target, text: &str) -> Result<Value, BadValue> {
    Edit::from_input(target, text, &mang_yang()).map(|edit| edit.value)
}

fn evidence(part: EvidencePart) -> Target {
    Target::Evidence { evidence: EvidenceId::new("aaaaaaaaaaaaa"), part }
}

fn signed(text: &str) -> Result<Value, BadValue> {
    read(evidence(EvidencePart::Signed), text)
}

fn str(text: &str) -> Value {
    Value::Str(text.into())
}

#[test]
fn a_state_is_read_by_its_code_or_its_word() {
    let state = |text| read(Target::State { entry: entry() }, text);
    assert_eq!(state("in-progress"), Ok(str("in-progress")));
    assert_eq!(state(" Hoàn thành "), Ok(str("done")));
    assert_eq!(state(""), Ok(Value::Absent));
    for bad in ["Done", "xong", "100", "in-progress;", "đang"] {
        assert_eq!(state(bad), Err(BadValue::State), "{bad}");
    }
}

#[test]
fn per_cent_is_a_whole_number_up_to_a_hundred() {
    let percent = |text| read(Target::Percent { entry: entry() }, text);
    for (text, expected) in [("98", 98), ("98 %", 98), (" 0% ", 0), ("100", 100), ("98,0", 98)] {
        assert_eq!(percent(text), Ok(Value::Int(expected)), "{text}");
    }
    assert_eq!(percent("  "), Ok(Value::Absent));
    for bad in
        ["101", "-1", "98,7", "98.7", "1.000", "chín", "9 8", "%", "98 % 99", "1e2", "99999999999999999999"]
    {
        assert_eq!(percent(bad), Err(BadValue::Percent), "{bad}");
    }
}

fn figure(indicator: &str, figure: &str) -> Target {
    Target::Figure { entry: entry(), indicator: IndicatorId::new(indicator), figure: figure.into() }
}

/// A share in per cent: the one indicator of the plan whose figures have decimals.
fn points(figure: &str) -> Target {
    self::figure("dong-gop-doanh-nghiep", figure)
}

#[test]
fn a_comma_in_what_is_counted_is_asked_about_and_never_taken_as_one_and_a_bit() {
    let counted = |text: &str| read(figure("ho-so-dung-han", "part"), text);
    for (typed, thousands) in [
        ("1,234", "1.234"),
        (" 1,234 ", "1.234"),
        ("1,000", "1.000"),
        ("12,500", "12.500"),
        ("1.234,500", "1.234.500"),
        ("1,234 %", "1.234"),
    ] {
        let (typed, thousands) = (typed.trim().to_owned(), thousands.to_owned());
        let asked = Err(BadValue::WholeThousands { typed: typed.clone(), thousands });
        assert_eq!(counted(&typed), asked, "{typed}");
    }
    for typed in ["98,7", "1,5", "0,25", "98,7 %"] {
        assert_eq!(counted(typed), Err(BadValue::Whole { typed: typed.into() }));
    }
    for (typed, value) in [("1.234", 1_234), ("1234", 1_234), ("1 234", 1_234), ("98,0", 98), ("98,00", 98)] {
        assert_eq!(counted(typed), Ok(Value::Int(value * 1000)), "{typed}");
    }
    for none in ["0,000", "0,0", "00,000"] {
        assert_eq!(counted(none), Ok(Value::Int(0)), "{none} is none, whatever the comma was to be");
    }
    assert_eq!(read(points("now"), "12,345"), Ok(Value::Int(12_345)), "a share in per cent has decimals");
}

#[test]
fn less_than_none_is_neither_counted_nor_part_of_a_whole() {
    for indicator in ["ho-so-dung-han", "ky-luat", "hinh-thuc-tuyen-truyen"] {
        for name in ["part", "whole", "count"] {
            for typed in ["-5", "−5", "-1,234", "-0,5"] {
                assert_eq!(
                    read(figure(indicator, name), typed),
                    Err(BadValue::Negative),
                    "{indicator} {typed}"
                );
            }
        }
    }
    assert_eq!(read(figure("ho-so-dung-han", "part"), "-0"), Ok(Value::Int(0)));
    let portal = |indicator: &str| Target::Portal {
        entry: entry(),
        indicator: IndicatorId::new(indicator),
        part: PortalPart::Value,
    };
    assert_eq!(read(portal("ho-so-dung-han"), "-98,5"), Err(BadValue::Negative));
    assert_eq!(read(portal("ho-so-dung-han"), "98,5"), Ok(Value::Int(98_500)), "a portal shows per cents");
    assert_eq!(read(portal("giam-chi-truc-tiep"), "-8,5"), Ok(Value::Int(-8_500)), "which may have fallen");
    assert!(BadValue::Negative.to_string().contains("dấu trừ"), "it says what to look at");
}

#[test]
fn a_documents_number_is_one_wherever_it_is_typed() {
    let cell = |kind: &str, column: &str| Target::Cell {
        register: RegisterId::new("so"),
        record: RecordId::new("aaaaaaaaaaaaa"),
        column: ColumnOf::find(kind, column).unwrap(),
    };
    let period = PeriodId::new("Q3");
    let mut fields: Vec<Target> = vec![
        Target::ReportPaper { period, part: PaperPart::Number },
        Target::MilestoneBasis { milestone: MilestoneId::new("a") },
        Target::DueBasis { task: TaskId::new("V.6"), rule: "by-plan".into() },
    ];
    let numbered = KINDS.iter().flat_map(|kind| kind.filled().filter(|column| column.numbered));
    fields.extend(numbered.map(|column| cell(column.kind, column.name)));
    for field in fields {
        for typed in [
            "15/QĐ-UBND",
            "15/QĐ–UBND",
            "15/QĐ−UBND",
            "15 / QĐ-UBND",
            "15/QĐ – UBND",
            "15/Q\u{d0}\u{2011}UBND",
        ] {
            assert_eq!(read(field.clone(), typed), Ok(str("15/QĐ-UBND")), "{field:?} {typed}");
        }
    }
    let words = "Đất đai – xây dựng";
    assert_eq!(read(cell("petition", "about"), words), Ok(str(words)), "in words a dash is one");
}

#[test]
fn an_amount_is_read_as_an_office_writes_it() {
    let target = || points("now");
    assert_eq!(read(target(), "1.234,5"), Ok(Value::Int(1_234_500)));
    assert_eq!(read(target(), "1234,5"), Ok(Value::Int(1_234_500)));
    assert_eq!(read(target(), ""), Ok(Value::Absent));
    for bad in ["1.23", "1,2345", "một", "1..2", "1,2,3", "99999999999999999999"] {
        let refused = read(target(), bad);
        assert!(matches!(refused, Err(BadValue::Amount(_))), "{bad}: {refused:?}");
    }
}

#[test]
fn a_flag_is_true_or_false() {
    let flag = |text| read(Target::NoneArose { entry: entry(), indicator: IndicatorId::new("a") }, text);
    assert_eq!((flag("true"), flag("false")), (Ok(Value::Bool(true)), Ok(Value::Bool(false))));
    for bad in ["True", "1", "có", "yes"] {
        assert_eq!(flag(bad), Err(BadValue::Flag), "{bad}");
    }
}

#[test]
fn a_day_is_read_in_the_ways_people_write_it() {
    for text in
        ["05/9/2019", "5/9/2019", "05/09/2019", "5-9-2019", "5.9.2019", "2019-09-05", " 5 / 9 / 2019 "]
    {
        assert_eq!(signed(text), Ok(str("2019-09-05")), "{text}");
    }
    assert_eq!(signed(""), Ok(Value::Absent));
    assert_eq!(signed("29/2/2016"), Ok(str("2016-02-29")), "a leap day");
    for bad in [
        "31/9/2019",
        "29/2/2019",
        "0/9/2019",
        "5/13/2019",
        "5/9",
        "5/9/19",
        "05092019",
        "5/9/2019/1",
        "hôm qua",
        "5/9/20199",
        "-5/9/2019",
        "+5/9/2019",
        "2019-9-5-1",
        "//",
    ] {
        let refused = signed(bad);
        assert!(
            matches!(refused, Err(BadValue::Date { year: 2019 } | BadValue::YearOfDate { .. })),
            "{bad}: {refused:?}"
        );
    }
}

#[test]
fn a_year_that_can_only_be_a_slip_is_asked_about() {
    let milestone = |text| read(Target::Milestone { milestone: MilestoneId::new("a") }, text);
    assert_eq!(milestone("14/2/2020"), Ok(str("2020-02-14")));
    assert_eq!(milestone("14/2/2109"), Err(BadValue::YearOfDate { first: 2018, last: 2029 }));
    assert_eq!(milestone("14/2/2009"), Err(BadValue::YearOfDate { first: 2018, last: 2029 }));
    assert_eq!(signed("14/2/2009"), Ok(str("2009-02-14")), "a document may be older than the plan");
    assert_eq!(signed("14/2/0219"), Err(BadValue::YearOfDate { first: 1945, last: 2029 }));
}

#[test]
fn days_are_few_and_whole() {
    let days = |text| read(Target::UnitDays { period: PeriodId::new("Q3") }, text);
    for (text, expected) in [("5", 5), ("5 ngày", 5), ("0", 0), ("60", 60)] {
        assert_eq!(days(text), Ok(Value::Int(expected)), "{text}");
    }
    for bad in ["61", "-1", "1,5", "năm", "5 tháng"] {
        assert_eq!(days(bad), Err(BadValue::Days), "{bad}");
    }
}

#[test]
fn a_text_is_composed_and_keeps_its_lines() {
    let narrative = |text| read(Target::Narrative { entry: entry() }, text);
    assert_eq!(narrative("tie\u{302}\u{301}ng"), Ok(str("tiếng")), "composed letters");
    assert_eq!(narrative("một\r\nhai\rba\u{b}bốn"), Ok(str("một\nhai\nba\nbốn")), "as Word breaks lines");
    assert_eq!(narrative("a\0b\u{7}c\td"), Ok(str("abc\td")), "what nobody sees is left out");
    assert_eq!(narrative(" một "), Ok(str(" một ")), "spaces are the person's own while typing");
    assert_eq!(narrative(""), Ok(str("")), "a text is emptied, never absent");
}

#[test]
fn what_is_too_long_is_refused_and_not_cut() {
    let long = "ế".repeat(MAX_TEXT_CHARS);
    assert_eq!(read(Target::Narrative { entry: entry() }, &long), Ok(str(&long)));
    let refused = read(Target::Difficulties { entry: entry() }, &format!("{long}x"));
    assert_eq!(refused, Err(BadValue::TooLong { length: MAX_TEXT_CHARS + 1, max: MAX_TEXT_CHARS }));
    let line = "a".repeat(MAX_LINE_CHARS + 1);
    for target in [
        evidence(EvidencePart::Abstract),
        Target::Link { entry: entry(), evidence: EvidenceId::new("a") },
        Target::DueBasis { task: TaskId::new("I.2"), rule: "by-regulation".into() },
    ] {
        assert!(matches!(read(target, &line), Err(BadValue::TooLong { .. })));
    }
}

#[test]
fn a_line_is_trimmed_and_empty_takes_it_away() {
    assert_eq!(read(evidence(EvidencePart::Number), " 35 "), Ok(str("35")));
    assert_eq!(read(evidence(EvidencePart::Number), " \n "), Ok(Value::Absent));
}

#[test]
fn what_nobody_types_is_refused() {
    for target in [
        evidence(EvidencePart::File),
        Target::Verdict { entry: entry() },
        Target::Submission { period: PeriodId::new("Q3") },
        Target::Extension { period: PeriodId::new("Q3") },
        Target::ExtensionAnswer { period: PeriodId::new("Q3") },
        Target::InTime { entry: entry() },
        Target::PlanItem { item: PlanItem::Head },
        Target::OrganisationItem { item: OrganisationItem::Head },
        Target::Year,
    ] {
        for text in ["", "{}", "2019"] {
            assert_eq!(read(target.clone(), text), Err(BadValue::NotTyped));
        }
    }
}

fn request(json: &str) -> Result<Value, BadValue> {
    read(Target::Request { request: RequestId::new("yc-1") }, json)
}

fn letter(task: &str, rule: &str, number: &str, received_on: &str, due: &str) -> String {
    serde_json::json!({
        "id": "yc-1", "task": task, "rule": rule, "number": number, "received_on": received_on, "due": due,
    })
    .to_string()
}

#[test]
fn a_request_is_read_with_its_days_as_people_write_them() {
    let expected = RequestFacts {
        task: TaskId::new("IV.5"),
        rule: "on-request-so-noi-vu".into(),
        number: "12/SNV-CCHC".into(),
        received_on: "2019-08-01".parse().unwrap(),
        due: "2019-09-15".parse().unwrap(),
        units: None,
    };
    let read =
        request(&letter("IV.5", "on-request-so-noi-vu", " 12/SNV-CCHC ", "1/8/2019", "15.9.2019")).unwrap();
    assert_eq!(read, Value::record(&expected));
    assert_eq!(read.as_record(), Some(expected), "its parts are put together again");
    assert_eq!(request(" "), Ok(Value::Absent), "empty takes it away");
}

#[test]
fn a_request_that_makes_no_sense_is_refused_with_what_to_mend() {
    for (json, expected) in [
        (letter("X.1", "by", "12/SNV", "01/8/2019", "15/9/2019"), BadValue::RequestTask),
        (letter("III.6a", "continuous", "12/SNV", "01/8/2019", "15/9/2019"), BadValue::RequestTask),
        (letter("IV.5", "by", "12/SNV", "01/8/2019", "15/9/2019"), BadValue::RequestTask),
        (letter("IV.5", "on-request-so-noi-vu", " ", "01/8/2019", "15/9/2019"), BadValue::RequestNumber),
        (letter("IV.5", "on-request-so-noi-vu", "12/SNV", "", "15/9/2019"), BadValue::Date { year: 2019 }),
        (
            letter("IV.5", "on-request-so-noi-vu", "12/SNV", "01/8/2019", "31/9/2019"),
            BadValue::Date { year: 2019 },
        ),
        (letter("IV.5", "on-request-so-noi-vu", "12/SNV", "01/8/2019", "31/7/2019"), BadValue::RequestDue),
        (
            letter("IV.5", "on-request-so-noi-vu", "12/SNV", "01/8/1019", "15/9/2019"),
            BadValue::YearOfDate { first: 2018, last: 2029 },
        ),
        ("{}".into(), BadValue::NotTyped),
        ("12/SNV".into(), BadValue::NotTyped),
    ] {
        assert_eq!(request(&json), Err(expected), "{json}");
    }
    let other =
        letter("IV.5", "on-request-so-noi-vu", "12/SNV", "01/8/2019", "15/9/2019").replace("yc-1", "yc-2");
    assert_eq!(request(&other), Err(BadValue::NotTyped), "another request's words");
}

#[test]
fn every_value_that_is_read_is_one_that_the_field_may_hold() {
    let targets = [
        Target::State { entry: entry() },
        Target::Percent { entry: entry() },
        Target::Narrative { entry: entry() },
        Target::Figure { entry: entry(), indicator: IndicatorId::new("a"), figure: "part".into() },
        Target::NoneArose { entry: entry(), indicator: IndicatorId::new("a") },
        evidence(EvidencePart::Signed),
        evidence(EvidencePart::Number),
        Target::UnitDays { period: PeriodId::new("Q3") },
    ];
    let typed =
        ["", " ", "done", "98", "98 %", "true", "1.234,5", "05/9/2019", "đường", "😀", "\0", "-1", "0"];
    for target in targets {
        for text in typed {
            if let Ok(value) = read(target.clone(), text) {
                assert!(value.fits(target.kind()), "{target:?} {text:?} {value:?}");
            }
        }
    }
}

#[test]
fn a_number_and_symbol_is_one_however_it_was_typed() {
    let line = |text: &str| read(evidence(EvidencePart::Number), text);
    for text in [
        "12/QĐ-UBND",
        "12/Q\u{d0}-UBND",
        "12/QĐ\u{2011}UBND",
        "12/Q\u{d0}\u{200b}-UBND\u{a0}",
        "１２/QĐ-UBND",
    ] {
        assert_eq!(line(text), Ok(str("12/QĐ-UBND")), "{text:?}");
    }
}

#[test]
fn a_text_keeps_its_spaces_and_loses_what_nobody_sees() {
    let text = |text: &str| read(Target::Narrative { entry: entry() }, text);
    assert_eq!(text("98\u{a0}% h\u{1ed3} s\u{1a1}\u{200b}\u{ad}"), Ok(str("98\u{a0}% hồ sơ")));
    assert_eq!(text("\u{d0}ã xong"), Ok(str("Đã xong")));
    assert_eq!(text("u\u{31b}o\u{31b}\u{300}ng"), Ok(str("ường")));
}

#[test]
fn the_number_and_the_symbol_of_a_document_are_one_however_their_dashes_were_typed() {
    let symbol = evidence(EvidencePart::Symbol);
    for typed in ["QĐ-UBND", "QĐ–UBND", "QĐ — UBND", "QĐ - UBND", "QĐ  −  UBND", "ＱĐ－ＵＢＮＤ"]
    {
        assert_eq!(read(symbol.clone(), typed), Ok(Value::Str("QĐ-UBND".into())), "{typed}");
    }
    assert_eq!(read(evidence(EvidencePart::Number), "12 / QĐ – UBND"), Ok(Value::Str("12/QĐ-UBND".into())));
    let words = "Kế hoạch – năm 2019";
    let kept = read(evidence(EvidencePart::Abstract), words);
    assert_eq!(kept, Ok(Value::Str(words.into())), "in words a dash is one");
    assert_eq!(model::fold::fold("12/QĐ–UBND"), model::fold::fold("12/QĐ-UBND"), "it is found either way");
}

#[test]
fn a_date_is_read_in_digits_and_with_dashes_of_any_width() {
    for typed in ["０５/９/２０１９", "5–9–2019", "05 / 9 / 2019", "5－9－2019"] {
        assert_eq!(signed(typed), Ok(str("2019-09-05")), "{typed}");
    }
}

#[test]
fn a_file_is_withdrawn_for_a_reason_and_the_reason_is_not_emptied() {
    for nothing in ["", "  ", "\n", "\u{200b}", " \u{ad}\u{200b} "] {
        assert_eq!(read(evidence(EvidencePart::Withdrawn), nothing), Err(BadValue::WithdrawalReason));
    }
}

#[test]
fn a_request_may_be_of_some_units_that_have_a_part() {
    let with = |units: &[&str]| {
        let letter = letter("IV.5", "on-request-so-noi-vu", "12/SNV", "01/8/2019", "15/9/2019");
        let mut json: serde_json::Value = serde_json::from_str(&letter).unwrap();
        json["units"] = units.into();
        request(&json.to_string())
    };
    let of = |value: Value| value.as_record::<RequestFacts>().unwrap().units.unwrap_or_default().0;
    assert_eq!(of(with(&[]).unwrap()), Vec::<String>::new(), "of all");
    let (mine, other) = (mang_yang(), "chua-tung-co");
    let part = mine.assignments_to(&TaskId::new("IV.5")).next().unwrap().unit.clone();
    assert_eq!(of(with(&[part.as_str()]).unwrap()), [part.to_string()]);
    assert_eq!(with(&[part.as_str(), other]), Err(BadValue::RequestUnit(other.into())));
}
