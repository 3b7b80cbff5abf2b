use model::doc_id::DocId;
use model::ids::{MilestoneId, UnitId};
use model::target::Target;
use model::value::{Heads, Submission, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{AYUN, World, at, narrative, q3, state, workbook};

fn deadlines(world: &World, asker: &str, unit: Option<&str>) -> Vec<Json> {
    world.ask(asker, &Ask::Deadlines { unit: unit.map(UnitId::new) }).as_array().unwrap().clone()
}

#[test]
fn the_years_dates_come_earliest_first_and_undetermined_ones_last() {
    let world = World::new();
    let list = deadlines(&world, AYUN, Some(AYUN));
    let dates: Vec<Option<&str>> = list.iter().map(|one| one["due"]["date"].as_str()).collect();
    let dated = dates.iter().take_while(|date| date.is_some()).count();
    assert!(dates[..dated].is_sorted() && dates[dated..].iter().all(Option::is_none), "{dates:?}");
    let quarters =
        list.iter().filter(|one| one["task"] == "I.2" && one["due"]["rule"] == "each-quarter").count();
    assert_eq!(quarters, 4, "a date in each quarter");
    assert!(!list.iter().any(|one| one["due"]["lateness"]["is"] == "continuous"), "no date, no deadline");
    assert_eq!(list.iter().filter(|one| one["task"].is_null()).count(), 4, "the reports that are asked for");
}

#[test]
fn closing_one_period_meets_its_dates_alone() {
    let mut world = World::new();
    world.edit(
        &workbook(AYUN),
        "a",
        "2019-08-20T08:00:00",
        &[state("I.2", "done"), narrative("I.2", "xong")],
    );
    let list = deadlines(&world, AYUN, Some(AYUN));
    let of = |date: &str| {
        let found = list.iter().find(|one| one["task"] == "I.2" && one["due"]["date"] == date);
        found.unwrap()["due"]["lateness"]["is"].clone()
    };
    assert_eq!((of("2019-09-05"), of("2019-03-05")), (json!("met"), json!("late")));
}

#[test]
fn a_report_is_met_when_it_is_handed_in() {
    let mut world = World::new();
    let report = |world: &World, asker: &str, unit| {
        let list = deadlines(world, asker, unit);
        list.into_iter().find(|one| one["task"].is_null() && one["period"] == "Q3").unwrap()["due"]["lateness"]["is"].clone()
    };
    assert_eq!(report(&world, AYUN, Some(AYUN)), "later");
    let handed_in = Submission::new(at("2019-08-21T16:00:00"), Heads::default());
    let edit = (Target::Submission { period: q3() }, Value::record(&handed_in));
    world.edit(&workbook(AYUN), "a", "2019-08-21T16:00:00", &[edit]);
    assert_eq!(report(&world, AYUN, Some(AYUN)), "later", "an empty report is not a report");
    world.edit(&workbook(AYUN), "a", "2019-08-21T16:30:00", &[narrative("I.2", "đã báo cáo")]);
    assert_eq!(report(&world, AYUN, Some(AYUN)), "met");
    assert_eq!(report(&world, "noi-vu", None), "later", "the other units still owe theirs");
}

#[test]
fn a_commune_that_names_no_unit_sees_its_own() {
    let world = World::new();
    let own = deadlines(&world, AYUN, None);
    assert!(own.iter().all(|one| one["unit"].is_null() || one["unit"] == AYUN));
    assert!(deadlines(&world, "noi-vu", None).len() > 10 * own.len(), "the coordinating office sees all");
}

#[test]
fn a_date_on_a_day_off_is_warned_of_and_not_moved() {
    let mut world = World::new();
    let milestone = Target::Milestone { milestone: MilestoneId::new("nop-bao-cao-cham-diem") };
    // The day before it is due: 1 December 2019, a Sunday.
    let edit = (milestone, Value::Str("2019-12-02".into()));
    world.edit(&DocId::plan(&"mang-yang-2019".into()), "Lan", "2019-08-20T08:00:00", &[edit]);
    let list = deadlines(&world, AYUN, Some(AYUN));
    let due = &list.iter().find(|one| one["task"] == "VI.3").unwrap()["due"];
    assert_eq!((&due["date"], &due["warning"]), (&json!("2019-12-01"), &json!("Ngày này là Chủ nhật")));
}
