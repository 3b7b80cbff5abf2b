//! What a day asks, what was urged, and the whole picture.

use model::doc_id::DocId;
use model::ids::UnitId;
use model::target::Target;
use model::value::{Heads, Lines, Reminder, Submission, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{
    AYUN, TODAY, World, accepted, at, narrative, percent, q3, returned, review, state, text, workbook,
};

fn reminder(words: &str, until: Option<&str>) -> (Target, Value) {
    let value = Reminder {
        words: words.into(),
        period: Some(q3()),
        tasks: Lines(vec!["III.6a".into(), "không có".into()]),
        until: until.map(|day| day.parse().unwrap()),
    };
    (Target::Reminder { reminder: "nhac-1".into() }, Value::record(&value))
}

fn answer(words: &str) -> (Target, Value) {
    (Target::ReminderAnswer { reminder: "nhac-1".into() }, text(words))
}

fn handed_in(heads: Vec<String>, when: &str) -> (Target, Value) {
    let value = Submission::new(at(when), Heads::new(heads));
    (Target::Submission { period: q3() }, Value::record(&value))
}

fn kinds(day: &Json) -> Vec<(&str, &str, u64)> {
    let lines = day["lines"].as_array().unwrap().iter();
    lines
        .map(|line| {
            let word = |key: &str| line[key].as_str().unwrap();
            (word("kind"), word("unit"), line["count"].as_u64().unwrap())
        })
        .collect()
}

fn of_kind<'a>(day: &'a Json, kind: &str) -> Vec<&'a Json> {
    day["lines"].as_array().unwrap().iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn a_reminder_stands_before_its_unit_until_it_is_answered() {
    let mut world = World::new();
    let (office, book) = (review("noi-vu", AYUN), workbook(AYUN));
    world.edit(&office, "Hà", "2019-08-20T10:00:00", &[reminder("Gửi số liệu PAKN", Some("2019-08-26"))]);
    let day = world.ask(AYUN, &Ask::Day);
    let told = &day["reminders"][0];
    assert_eq!((&told["words"], &told["until"]), (&json!("Gửi số liệu PAKN"), &json!("2019-08-26")));
    assert_eq!(told["tasks"], json!(["III.6a"]), "what is no task of the plan is not offered as a link");
    assert_eq!((&told["answerable"], &told["takeable"]), (&json!(true), &json!(false)));
    assert_eq!(world.ask(AYUN, &Ask::Home)["reminders"], 1);
    assert_eq!(world.ask("de-ar", &Ask::Day)["reminders"], json!([]), "it is nobody else's");

    let seen = (Target::ReminderSeen { reminder: "nhac-1".into() }, text("2019-08-21T08:00:00+07:00"));
    world.edit(&book, "Hoan", "2019-08-21T08:00:00", &[seen]);
    let sent = world.ask("noi-vu", &Ask::Reminders { unit: None });
    assert_eq!((&sent[0]["seen"]["by"], &sent[0]["answer"]), (&json!("Hoan"), &json!(null)));
    assert_eq!(world.ask(AYUN, &Ask::Home)["reminders"], 1, "to see is not to answer");

    world.received = Some(at("2019-08-21T16:00:00"));
    world.edit(&book, "Hoan", "2019-08-21T15:00:00", &[answer("Ngày 23/8 gửi")]);
    assert_eq!(world.ask(AYUN, &Ask::Day)["reminders"], json!([]));
    let day = world.ask("noi-vu", &Ask::Day);
    let answers = of_kind(&day, "answered");
    assert_eq!(answers.len(), 1);
    assert_eq!((&answers[0]["words"], &answers[0]["by"]), (&json!("Ngày 23/8 gửi"), &json!("Hoan")));
}

#[test]
fn what_waits_has_no_time_of_the_server_until_it_arrives_there() {
    let mut world = World::new();
    let office = review("noi-vu", AYUN);
    world.received = None;
    let sent = reminder("Gửi số liệu", None);
    world.edit(&office, "Hà", "2019-08-20T10:00:00", std::slice::from_ref(&sent));
    let told = |world: &World| world.ask("noi-vu", &Ask::Reminders { unit: None })[0]["sent"].clone();
    assert_eq!(told(&world)["received"], json!(null));
    world.arrive(&office, &[sent.0], "2019-08-20T11:30:00");
    assert_eq!(told(&world)["received"], "2019-08-20T11:30:00+07:00");
}

#[test]
fn a_reminder_that_was_taken_back_is_gone_and_one_of_another_office_is_not_read() {
    let mut world = World::new();
    let office = review("van-hoa", AYUN);
    world.edit(&office, "Vân", "2019-08-20T10:00:00", &[reminder("Gửi số liệu", None)]);
    assert_eq!(world.ask("tu-phap", &Ask::Reminders { unit: None }), json!([]), "words between two others");
    assert_eq!(world.ask("noi-vu", &Ask::Reminders { unit: None }).as_array().unwrap().len(), 1);
    let taken = (Target::Reminder { reminder: "nhac-1".into() }, Value::Absent);
    world.edit(&office, "Vân", "2019-08-20T11:00:00", &[taken]);
    assert_eq!(world.ask(AYUN, &Ask::Reminders { unit: None }), json!([]));
    assert_eq!(world.ask(AYUN, &Ask::Home)["reminders"], 0);
}

#[test]
fn what_a_lead_says_of_its_task_is_read_by_every_unit_and_written_by_the_lead() {
    let mut world = World::new();
    let ask = |world: &World, unit: &str| world.ask(unit, &Ask::Guidance { task: "II.1".into() });
    assert_eq!(ask(&world, AYUN), json!([]), "nothing was said, and a commune has nothing to say");
    let empty = ask(&world, "tu-phap");
    assert_eq!((&empty[0]["office"], &empty[0]["editable"]), (&json!("tu-phap"), &json!(true)));
    let doc = DocId::guidance(&"mang-yang-2019".into(), UnitId::new("tu-phap"));
    let target = Target::Guidance { task: "II.1".into() };
    world.edit(&doc, "Tư", "2019-08-20T10:00:00", &[(target.clone(), text("Theo mẫu 05"))]);
    let told = ask(&world, AYUN);
    assert_eq!((&told[0]["text"], &told[0]["said"]["by"]), (&json!("Theo mẫu 05"), &json!("Tư")));
    assert_eq!(told[0]["editable"], false);
    assert_eq!(ask(&world, "tu-phap").as_array().unwrap().len(), 1);
    assert_eq!(world.ask(AYUN, &Ask::Guidance { task: "III.6a".into() }), json!([]), "it is of that task");
    world.edit(&doc, "Tư", "2019-08-21T10:00:00", &[(target, Value::Absent)]);
    assert_eq!(ask(&world, AYUN), json!([]), "it was taken away");
}

#[test]
fn a_units_day_begins_with_what_was_sent_back_and_ends_with_what_comes() {
    let mut world = World::new();
    let book = workbook(AYUN);
    world.edit(&book, "Hoan", "2019-08-01T08:00:00", &[percent("III.6a", 50), state("I.2", "in-progress")]);
    world.edit(
        &review("noi-vu", AYUN),
        "Hà",
        "2019-08-20T10:00:00",
        &[returned("III.6a", "thiếu biểu", "2019-08-30")],
    );
    let day = world.ask_as(Some(AYUN), "2019-08-31T08:00:00", Side::Laptop, &Ask::Day).unwrap();
    let first = &day["lines"][0];
    assert_eq!((&first["kind"], &first["task"]), (&json!("returned"), &json!("III.6a")));
    assert_eq!((&first["days"], &first["words"]), (&json!(-1), &json!("thiếu biểu")));
    let order: Vec<&str> = kinds(&day).iter().map(|(kind, ..)| *kind).collect();
    let place = |kind: &str| order.iter().position(|one| *one == kind);
    assert!(place("hand-in") < place("due-soon"), "{order:?}");
    let soon = of_kind(&day, "due-soon");
    assert!(soon.iter().any(|line| line["task"] == "I.2" && line["days"] == 5), "{soon:?}");
    assert!(kinds(&day).iter().all(|(_, unit, _)| *unit == AYUN), "a commune is told of its own alone");
}

#[test]
fn an_offices_day_tells_what_came_what_waits_and_who_owes() {
    let mut world = World::new();
    let book = workbook(AYUN);
    world.received = Some(at("2019-09-09T09:00:00"));
    let done = ["III.6a", "III.6b"].map(|task| [state(task, "done"), narrative(task, "đã làm")]).concat();
    world.edit(&book, "Hoan", "2019-09-04T08:00:00", &done);
    let heads = world.heads(&book);
    world.edit(&book, "Hoan", "2019-09-04T09:00:00", &[handed_in(heads.clone(), "2019-09-04T09:00:00")]);
    world.edit(&review("noi-vu", AYUN), "Hà", "2019-09-09T10:00:00", &[accepted("III.6b", heads)]);
    let ask =
        |world: &World| world.ask_as(Some("noi-vu"), "2019-09-10T08:00:00", Side::Laptop, &Ask::Day).unwrap();
    let day = ask(&world);
    let told = kinds(&day);
    assert_eq!(day["since"], "2019-09-09T00:00:00+07:00", "the day before was a working day");
    assert!(told.contains(&("waits-for-review", AYUN, 1)), "one of the two was accepted: {told:?}");
    assert!(told.contains(&("came-in", AYUN, 2)), "{told:?}");
    assert!(told.contains(&("not-handed-in", "de-ar", 3)), "{told:?}");
    assert!(told.contains(&("not-handed-in", AYUN, 2)), "the third quarter's is there: {told:?}");
    assert!(told.iter().any(|(kind, unit, _)| *kind == "others-late" && *unit == "de-ar"), "{told:?}");

    world.edit(&book, "Hoan", "2019-09-09T11:00:00", &[percent("III.6b", 70)]);
    let day = ask(&world);
    assert_eq!(of_kind(&day, "amended")[0]["task"], "III.6b");
}

#[test]
fn on_a_monday_yesterday_is_friday_and_after_a_holiday_the_day_before_it() {
    let world = World::new();
    let since =
        |now: &str| world.ask_as(Some("noi-vu"), now, Side::Laptop, &Ask::Day).unwrap()["since"].clone();
    assert_eq!(since("2019-08-26T08:00:00"), "2019-08-23T00:00:00+07:00");
    assert_eq!(
        since("2019-09-03T08:00:00"),
        "2019-08-30T00:00:00+07:00",
        "02/9 is a holiday, after a weekend"
    );
}

#[test]
fn the_whole_picture_is_the_sum_of_its_parts() {
    let mut world = World::new();
    let book = workbook(AYUN);
    world.received = Some(at("2019-09-05T23:59:00"));
    world.edit(&book, "Hoan", "2019-09-04T08:00:00", &[state("III.6a", "done"), percent("VII.2", 40)]);
    let heads = world.heads(&book);
    world.edit(&book, "Hoan", "2019-09-04T09:00:00", &[handed_in(heads, "2019-09-04T09:00:00")]);
    world.received = Some(at("2019-09-06T00:01:00"));
    let late = workbook("de-ar");
    world.edit(&late, "Y Kông", "2019-09-01T09:00:00", &[handed_in(Vec::new(), "2019-09-01T09:00:00")]);
    let asked = Ask::Overview { period: q3() };
    let all = world.ask_as(None, "2019-09-10T08:00:00", Side::Server, &asked).unwrap();
    let sum = |of: &Json| of.as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
    let parts = |of: &str, key: &str| {
        let parts = all[of].as_array().unwrap().iter();
        parts
            .map(|part| if key.is_empty() { part["assignments"].as_u64().unwrap() } else { sum(&part[key]) })
            .sum()
    };
    let whole: u64 = all["assignments"].as_u64().unwrap();
    assert_eq!(whole, 1_082);
    assert_eq!(
        [
            sum(&all["shown"]),
            parts("fields", ""),
            parts("fields", "shown"),
            parts("units", ""),
            parts("units", "shown")
        ],
        [whole; 5],
        "every assignment is counted once, whichever way one counts"
    );
    let q3 = all["year"].as_array().unwrap().iter().find(|one| one["period"] == "Q3").unwrap();
    let told = ["onTime", "late", "missing", "open"].map(|key| q3[key].as_u64().unwrap());
    assert_eq!(told, [1, 1, 20, 0], "what arrived a minute after the day is late, whatever the laptop says");
    let year = all["year"].as_array().unwrap().iter().find(|one| one["period"] == "Y").unwrap();
    assert_eq!(year["missing"], 0, "its day is still to come");
    let figures =
        world.ask_as(None, TODAY, Side::Server, &Ask::Figures { period: crate::support::q3(), field: None });
    let targets = all["targets"].as_array().unwrap().iter();
    let counted: u64 = targets
        .map(|one| ["met", "missed", "open"].map(|key| one[key].as_u64().unwrap()).iter().sum::<u64>())
        .sum();
    assert_eq!(counted, figures.unwrap()["rows"].as_array().unwrap().len() as u64);
}
