//! A year beside the one before it: figures, and what goes on by choice.

use model::doc_id::DocId;
use model::ids::{PlanId, RecordId, RegisterId, UnitId};
use model::plan::{Plan, PlanSource};
use model::register::ColumnOf;
use model::target::Target;
use model::value::{CarriedFrom, Value};
use model::window::{AsOf, Ask, RecordKey};
use serde_json::{Value as Json, json};
use tables::Rows;
use view::{Asker, Side, carry_over_edits};

use crate::support::{
    AYUN, World, at, entry, figure, mang_yang, narrative, percent, q3, review, state, text, workbook,
};

const THEN: &str = "2019-08-20T08:00:00";
const NOW: &str = "2020-08-20T08:00:00";

/// In the year after that of Mang Yang's plan.
fn next_year() -> World {
    let mut world = World::on(mang_yang().for_year(2020));
    world.others = vec![mang_yang()];
    world
}

fn new_workbook(unit: &str) -> DocId {
    DocId::workbook(&PlanId::new("mang-yang-2020"), UnitId::new(unit))
}

fn ask(world: &World, unit: &str, ask: &Ask) -> Json {
    world.ask_as(Some(unit), NOW, Side::Laptop, ask).unwrap()
}

fn page(world: &World, task: &str) -> Json {
    ask(world, AYUN, &Ask::Entry { unit: AYUN.into(), entry: entry(task) })
}

fn dossiers(part: i64, whole: i64) -> [(Target, Value); 2] {
    ["part", "whole"].map(|name| {
        figure("III.6a", "ho-so-dung-han", name, if name == "part" { part * 1000 } else { whole * 1000 })
    })
}

fn figure_of(page: &Json) -> &Json {
    let all = page["figures"].as_array().unwrap();
    all.iter().find(|one| one["indicator"] == "ho-so-dung-han").unwrap()
}

fn row_of(world: &World, asker: &str) -> Json {
    let rows = ask(world, asker, &Ask::Figures { period: q3(), field: None });
    let own = |row: &&Json| row["indicator"] == "ho-so-dung-han" && row["unit"] == AYUN;
    rows["rows"].as_array().unwrap().iter().find(own).unwrap().clone()
}

#[test]
fn a_figure_stands_beside_that_of_the_same_period_a_year_before() {
    let mut world = next_year();
    assert_eq!(figure_of(&page(&world, "III.6a"))["yearBefore"], Json::Null, "nothing was entered then");
    world.edit(&workbook(AYUN), "a", THEN, &dossiers(95, 100));
    let before = json!({"year": 2019, "values": ["95", "100"], "result": "95 %", "change": null});
    assert_eq!(figure_of(&page(&world, "III.6a"))["yearBefore"], before, "and nothing yet now");
    world.edit(&new_workbook(AYUN), "a", NOW, &dossiers(150, 152));
    let told = figure_of(&page(&world, "III.6a"))["yearBefore"].clone();
    assert_eq!(told["change"], "+3,7 điểm phần trăm");
    for asker in [AYUN, "noi-vu"] {
        assert_eq!(row_of(&world, asker)["yearBefore"], told, "{asker} reads the same in the list");
    }
}

#[test]
fn a_denominator_of_nought_in_either_year_is_no_change() {
    let mut world = next_year();
    world.edit(&workbook(AYUN), "a", THEN, &dossiers(0, 0));
    world.edit(&new_workbook(AYUN), "a", NOW, &dossiers(150, 152));
    let told = figure_of(&page(&world, "III.6a"))["yearBefore"].clone();
    assert_eq!((&told["result"], &told["change"]), (&json!(""), &Json::Null));
    assert_eq!(told["values"], json!(["0", "0"]), "what was entered is shown");
}

#[test]
fn a_plan_that_has_no_year_before_it_shows_none() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", THEN, &dossiers(95, 100));
    assert_eq!(figure_of(&world.page(AYUN, AYUN, "III.6a"))["yearBefore"], Json::Null);
    let told = world.ask(AYUN, &Ask::CarryOver { unit: None });
    assert_eq!((&told["from"], &told["tasks"]), (&Json::Null, &json!([])));
}

/// The plan of 2020 in which the indicator has another id, and names what it was called.
fn renamed() -> Plan {
    let indicators = include_str!("../../../../../data/mang-yang-2019/indicators.toml");
    let named = "id = \"ho-so-giai-quyet\"\nfrom = \"ho-so-dung-han\"";
    let indicators = indicators.replacen("id = \"ho-so-dung-han\"", named, 1);
    let source = PlanSource::new(
        include_str!("../../../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../../../data/mang-yang-2019/plan.toml"),
        &indicators,
    )
    .in_year(Some(2020));
    Plan::load(&source).unwrap()
}

#[test]
fn an_indicator_that_is_called_otherwise_is_found_by_what_it_was() {
    let mut world = World::on(renamed());
    world.others = vec![mang_yang()];
    world.edit(&workbook(AYUN), "a", THEN, &dossiers(95, 100));
    let told = page(&world, "III.6a");
    let figures = told["figures"].as_array().unwrap();
    let one = figures.iter().find(|one| one["indicator"] == "ho-so-giai-quyet").unwrap();
    assert_eq!(one["yearBefore"]["result"], "95 %");
}

#[test]
fn a_past_moment_shows_the_year_before_as_it_was_then() {
    let mut world = next_year();
    world.edit(&workbook(AYUN), "a", THEN, &dossiers(95, 100));
    world.received = Some(at("2020-08-20T10:00:00"));
    world.edit(&new_workbook(AYUN), "a", NOW, &dossiers(150, 152));
    world.received = Some(at("2020-09-20T10:00:00"));
    world.edit(&workbook(AYUN), "a", NOW, &dossiers(90, 100));
    let ask = Ask::Entry { unit: AYUN.into(), entry: entry("III.6a") };
    let then = world.ask_as_of(&AsOf::Known { at: at("2020-08-21T00:00:00") }, &ask);
    assert_eq!(figure_of(&then)["yearBefore"]["result"], "95 %", "before it was put right");
    assert_eq!(figure_of(&page(&world, "III.6a"))["yearBefore"]["result"], "90 %");
}

fn carry_over(world: &World, asker: &str, unit: &str) -> Json {
    ask(world, asker, &Ask::CarryOver { unit: Some(UnitId::new(unit)) })
}

fn unfinished<'j>(told: &'j Json, task: &str) -> Option<&'j Json> {
    told["tasks"].as_array().unwrap().iter().find(|one| one["entry"]["task"] == task)
}

#[test]
fn what_was_begun_and_not_closed_is_told_with_the_last_entry_of_it() {
    let mut world = next_year();
    let edits = [
        state("III.6a", "in-progress"),
        percent("III.6a", 60),
        state("III.6b", "done"),
        narrative("III.6b", "Xong"),
    ];
    world.edit(&workbook(AYUN), "a", THEN, &edits);
    let told = carry_over(&world, AYUN, AYUN);
    assert_eq!(told["from"]["plan"], "mang-yang-2019");
    let one = unfinished(&told, "III.6a").unwrap();
    let expected = json!({
        "entry": {"task": "III.6a", "period": "Q3"}, "periodName": "Quý III/2019", "percent": 60,
        "carried": false, "possible": true, "code": "III.6a",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&one[key], value, "{key}");
    }
    assert_eq!(unfinished(&told, "III.6b"), None, "what is done is not left over");
    assert_eq!(told["editable"], true);
    assert_eq!(carry_over(&world, "noi-vu", AYUN)["editable"], false, "the unit alone chooses");
    let other = Ask::CarryOver { unit: Some(AYUN.into()) };
    assert!(world.ask_as(Some("hra"), NOW, Side::Laptop, &other).is_err(), "nobody else is told");
}

#[test]
fn a_question_that_was_not_answered_keeps_a_closed_entry_on_the_list() {
    let mut world = next_year();
    world.edit(&workbook(AYUN), "a", THEN, &[state("III.6b", "done"), narrative("III.6b", "Xong")]);
    let question = Target::Question { entry: entry("III.6b"), question: "hoi-1".into() };
    world.edit(&review("noi-vu", AYUN), "b", THEN, &[(question, text("Văn bản nào?"))]);
    let told = carry_over(&world, AYUN, AYUN);
    assert_eq!(unfinished(&told, "III.6b").unwrap()["questions"], json!(["Phòng Nội vụ: Văn bản nào?"]));
    let answer = Target::Answer { entry: entry("III.6b"), question: "hoi-1".into() };
    world.edit(&workbook(AYUN), "a", THEN, &[(answer, text("Số 12/QĐ-UBND"))]);
    assert_eq!(unfinished(&carry_over(&world, AYUN, AYUN), "III.6b"), None);
}

#[test]
fn an_entry_that_goes_on_shows_what_stands_in_the_one_it_comes_from() {
    let mut world = next_year();
    let edits = [state("III.6a", "in-progress"), percent("III.6a", 60), narrative("III.6a", "Đang rà soát")];
    world.edit(&workbook(AYUN), "a", THEN, &edits);
    assert_eq!(page(&world, "III.6a")["carried"], Json::Null);
    let from = CarriedFrom { plan: "mang-yang-2019".into(), period: q3() };
    let carried = (Target::Carried { task: "III.6a".into() }, Value::record(&from));
    world.edit(&new_workbook(AYUN), "a", NOW, &[carried]);
    let told = page(&world, "III.6a")["carried"].clone();
    assert_eq!((&told["plan"], &told["periodName"]), (&json!("mang-yang-2019"), &json!("Quý III/2019")));
    assert_eq!(told["was"]["percent"], 60);
    assert_eq!(told["was"]["texts"], json!([["Nội dung thực hiện", "Đang rà soát"]]));
    assert_eq!(unfinished(&carry_over(&world, AYUN, AYUN), "III.6a").unwrap()["carried"], true);
    let nothing = (Target::Carried { task: "III.6a".into() }, Value::Absent);
    world.edit(&new_workbook(AYUN), "a", NOW, &[nothing]);
    assert_eq!(page(&world, "III.6a")["carried"], Json::Null, "chosen otherwise");
}

fn cell(record: &str, column: &str, words: &str) -> (Target, Value) {
    let (register, record) = (RegisterId::new("pakn"), RecordId::new(record));
    (Target::Cell { register, record, column: ColumnOf::find("petition", column).unwrap() }, text(words))
}

fn petition(id: &str, code: &str) -> Vec<(Target, Value)> {
    vec![cell(id, "code", code), cell(id, "received-on", "2019-08-05"), cell(id, "about", "Đất đai")]
}

/// What the laptop of Ayun would write.
fn edits(world: &World, tasks: &[&str], records: &[&str]) -> Option<Vec<model::edit::Edit>> {
    let (plans, unit) = (world.plans(), UnitId::new(AYUN));
    let who = (Some(&unit), "Người xem");
    let asker = Asker::new((&plans, Some(world.plan.id())), who, at(NOW), Side::Laptop).unwrap();
    let tasks: Vec<_> = tasks.iter().map(|task| (*task).into()).collect();
    let key = |record: &&str| RecordKey { register: "pakn".into(), record: RecordId::new(*record) };
    let records: Vec<RecordKey> = records.iter().map(key).collect();
    carry_over_edits(&Rows::of(&world.conn), &asker, &unit, (&tasks, &records)).ok()
}

#[test]
fn a_record_that_has_not_ended_goes_on_under_its_id_and_the_old_one_stays() {
    let mut world = next_year();
    world.edit(&workbook(AYUN), "a", THEN, &petition("aaaaaaaaaaaaa", "01"));
    let told = carry_over(&world, AYUN, AYUN);
    let one = &told["records"][0];
    assert_eq!((&one["record"], &one["carried"]), (&json!("aaaaaaaaaaaaa"), &json!(false)));
    assert!(one["words"].as_str().unwrap().contains("Đất đai"), "{one}");
    let made = edits(&world, &[], &["aaaaaaaaaaaaa"]).unwrap();
    let made: Vec<_> = made.into_iter().map(|edit| (edit.target, edit.value)).collect();
    assert_eq!(made.len(), 3, "all that is filled in");
    world.edit(&new_workbook(AYUN), "a", NOW, &made);
    assert_eq!(carry_over(&world, AYUN, AYUN)["records"][0]["carried"], true);
    let key = |register: &str| Ask::Record {
        unit: AYUN.into(),
        register: register.into(),
        record: "aaaaaaaaaaaaa".into(),
    };
    let new = ask(&world, AYUN, &key("pakn"));
    assert_eq!(new["before"]["year"], 2019, "it names where it comes from");
    assert!(edits(&world, &[], &["aaaaaaaaaaaaa"]).unwrap().is_empty(), "once is enough");
    let there = "SELECT count(*) FROM record_cell JOIN doc ON doc.no = record_cell.doc WHERE plan_id = ";
    assert_eq!(world.count(&format!("{there}'mang-yang-2019'")), 3, "the old year keeps what it had");
}

#[test]
fn what_is_finished_or_unknown_is_not_carried_over() {
    let mut world = next_year();
    world.edit(&workbook(AYUN), "a", THEN, &[state("III.6b", "done"), narrative("III.6b", "Xong")]);
    assert!(edits(&world, &["III.6b"], &[]).is_none(), "it is done");
    assert!(edits(&world, &["XIX.1"], &[]).is_none(), "no plan has it");
    assert!(edits(&world, &[], &["bbbbbbbbbbbbb"]).is_none(), "no register has it");
    world.edit(&workbook(AYUN), "a", THEN, &[state("III.6a", "in-progress")]);
    assert_eq!(edits(&world, &["III.6a"], &[]).unwrap().len(), 1);
    assert!(edits(&world, &["III.6a", "III.6b"], &[]).is_none(), "all of what was chosen, or nothing");
}

#[test]
fn the_office_that_keeps_the_plan_is_shown_what_all_units_left_unfinished() {
    let mut world = next_year();
    for unit in [AYUN, "hra"] {
        world.edit(&workbook(unit), "a", THEN, &[state("III.6b", "in-progress")]);
    }
    world.edit(&workbook("noi-vu"), "a", THEN, &[state("III.6b", "done"), narrative("III.6b", "Xong")]);
    let told = carry_over(&world, "noi-vu", "noi-vu");
    let all = told["planTasks"].as_array().unwrap();
    let one = all.iter().find(|one| one["task"] == "III.6b").unwrap();
    assert_eq!((&one["units"], &one["kept"]), (&json!(["Xã Ayun", "Xã Hra"]), &json!(true)));
    let assigned = world.plan.assignments_to(&"III.6b".into()).count();
    assert_eq!((&one["assigned"], &one["carried"]), (&json!(assigned), &json!(false)));
    assert_eq!(carry_over(&world, AYUN, AYUN)["planTasks"], json!([]), "a unit is told of itself alone");
}
