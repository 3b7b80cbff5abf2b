//! One period: more time asked for and granted, closed and opened, and the three dates of a report.

use model::doc_id::DocId;
use model::target::{PeriodDay, Target};
use model::value::{
    Confirmation, Extension, ExtensionAnswer, Ground, Heads, PeriodClosing, Submission, Value,
};
use model::window::{AsOf, Ask};
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, at, entry, narrative, q3, returned, review, text, workbook};

/// When a laptop says that something was said; nothing follows from it.
const WHEN: &str = "2019-09-03T08:00:00";
/// After the day of the report, 05/9.
const AFTER: &str = "2019-09-10T09:00:00";

fn ask() -> Ask {
    Ask::Period { period: q3() }
}

fn page(world: &World, now: &str) -> Json {
    world.ask_as(Some("noi-vu"), now, Side::Laptop, &ask()).unwrap()
}

pub(super) fn line_of(page: &Json, unit: &str) -> Json {
    page["reports"].as_array().unwrap().iter().find(|line| line["unit"] == unit).unwrap().clone()
}

pub(super) fn line(world: &World) -> Json {
    line_of(&page(world, AFTER), AYUN)
}

fn plan_doc() -> DocId {
    DocId::plan(&"mang-yang-2019".into())
}

fn asked(until: &str, reason: &str) -> (Target, Value) {
    let value = Extension { until: until.parse().unwrap(), reason: reason.into(), at: at(WHEN) };
    (Target::Extension { period: q3() }, Value::record(&value))
}

fn granted(asked: &str, until: &str) -> (Target, Value) {
    granted_at(WHEN, asked, until)
}

fn granted_at(when: &str, asked: &str, until: &str) -> (Target, Value) {
    let value = ExtensionAnswer::Granted {
        asked: asked.parse().unwrap(),
        at: at(when),
        until: until.parse().unwrap(),
        words: "đồng ý".into(),
    };
    (Target::ExtensionAnswer { period: q3() }, Value::record(&value))
}

fn refused(asked: &str) -> (Target, Value) {
    let value = ExtensionAnswer::Refused {
        asked: asked.parse().unwrap(),
        at: at(WHEN),
        words: "đã nhắc hai lần".into(),
        stays: None,
    };
    (Target::ExtensionAnswer { period: q3() }, Value::record(&value))
}

fn closing(closed: bool) -> (Target, Value) {
    let reason = "đã tổng hợp".to_owned();
    let value = if closed {
        PeriodClosing::Closed { at: at(WHEN), reason }
    } else {
        PeriodClosing::Open { at: at(WHEN), reason }
    };
    (Target::PeriodClosing { period: q3() }, Value::record(&value))
}

pub(super) fn handed_in(when: &str) -> (Target, Value) {
    let value = Submission::new(at(when), Heads::default());
    (Target::Submission { period: q3() }, Value::record(&value))
}

/// Ayun hands in a report with something in it; it comes to the server then.
pub(super) fn hand_in(world: &mut World, when: &str, received: &str) {
    world.received = Some(at(received));
    world.edit(&workbook(AYUN), "Y Blơi", when, &[narrative("III.6a", "đã giải quyết"), handed_in(when)]);
}

#[test]
fn more_time_is_asked_for_and_granted_and_is_what_lateness_is_measured_by() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Y Blơi", "2019-09-03T08:00:00", &[asked("2019-09-12", "mất mạng cả tuần")]);
    let told = line(&world);
    assert_eq!(
        (&told["due"], &told["timing"]["is"]),
        (&json!("2019-09-05"), &json!("missing")),
        "asking changes nothing"
    );
    assert_eq!(told["extension"]["waits"], true);
    assert_eq!(told["extension"]["reason"], "mất mạng cả tuần");
    assert_eq!(told["extension"]["by"], "Y Blơi");
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-04T08:00:00", &[granted("2019-09-12", "2019-09-11")]);
    let told = line(&world);
    assert_eq!(
        (&told["due"], &told["granted"], &told["timing"]["is"]),
        (&json!("2019-09-11"), &json!(true), &json!("open"))
    );
    let answer = &told["extension"]["answer"];
    assert_eq!(
        (&answer["until"], &answer["words"], &answer["by"]),
        (&json!("2019-09-11"), &json!("đồng ý"), &json!("Lan"))
    );
    assert_eq!(told["extension"]["waits"], false);
    // At the unit, everywhere where its date stands.
    let at_the_unit = world.ask_as(Some(AYUN), AFTER, Side::Laptop, &ask()).unwrap();
    assert_eq!(
        line_of(&at_the_unit, AYUN)["extension"]["answer"]["words"],
        "đồng ý",
        "both sides read the same"
    );
    let home = world.ask_as(Some(AYUN), AFTER, Side::Laptop, &Ask::Home).unwrap();
    let of_q3 = home["periods"].as_array().unwrap().iter().find(|one| one["id"] == "Q3").unwrap().clone();
    assert_eq!(
        (&of_q3["unitDue"], &of_q3["granted"], &of_q3["daysLeft"]),
        (&json!("2019-09-11"), &json!(true), &json!(1))
    );
    let calendar =
        world.ask_as(Some(AYUN), AFTER, Side::Laptop, &Ask::Deadlines { unit: Some(AYUN.into()) }).unwrap();
    let report = calendar
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["task"].is_null() && one["period"] == "Q3")
        .unwrap()
        .clone();
    assert_eq!(
        (&report["due"]["date"], &report["due"]["lateness"]["is"]),
        (&json!("2019-09-11"), &json!("soon"))
    );
    assert_eq!(
        line_of(&page(&world, AFTER), "de-ar")["due"],
        "2019-09-05",
        "no other unit was granted anything"
    );
    hand_in(&mut world, "2019-09-11T20:00:00", "2019-09-11T21:00:00");
    assert_eq!(
        line_of(&page(&world, "2019-09-20T08:00:00"), AYUN)["timing"]["is"],
        "received",
        "in time by the granted day"
    );
}

#[test]
fn a_refusal_says_why_and_changes_no_date() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-09-03T08:00:00", &[asked("2019-09-12", "mất mạng")]);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-04T08:00:00", &[refused("2019-09-12")]);
    let told = line(&world);
    assert_eq!((&told["due"], &told["granted"]), (&json!("2019-09-05"), &json!(false)));
    let answer = &told["extension"]["answer"];
    assert_eq!((&answer["until"], &answer["words"]), (&json!(null), &json!("đã nhắc hai lần")));
}

#[test]
fn an_answer_that_crossed_with_another_ask_is_no_answer_to_it() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-09-03T08:00:00", &[asked("2019-09-08", "mất mạng")]);
    // The office had seen the first ask alone; its clock is behind, which decides nothing.
    world.edit(&workbook(AYUN), "a", "2019-09-04T08:00:00", &[asked("2019-09-15", "máy hỏng")]);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-01T08:00:00", &[granted("2019-09-08", "2019-09-08")]);
    let told = line(&world);
    assert_eq!(told["extension"]["until"], "2019-09-15");
    assert_eq!(
        (&told["extension"]["waits"], &told["extension"]["answer"]["asked"]),
        (&json!(true), &json!("2019-09-08"))
    );
    assert_eq!(told["due"], "2019-09-08", "what was granted stays granted meanwhile");
    // The same day asked for once more after an answer waits again.
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-04T09:00:00", &[refused("2019-09-15")]);
    assert_eq!(line(&world)["extension"]["waits"], false);
    world.edit(&workbook(AYUN), "a", "2019-09-05T08:00:00", &[asked("2019-09-15", "máy hỏng thật")]);
    assert_eq!(line(&world)["extension"]["waits"], true);
}

#[test]
fn another_offices_grant_is_none() {
    let mut world = World::new();
    // Admission refuses it; a table that has it all the same does not count it.
    world.edit(&review("van-hoa", AYUN), "x", "2019-09-04T08:00:00", &[granted("2019-09-12", "2019-09-11")]);
    assert_eq!(line(&world)["due"], "2019-09-05");
}

pub(super) fn word(ground: Option<Ground>, claimed: &str) -> (Target, Value) {
    let (claimed, words) = (at(claimed), "xã mất mạng từ 02/9".to_owned());
    let value = match ground {
        Some(ground) => Confirmation::Confirmed { claimed, ground, signed: None, words },
        None => Confirmation::Declined { claimed, words },
    };
    (Target::ReportInTime { period: q3() }, Value::record(&value))
}

#[test]
fn what_comes_after_the_closing_is_told_by_its_place_in_the_log_and_no_clock() {
    let mut world = World::new();
    // The office's clock is a day ahead, the commune's a week behind.
    world.received = Some(at("2019-09-04T08:00:00"));
    world.edit(&plan_doc(), "Lan", "2019-09-05T08:00:00", &[closing(true)]);
    hand_in(&mut world, "2019-08-29T08:00:00", "2019-09-04T09:00:00");
    let told = page(&world, "2019-09-04T10:00:00");
    assert_eq!(
        (&told["closing"]["closed"], &told["closing"]["reason"]),
        (&json!(true), &json!("đã tổng hợp"))
    );
    assert_eq!(told["period"]["phase"], "closed");
    assert_eq!(line_of(&told, AYUN)["afterClosing"], true);
    assert_eq!(line_of(&told, AYUN)["timing"]["is"], "received", "it is in time by its day all the same");
    world.edit(&plan_doc(), "Lan", "2019-09-05T09:00:00", &[closing(false)]);
    let told = page(&world, "2019-09-04T10:00:00");
    assert_eq!(
        (&told["period"]["phase"], &line_of(&told, AYUN)["afterClosing"]),
        (&json!("closing"), &json!(false))
    );
}

#[test]
fn time_that_is_granted_after_the_closing_opens_the_period_for_its_unit() {
    let mut world = World::new();
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-04T08:00:00", &[granted("2019-09-12", "2019-09-12")]);
    world.edit(&plan_doc(), "Lan", "2019-09-04T09:00:00", &[closing(true)]);
    let phase = |world: &World| {
        let told = world.ask_as(Some(AYUN), "2019-09-06T08:00:00", Side::Laptop, &ask()).unwrap();
        told["period"]["phase"].clone()
    };
    assert_eq!(phase(&world), "closed", "the closing came after the grant");
    world.edit(
        &review("noi-vu", AYUN),
        "Lan",
        "2019-09-01T08:00:00",
        &[granted_at("2019-09-01T08:00:00", "2019-09-12", "2019-09-12")],
    );
    assert_eq!(phase(&world), "closing", "and now the grant after the closing, whatever its clock says");
    hand_in(&mut world, "2019-09-06T08:00:00", "2019-09-06T08:00:00");
    assert_eq!(line(&world)["afterClosing"], false);
}

#[test]
fn days_that_the_office_enters_are_told_with_what_is_too_close() {
    let mut world = World::new();
    let day = |day, value: &str| (Target::PeriodDay { period: q3(), day }, text(value));
    let edits = [
        day(PeriodDay::From, "2019-06-15"),
        day(PeriodDay::To, "2019-09-04"),
        day(PeriodDay::CutOff, "2019-09-05"),
    ];
    world.edit(&plan_doc(), "Lan", "2019-08-01T08:00:00", &edits);
    let told = page(&world, "2019-08-20T08:00:00");
    assert_eq!(
        told["days"],
        json!({
            "from": "2019-06-15", "to": "2019-09-04", "cumulative": false, "cutOff": "2019-09-05", "said": true,
        })
    );
    let steps = told["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 3, "the units, the district, and the level above");
    assert_eq!(steps[0]["notes"].as_array().unwrap().len(), 1, "nobody has set the units' day");
    assert_eq!(
        (&steps[0]["to"][0], &steps[1]["by"]),
        (&json!("UBND huyện (qua Phòng Nội vụ)"), &json!("Phòng Nội vụ"))
    );
    assert_eq!(
        (&steps[2]["by"], &steps[2]["cutOff"], &steps[2]["due"]),
        (&json!("UBND tỉnh"), &json!("2019-09-14"), &json!("2019-09-20"))
    );
    let close = json!(["Từ mốc chốt số liệu đến ngày gửi chưa đủ 01 ngày làm việc"]);
    assert_eq!((&steps[1]["warnings"], &steps[2]["warnings"]), (&close, &json!([])));
    let settings = world.ask("noi-vu", &Ask::Settings);
    assert_eq!(settings["reports"][2]["tooClose"], close[0]);
    world.edit(
        &plan_doc(),
        "Lan",
        "2019-08-02T08:00:00",
        &[(Target::PeriodDay { period: q3(), day: PeriodDay::CutOff }, Value::Absent)],
    );
    assert_eq!(page(&world, "2019-08-20T08:00:00")["days"]["cutOff"], json!(null), "taken away");
}

#[test]
fn who_leads_a_task_of_a_unit_reads_how_much_time_it_was_given_and_not_what_else_the_office_says_to_it() {
    let mut world = World::new();
    world.edit(
        &workbook(AYUN),
        "Y Blơi",
        "2019-09-03T08:00:00",
        &[asked("2019-09-12", "mất mạng cả tuần"), narrative("VII.2", "đã gửi 20 văn bản")],
    );
    let words = [granted("2019-09-12", "2019-09-11"), returned("VII.2", "thiếu biểu", "")];
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-04T08:00:00", &words);
    for side in [Side::Laptop, Side::Server] {
        let told = world.ask_as(Some("van-hoa"), AFTER, side, &ask()).unwrap();
        let answer = line_of(&told, AYUN)["extension"]["answer"].clone();
        assert_eq!((&answer["until"], &answer["words"]), (&json!("2019-09-11"), &json!("đồng ý")));
        let entry = Ask::Entry { unit: AYUN.into(), entry: entry("VII.2") };
        let page = world.ask_as(Some("van-hoa"), AFTER, side, &entry).unwrap();
        assert_eq!(
            (&page["talk"], &page["shown"] != "returned"),
            (&json!([]), true),
            "that is between the two"
        );
        let told = world.ask_as(Some("de-ar"), AFTER, side, &ask()).unwrap();
        assert!(told["reports"].as_array().unwrap().iter().all(|line| line["unit"] != AYUN));
    }
}

#[test]
fn whoever_may_not_read_a_workbook_has_no_line_of_it() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-09-03T08:00:00", &[asked("2019-09-12", "mất mạng")]);
    let told = world.ask_as(Some("de-ar"), AFTER, Side::Laptop, &ask()).unwrap();
    let units: Vec<&str> =
        told["reports"].as_array().unwrap().iter().map(|one| one["unit"].as_str().unwrap()).collect();
    assert_eq!(units, ["de-ar"]);
    assert_eq!(told["keeps"], false);
    let page = world.ask_as(None, AFTER, Side::Server, &ask()).unwrap();
    assert_eq!(
        (page["reports"].as_array().unwrap().len(), &page["keeps"]),
        (22, &json!(false)),
        "UBND huyện has no work"
    );
}

#[test]
fn every_state_follows_from_the_acts_that_had_come_by_then() {
    let mut world = World::new();
    let mut expected = vec![("2019-09-06T00:00:00", json!(["missing", null, "2019-09-05", "closed"]))];
    let mut then = |world: &mut World,
                    received: &str,
                    doc: &DocId,
                    edits: &[(Target, Value)],
                    told: Json,
                    asked: &'static str| {
        world.received = Some(at(received));
        world.edit(doc, "a", received, edits);
        expected.push((asked, told));
    };
    let (book, office) = (workbook(AYUN), review("noi-vu", AYUN));
    then(
        &mut world,
        "2019-09-06T08:00:00",
        &book,
        &[asked("2019-09-10", "mất mạng")],
        json!(["missing", true, "2019-09-05", "closed"]),
        "2019-09-06T09:00:00",
    );
    then(
        &mut world,
        "2019-09-07T08:00:00",
        &office,
        &[granted("2019-09-10", "2019-09-10")],
        json!(["open", false, "2019-09-10", "closing"]),
        "2019-09-07T09:00:00",
    );
    then(
        &mut world,
        "2019-09-11T08:00:00",
        &book,
        &[narrative("III.6a", "đã làm"), handed_in("2019-09-09T08:00:00")],
        json!(["unverified", false, "2019-09-10", "closed"]),
        "2019-09-11T09:00:00",
    );
    then(
        &mut world,
        "2019-09-12T08:00:00",
        &office,
        &[word(Some(Ground::Link), "2019-09-09T08:00:00")],
        json!(["confirmed", false, "2019-09-10", "closed"]),
        "2019-09-12T09:00:00",
    );
    for (when, told) in expected {
        let page = world.ask_as_of(&AsOf::Known { at: at(when) }, &ask());
        let line = line_of(&page, AYUN);
        let extension = line["extension"].get("waits").cloned().unwrap_or(Json::Null);
        // The page is a reader's: how far the period is for Ayun is told by its own day.
        let phase = if line["due"].as_str().unwrap() < &when[..10] { "closed" } else { "closing" };
        assert_eq!(json!([line["timing"]["is"], extension, line["due"], phase]), told, "{when}");
    }
}
