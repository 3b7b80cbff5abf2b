use model::ids::FieldCode;
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{AYUN, World, check, figure, q3, workbook};

fn figures(world: &World, asker: &str, field: Option<&str>) -> Vec<Json> {
    let ask = Ask::Figures { period: q3(), field: field.map(FieldCode::new) };
    world.ask(asker, &ask).as_array().unwrap().clone()
}

#[test]
fn a_figure_is_told_as_an_office_writes_it_with_what_it_comes_to() {
    let mut world = World::new();
    let edits = [
        figure("III.6a", "ho-so-dung-han", "part", 1_297_500),
        figure("III.6a", "ho-so-dung-han", "whole", 1_301_000),
    ];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let rows = figures(&world, AYUN, None);
    let row = rows.iter().find(|row| row["indicator"] == "ho-so-dung-han").unwrap();
    let expected = json!({
        "values": ["1.297,5", "1.301"], "result": "99,7 %", "met": false, "target": "≥ 100 %", "field": "III",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&row[key], value, "{key}");
    }
}

#[test]
fn every_unit_that_enters_an_indicator_has_a_row_for_it() {
    let world = World::new();
    let rows = figures(&world, "noi-vu", None);
    let expected: usize =
        world.plan.assignments().iter().map(|one| world.plan.indicators_of(&one.task, &one.unit).len()).sum();
    assert_eq!(rows.len(), expected);
    assert_eq!((&rows[0]["result"], &rows[0]["met"]), (&json!(""), &json!(null)), "nothing entered");
}

#[test]
fn they_come_in_the_plans_order_whichever_unit_enters_them() {
    let world = World::new();
    let mut tasks: Vec<Json> =
        figures(&world, "noi-vu", None).iter().map(|row| row["task"].clone()).collect();
    tasks.dedup();
    let with_figures = |task: &&model::plan::Task| world.plan.indicators_of_task(&task.id).next().is_some();
    let expected: Vec<&str> =
        world.plan.tasks().iter().filter(with_figures).map(|task| task.id.as_str()).collect();
    assert_eq!(tasks, expected, "each task once");
}

#[test]
fn a_field_keeps_to_its_own_indicators() {
    let world = World::new();
    let rows = figures(&world, AYUN, Some("VII"));
    assert!(!rows.is_empty() && rows.iter().all(|row| row["field"] == "VII"));
    assert!(figures(&world, AYUN, Some("IX")).is_empty(), "a field without numeric targets");
}

#[test]
fn of_a_checklist_is_told_what_was_done() {
    let mut world = World::new();
    let list = "hoat-dong-tdthpl";
    let row = |world: &World| {
        figures(world, "tu-phap", None).into_iter().find(|row| row["indicator"] == list).unwrap()
    };
    assert_eq!((&row(&world)["result"], &row(&world)["target"]), (&json!(""), &json!("đủ 3")));
    let done = ["thu-thap", "dieu-tra"].map(|item| check("II.1", list, item, true));
    world.edit(&workbook("tu-phap"), "a", "2019-08-20T08:00:00", &done);
    let told = row(&world);
    assert_eq!(
        (&told["result"], &told["met"], &told["checks"]),
        (&json!("2/3"), &json!(false), &json!(true))
    );
    let words = [
        "Thu thập thông tin về tình hình thi hành pháp luật",
        "Điều tra, khảo sát tình hình thi hành pháp luật",
    ];
    assert_eq!(told["values"], json!(words));
    assert_eq!(world.row("tu-phap", "tu-phap", "II.1")["shown"], "in-progress", "that is content");
    world.edit(&workbook("tu-phap"), "a", "2019-08-21T08:00:00", &[check("II.1", list, "kiem-tra", true)]);
    assert_eq!((&row(&world)["result"], &row(&world)["met"]), (&json!("3/3"), &json!(true)));
}

#[test]
fn two_people_who_tick_different_things_agree() {
    let mut world = World::new();
    let (doc, list) = (workbook("tu-phap"), "hoat-dong-tdthpl");
    let one = world.seal_apart(&doc, "a", "2019-08-20T08:00:00", &[check("II.1", list, "thu-thap", true)]);
    let other = world.seal_apart(&doc, "b", "2019-08-20T08:30:00", &[check("II.1", list, "kiem-tra", true)]);
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    assert_eq!(world.row("tu-phap", "tu-phap", "II.1")["conflicts"], 0);
    let page = world.page("tu-phap", "tu-phap", "II.1");
    let done: Vec<&Json> =
        page["figures"][0]["checks"].as_array().unwrap().iter().map(|one| &one["done"]).collect();
    assert_eq!(done, [true, true, false]);
    let told = &page["history"][0];
    assert_eq!(
        (&told["what"], &told["after"]),
        (&json!("Kiểm tra tình hình thi hành pháp luật"), &json!("đã thực hiện"))
    );
}

#[test]
fn figures_of_the_whole_area_are_told_apart_from_those_of_a_part() {
    let world = World::new();
    let rows = figures(&world, "noi-vu", None);
    let scope = |unit: &str, indicator: &str| {
        let row = rows.iter().find(|row| row["indicator"] == indicator && row["unit"] == unit);
        row.unwrap()["scope"].clone()
    };
    assert_eq!(scope("tai-chinh", "giai-ngan"), "area");
    assert_eq!(scope(AYUN, "giai-ngan"), "own");
    assert_eq!(scope(AYUN, "ho-so-dung-han"), json!(null));
}
