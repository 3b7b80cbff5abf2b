use model::ids::FieldCode;
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{AYUN, World, figure, q3, workbook};

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
