//! What waits in other plans than the one that is looked at.

use model::ids::PlanId;
use model::target::Target;
use model::value::{Lines, Reminder, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, percent, q3, returned, review, workbook};

const OFFICE: &str = "noi-vu";
const NOW: &str = "2019-12-20T08:00:00";

/// The next year's plan is open beside that of this year, in which something came back and was urged.
fn two_years() -> World {
    let mut world = World::new();
    world.others.push(world.plan.for_year(2020));
    let reminder =
        Reminder {
            words: "Gửi số liệu".into(), period: Some(q3()), tasks: Lines::default(), until: None
        };
    world.edit(&workbook(AYUN), "Hoan", "2019-12-02T08:00:00", &[percent("III.6a", 50)]);
    let said = [
        returned("III.6a", "thiếu biểu", "2019-12-25"),
        (Target::Reminder { reminder: "nhac-1".into() }, Value::record(&reminder)),
    ];
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-12-10T08:00:00", &said);
    world
}

/// The other plan is looked at.
fn turned(mut world: World) -> World {
    let other = world.others.remove(0);
    let plan = std::mem::replace(&mut world.plan, other);
    world.others.push(plan);
    world
}

fn ask(world: &World, unit: Option<&str>, ask: &Ask) -> Json {
    world.ask_as(unit, NOW, Side::Laptop, ask).unwrap()
}

fn count(waits: &Json, kind: &str) -> Option<u64> {
    waits.as_array().unwrap().iter().find(|one| one["kind"] == kind).map(|one| one["count"].as_u64().unwrap())
}

#[test]
fn a_day_of_the_next_plan_tells_what_waits_in_that_of_this_year_as_its_own_day_counts_it() {
    let this_year = two_years();
    let days: Vec<(&str, Json)> =
        [AYUN, OFFICE].map(|unit| (unit, ask(&this_year, Some(unit), &Ask::Day))).to_vec();
    let next = turned(this_year);
    assert_eq!(next.plan.id(), &PlanId::new("mang-yang-2020"));
    for (unit, day) in days {
        let told = ask(&next, Some(unit), &Ask::Elsewhere);
        assert_eq!(told.as_array().unwrap().len(), 1, "{unit}: {told}");
        assert_eq!(told[0]["plan"], "mang-yang-2019");
        assert_eq!(
            told[0]["reminders"].as_u64().unwrap() as usize,
            day["reminders"].as_array().unwrap().len(),
            "{unit}"
        );
        let of = |kind: &str| {
            let lines = day["lines"].as_array().unwrap().iter().filter(|line| line["kind"] == kind);
            let sum: u64 = lines.map(|line| line["count"].as_u64().unwrap()).sum();
            (sum > 0).then_some(sum)
        };
        for kind in ["returned", "late", "waits-for-review", "others-late", "not-handed-in", "promised"] {
            assert_eq!(count(&told[0]["waits"], kind), of(kind), "{unit}: {kind}");
        }
        for kind in ["due-soon", "came-in", "proposed"] {
            assert_eq!(count(&told[0]["waits"], kind), None, "{unit}: {kind} has time, or waits for others");
        }
    }
}

#[test]
fn each_is_told_of_what_waits_for_it_and_not_of_what_came_to_others() {
    let next = turned(two_years());
    let told = |unit: &str| ask(&next, Some(unit), &Ask::Elsewhere)[0].clone();
    assert_eq!((count(&told(AYUN)["waits"], "returned"), &told(AYUN)["reminders"]), (Some(1), &json!(1)));
    assert_eq!((count(&told(OFFICE)["waits"], "promised"), &told(OFFICE)["reminders"]), (Some(1), &json!(0)));
    assert_eq!((count(&told("de-ar")["waits"], "returned"), &told("de-ar")["reminders"]), (None, &json!(0)));
    assert_eq!(ask(&next, None, &Ask::Elsewhere), json!([]), "nothing waits for a reader");
}

#[test]
fn a_plan_in_which_nothing_waits_and_one_that_is_closed_are_not_told() {
    assert_eq!(ask(&two_years(), Some(AYUN), &Ask::Elsewhere), json!([]), "next year's has not begun");
    let mut next = turned(two_years());
    next.others = vec![next.others[0].closing("2019-12-15".parse().ok())];
    assert_eq!(ask(&next, Some(AYUN), &Ask::Elsewhere), json!([]), "in a closed one nobody can write");
}
