//! Who owes what, and since when, as the decision says it.

use model::ids::{FieldCode, PeriodId, RequestId, TaskId, UnitId};
use model::target::{EntryKey, Target};
use model::value::{RequestFacts, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, as_decided, text, workbook};

/// After the annual report's day, and after the plan took effect.
const DECEMBER: &str = "2019-12-20T09:00:00";

fn ask(world: &World, unit: &str, now: &str, ask: &Ask) -> Json {
    world.ask_as(Some(unit), now, Side::Laptop, ask).unwrap()
}

fn row(world: &World, unit: &str, period: &str, task: &str) -> Json {
    let (period, task) = (PeriodId::new(period), Some(TaskId::new(task)));
    let asked = Ask::Work { period, unit: Some(UnitId::new(unit)), task };
    ask(world, unit, DECEMBER, &asked)["rows"][0].clone()
}

fn late(world: &World, period: &str) -> Vec<(String, String)> {
    let asked = Ask::Late { period: PeriodId::new(period), field: Some(FieldCode::new("I")) };
    let rows = ask(world, "noi-vu", DECEMBER, &asked);
    let of = |row: &Json, key: &str| row[key].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (of(row, "unit"), of(row, "task"))).collect()
}

#[test]
fn nothing_is_late_that_was_due_before_the_plan_took_effect() {
    let world = World::on(as_decided());
    for period in ["Q1", "H1", "Q3"] {
        assert_eq!(late(&world, period), [], "{period}: the decision was signed on 11/11/2019");
    }
    let i1 = row(&world, "noi-vu", "Q1", "I.1");
    assert_eq!(
        (&i1["shown"], &i1["due"]["lateness"]),
        (&json!("not-started"), &json!({"is": "before-effect"}))
    );
    let matrix = ask(&world, "noi-vu", DECEMBER, &Ask::Matrix { period: PeriodId::new("Q3"), field: None });
    assert_eq!(matrix["overdue"], 0);
    let rows = matrix["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["onTime"] == json!(null)), "no date that was owed has come");
    let home = ask(&world, AYUN, DECEMBER, &Ask::Home);
    let before: Vec<bool> = home["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| period["beforeEffect"].as_bool().unwrap())
        .collect();
    assert_eq!(before, [true, true, true, false, false]);
    let dates = ask(&world, AYUN, DECEMBER, &Ask::Deadlines { unit: Some(UnitId::new(AYUN)) });
    let report = |period: &str| {
        let all = dates.as_array().unwrap();
        all.iter().find(|one| one["task"].is_null() && one["period"] == period).unwrap()["due"]["lateness"]
            .clone()
    };
    assert_eq!(report("Q3"), json!({"is": "before-effect"}), "nor is a report that was due then");
    assert_eq!(report("Y"), json!({"is": "late", "days": 25}), "25/11 was owed");
}

#[test]
fn a_commune_is_not_late_for_what_an_office_owes() {
    let world = World::on(as_decided());
    let own = |task: &str| ("noi-vu".to_owned(), task.to_owned());
    assert_eq!(late(&world, "Y"), [own("I.1"), own("I.2")], "the office that reports, and nobody else");
    let i2 = row(&world, AYUN, "Y", "I.2");
    assert_eq!((&i2["shown"], &i2["due"]), (&json!("not-started"), &json!(null)));
    let law = row(&world, "tu-phap", "Y", "I.2");
    assert_eq!(law["due"]["date"], "2020-02-14", "of seven deadlines that of its own report");
    let dates = ask(&world, AYUN, DECEMBER, &Ask::Deadlines { unit: Some(UnitId::new(AYUN)) });
    let tasks: Vec<&Json> = dates.as_array().unwrap().iter().map(|one| &one["task"]).collect();
    assert!(!tasks.contains(&&json!("I.2")), "its calendar has none of them");
    assert_eq!(ask(&world, AYUN, DECEMBER, &Ask::Home)["overdue"], 0);
}

#[test]
fn whoever_takes_part_reads_who_owes_the_deadline_and_what_is_due_by_it() {
    let world = World::on(as_decided());
    let entry = EntryKey { task: TaskId::new("I.2"), period: PeriodId::new("Y") };
    let page = |unit: &str| {
        let asked = Ask::Entry { unit: UnitId::new(unit), entry: entry.clone() };
        ask(&world, unit, DECEMBER, &asked)["dues"].as_array().unwrap().clone()
    };
    let culture =
        |dues: &[Json]| dues.iter().find(|due| due["rule"] == "on-request-so-tttt").unwrap().clone();
    let told = culture(&page(AYUN));
    assert_eq!(told["lateness"], json!({"is": "of-others"}));
    assert_eq!(told["owedBy"], json!(["Phòng Văn hóa và Thông tin"]));
    assert_eq!(told["outputs"], json!(["Báo cáo định kỳ về kết quả ứng dụng CNTT"]));
    assert_eq!(culture(&page("van-hoa"))["lateness"], json!({"is": "undetermined"}), "it is its own");
    assert_eq!(culture(&page("noi-vu"))["lateness"], json!({"is": "of-others"}), "a lead of the same row");
}

#[test]
fn a_request_presses_on_the_office_that_owes_the_answer() {
    let mut world = World::on(as_decided());
    let request = RequestFacts {
        task: TaskId::new("I.2"),
        rule: "on-request-so-tttt".into(),
        number: "71/STTTT-CNTT".into(),
        received_on: "2019-11-20".parse().unwrap(),
        due: "2019-12-01".parse().unwrap(),
        units: None,
    };
    let target = Target::Request { request: RequestId::new("yc-1") };
    let plan = model::doc_id::DocId::plan(world.plan.id());
    world.edit(&plan, "Lan", "2019-11-20T08:00:00", &[(target, Value::record(&request))]);
    assert_eq!(row(&world, "van-hoa", "Y", "I.2")["shown"], "overdue");
    assert_eq!(row(&world, "tu-phap", "Y", "I.2")["shown"], "not-started");
    assert_eq!(row(&world, AYUN, "Y", "I.2")["shown"], "not-started");
}

#[test]
fn a_request_presses_on_the_units_that_it_names_and_on_no_other() {
    let mut world = World::on(as_decided());
    let request = RequestFacts {
        task: TaskId::new("I.2"),
        rule: "on-request-so-tttt".into(),
        number: "72/STTTT-CNTT".into(),
        received_on: "2019-11-20".parse().unwrap(),
        due: "2019-12-01".parse().unwrap(),
        units: Some(model::value::Lines(vec![AYUN.to_owned(), "tu-phap".to_owned()])),
    };
    let target = Target::Request { request: RequestId::new("yc-2") };
    let plan = model::doc_id::DocId::plan(world.plan.id());
    world.edit(&plan, "Lan", "2019-11-20T08:00:00", &[(target, Value::record(&request))]);
    assert_eq!(row(&world, AYUN, "Y", "I.2")["shown"], "overdue");
    assert_eq!(row(&world, "tu-phap", "Y", "I.2")["shown"], "overdue");
    assert_eq!(row(&world, "van-hoa", "Y", "I.2")["shown"], "not-started", "it is asked for nothing");
}

#[test]
fn the_office_that_owes_a_deadline_enters_its_date_and_no_other_word_counts() {
    let mut world = World::on(as_decided());
    let date = |day: &str| {
        let target = Target::DueDate { task: TaskId::new("I.2"), rule: "by-regulation".into() };
        (target, text(day))
    };
    world.edit(&workbook("noi-vu"), "Lan", "2019-11-20T08:00:00", &[date("2019-12-02")]);
    assert_eq!(
        row(&world, "tu-phap", "Y", "I.2")["due"]["date"],
        "2020-02-14",
        "the report on the law is not hers"
    );
    world.edit(&workbook("tu-phap"), "Hoa", "2019-11-20T08:00:00", &[date("2019-12-15")]);
    assert_eq!(row(&world, "tu-phap", "Y", "I.2")["due"]["date"], "2019-12-15");
}

#[test]
fn the_decision_itself_is_read_by_everyone() {
    let world = World::on(as_decided());
    for unit in [Some(AYUN), Some("noi-vu"), None] {
        let paper = world.ask_as(unit, DECEMBER, Side::Server, &Ask::Document).unwrap();
        assert_eq!(
            (&paper["decision"], &paper["effectiveFrom"]),
            (&json!("3571/QĐ-UBND"), &json!("2019-11-11"))
        );
        assert_eq!(paper["coordinator"], "Phòng Nội vụ");
        assert_eq!(paper["bases"].as_array().unwrap().len(), 6);
        assert_eq!(paper["definitions"][0]["word"], "cơ quan, đơn vị");
    }
}
