//! A plan that is the detail of a task of another one.

use model::doc_id::DocId;
use model::ids::{IndicatorId, UnitId};
use model::plan::{Plan, PlanSource};
use model::target::{EntryKey, Target};
use model::value::Value;
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{World, entry, q3, text};

const THEN: &str = "2019-08-20T08:00:00";

fn propaganda() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../../../data/vi-du-tuyen-truyen-2019/plan.toml"),
        include_str!("../../../../../data/vi-du-tuyen-truyen-2019/indicators.toml"),
    );
    Plan::load(&source).unwrap()
}

fn with_detail() -> World {
    let mut world = World::new();
    world.others = vec![propaganda()];
    world
}

fn below(unit: &str) -> DocId {
    DocId::workbook(propaganda().id(), UnitId::new(unit))
}

fn in_q3(task: &str) -> EntryKey {
    EntryKey { task: task.into(), period: q3() }
}

fn done(task: &str) -> [(Target, Value); 2] {
    let (state, words) = (Target::State { entry: in_q3(task) }, Target::Narrative { entry: in_q3(task) });
    [(state, text("done")), (words, text("Đã làm"))]
}

fn details(world: &World, asker: &str, unit: &str, task: &str) -> Vec<Json> {
    let page = world.ask(asker, &Ask::Entry { unit: unit.into(), entry: entry(task) });
    page["details"].as_array().unwrap().clone()
}

#[test]
fn the_entry_of_the_unit_that_keeps_the_plan_below_tells_how_all_of_it_stands() {
    let mut world = with_detail();
    let told = details(&world, "noi-vu", "noi-vu", "I.1").remove(0);
    let all = u64::try_from(propaganda().assignments().len()).unwrap();
    assert_eq!((&told["plan"], &told["whole"]), (&json!("tuyen-truyen-2019"), &json!(true)));
    assert_eq!((&told["assignments"], &told["closed"]), (&json!(all), &json!(0)));
    assert_eq!(told["overdue"], 13, "the conference, of its lead and twelve communes");

    world.edit(&below("noi-vu"), "a", THEN, &done("TT.1"));
    let figure = Target::Figure {
        entry: in_q3("TT.1"),
        indicator: IndicatorId::new("hoi-nghi-chuyen-de"),
        figure: "count".into(),
    };
    world.edit(&below("noi-vu"), "a", THEN, &[(figure, Value::Int(2_000))]);
    world.edit(&below("ayun"), "b", THEN, &done("TT.2"));
    let told = details(&world, "noi-vu", "noi-vu", "I.1").remove(0);
    assert_eq!((&told["closed"], &told["overdue"]), (&json!(2), &json!(12)));
    assert_eq!((&told["figuresMet"], &told["figuresMissed"]), (&json!(1), &json!(0)));
    let of_task = |code: &str| {
        told["tasks"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap()["closed"].clone()
    };
    assert_eq!((of_task("TT.1"), of_task("TT.2"), of_task("TT.3")), (json!(1), json!(1), json!(0)));
}

#[test]
fn the_entry_of_another_unit_tells_of_its_own_part_and_of_nobody_elses() {
    let mut world = with_detail();
    world.edit(&below("ayun"), "b", THEN, &done("TT.2"));
    world.edit(&below("hra"), "c", THEN, &done("TT.2"));
    let told = details(&world, "ayun", "ayun", "I.1").remove(0);
    let own = propaganda().assignments_of(&"ayun".into()).len();
    assert_eq!((&told["whole"], &told["assignments"]), (&json!(false), &json!(own)));
    assert_eq!(told["closed"], 1, "its own");
    assert_eq!(details(&world, "noi-vu", "ayun", "I.1"), [told], "and the office above reads the same of it");
}

#[test]
fn other_tasks_and_plans_without_one_below_tell_of_none() {
    let world = with_detail();
    assert!(details(&world, "noi-vu", "noi-vu", "I.2").is_empty(), "another task");
    assert!(details(&World::new(), "noi-vu", "noi-vu", "I.1").is_empty(), "no plan below");
}

/// What Ayun keeps for itself, under a task of the district's plan.
fn of_ayun() -> Plan {
    let text = "[plan]\nid = \"ayun-2019\"\ntitle = \"Kế hoạch của xã Ayun\"\nissued_by = \"ayun\"\ncoordinated_by = \"ayun\"
within = \"ayun\"\nunder = { plan = \"mang-yang-2019\", task = \"I.1\" }\ndecision = \"12/KH-UBND\"\nissued_on = 2018-12-14
year = 2019\nreport_series = \"cchc\"\n[[report]]\nid = \"Q3\"\nname = \"Quý III\"\nmonths = [7, 9]\ndue = \"Y-09-01\"
[[field]]\ncode = \"A\"\nname = \"Một cửa\"\n[[task]]\ncode = \"A.1\"\ntitle = \"Niêm yết thủ tục tại thôn\"\nlead = [\"ayun\"]
due = [[\"Thường xuyên\", \"continuous\"]]\n";
    let units = include_str!("../../../../../data/mang-yang-2019/units.toml");
    Plan::load(&PlanSource::new(units, text, "")).unwrap()
}

#[test]
fn the_office_above_reads_how_a_communes_own_plan_stands_and_its_entries_and_a_lead_does_not() {
    let mut world = World::new();
    world.others = vec![of_ayun()];
    let workbook = DocId::workbook(of_ayun().id(), UnitId::new("ayun"));
    world.edit(&workbook, "b", THEN, &done("A.1"));
    let told = details(&world, "noi-vu", "ayun", "I.1").remove(0);
    assert_eq!((&told["whole"], &told["assignments"], &told["closed"]), (&json!(true), &json!(1), &json!(1)));
    assert!(
        details(&world, "van-hoa", "ayun", "I.1").is_empty(),
        "it leads the task, and keeps no plan above"
    );

    world.others = vec![world.plan.clone()];
    world.plan = of_ayun();
    let entry = Ask::Entry { unit: "ayun".into(), entry: in_q3("A.1") };
    let page = world.ask("noi-vu", &entry);
    assert_eq!(page["texts"][0]["text"], "Đã làm");
    assert_eq!((&page["editable"], &page["reviewable"]), (&json!(false), &json!(false)));
    let home = world.ask("noi-vu", &Ask::Home);
    assert_eq!((&home["viewer"], &home["above"]["task"]), (&json!("reader"), &json!("I.1")));
    assert_eq!(world.ask("noi-vu", &Ask::Proposals { unit: None })["proposes"], json!(false));
    for page in [
        Ask::Day,
        Ask::Deadlines { unit: None },
        Ask::Work { period: q3(), unit: Some("ayun".into()), task: None },
        Ask::Matrix { period: q3(), field: None },
        Ask::Overview { period: q3() },
        Ask::Period { period: q3() },
        Ask::Reviews { period: q3() },
        Ask::Settings,
    ] {
        assert!(world.try_ask("noi-vu", &page).is_ok(), "{page:?}");
    }
    assert!(world.try_ask("van-hoa", &entry).is_err() && world.try_ask("hra", &entry).is_err());
}
