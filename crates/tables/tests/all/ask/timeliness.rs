//! What was complete and in time: sums, claims, silence.

use model::ids::UnitId;
use model::target::Target;
use model::value::{Confirmation, Ground, Value};
use model::window::{AsOf, Ask};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{
    AYUN, World, accepted, as_decided, at, decision, entry, link, narrative, q3, returned, review, state,
    workbook,
};

/// I.1 and I.2 were due on 05/9.
const AFTER: &str = "2019-09-10T09:00:00";

fn ask(field: Option<&str>) -> Ask {
    Ask::Timeliness { period: q3(), field: field.map(Into::into) }
}

fn told(world: &World, field: Option<&str>) -> Json {
    world.ask_as(Some("noi-vu"), AFTER, Side::Laptop, &ask(field)).unwrap()
}

fn rates(told: &Json, of: &str, id: &str) -> Json {
    told[of].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone()
}

fn parts(rates: &Json) -> [u64; 6] {
    ["dated", "received", "confirmed", "unverified", "late", "missing"]
        .map(|key| rates[key].as_u64().unwrap())
}

fn finish(world: &mut World, unit: &str, task: &str, when: &str, received: &str) {
    world.received = Some(at(received));
    world.edit(&workbook(unit), "a", when, &[state(task, "done"), narrative(task, "đã làm xong")]);
}

fn word(task: &str, claimed: &str, ground: Option<Ground>) -> (Target, Value) {
    let (claimed, words) = (at(claimed), "mất mạng".to_owned());
    let value = match ground {
        Some(ground) => Confirmation::Confirmed { claimed, ground, signed: None, words },
        None => Confirmation::Declined { claimed, words },
    };
    (Target::InTime { entry: entry(task) }, Value::record(&value))
}

#[test]
fn each_dated_entry_is_in_one_of_five_parts_and_the_page_says_on_what_it_rests() {
    let mut world = World::new();
    finish(&mut world, AYUN, "I.2", "2019-09-04T08:00:00", "2019-09-05T10:00:00");
    finish(&mut world, "de-ar", "I.2", "2019-09-04T08:00:00", "2019-09-08T10:00:00");
    finish(&mut world, "hra", "I.2", "2019-09-06T08:00:00", "2019-09-08T10:00:00");
    finish(&mut world, "kon-chieng", "I.2", "2019-09-04T08:00:00", "2019-09-08T10:00:00");
    let office = review("noi-vu", "kon-chieng");
    world.edit(
        &office,
        "Lan",
        "2019-09-09T08:00:00",
        &[word("I.2", "2019-09-04T08:00:00", Some(Ground::Link))],
    );
    let told = told(&world, Some("I"));
    assert_eq!(parts(&rates(&told, "units", AYUN)), [2, 1, 0, 0, 0, 1], "I.1 is missing everywhere");
    assert_eq!(parts(&rates(&told, "units", "de-ar")), [2, 0, 0, 1, 0, 1]);
    assert_eq!(parts(&rates(&told, "units", "hra")), [2, 0, 0, 0, 1, 1]);
    assert_eq!(parts(&rates(&told, "units", "kon-chieng")), [2, 0, 1, 0, 0, 1]);
    let share = |unit: &str| rates(&told, "units", unit)["inTimePercent"].clone();
    assert_eq!([share(AYUN), share("de-ar"), share("kon-chieng")], [json!(50), json!(0), json!(50)]);
    let claims = told["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 2, "what rests on the laptop's clock alone, or rested on it");
    assert_eq!(
        (&claims[0]["unit"], &claims[0]["rests"]),
        (&json!("de-ar"), &json!("claimed")),
        "what waits stands first"
    );
    assert_eq!(claims[0]["completed"], "2019-09-04T08:00:00+07:00");
    assert_eq!(claims[0]["received"], "2019-09-08T10:00:00+07:00");
    assert_eq!(
        (&claims[1]["rests"], &claims[1]["confirmation"]["words"]),
        (&json!("link"), &json!("mất mạng"))
    );
    assert_eq!(claims[0]["reviewable"], true);
    // The matrix says the same.
    let matrix = world
        .ask_as(Some("noi-vu"), AFTER, Side::Laptop, &Ask::Matrix { period: q3(), field: Some("I".into()) })
        .unwrap();
    for row in matrix["rows"].as_array().unwrap() {
        let unit = row["unit"].as_str().unwrap();
        assert_eq!(row["onTime"], rates(&told, "units", unit)["inTimePercent"], "{unit}");
        assert_eq!(row["complete"], rates(&told, "units", unit)["completePercent"], "{unit}");
    }
}

#[test]
fn the_papers_date_is_shown_beside_a_claim() {
    let mut world = World::new();
    finish(&mut world, AYUN, "I.2", "2019-09-04T08:00:00", "2019-09-08T10:00:00");
    let mut edits = decision("bbbbbbbbbbbbb", '2');
    edits.push(link("I.2", "bbbbbbbbbbbbb", "trang 1"));
    world.edit(&workbook(AYUN), "a", "2019-09-08T11:00:00", &edits);
    let told = told(&world, Some("I"));
    let page = world.page("noi-vu", AYUN, "I.2");
    assert_eq!(
        page["times"],
        told["claims"][0]["completed"]
            .as_str()
            .map(|completed| json!({
                "due": "2019-09-05", "signed": "2019-07-15", "completed": completed,
                "received": "2019-09-08T10:00:00+07:00", "timing": {"is": "unverified"}, "rests": "claimed",
                "confirmation": null,
            }))
            .unwrap(),
        "the entry's own page says the same"
    );
    assert_eq!(
        world.page("noi-vu", AYUN, "I.4")["times"],
        json!(null),
        "of what is not completed there is nothing to tell"
    );
    assert_eq!(told["claims"][0]["signed"], "2019-07-15");
    assert_eq!(
        told["claims"][0]["completed"], "2019-09-04T08:00:00+07:00",
        "what came later closes nothing anew"
    );
}

#[test]
fn what_is_closed_with_nothing_in_it_is_not_complete() {
    let mut world = World::new();
    world.edit(
        &workbook(AYUN),
        "a",
        "2019-09-01T08:00:00",
        &[state("I.2", "done"), state("I.3", "not-applicable")],
    );
    let of_ayun = rates(&told(&world, Some("I")), "units", AYUN);
    assert_eq!(
        (&of_ayun["complete"], &of_ayun["empty"]),
        (&json!(1), &json!(1)),
        "what does not apply has nothing to say"
    );
    assert_eq!(parts(&of_ayun)[5], 2, "an empty one is missing");
    let heads = world.heads(&workbook(AYUN));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-02T08:00:00", &[accepted("I.2", heads)]);
    assert_eq!(
        rates(&told(&world, Some("I")), "units", AYUN)["empty"],
        0,
        "what an office accepted it found to be something"
    );
}

#[test]
fn what_was_sent_back_is_owed_again() {
    let mut world = World::new();
    finish(&mut world, AYUN, "I.2", "2019-09-04T08:00:00", "2019-09-05T10:00:00");
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-06T08:00:00", &[returned("I.2", "thiếu biểu", "")]);
    assert_eq!(parts(&rates(&told(&world, Some("I")), "units", AYUN)), [2, 0, 0, 0, 0, 2]);
}

#[test]
fn a_laptop_that_has_not_sent_says_so_and_is_in_time_once_the_server_had_it() {
    let mut world = World::new();
    world.received = None;
    let doc = workbook(AYUN);
    world.edit(&doc, "a", "2019-09-04T08:00:00", &[narrative("I.2", "xong"), state("I.2", "done")]);
    let of_ayun = |world: &World| parts(&rates(&told(world, Some("I")), "units", AYUN));
    assert_eq!(of_ayun(&world), [2, 0, 0, 1, 0, 1], "a claim while it is not at the server");
    world.arrive(&doc, &[Target::State { entry: entry("I.2") }], "2019-09-05T10:00:00");
    assert_eq!(of_ayun(&world), [2, 1, 0, 0, 0, 1]);
}

#[test]
fn continuous_work_is_never_late_and_its_silence_is_told() {
    let mut world = World::new();
    finish(&mut world, AYUN, "I.4", "2019-08-30T08:00:00", "2019-08-30T09:00:00");
    let told = told(&world, Some("I"));
    let silent: Vec<(&str, &str, i64)> = told["silent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["unit"].as_str().unwrap(), one["task"].as_str().unwrap(), one["days"].as_i64().unwrap())
        })
        .collect();
    assert!(silent.contains(&("de-ar", "I.4", 71)), "since the quarter began, 01/7: {silent:?}");
    assert!(
        !silent.iter().any(|(unit, task, _)| (*unit, *task) == (AYUN, "I.4")),
        "it told something eleven days ago"
    );
    let row = world.ask_as(
        Some(AYUN),
        AFTER,
        Side::Laptop,
        &Ask::Work { period: q3(), unit: None, task: Some("I.4".into()) },
    );
    let rows = row.unwrap();
    let own = rows["rows"].as_array().unwrap().iter().find(|row| row["unit"] == AYUN).unwrap().clone();
    assert_eq!(own["silentDays"], 11);
    for of_field in told["units"].as_array().unwrap() {
        assert_eq!(of_field["dated"], 2, "I.3 and I.4 have no date: {of_field}");
    }
}

#[test]
fn before_the_plan_takes_effect_nothing_is_dated() {
    let world = World::on(as_decided());
    let told = told(&world, None);
    assert_eq!(parts(&told["total"]), [0; 6]);
    assert_eq!(told["total"]["inTimePercent"], json!(null), "no share of nothing");
    assert_eq!(told["silent"], json!([]), "nor is anything silent");
}

#[test]
fn a_past_moment_has_the_sums_of_then() {
    let mut world = World::new();
    finish(&mut world, AYUN, "I.2", "2019-09-04T08:00:00", "2019-09-08T10:00:00");
    world.received = Some(at("2019-09-09T10:00:00"));
    let office = review("noi-vu", AYUN);
    world.edit(
        &office,
        "Lan",
        "2019-09-09T08:00:00",
        &[word("I.2", "2019-09-04T08:00:00", Some(Ground::Signed))],
    );
    let then = |when: &str| {
        let told = world.ask_as_of(&AsOf::Known { at: at(when) }, &ask(Some("I")));
        parts(&rates(&told, "units", AYUN))
    };
    assert_eq!(then("2019-09-07T00:00:00"), [2, 0, 0, 0, 0, 2]);
    assert_eq!(then("2019-09-08T12:00:00"), [2, 0, 0, 1, 0, 1]);
    assert_eq!(then("2019-09-09T12:00:00"), [2, 0, 1, 0, 0, 1]);
}

/// One act on an entry, which comes to the server so many hours after 04/9.
#[derive(Clone, Debug)]
struct Step {
    unit: usize,
    task: usize,
    act: u8,
    claimed: i64,
    received: i64,
}

const UNITS: [&str; 4] = [AYUN, "de-ar", "hra", "tu-phap"];
const TASKS: [&str; 4] = ["I.1", "I.2", "I.4", "III.6a"];

fn any_step() -> impl Strategy<Value = Step> {
    (0..4usize, 0..4usize, 0..7u8, -40..200i64, 0..200i64)
        .prop_map(|(unit, task, act, claimed, received)| Step { unit, task, act, claimed, received })
}

fn hour(hours: i64) -> chrono::DateTime<chrono::FixedOffset> {
    at("2019-09-04T00:00:00") + chrono::TimeDelta::hours(hours)
}

fn play(world: &mut World, step: &Step) {
    let (unit, task) = (UNITS[step.unit], TASKS[step.task]);
    let when = hour(step.claimed).format("%Y-%m-%dT%H:%M:%S").to_string();
    let assigned = world.plan.assignment(&UnitId::new(unit), &task.into()).is_some();
    if !assigned {
        return;
    }
    world.received = Some(hour(step.received));
    let (book, office) = (workbook(unit), review("noi-vu", unit));
    match step.act {
        0 => drop(world.edit(&book, "a", &when, &[state(task, "done")])),
        1 => drop(world.edit(&book, "a", &when, &[state(task, "done"), narrative(task, "xong")])),
        2 => drop(world.edit(&book, "a", &when, &[state(task, "in-progress")])),
        3 => drop(world.edit(&book, "a", &when, &[state(task, "not-applicable")])),
        4 => drop(world.edit(&office, "Lan", &when, &[returned(task, "thiếu", "")])),
        5 => {
            let heads = world.heads(&book);
            world.edit(&office, "Lan", &when, &[accepted(task, heads)]);
        }
        _ => {
            // Of the last claim, or of one that nobody made.
            let claimed = when.as_str();
            world.edit(
                &office,
                "Lan",
                &when,
                &[word(task, claimed, (step.received % 2 == 0).then_some(Ground::Link))],
            );
        }
    }
}

fn check_sums(told: &Json) {
    let number = |rates: &Json, key: &str| rates[key].as_u64().unwrap();
    let all = |of: &str| told[of].as_array().unwrap().clone();
    let rows =
        all("units").into_iter().chain(all("fields")).chain(all("periods")).chain([told["total"].clone()]);
    for rates in rows {
        let [dated, of @ ..] = parts(&rates);
        assert_eq!(dated, of.iter().sum::<u64>(), "the parts are the whole: {rates}");
        assert!(
            number(&rates, "complete") + number(&rates, "empty") <= number(&rates, "assigned"),
            "{rates}"
        );
        assert!(dated <= number(&rates, "assigned"), "{rates}");
        for share in ["completePercent", "inTimePercent"] {
            assert!(rates[share].as_u64().is_none_or(|share| share <= 100), "{rates}");
        }
    }
    for key in
        ["assigned", "complete", "empty", "dated", "received", "confirmed", "unverified", "late", "missing"]
    {
        let sum = |of: &str| all(of).iter().map(|rates| number(rates, key)).sum::<u64>();
        assert_eq!(
            (sum("units"), sum("fields")),
            (number(&told["total"], key), number(&told["total"], key)),
            "{key}"
        );
    }
    let own = all("periods").into_iter().find(|rates| rates["id"] == "Q3").unwrap();
    assert_eq!(parts(&own), parts(&told["total"]), "the period's row is its total");
    let waits = told["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|claim| claim["timing"]["is"] == "unverified")
        .count();
    assert!(
        waits as u64 >= number(&told["total"], "unverified"),
        "each that is unverified stands in the list"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn whatever_people_do_the_parts_are_the_whole_and_no_share_exceeds_it(steps in proptest::collection::vec(any_step(), 0..14)) {
        let mut world = World::new();
        for step in &steps {
            play(&mut world, step);
        }
        for now in ["2019-09-05T12:00:00", "2019-09-06T12:00:00", "2019-10-06T12:00:00"] {
            let asked = world.ask_as(Some("noi-vu"), now, Side::Laptop, &ask(None)).unwrap();
            check_sums(&asked);
        }
    }

    #[test]
    fn in_which_order_documents_come_changes_no_answer(steps in proptest::collection::vec(any_step(), 1..10), first in 0..3usize) {
        let mut world = World::new();
        for step in &steps {
            play(&mut world, step);
        }
        // The same changes at the same places, document by document, in another order.
        let mut docs: Vec<_> = world.log.iter().map(|(doc, _)| doc.clone()).collect();
        docs.sort();
        docs.dedup();
        if !docs.is_empty() {
            let turn = first % docs.len();
            docs.rotate_left(turn);
        }
        let mut other = World::new();
        other.documents.clone_from(&world.documents);
        for doc in &docs {
            for (of, logged) in &world.log {
                if of == doc {
                    other.take_in(doc, &logged.read, logged.arrival);
                }
            }
        }
        for who in ["Lan", "a"] {
            other.person(who);
        }
        for asked in [ask(None), Ask::Period { period: q3() }] {
            let [one, same] = [&world, &other].map(|world| world.ask_as(None, AFTER, Side::Server, &asked).unwrap());
            prop_assert_eq!(one, same);
        }
    }
}
