use model::doc_id::DocId;
use model::ids::{MilestoneId, PeriodId, RequestId, TaskId, UnitId};
use model::target::Target;
use model::value::{RequestFacts, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, TODAY, World, q3, text};

const WHEN: &str = "2019-08-20T08:00:00";

fn settings(world: &World, asker: &str) -> Json {
    world.ask(asker, &Ask::Settings)
}

fn enter(world: &mut World, target: Target, value: Value) {
    world.edit(&DocId::plan(&"mang-yang-2019".into()), "Lan", WHEN, &[(target, value)]);
}

fn milestone() -> MilestoneId {
    MilestoneId::new("nop-bao-cao-cham-diem")
}

fn request(id: &str, task: &str, due: &str) -> (Target, Value) {
    let value = RequestFacts {
        task: TaskId::new(task),
        rule: "on-request-so-noi-vu".into(),
        number: "12/SNV-CCHC".into(),
        received_on: "2019-08-01".parse().unwrap(),
        due: due.parse().unwrap(),
        units: None,
    };
    (Target::Request { request: RequestId::new(id) }, Value::record(&value))
}

/// The dates of one task, or of the periodic reports, in the unit's calendar.
fn calendar(world: &World, task: Option<&str>) -> Vec<Json> {
    let list = world.ask(AYUN, &Ask::Deadlines { unit: Some(UnitId::new(AYUN)) });
    let of = |one: &&Json| one["task"].as_str() == task;
    list.as_array().unwrap().iter().filter(of).map(|one| one["due"]["date"].clone()).collect()
}

#[test]
fn nothing_entered_leaves_the_districts_own_dates_and_a_list_of_what_waits() {
    let world = World::new();
    let all = settings(&world, "noi-vu");
    let report = &all["reports"][2];
    assert_eq!((&report["title"], &report["days"]), (&json!("Báo cáo CCHC quý III"), &json!(null)));
    assert_eq!(report["period"]["unitDue"], report["period"]["due"]);
    let flags: Vec<bool> =
        all["reports"].as_array().unwrap().iter().map(|one| one["optional"].as_bool().unwrap()).collect();
    assert_eq!(flags, [false, false, false, false, true], "the fourth quarter's may not be asked for");
    assert_eq!((&all["milestones"][0]["date"], &all["milestones"][0]["basis"]), (&json!(null), &json!("")));
    assert!(all["milestones"][0]["tasks"].as_array().unwrap().contains(&json!("VI.3")));
    assert_eq!(all["requests"], json!([]));
    let waits = all["awaiting"].as_array().unwrap();
    let found = waits.iter().find(|one| one["task"] == "IV.5").unwrap();
    assert_eq!(
        (&found["requesterName"], &found["rule"]),
        (&json!("Sở Nội vụ"), &json!("on-request-so-noi-vu"))
    );
}

#[test]
fn days_before_the_report_move_the_units_day_in_calendar_and_list() {
    let mut world = World::new();
    assert_eq!(calendar(&world, None)[2], "2019-09-05");
    enter(&mut world, Target::UnitDays { period: q3() }, Value::Int(5));
    assert_eq!(calendar(&world, None)[2], "2019-08-31");
    let home = world.ask(AYUN, &Ask::Home);
    assert_eq!(home["periods"][2]["unitDue"], "2019-08-31");
    let report = settings(&world, "noi-vu")["reports"][2].clone();
    assert_eq!((&report["days"], &report["warning"]), (&json!(5), &json!("Ngày này là thứ Bảy")));
    assert_eq!(report["period"]["due"], "2019-09-05", "the district's own date stays");
}

#[test]
fn a_milestone_dates_its_tasks_with_the_document_that_sets_it() {
    let mut world = World::new();
    assert_eq!(calendar(&world, Some("VI.3")), [json!(null)]);
    let basis = Target::MilestoneBasis { milestone: milestone() };
    enter(&mut world, basis.clone(), text("15/SNV ngày 01/8/2019"));
    assert_eq!(calendar(&world, Some("VI.3")), [json!(null)], "a document alone is no date");
    enter(&mut world, Target::Milestone { milestone: milestone() }, text("2019-12-02"));
    assert_eq!(calendar(&world, Some("VI.3")), ["2019-12-01"]);
    let row = world
        .ask(AYUN, &Ask::Work { period: PeriodId::new("Y"), unit: None, task: Some(TaskId::new("VI.3")) });
    let own = row["rows"].as_array().unwrap().iter().find(|row| row["unit"] == AYUN).unwrap();
    assert_eq!(own["due"]["basis"], "15/SNV ngày 01/8/2019");
    let shown = settings(&world, "noi-vu")["milestones"][0].clone();
    let expected = json!(["2019-12-02", "15/SNV ngày 01/8/2019", "Ngày này là Chủ nhật"]);
    assert_eq!(json!([shown["date"], shown["basis"], shown["warning"]]), expected);
    enter(&mut world, basis, Value::Absent);
    assert_eq!(settings(&world, "noi-vu")["milestones"][0]["basis"], "", "taken away");
}

#[test]
fn requests_are_listed_by_the_day_on_which_they_are_due() {
    let mut world = World::new();
    let (late, soon) = (request("b", "IV.5", "2019-10-15"), request("a", "IV.3", "2019-09-01"));
    // A plan that was changed since: nothing waits for this one any more.
    let stray = request("c", "III.6a", "2019-09-01");
    for (target, value) in [late, soon, stray] {
        enter(&mut world, target, value);
    }
    let all = settings(&world, "noi-vu");
    let list: Vec<(&str, &str)> = all["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["task"].as_str().unwrap(), one["period"].as_str().unwrap()))
        .collect();
    assert_eq!(list, [("IV.3", "Q3"), ("IV.5", "Y")]);
    assert_eq!(all["requests"][0]["requesterName"], "Sở Nội vụ");
    assert_eq!(all["requests"][0]["warning"], "Ngày này là Chủ nhật");
    assert_eq!(calendar(&world, Some("IV.5")), ["2019-10-15"]);
}

#[test]
fn the_coordinating_office_alone_may_write_and_only_on_its_laptop() {
    let world = World::new();
    assert_eq!(settings(&world, "noi-vu")["editable"], true);
    assert_eq!(settings(&world, AYUN)["editable"], false);
    let page = |unit| world.ask_as(unit, TODAY, Side::Server, &Ask::Settings).unwrap();
    assert_eq!(page(Some("noi-vu"))["editable"], false);
    assert_eq!(page(None)["editable"], false);
}

#[test]
fn two_laptops_of_the_office_that_disagree_are_told_beside_the_field() {
    let mut world = World::new();
    let plan = DocId::plan(&"mang-yang-2019".into());
    let days = |n| (Target::UnitDays { period: q3() }, Value::Int(n));
    let mut changes = world.seal_apart(&plan, "Lan", WHEN, &[days(5)]);
    changes.extend(world.seal_apart(&plan, "Hoa", WHEN, &[days(7)]));
    world.merge(&plan, &changes);
    let all = settings(&world, "noi-vu");
    assert_eq!(all["conflicts"][0]["target"], json!({"field": "unit-days", "period": "Q3"}));
    assert_eq!(all["conflicts"][0]["contenders"].as_array().unwrap().len(), 2);
    assert_eq!(settings(&world, AYUN)["conflicts"], json!([]), "theirs to settle");
}
