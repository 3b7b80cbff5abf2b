use model::doc_id::DocId;
use model::ids::{RequestId, TaskId, UnitId};
use model::target::Target;
use model::value::{RequestFacts, Value};
use model::window::Ask;
use serde_json::json;
use view::Side;

use crate::support::{
    AYUN, TODAY, World, decision, figure, hash, link, narrative, q3, state, text, workbook,
};

#[test]
fn a_unit_sees_each_of_its_assignments_once_in_the_plans_order() {
    let world = World::new();
    let list = world.ask(AYUN, &Ask::Work { period: q3(), unit: None, task: None });
    let codes: Vec<&str> =
        list["rows"].as_array().unwrap().iter().map(|row| row["task"].as_str().unwrap()).collect();
    let own = world.plan.assignments_of(&UnitId::new(AYUN));
    let expected: Vec<&str> = own.iter().map(|one| one.task.as_str()).collect();
    assert_eq!(codes, expected);
    assert_eq!((&list["begun"], &list["overdue"]), (&json!(0), &json!(0)));
}

#[test]
fn a_task_is_seen_over_all_units() {
    let world = World::new();
    let ask = Ask::Work { period: q3(), unit: None, task: Some(TaskId::new("I.2")) };
    let rows = |unit: &str| world.ask(unit, &ask)["rows"].as_array().unwrap().len();
    assert_eq!(rows("noi-vu"), world.plan.assignments_to(&TaskId::new("I.2")).count());
    assert_eq!(rows(AYUN), 1, "a commune sees its own");
    let reader = world.ask_as(None, TODAY, Side::Server, &ask).unwrap();
    assert_eq!(reader["rows"].as_array().unwrap().len(), rows("noi-vu"));
}

#[test]
fn a_row_tells_the_entry_at_a_glance() {
    let mut world = World::new();
    let mut edits = decision("aaaaaaaaaaaaa", '1');
    edits.push(link("III.6a", "aaaaaaaaaaaaa", "trang 3"));
    edits.push(narrative("III.6a", "Đã giải quyết"));
    edits.push(figure("III.6a", "ho-so-dung-han", "part", 297_000));
    edits.push(figure("III.6a", "ho-so-dung-han", "whole", 301_000));
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &edits);
    let row = world.row(AYUN, AYUN, "III.6a");
    let expected = json!({
        "role": "lead", "shown": "in-progress", "percent": null, "evidence": 1, "evidenceWaiting": 1,
        "figures": [{"indicator": "ho-so-dung-han", "name": "Hồ sơ TTHC được giải quyết đúng hạn",
                     "shown": "98,7 %", "target": "≥ 100 %", "met": false}],
        "touched": {"by": "Y Blơi", "at": "2019-08-20T08:00:00+07:00", "received": "2019-08-01T10:00:00+07:00"},
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&row[key], value, "{key}");
    }
    assert_eq!(row["due"]["lateness"], json!({"is": "continuous"}), "never overdue");
    tables::set_received(&world.conn, &hash('1'), 1_000, true).unwrap();
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["evidenceWaiting"], 0, "the server has the file now");
}

#[test]
fn the_day_decides_whether_a_date_is_soon_late_or_met() {
    let mut world = World::new();
    let row = |world: &World, now: &str| {
        let ask = Ask::Work { period: q3(), unit: None, task: Some(TaskId::new("I.2")) };
        world.ask_as(Some(AYUN), now, Side::Laptop, &ask).unwrap()["rows"][0].clone()
    };
    for (now, lateness, shown) in [
        ("2019-08-22T09:00:00", json!({"is": "later", "days": 14}), "not-started"),
        ("2019-08-29T09:00:00", json!({"is": "soon", "days": 7}), "not-started"),
        ("2019-09-05T23:59:59", json!({"is": "soon", "days": 0}), "not-started"),
        ("2019-09-06T00:00:00", json!({"is": "late", "days": 1}), "overdue"),
    ] {
        let row = row(&world, now);
        assert_eq!((&row["due"]["lateness"], &row["shown"]), (&lateness, &json!(shown)), "{now}");
    }
    world.edit(&workbook(AYUN), "a", "2019-09-06T08:00:00", &[state("I.2", "done")]);
    let told = row(&world, "2019-09-08T09:00:00");
    let late = json!({"is": "late", "days": 3});
    assert_eq!(
        (&told["due"]["lateness"], &told["shown"]),
        (&late, &json!("overdue")),
        "closed with nothing in it"
    );
    world.edit(&workbook(AYUN), "a", "2019-09-06T09:00:00", &[narrative("I.2", "đã báo cáo")]);
    let told = row(&world, "2019-09-08T09:00:00");
    assert_eq!((&told["due"]["lateness"], &told["shown"]), (&json!({"is": "met"}), &json!("done")));
}

#[test]
fn a_request_from_above_gives_the_task_its_date() {
    let mut world = World::new();
    let id = RequestId::new("yc-1");
    let request = RequestFacts {
        task: TaskId::new("IV.5"),
        rule: "on-request-so-noi-vu".into(),
        number: "12/SNV-CCHC".into(),
        received_on: "2019-08-01".parse().unwrap(),
        due: "2019-08-15".parse().unwrap(),
        units: None,
    };
    let target = Target::Request { request: id };
    assert_eq!(world.row(AYUN, AYUN, "IV.5")["due"]["lateness"]["is"], "undetermined");
    world.edit(
        &DocId::plan(&"mang-yang-2019".into()),
        "Lan",
        "2019-08-01T08:00:00",
        &[(target.clone(), Value::record(&request))],
    );
    let row = world.row(AYUN, AYUN, "IV.5");
    assert_eq!(row["due"]["lateness"], json!({"is": "late", "days": 7}));
    assert_eq!(row["due"]["basis"], "12/SNV-CCHC, đến ngày 01/8/2019");
    world.edit(
        &DocId::plan(&"mang-yang-2019".into()),
        "Lan",
        "2019-08-02T08:00:00",
        &[(target, Value::Absent)],
    );
    assert_eq!(world.row(AYUN, AYUN, "IV.5")["due"]["lateness"]["is"], "undetermined", "taken back");
}

#[test]
fn of_two_leads_who_entered_a_date_the_first_counts() {
    let mut world = World::new();
    let target = |task: &str| Target::DueDate { task: TaskId::new(task), rule: "by-regulation".into() };
    let basis = Target::DueBasis { task: TaskId::new("I.2"), rule: "by-regulation".into() };
    // I.2 is led by noi-vu, tu-phap and van-hoa, in that order.
    let late = (target("I.2"), text("2019-08-10"));
    world.edit(&workbook("van-hoa"), "a", "2019-08-01T08:00:00", &[late]);
    let date = || world.row(AYUN, AYUN, "I.2")["due"]["date"].clone();
    assert_eq!(date(), "2019-08-10");
    let first = [(target("I.2"), text("2019-08-20")), (basis, text("Thông tư 01"))];
    world.edit(&workbook("noi-vu"), "a", "2019-08-02T08:00:00", &first);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!((&row["due"]["date"], &row["due"]["basis"]), (&json!("2019-08-20"), &json!("Thông tư 01")));
    // A commune's word on a date that is not its own to set is passed over.
    world.edit(&workbook(AYUN), "a", "2019-08-03T08:00:00", &[(target("I.2"), text("2019-08-01"))]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["due"]["date"], "2019-08-20");
}
