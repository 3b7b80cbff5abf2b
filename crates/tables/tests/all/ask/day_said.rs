//! What a day tells of what was asked and answered.

use model::target::Target;
use model::value::{Extension, ExtensionAnswer, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, at, entry, q3, review, text, workbook};

const OFFICE: &str = "noi-vu";

fn day(world: &World, unit: &str, now: &str) -> Json {
    world.ask_as(Some(unit), now, Side::Laptop, &Ask::Day).unwrap()
}

fn of_kind(day: &Json, kind: &str) -> Vec<Json> {
    day["lines"].as_array().unwrap().iter().filter(|line| line["kind"] == kind).cloned().collect()
}

fn question(id: &str, words: &str) -> (Target, Value) {
    (Target::Question { entry: entry("I.2"), question: id.into() }, text(words))
}

fn answer(id: &str, words: &str) -> (Target, Value) {
    (Target::Answer { entry: entry("I.2"), question: id.into() }, text(words))
}

fn asked(until: &str) -> (Target, Value) {
    let value =
        Extension {
            until: until.parse().unwrap(), reason: "mất mạng".into(), at: at("2019-08-20T08:00:00")
        };
    (Target::Extension { period: q3() }, Value::record(&value))
}

fn said_to(asked: &str, granted: Option<&str>) -> (Target, Value) {
    let (asked, at) = (asked.parse().unwrap(), at("2019-08-21T08:00:00"));
    let value = match granted {
        Some(until) => {
            ExtensionAnswer::Granted { asked, at, until: until.parse().unwrap(), words: "đồng ý".into() }
        }
        None => ExtensionAnswer::Refused { asked, at, words: "đã nhắc hai lần".into(), stays: None },
    };
    (Target::ExtensionAnswer { period: q3() }, Value::record(&value))
}

#[test]
fn a_question_stands_in_the_units_day_until_it_is_answered() {
    let mut world = World::new();
    let office = review(OFFICE, AYUN);
    world.edit(&office, "Hà", "2019-08-20T10:00:00", &[question("q1", "Bao nhiêu hồ sơ?")]);
    world.edit(&office, "Hà", "2019-08-20T11:00:00", &[question("q2", "Ai ký?")]);
    let told = of_kind(&day(&world, AYUN, "2019-09-30T08:00:00"), "question");
    assert_eq!(told.len(), 1, "one line for the entry, however long ago it was asked: {told:?}");
    assert_eq!(
        (&told[0]["task"], &told[0]["period"], &told[0]["count"]),
        (&json!("I.2"), &json!("Q3"), &json!(2))
    );
    assert_eq!((&told[0]["words"], &told[0]["by"]), (&json!("Ai ký?"), &json!("Hà, Phòng Nội vụ")));
    assert!(of_kind(&day(&world, "de-ar", "2019-08-22T08:00:00"), "question").is_empty(), "it is Ayun's");
    assert!(of_kind(&day(&world, OFFICE, "2019-08-22T08:00:00"), "question").is_empty(), "who asked waits");
    world.edit(
        &workbook(AYUN),
        "Hoan",
        "2019-08-22T08:00:00",
        &[answer("q1", "12"), answer("q2", "Chủ tịch")],
    );
    assert!(of_kind(&day(&world, AYUN, "2019-08-22T09:00:00"), "question").is_empty(), "both were answered");
}

#[test]
fn an_answer_is_told_to_the_office_that_asked_from_when_it_came_to_the_server() {
    let mut world = World::new();
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-08-12T10:00:00", &[question("q1", "Bao nhiêu hồ sơ?")]);
    world.received = None;
    let said = answer("q1", "12 hồ sơ");
    world.edit(&workbook(AYUN), "Hoan", "2019-08-14T08:00:00", std::slice::from_ref(&said));
    let told = |world: &World, unit: &str, now: &str| of_kind(&day(world, unit, now), "question-answered");
    assert!(told(&world, OFFICE, "2019-08-22T09:00:00").is_empty(), "it waits on the unit's laptop");
    // Written a week ago, without a network.
    world.arrive(&workbook(AYUN), &[said.0], "2019-08-21T16:00:00");
    let lines = told(&world, OFFICE, "2019-08-22T09:00:00");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((&lines[0]["words"], &lines[0]["by"]), (&json!("12 hồ sơ"), &json!("Hoan")));
    assert_eq!((&lines[0]["unit"], &lines[0]["task"]), (&json!(AYUN), &json!("I.2")));
    assert_eq!(lines[0]["at"], "2019-08-21T16:00:00+07:00", "by the server's clock");
    assert!(told(&world, "tu-phap", "2019-08-22T09:00:00").is_empty(), "another office asked nothing");
    assert!(
        told(&world, OFFICE, "2019-08-26T09:00:00").is_empty(),
        "what came before the last working day was news then"
    );
}

#[test]
fn more_time_that_is_asked_for_waits_in_the_day_of_who_keeps_the_plan() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Hoan", "2019-08-20T08:00:00", &[asked("2019-09-12")]);
    let told = |world: &World, unit: &str| of_kind(&day(world, unit, "2019-08-22T09:00:00"), "time-asked");
    let lines = told(&world, OFFICE);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(
        (&lines[0]["unit"], &lines[0]["period"], &lines[0]["date"]),
        (&json!(AYUN), &json!("Q3"), &json!("2019-09-12"))
    );
    assert_eq!((&lines[0]["words"], &lines[0]["by"]), (&json!("mất mạng"), &json!("Hoan")));
    assert!(told(&world, "tu-phap").is_empty(), "a lead grants no time");
    assert!(told(&world, AYUN).is_empty(), "the unit itself waits");
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-08-21T08:00:00", &[said_to("2019-09-12", None)]);
    assert!(told(&world, OFFICE).is_empty(), "it was answered");
    world.edit(&workbook(AYUN), "Hoan", "2019-08-21T09:00:00", &[asked("2019-09-10")]);
    assert_eq!(told(&world, OFFICE)[0]["date"], "2019-09-10", "an answer to another ask is none to this one");
}

#[test]
fn the_unit_is_told_for_a_week_what_was_said_to_what_it_asked() {
    for (granted, words) in [(Some("2019-09-10"), "đồng ý"), (None, "đã nhắc hai lần")] {
        let mut world = World::new();
        world.edit(&workbook(AYUN), "Hoan", "2019-08-20T08:00:00", &[asked("2019-09-12")]);
        let told = |world: &World, unit: &str, now: &str| of_kind(&day(world, unit, now), "time-answered");
        assert!(told(&world, AYUN, "2019-08-21T07:00:00").is_empty(), "nothing was said yet");
        world.received = Some(at("2019-08-21T08:00:00"));
        world.edit(&review(OFFICE, AYUN), "Hà", "2019-08-21T08:00:00", &[said_to("2019-09-12", granted)]);
        let lines = told(&world, AYUN, "2019-08-27T09:00:00");
        assert_eq!(lines.len(), 1, "a laptop may hear of it days later: {lines:?}");
        assert_eq!((&lines[0]["date"], &lines[0]["words"]), (&json!(granted), &json!(words)));
        assert!(told(&world, "de-ar", "2019-08-22T09:00:00").is_empty(), "it is Ayun's");
        assert!(told(&world, AYUN, "2019-08-29T09:00:00").is_empty(), "after a week it is known");
    }
}
