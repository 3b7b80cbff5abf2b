//! Registers: what their descriptions say, what ends a record, what is counted, and what is pasted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::amount::Amount;
use model::ids::{RecordId, RegisterId, TaskId};
use model::plan::{Plan, PlanSource, Term};
use model::record::{NewRow, Sheet, read_row, read_sheet};
use model::register::{Ends, FigureCount, KINDS, Record, RegisterKind, Standing};
use model::value::{Value, ValueKind};
use proptest::prelude::*;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn kind(id: &str) -> &'static RegisterKind {
    RegisterKind::of(id).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cells(cells: &[(&str, Value)]) -> BTreeMap<String, Value> {
    cells.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn text(words: &str) -> Value {
    Value::Str(words.into())
}

fn finding(found: &str, due: &str, rest: &[(&str, Value)]) -> BTreeMap<String, Value> {
    let mut all =
        cells(&[("found-on", text(found)), ("due", text(due)), ("content", text("Thiếu niêm yết"))]);
    all.extend(cells(rest));
    all
}

fn ended(on: &str) -> [(&'static str, Value); 3] {
    [("outcome", text("referred")), ("document", text("12/BC-UBND")), ("ended-on", text(on))]
}

const QUARTER: (&str, &str) = ("2019-07-01", "2019-09-30");

fn quarter() -> (NaiveDate, NaiveDate) {
    (day(QUARTER.0), day(QUARTER.1))
}

#[test]
fn each_kind_names_columns_that_it_has_and_that_hold_what_is_asked_of_them() {
    for kind in KINDS {
        let is_day = |name: &str| kind.column(name).is_some_and(|column| column.value == ValueKind::Date);
        let names: BTreeSet<&str> = kind.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), kind.columns.len(), "{}: a column is one", kind.id);
        assert!(kind.filled().any(|column| column.needed), "{}: an empty line is no record", kind.id);
        assert!(kind.due.is_none_or(is_day), "{}: a date is a day", kind.id);
        if let Ends::On { day, with } = kind.ends {
            assert!(is_day(day), "{}: it ends on a day", kind.id);
            assert!(with.iter().all(|column| kind.column(column).is_some()), "{}", kind.id);
        }
        for count in kind.counts {
            assert!(is_day(count.dated), "{}: {} falls into a period by a day", kind.id, count.id);
            for column in count.sums {
                let number = kind.column(column).is_some_and(|column| column.value == ValueKind::Amount);
                assert!(number, "{}: only numbers are added up", kind.id);
            }
        }
        for column in kind.columns {
            let words: Vec<&str> = column.choices.iter().map(|choice| choice.code).collect();
            match column.value {
                ValueKind::Word(known) => {
                    assert_eq!(words, known, "{}: each word has a label", column.label)
                }
                _ => assert!(words.is_empty(), "{}", column.label),
            }
        }
    }
}

/// A number with the date of its document, and figures with their day, are one thing that one person read off one paper.
#[test]
fn columns_that_tell_of_one_document_or_one_count_are_decided_together() {
    // Each says something by itself: a term, or what was done at last.
    let alone = ["due", "returned-on"];
    for kind in KINDS {
        for column in kind.filled() {
            let told = column.numbered || matches!(column.value, ValueKind::Date | ValueKind::Amount);
            let with = kind.filled().filter(|other| column.group.is_some() && other.group == column.group);
            let with: Vec<&str> = with.map(|other| other.name).collect();
            if told && !alone.contains(&column.name) && kind.id != "shortcoming" {
                assert!(with.len() > 1, "{}: {} is decided with {with:?}", kind.id, column.label);
            }
            if let (true, Some(day)) = (column.numbered, column.group) {
                let is_day = |other: &&model::register::Column| other.value == ValueKind::Date;
                let dated = kind.filled().filter(is_day).any(|other| other.group == Some(day));
                assert!(dated, "{}: a document's number goes with its date: {}", kind.id, column.label);
            }
        }
        let dated: BTreeSet<&str> =
            kind.counts.iter().filter(|count| !count.sums.is_empty()).map(|count| count.dated).collect();
        for count in kind.counts.iter().filter(|count| dated.contains(count.dated)) {
            for sum in count.sums {
                let group = |name: &str| kind.column(name).and_then(|column| column.group);
                assert_eq!(group(sum), group(count.dated), "{}: a figure of {}", kind.id, count.dated);
            }
        }
    }
}

#[test]
fn the_plan_has_a_register_of_every_kind_and_each_belongs_to_a_task_of_its_keepers() {
    let plan = mang_yang();
    let kinds: BTreeSet<&str> = plan.registers().iter().map(|register| register.kind.id).collect();
    assert_eq!(kinds, KINDS.iter().map(|kind| kind.id).collect(), "none is described for nobody");
    for register in plan.registers() {
        for unit in plan.units().iter().filter(|unit| plan.keeps(&unit.id, register)) {
            assert!(plan.assignment(&unit.id, &register.of).is_some(), "{} at {}", register.id, unit.id);
        }
    }
}

#[test]
fn an_official_who_was_disciplined_is_a_count_and_never_a_name() {
    for column in kind("discipline").filled() {
        let free = matches!(
            column.value,
            ValueKind::Line { .. }
                | ValueKind::Text { .. }
                | ValueKind::Name { .. }
                | ValueKind::Id
                | ValueKind::Evidence
        );
        assert!(!free, "{}: words could say who it was", column.label);
    }
}

#[test]
fn a_finding_ends_with_its_outcome_and_a_document_and_with_nothing_else() {
    let today = day("2019-08-22");
    let standing = |rest: &[(&str, Value)]| {
        let cells = finding("2019-07-01", "2019-08-20", rest);
        Record { kind: kind("finding"), cells: &cells }.standing(today)
    };
    assert_eq!(standing(&[]), Standing::Late(2), "its date has passed");
    let [outcome, document, on] = ended("2019-08-21");
    assert_eq!(standing(&[outcome.clone(), on.clone()]), Standing::Unproved(vec!["document"]));
    assert_eq!(standing(&[document.clone(), on.clone()]), Standing::Unproved(vec!["outcome"]));
    assert_eq!(standing(std::slice::from_ref(&outcome)), Standing::Unproved(vec!["document", "ended-on"]));
    assert_eq!(
        standing(&[outcome.clone(), on.clone(), ("document", text(""))]),
        Standing::Unproved(vec!["document"]),
        "an emptied field is no document"
    );
    assert_eq!(standing(&[outcome, document, on]), Standing::Ended(day("2019-08-21")));
    let cells = finding("2019-07-01", "2019-08-22", &[]);
    let record = Record { kind: kind("finding"), cells: &cells };
    assert_eq!(record.standing(today), Standing::Open, "the day itself is in time");
}

#[test]
fn what_is_counted_in_a_period_follows_from_the_days_in_the_register() {
    let records = [
        finding("2019-06-30", "2019-08-01", &ended("2019-07-15")),
        finding("2019-07-01", "2019-08-01", &ended("2019-09-30")),
        finding("2019-09-30", "2019-12-01", &ended("2019-10-01")),
        finding(
            "2019-08-01",
            "2019-09-01",
            &[("outcome", text("handled")), ("ended-on", text("2019-08-02"))],
        ),
        finding("2019-08-05", "2019-09-01", &[("removed", Value::Bool(true))]),
    ];
    let records: Vec<Record<'_>> =
        records.iter().map(|cells| Record { kind: kind("finding"), cells }).collect();
    let count = |text: &str| FigureCount::parse(text).unwrap().of(&records, quarter()).unwrap();
    assert_eq!(
        count("x: found"),
        Amount::from_thousandths(3_000),
        "found in the quarter, and still in the register"
    );
    assert_eq!(count("x: ended"), Amount::from_thousandths(1_000), "ended by its last day, with a document");
    let year = FigureCount::parse("x: ended").unwrap().of(&records, (day("2019-01-01"), day("2019-12-31")));
    assert_eq!(year, Some(Amount::from_thousandths(3_000)));
    assert_eq!(
        FigureCount::parse("x: found, outcome = referred").unwrap().of(&records, quarter()),
        Some(Amount::from_thousandths(2_000)),
        "of some records alone"
    );
    assert_eq!(FigureCount::parse("x: nothing").unwrap().of(&records, quarter()), None);
}

#[test]
fn a_task_is_in_time_when_it_was_done_by_its_date_and_numbers_are_added_up() {
    let task = |due: &str, done: Option<&str>| {
        let done = done.map(|day| ("done-on", text(day)));
        cells(&[("due", text(due)), ("giver", text("tinh")), ("content", text("x"))])
            .into_iter()
            .chain(done.map(|(name, day)| (name.to_owned(), day)))
            .collect::<BTreeMap<_, _>>()
    };
    let tasks = [
        task("2019-08-01", Some("2019-08-01")),
        task("2019-08-01", Some("2019-08-02")),
        task("2019-09-01", None),
        task("2019-10-01", Some("2019-08-01")),
    ];
    let tasks: Vec<Record<'_>> = tasks.iter().map(|cells| Record { kind: kind("assigned"), cells }).collect();
    let of = |text: &str, records: &[Record<'_>]| FigureCount::parse(text).unwrap().of(records, quarter());
    assert_eq!(of("x: in-time, giver = tinh | ct-tinh", &tasks), Some(Amount::from_thousandths(1_000)));
    assert_eq!(of("x: fallen-due", &tasks), Some(Amount::from_thousandths(3_000)), "only what fell due");
    assert_eq!(of("x: fallen-due, giver = huyen", &tasks), Some(Amount::ZERO));
    let line = |until: &str, in_time: i64, late: i64| {
        let number = |n: i64| Value::Int(n * 1_000);
        cells(&[("until", text(until)), ("in-time", number(in_time)), ("late", number(late))])
    };
    let lines = [line("2019-07-31", 40, 2), line("2019-09-30", 60, 0), line("2019-10-01", 99, 9)];
    let lines: Vec<Record<'_>> = lines.iter().map(|cells| Record { kind: kind("dossiers"), cells }).collect();
    assert_eq!(of("x: fallen-due", &lines), Some(Amount::from_thousandths(102_000)));
    assert_eq!(of("x: late", &lines), Some(Amount::from_thousandths(2_000)));
}

#[test]
fn what_a_figure_counts_is_written_as_it_was_read() {
    for text in ["kiem-tra: ended", "nhiem-vu: in-time, giver = tinh | ct-tinh"] {
        assert_eq!(FigureCount::parse(text).unwrap().to_string(), text);
    }
    for bad in ["", "kiem-tra", "kiem-tra:", "kiem-tra: ended, giver", "kiem-tra: ended, giver = "] {
        assert!(FigureCount::parse(bad).is_err(), "{bad:?}");
    }
}

fn faults(plan: &str, indicators: &str) -> String {
    Plan::load(&PlanSource::new(MANG_YANG_UNITS, plan, indicators)).unwrap_err().to_string()
}

#[test]
fn a_plan_that_counts_what_is_nowhere_is_no_plan_and_says_where() {
    let indicators = |from: &str, to: &str| {
        assert!(MANG_YANG_INDICATORS.contains(from), "{from}");
        faults(MANG_YANG_PLAN, &MANG_YANG_INDICATORS.replacen(from, to, 1))
    };
    let told = indicators("kiem-tra-cchc: ended", "kiem-tra: ended");
    assert!(told.contains("indicator.counts") && told.contains("[[register]]"), "{told}");
    let told = indicators("kiem-tra-cchc: ended", "kiem-tra-cchc: closed");
    assert!(told.contains("found, ended"), "the counts that there are: {told}");
    let told = indicators("giver = tinh | ct-tinh", "giver = tinh | bo");
    assert!(told.contains("ct-tinh") && told.contains("bo"), "{told}");
    let told = indicators("giver = tinh | ct-tinh", "content = tinh");
    assert!(told.contains("content"), "only of columns with words to choose: {told}");
    let told = indicators(
        r#"counts = ["kiem-tra-cchc: ended", "kiem-tra-cchc: found"]"#,
        r#"counts = ["kiem-tra-cchc: ended"]"#,
    );
    assert!(told.contains("1 cách đếm"), "{told}");
    let plan = |from: &str, to: &str| {
        assert!(MANG_YANG_PLAN.contains(from), "{from}");
        faults(&MANG_YANG_PLAN.replacen(from, to, 1), MANG_YANG_INDICATORS)
    };
    assert!(plan("kind = \"petition\"", "kind = \"letters\"").contains("register.kind"));
    assert!(plan("of = \"III.7b\"", "of = \"III.7z\"").contains("register.of"));
    let told =
        plan("by = [\"noi-vu\", \"communes\"]\nname = \"Tin", "by = [\"noi-vu\", \"huyen\"]\nname = \"Tin");
    assert!(told.contains("register.by"), "whoever has no part in the task keeps no register of it: {told}");
    let told = plan("id = \"pakn\"", "id = \"dao-tao\"");
    assert!(told.contains("register.id"), "an id is one register's: {told}");
}

#[test]
fn duties_outside_the_annex_count_nowhere_until_they_are_switched_on() {
    let source = PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, MANG_YANG_INDICATORS);
    let (plan, mut items) = Plan::load_items(&source).unwrap();
    assert_eq!((plan.tasks().len(), plan.assignments().len()), (53, 1_082), "the annex and no more");
    assert!(plan.standby().len() >= 20 && plan.standby().iter().all(|one| !one.on));
    let money = RegisterId::new("kinh-phi-cchc");
    assert!(plan.register(&money).is_none(), "nor is a register kept of what nobody has to do");
    let term = Term { year: 2019, closed_on: None };
    let id = plan.id().clone();
    let same = Plan::of_items(&id, term, &items).unwrap();
    assert_eq!(same.assignments().len(), 1_082, "as documents hold it");
    let task = TaskId::new("MII.6b");
    items.on = vec![task.clone(), TaskId::new("MII.9a")];
    let on = Plan::of_items(&id, term, &items).unwrap();
    let told = on.assignment(&"tai-chinh".into(), &task).expect("it is an assignment like others");
    assert_eq!(told.task, task);
    let communes = on.units().iter().filter(|unit| unit.kind == "commune").count();
    assert!(on.assignments().len() > 1_082 + communes, "every office and commune owes the second one");
    assert!(on.register(&money).is_some());
    assert_eq!(on.standby().iter().filter(|one| one.on).count(), 2);
    let task = on.task(&task).unwrap();
    assert_eq!(task.standby.as_deref(), Some("theo mục II.6"), "it says where it comes from");
}

fn sheet(id: &str, text: &str) -> Sheet {
    read_sheet(&mang_yang(), (kind(id), &RegisterId::new("x")), text)
}

#[test]
fn lines_out_of_a_table_program_are_taken_by_the_names_over_them_or_in_the_registers_order() {
    let named = "Số tiếp nhận\tVề thủ tục, lĩnh vực\tNGÀY TIẾP NHẬN\n01\tđất đai\t05/8/2019\n";
    let plain = "1\t01\t5-8-2019\tđất đai\t\t\t\t\t\n2\t02\t6-8-2019\thộ tịch\t\t\t\t\t\n";
    let read = sheet("petition", named);
    assert_eq!(read.columns, [Some("code"), Some("about"), Some("received-on")]);
    assert_eq!(read.rows.len(), 1);
    let read_row = &read.rows[0];
    assert_eq!(
        (read_row.typed["code"].as_str(), read_row.typed["received-on"].as_str()),
        ("01", "05/8/2019")
    );
    assert!(read_row.bad.is_empty(), "{:?}", read_row.bad);
    let read = sheet("petition", plain);
    assert_eq!(read.columns[..2], [None, Some("code")], "the lines' own numbers are nobody's word");
    assert_eq!(read.rows[1].typed["about"], "hộ tịch");
    assert!(read.rows.iter().all(|row| row.bad.is_empty() && row.beside.is_empty()), "{read:?}");
}

#[test]
fn every_cell_that_cannot_be_read_says_why_in_its_own_column() {
    let line = "05/13/2019\tKL 12\t\tThiếu niêm yết\tTổ một cửa\t30/9/2019\tđã xong\t12/BC\t\n";
    let read = sheet("finding", line);
    let bad: Vec<&str> = read.rows[0].bad.iter().map(|cell| cell.column).collect();
    assert_eq!(bad, ["found-on", "outcome"]);
    assert!(read.rows[0].bad[0].message.contains("Không có ngày này"));
    assert!(read.rows[0].bad[1].message.contains("đã kiến nghị xử lý"), "what there is to choose");
    assert_eq!(read.rows[0].typed["found-on"], "05/13/2019", "what was pasted stays to be mended");
    let missing = sheet("finding", "\t\t\tThiếu niêm yết\n");
    let bad: Vec<&str> = missing.rows[0].bad.iter().map(|cell| cell.column).collect();
    assert_eq!(bad, ["found-on", "owner", "due"], "what a record is none without");
    let negative = sheet("discipline", "05/8/2019\tCông chức\tkhien trach\t-1\n");
    assert_eq!(negative.rows[0].bad.len(), 1, "{negative:?}");
    assert!(sheet("money", "05/8/2019\tXX\t\t1\t1\t1\n").rows[0].bad[0].message.contains("lĩnh vực"));
    assert!(sheet("money", "05/8/2019\tcai cach thu tuc hanh chinh\t\t1\t1\t1\n").rows[0].bad.is_empty());
}

#[test]
fn cells_with_line_breaks_tabs_and_quotation_marks_stay_whole() {
    let read = sheet(
        "news",
        "05/8/2019\t\"Hội nghị \"\"một cửa\"\"\nở xã\"\tBáo tỉnh\n06/8/2019\tNói \"thẳng\"\tbao tinh\n",
    );
    assert_eq!(read.rows.len(), 2);
    assert_eq!(read.rows[0].typed["title"], "Hội nghị \"một cửa\" ở xã");
    assert_eq!(read.rows[1].typed["title"], "Nói \"thẳng\"");
    assert!(read.rows.iter().all(|row| row.bad.is_empty()), "{read:?}");
}

#[test]
fn more_lines_than_are_taken_in_one_go_are_counted() {
    let read = sheet("news", &"05/8/2019\tTin\tBáo tỉnh\n".repeat(503));
    assert_eq!((read.rows.len(), read.too_many), (500, 3));
}

#[test]
fn a_record_is_read_whole_or_not_at_all() {
    let plan = mang_yang();
    let (register, record) = (RegisterId::new("ky-luat"), RecordId::new("aaaaaaaaaaaaa"));
    let row = |cells: &[(&str, &str)]| -> NewRow {
        cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let read =
        |cells: &[(&str, &str)]| read_row(&plan, (kind("discipline"), &register), &record, &row(cells));
    let whole =
        [("decided-on", "05/8/2019"), ("group", "cong-chuc"), ("form", "khiển trách"), ("people", "1")];
    assert_eq!(read(&whole).unwrap().len(), 4);
    assert_eq!(read(&whole[..3]).unwrap_err()[0].column, "people");
}

proptest! {
    #[test]
    fn whatever_is_pasted_no_word_of_it_is_lost(text in "[a-zđ0-9/\t\n\"]{0,80}") {
        let read = sheet("petition", &text);
        let pasted: String = text.chars().filter(|c| !matches!(c, '\t' | '\n' | '"')).collect();
        let numbers: usize = read.columns.iter().filter(|column| column.is_none()).count();
        let kept: String = read
            .rows
            .iter()
            .flat_map(|row| row.typed.values().chain(&row.beside))
            .flat_map(|word| word.chars())
            .filter(|c| !matches!(c, '\t' | '\n' | '"' | ' '))
            .collect();
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        prop_assert!(numbers > 0 || letters(&pasted) == letters(&kept), "{text:?} became {read:?}");
    }
}
