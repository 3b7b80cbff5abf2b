//! A day around the one on which a merger holds, and after a split.

use model::target::Target;
use model::value::{Lines, Reminder, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, narrative, percent, q3, returned, review, state, under, workbook};

const MERGED: &str = include_str!("../../../../../tests/fixtures/merger/units.toml");
const OFFICE: &str = "noi-vu";
const NEXT: &str = "xa-ayun";
const BEFORE: &str = "2019-09-25T08:00:00";
const AFTER: &str = "2019-10-02T08:00:00";

/// The merger of thirteen communes, recorded before and in force from 1/10/2019.
fn units() -> String {
    MERGED.replace("2025-07-01", "2019-10-01").replace("2025-06-30", "2019-09-30")
}

/// Something was sent back to Ayun, is late there, and was urged.
fn begun(mut world: World) -> World {
    let reminder = Reminder {
        words: "Gửi số liệu PAKN".into(),
        period: Some(q3()),
        tasks: Lines(vec!["III.6a".into()]),
        until: Some("2019-09-26".parse().unwrap()),
    };
    let book = [percent("III.6a", 50), state("I.2", "in-progress"), narrative("I.2", "đang làm")];
    world.edit(&workbook(AYUN), "Hoan", "2019-08-20T08:00:00", &book);
    let said = [
        returned("III.6a", "thiếu biểu", "2019-09-28"),
        returned("I.2", "thiếu số", "2019-09-29"),
        (Target::Reminder { reminder: "nhac-1".into() }, Value::record(&reminder)),
    ];
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-09-20T08:00:00", &said);
    world
}

fn ask(world: &World, unit: &str, now: &str, ask: &Ask) -> Json {
    world.ask_as(Some(unit), now, Side::Laptop, ask).unwrap()
}

fn lines(day: &Json, kinds: &[&str], unit: &str) -> Vec<Json> {
    let of = |line: &&Json| line["unit"] == unit && kinds.iter().any(|kind| line["kind"] == *kind);
    day["lines"].as_array().unwrap().iter().filter(of).cloned().collect()
}

#[test]
fn until_the_day_of_a_merger_everything_is_as_it_was() {
    let (plain, merged) = (begun(World::new()), begun(World::on(under(&units()))));
    let told = |world: &World| {
        let home = ask(world, AYUN, BEFORE, &Ask::Home);
        let work = ask(
            world,
            AYUN,
            BEFORE,
            &Ask::Work { period: home["current"].as_str().unwrap().into(), unit: None, task: None },
        );
        (
            json!([home["work"], home["returned"], home["overdue"], home["reminders"]]),
            work["rows"].as_array().unwrap().len(),
        )
    };
    assert_eq!(told(&merged), told(&plain), "what frames the window, and the list of work");
    assert_eq!(told(&merged).0[1], 2, "both that came back");
    let day = |world: &World, unit: &str| {
        let mut day = ask(world, unit, BEFORE, &Ask::Day);
        // Of a period on whose last day it is no more it will not hand in.
        day["lines"].as_array_mut().unwrap().retain(|line| line["kind"] != "hand-in");
        day
    };
    assert_eq!(day(&merged, AYUN), day(&plain, AYUN), "its own day");
    assert_eq!(
        lines(&day(&merged, OFFICE), &["promised", "others-late", "not-handed-in"], AYUN),
        lines(&day(&plain, OFFICE), &["promised", "others-late", "not-handed-in"], AYUN),
        "what the office waits for"
    );
    let next = day(&merged, NEXT);
    assert_eq!(
        (&next["reminders"], lines(&next, &["returned", "late"], AYUN)),
        (&json!([]), Vec::new()),
        "it is not there yet"
    );
}

#[test]
fn from_the_day_of_a_merger_on_the_successors_day_tells_what_waits_in_the_old_books() {
    let world = begun(World::on(under(&units())));
    let day = ask(&world, NEXT, AFTER, &Ask::Day);
    let back: Vec<(Json, Json)> = lines(&day, &["returned"], AYUN)
        .into_iter()
        .map(|line| (line["task"].clone(), line["unitName"].clone()))
        .collect();
    assert_eq!(
        back,
        [(json!("III.6a"), json!("Xã Ayun")), (json!("I.2"), json!("Xã Ayun"))],
        "with whose book it is"
    );
    assert!(
        !lines(&day, &["late"], "dak-jo-ta").is_empty(),
        "and what is late in the book of the other commune"
    );
    let missing = lines(&day, &["hand-in"], AYUN);
    assert!(
        missing.iter().any(|line| line["period"] == "Q3"),
        "the report that it did not hand in: {missing:?}"
    );
    assert!(
        missing.iter().all(|line| line["period"] != "Y"),
        "what comes later is the new one's: {missing:?}"
    );
    let told = &day["reminders"][0];
    assert_eq!(
        (&told["unit"], &told["answerable"]),
        (&json!(AYUN), &json!(true)),
        "it is answered in that book"
    );
    assert_eq!(ask(&world, NEXT, AFTER, &Ask::Home)["reminders"], 1);
    let other = ask(&world, "xa-lo-pang", AFTER, &Ask::Day);
    assert!(
        lines(&other, &["returned"], AYUN).is_empty() && other["reminders"] == json!([]),
        "it is nobody else's"
    );
    let office = ask(&world, OFFICE, AFTER, &Ask::Day);
    assert_eq!(lines(&office, &["promised"], AYUN).len(), 2, "somebody can answer");
}

#[test]
fn nothing_is_waited_for_from_a_unit_that_was_split() {
    let units = units().replace(r#"["dak-ta-ley", "hra"]"#, r#"["dak-ta-ley", "hra", "ayun"]"#);
    let mut world = begun(World::on(under(&units)));
    world.edit(
        &review(OFFICE, "de-ar"),
        "Hà",
        "2019-09-20T08:00:00",
        &[returned("I.2", "thiếu", "2019-09-29")],
    );
    let waits = ["promised", "others-late", "not-handed-in"];
    let office = |now: &str| ask(&world, OFFICE, now, &Ask::Day);
    assert_eq!(lines(&office(BEFORE), &["promised"], AYUN).len(), 2, "it is there until the day");
    assert_eq!(lines(&office(AFTER), &waits, AYUN), Vec::<Json>::new(), "nobody can say who goes on with it");
    assert_eq!(lines(&office(AFTER), &["promised"], "de-ar").len(), 1, "of one that was merged somebody can");
    for next in [NEXT, "xa-hra"] {
        let day = ask(&world, next, AFTER, &Ask::Day);
        assert!(
            lines(&day, &["returned"], AYUN).is_empty() && day["reminders"] == json!([]),
            "{next} may not write there"
        );
    }
}
