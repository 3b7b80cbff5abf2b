use model::ids::{FieldCode, UnitId};
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, World, accepted, at, narrative, percent, q3, returned, review, state, workbook};

const AFTER: &str = "2019-09-10T09:00:00";

fn ask(world: &World, ask: Ask) -> Json {
    world.ask_as(Some("noi-vu"), AFTER, Side::Server, &ask).unwrap()
}

fn matrix(world: &World, field: Option<&str>) -> Json {
    ask(world, Ask::Matrix { period: q3(), field: field.map(FieldCode::new) })
}

fn row(matrix: &Json, unit: &str) -> Json {
    matrix["rows"].as_array().unwrap().iter().find(|row| row["unit"] == unit).unwrap().clone()
}

#[test]
fn every_assignment_has_a_cell_and_nothing_else_has() {
    let world = World::new();
    let matrix = matrix(&world, None);
    let tasks: Vec<Json> = matrix["fields"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|field| field["tasks"].as_array().unwrap().clone())
        .collect();
    assert_eq!(tasks.len(), 53);
    let mut cells = 0;
    for row in matrix["rows"].as_array().unwrap() {
        assert_eq!(row["cells"].as_array().unwrap().len(), 53);
        for (cell, task) in row["cells"].as_array().unwrap().iter().zip(&tasks) {
            let (unit, task) = (row["unit"].as_str().unwrap(), task["id"].as_str().unwrap());
            let assigned = world.plan.assignment(&UnitId::new(unit), &model::ids::TaskId::new(task));
            assert_eq!(cell.is_object(), assigned.is_some(), "{unit} {task}");
            cells += u64::from(cell.is_object());
        }
    }
    assert_eq!((cells, &matrix["assignments"]), (1_082, &json!(1_082)));
}

#[test]
fn a_field_alone_has_its_tasks_alone() {
    let mut world = World::new();
    let done = ["I.2", "III.6a"].map(|task| [state(task, "done"), narrative(task, "đã làm")]).concat();
    world.edit(&workbook(AYUN), "a", "2019-09-01T08:00:00", &done);
    let matrix = matrix(&world, Some("I"));
    assert_eq!(matrix["fields"].as_array().unwrap().len(), 1);
    assert_eq!(matrix["closed"], 1, "III.6a is of another field");
    assert_eq!(row(&matrix, AYUN)["cells"].as_array().unwrap().len(), 4);
}

#[test]
fn on_time_is_what_the_server_received_by_its_day() {
    let mut world = World::new();
    // I.1 and I.2 were due on 05/9. One unit's words arrive at the server on that day, the other's on 09/9.
    world.received = Some(at("2019-09-05T23:00:00"));
    let done = [state("I.2", "done"), narrative("I.2", "đã báo cáo")];
    world.edit(&workbook(AYUN), "a", "2019-09-05T22:00:00", &done);
    world.received = Some(at("2019-09-09T10:00:00"));
    world.edit(&workbook("de-ar"), "a", "2019-09-05T22:00:00", &done);
    let matrix = matrix(&world, Some("I"));
    assert_eq!(row(&matrix, AYUN)["onTime"], 50, "one of the two whose date has passed");
    assert_eq!(row(&matrix, "de-ar")["onTime"], 0, "a claim of its laptop alone");
    assert_eq!(row(&matrix, AYUN)["complete"], 25);
}

#[test]
fn before_any_date_has_passed_nothing_is_told_of_timeliness() {
    let world = World::new();
    let asked = Ask::Matrix { period: q3(), field: Some(FieldCode::new("I")) };
    let matrix = world.ask_as(Some("noi-vu"), "2019-09-05T23:00:00", Side::Server, &asked).unwrap();
    assert_eq!(row(&matrix, AYUN)["onTime"], json!(null), "the fifth itself is in time");
}

#[test]
fn sums_count_what_the_cells_show() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-09-01T08:00:00", &[state("I.2", "done"), percent("I.3", 5)]);
    let heads = world.heads(&workbook(AYUN));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-01T09:00:00", &[accepted("I.2", heads)]);
    let matrix = matrix(&world, Some("I"));
    let sums = ["begun", "closed", "accepted"].map(|key| matrix[key].as_u64().unwrap());
    assert_eq!(sums, [2, 1, 1]);
    let shown: Vec<Json> =
        row(&matrix, AYUN)["cells"].as_array().unwrap().iter().map(|cell| cell["shown"].clone()).collect();
    assert_eq!(shown[1..3], [json!("accepted"), json!("in-progress")]);
    assert_eq!(matrix["asOf"], "2019-09-10T09:00:00+07:00");
}

#[test]
fn what_was_sent_back_is_owed_again() {
    let mut world = World::new();
    let done = [state("I.2", "done"), narrative("I.2", "đã báo cáo")];
    world.edit(&workbook(AYUN), "a", "2019-09-01T08:00:00", &done);
    let before = ask(&world, Ask::Late { period: q3(), field: Some(FieldCode::new("I")) });
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-09-01T09:00:00", &[returned("I.2", "thiếu", "")]);
    let after = ask(&world, Ask::Late { period: q3(), field: Some(FieldCode::new("I")) });
    let mine = |late: &Json| late.as_array().unwrap().iter().filter(|row| row["unit"] == AYUN).count();
    assert_eq!((mine(&before), mine(&after)), (1, 2), "I.1, and then I.2 as well");
}

#[test]
fn the_late_are_told_the_longest_first() {
    let world = World::new();
    let late = ask(&world, Ask::Late { period: q3(), field: None });
    let dates: Vec<&str> = late.as_array().unwrap().iter().map(|row| row["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted() && !dates.is_empty(), "{dates:?}");
    assert_eq!(late[0]["shown"], "overdue");
    assert_eq!(late.as_array().unwrap().len() as u64, matrix(&world, None)["overdue"].as_u64().unwrap());
}

#[test]
fn the_silent_are_told_the_longest_first() {
    let world = World::new();
    let ayun = UnitId::new(AYUN);
    tables::heard_from(&world.conn, &ayun, at("2019-09-01T23:00:00")).unwrap();
    tables::heard_from(&world.conn, &ayun, at("2019-08-01T08:00:00")).unwrap();
    tables::set_laptops(&world.conn, &ayun, 2).unwrap();
    tables::heard_from(&world.conn, &UnitId::new("de-ar"), at("2019-09-09T08:00:00")).unwrap();
    let silent = ask(&world, Ask::Silent);
    let rows = silent.as_array().unwrap();
    let [.., before, last] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((&before["unit"], &before["days"], &before["laptops"]), (&json!(AYUN), &json!(9), &json!(2)));
    assert_eq!((&last["unit"], &last["days"]), (&json!("de-ar"), &json!(1)));
    assert_eq!((&rows[0]["lastHeard"], &rows[0]["days"]), (&json!(null), &json!(null)), "never");
    let laptop = world.ask("noi-vu", &Ask::Silent);
    assert_eq!(laptop[0]["laptops"], json!(null), "a laptop does not know how many others there are");
    let matrix = matrix(&world, None);
    assert_eq!(
        row(&matrix, AYUN)["lastHeard"],
        "2019-09-01T23:00:00+07:00",
        "an earlier time is passed over"
    );
}
