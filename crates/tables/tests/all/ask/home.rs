use model::doc_id::DocId;
use model::ids::{PeriodId, PlanId, TaskId, UnitId};
use model::plans::Plans;
use model::target::{EntryKey, Target};
use model::value::{Heads, NamedFields, Value, Verdict};
use model::window::Ask;
use serde_json::json;
use tables::Rows;
use view::{AskError, Asker, Side};

use crate::support::{AYUN, TODAY, World, at, decision, entry, q3, returned, review, state, workbook};

#[test]
fn it_frames_the_window_for_a_commune() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &decision("aaaaaaaaaaaaa", '1'));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[returned("I.2", "thiếu", "")]);
    let home = world.ask(AYUN, &Ask::Home);
    let expected = json!({
        "viewer": "unit", "unit": AYUN, "unitName": "Xã Ayun", "person": "Người xem",
        "decision": "3571/QĐ-UBND", "district": "UBND huyện Mang Yang", "year": 2019,
        "today": "2019-08-22", "current": "Q3", "work": 46, "overdue": 0, "returned": 1, "evidence": 1,
        "conflicts": 0,
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&home[key], value, "{key}");
    }
    assert_eq!(home["fields"].as_array().unwrap().len(), 9);
    assert_eq!(home["units"].as_array().unwrap().len(), 1, "its own");
    let period = &home["periods"][2];
    assert_eq!((&period["name"], &period["daysLeft"]), (&json!("Quý III/2019"), &json!(14)));
}

#[test]
fn the_days_before_the_districts_date_move_the_units_date() {
    let mut world = World::new();
    let target = Target::UnitDays { period: q3() };
    world.edit(
        &DocId::plan(&"mang-yang-2019".into()),
        "Lan",
        "2019-08-01T08:00:00",
        &[(target, Value::Int(5))],
    );
    let period = world.ask(AYUN, &Ask::Home)["periods"][2].clone();
    assert_eq!((&period["unitDue"], &period["daysLeft"]), (&json!("2019-08-31"), &json!(9)));
}

#[test]
fn what_was_sent_back_is_counted_whatever_its_period() {
    let mut world = World::new();
    let verdict = |period: &str| {
        let returned = Verdict::Returned {
            reason: "thiếu".into(),
            until: None,
            heads: Heads::default(),
            fields: NamedFields::default(),
        };
        let entry = EntryKey { task: TaskId::new("I.2"), period: PeriodId::new(period) };
        (Target::Verdict { entry }, Value::record(&returned))
    };
    let told = |world: &World| {
        let home = world.ask(AYUN, &Ask::Home);
        json!([home["current"], home["returned"], home["returnedIn"]])
    };
    assert_eq!(told(&world), json!(["Q3", 0, null]));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[verdict("Q1")]);
    assert_eq!(told(&world), json!(["Q3", 1, "Q1"]), "of a report long handed in");
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[verdict("Q3")]);
    assert_eq!(told(&world), json!(["Q3", 2, "Q3"]), "the current one first");
}

#[test]
fn overdue_is_counted_from_the_day_after() {
    let world = World::new();
    let overdue =
        |now: &str| world.ask_as(Some(AYUN), now, Side::Laptop, &Ask::Home).unwrap()["overdue"].clone();
    // On the fifth the third quarter is still the current period.
    assert_eq!(overdue("2019-09-05T23:59:59"), 0);
    let work = Ask::Work { period: q3(), unit: None, task: None };
    let list = world.ask_as(Some(AYUN), "2019-09-06T00:00:00", Side::Laptop, &work).unwrap();
    assert!(list["overdue"].as_u64().unwrap() > 0, "I.2 was due on the fifth");
}

#[test]
fn a_reader_has_no_work_and_sees_every_unit() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let home = world.ask_as(None, TODAY, Side::Server, &Ask::Home).unwrap();
    assert_eq!((&home["unit"], &home["work"]), (&json!(null), &json!(0)));
    assert_eq!(home["units"].as_array().unwrap().len(), world.plan.units().len());
}

#[test]
fn a_unit_without_a_part_in_any_plan_is_told_so() {
    let world = World::new();
    let refused = world.ask_as(Some("xa-cu"), TODAY, Side::Laptop, &Ask::Home).unwrap_err();
    assert!(matches!(refused, AskError::NoPlan), "{refused:?}");
    assert!(refused.to_string().contains("hỏi đơn vị điều phối"), "{refused}");
}

#[test]
fn a_plan_is_chosen_and_a_closed_one_is_read_and_not_written() {
    let world = World::new();
    let next = world.plan.for_year(2020);
    let closed = world.plan.closing("2020-01-31".parse().ok());
    let plans = Plans::from_iter([closed, next]);
    let unit = UnitId::new(AYUN);
    let ask = |plan: Option<&str>, ask: &Ask| {
        let plan = plan.map(PlanId::new);
        let asker = Asker::new((&plans, plan.as_ref()), (Some(&unit), "A"), at(TODAY), Side::Laptop)?;
        view::answer(&Rows::of(&world.conn), &asker, ask)
    };
    let home = ask(None, &Ask::Home).unwrap();
    assert_eq!(
        (&home["plan"], &home["year"]),
        (&json!("mang-yang-2020"), &json!(2020)),
        "the one that is written"
    );
    assert_eq!(home["plans"][1]["id"], "mang-yang-2019");
    assert_eq!(home["plans"][1]["closedOn"], "2020-01-31");
    assert_eq!(home["plans"][0]["coordinator"], "Phòng Nội vụ");
    let page = Ask::Entry { unit: unit.clone(), entry: entry("III.6a") };
    assert_eq!(ask(Some("mang-yang-2019"), &Ask::Home).unwrap()["year"], 2019);
    assert_eq!(ask(Some("mang-yang-2019"), &page).unwrap()["editable"], false, "it is closed");
    assert_eq!(ask(Some("mang-yang-2020"), &page).unwrap()["editable"], true);
    assert!(matches!(ask(Some("mang-yang-2018"), &Ask::Home), Err(AskError::NoPlan)));
}
