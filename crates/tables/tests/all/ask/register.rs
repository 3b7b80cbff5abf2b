//! Registers: their lists, their records, and the figures that rest on them.

use model::doc_id::DocId;
use model::ids::{IndicatorId, RecordId, RegisterId, TaskId, UnitId};
use model::register::ColumnOf;
use model::target::{PeriodDay, Target};
use model::value::Value;
use model::window::Ask;
use serde_json::{Value as Json, json};
use view::Side;

use crate::support::{AYUN, TODAY, World, accepted, entry, figure, review, text, workbook};

fn cell(register: &str, record: &str, column: (&str, &str), value: Value) -> (Target, Value) {
    let column = ColumnOf::find(column.0, column.1).unwrap();
    let (register, record) = (RegisterId::new(register), RecordId::new(record));
    (Target::Cell { register, record, column }, value)
}

fn pakn(record: &str, received: &str, more: &[(&str, &str)]) -> Vec<(Target, Value)> {
    let cells = [("code", record), ("received-on", received), ("about", "Chứng thực chữ ký")];
    let cells = cells.iter().chain(more);
    cells.map(|(column, value)| cell("pakn", record, ("petition", column), text(value))).collect()
}

const ANSWERED: [(&str, &str); 3] =
    [("outcome", "handled"), ("document", "15/UBND"), ("ended-on", "2019-08-10")];

/// Ayun's register: one answered, one late, one that is said to be answered without a letter.
fn world() -> World {
    let mut world = World::new();
    let mut edits = pakn("a1", "2019-08-01", &ANSWERED);
    edits.extend(pakn("b2", "2019-08-02", &[("due", "2019-08-12")]));
    edits.extend(pakn("c3", "2019-04-01", &[("outcome", "referred"), ("ended-on", "2019-04-20")]));
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T08:00:00", &edits);
    world
}

fn page(world: &World, asker: &str, unit: Option<&str>) -> Json {
    world.ask(asker, &Ask::Register { register: "pakn".into(), unit: unit.map(UnitId::new) })
}

fn figures(world: &World) -> Json {
    let page = world.page(AYUN, AYUN, "III.7b");
    page["figures"][0].clone()
}

#[test]
fn what_asks_for_a_hand_stands_first_and_says_what_is_missing() {
    let page = page(&world(), AYUN, Some(AYUN));
    let ids: Vec<&Json> = page["records"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["b2", "c3", "a1"]);
    assert_eq!(page["records"][0]["standing"], json!({ "is": "late", "days": 10 }));
    let unproved = json!({ "is": "unproved", "missing": ["Văn bản trả lời, chuyển xử lý"] });
    assert_eq!(page["records"][1]["standing"], unproved, "it ends with a document and not without");
    assert_eq!(page["records"][2]["standing"], json!({ "is": "ended", "on": "2019-08-10" }));
    assert_eq!(page["units"][0]["sums"], json!({ "records": 3, "owed": 2, "late": 1, "unproved": 1 }));
    assert_eq!(page["editable"], true);
    let home = world().ask(AYUN, &Ask::Home);
    assert_eq!(home["lateRecords"], 1, "in sight wherever one is");
}

#[test]
fn an_officer_types_no_sum_that_the_register_knows() {
    let mut world = world();
    let told = figures(&world);
    assert_eq!(
        told["values"][0]["counted"]["text"], "1",
        "of those received in the quarter one was answered"
    );
    assert_eq!(told["values"][1]["counted"]["text"], "2");
    assert_eq!(told["values"][1]["counted"]["name"], "Phản ánh, kiến nghị");
    assert_eq!(told["values"][1]["counted"]["count"], "đã tiếp nhận");
    assert_eq!((&told["result"], &told["met"]), (&json!("50 %"), &json!(false)));
    let row = world.row(AYUN, AYUN, "III.7b");
    assert_eq!(row["figures"][0]["shown"], "50 %", "the same in every list");
    let edits =
        [figure("III.7b", "xu-ly-pakn", "part", 2_000), figure("III.7b", "xu-ly-pakn", "whole", 2_000)];
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T09:00:00", &edits);
    let told = figures(&world);
    assert_eq!(told["result"], "50 %", "what was typed without a reason does not count");
    assert!(told["warning"].as_str().unwrap().contains("khác số tính từ sổ"), "{told}");
    assert_eq!(told["values"][0]["text"], "2", "and is not lost");
    let reason = Target::FigureReason { entry: entry("III.7b"), indicator: IndicatorId::new("xu-ly-pakn") };
    let edits = [(reason.clone(), text("Một PAKN đã trả lời bằng lời"))];
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T10:00:00", &edits);
    let told = figures(&world);
    assert_eq!((&told["result"], &told["met"]), (&json!("100 %"), &json!(true)));
    assert_eq!(told["reason"], "Một PAKN đã trả lời bằng lời");
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T11:00:00", &[(reason, Value::Absent)]);
    assert_eq!(figures(&world)["result"], "50 %");
}

#[test]
fn an_empty_register_says_nothing_and_the_figure_is_typed() {
    let mut world = World::new();
    let edits =
        [figure("III.7b", "xu-ly-pakn", "part", 3_000), figure("III.7b", "xu-ly-pakn", "whole", 3_000)];
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T09:00:00", &edits);
    let told = figures(&world);
    assert_eq!(told["result"], "100 %");
    assert_eq!(
        told["values"][0]["counted"]["text"],
        json!(null),
        "the register is named, for whoever fills it in"
    );
    let taken_out = [cell("pakn", "a1", ("petition", "removed"), Value::Bool(true))];
    let mut edits = pakn("a1", "2019-08-01", &ANSWERED);
    edits.extend(taken_out);
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T10:00:00", &edits);
    assert_eq!(
        figures(&world)["values"][0]["counted"]["text"],
        json!(null),
        "one that was taken out is none"
    );
}

#[test]
fn an_indicator_may_rest_on_two_registers_as_apologies_do_on_late_dossiers() {
    let mut world = World::new();
    let line = |column: &str, value: Value| cell("ho-so-tthc", "m7", ("dossiers", column), value);
    let late = |record: &str, column: &str, value: &str| {
        cell("ho-so-tre-hen", record, ("late-dossier", column), text(value))
    };
    let edits = [
        line("until", text("2019-07-31")),
        line("procedures", text("Đất đai")),
        line("in-time", Value::Int(40_000)),
        line("late", Value::Int(2_000)),
        late("h1", "code", "H32.01-190701-0001"),
        late("h1", "promised-on", "2019-07-10"),
        late("h1", "apology", "07/TXL"),
        late("h1", "apology-on", "2019-07-12"),
        late("h2", "code", "H32.01-190701-0002"),
        late("h2", "promised-on", "2019-07-11"),
    ];
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T08:00:00", &edits);
    assert_eq!(world.page(AYUN, AYUN, "III.6a")["figures"][0]["result"], "95,2 %");
    let apologies = &world.page(AYUN, AYUN, "III.6b")["figures"][0];
    assert_eq!(apologies["result"], "50 %", "of two that were late, one was told sorry");
    let page = world.page(AYUN, AYUN, "III.6b");
    assert_eq!(page["registers"][0]["register"], "ho-so-tre-hen", "its place is the entry of its task");
    assert_eq!(page["registers"][0]["sums"]["late"], 1, "an apology is owed");
}

#[test]
fn whoever_tells_of_the_whole_district_types_it() {
    let mut world = World::new();
    let line = |column: &str, value: Value| cell("von-dau-tu", "v1", ("money", column), value);
    let edits = [
        line("told-on", text("2019-08-01")),
        line("field", text("VI")),
        line("given", Value::Int(100_000)),
        line("spent", Value::Int(95_000)),
    ];
    for unit in ["tai-chinh", AYUN] {
        world.edit(&workbook(unit), "a", "2019-08-20T08:00:00", &edits);
    }
    let of = |unit: &str| world.page(unit, unit, "VI.1")["figures"][0].clone();
    assert_eq!(of(AYUN)["result"], "95 %");
    assert_eq!(of("tai-chinh")["values"][0]["counted"], json!(null), "its own register is a part of that");
}

#[test]
fn the_district_sees_every_unit_and_a_commune_its_own() {
    let mut world = world();
    world.edit(&workbook("hra"), "H", "2019-08-20T08:00:00", &pakn("x9", "2019-08-03", &[]));
    let all = page(&world, "noi-vu", None);
    let units: Vec<(&str, u64)> = all["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["unit"].as_str().unwrap(), one["sums"]["records"].as_u64().unwrap()))
        .filter(|(_, records)| *records > 0)
        .collect();
    assert_eq!(units, [(AYUN, 3), ("hra", 1)]);
    assert_eq!(all["editable"], false, "nobody writes another's register");
    let own = page(&world, AYUN, None);
    assert!(own["records"].as_array().unwrap().iter().all(|one| one["unit"] == AYUN));
    let other = Ask::Register { register: "pakn".into(), unit: Some("hra".into()) };
    assert!(world.try_ask(AYUN, &other).is_err());
    let record = |asker: &str| {
        let ask = Ask::Record { unit: "hra".into(), register: "pakn".into(), record: "x9".into() };
        world.try_ask(asker, &ask)
    };
    assert!(record("noi-vu").is_ok());
    assert!(record(AYUN).is_err());
    let reader = world.ask_as(None, TODAY, Side::Server, &Ask::Registers { unit: None }).unwrap();
    let pakn = reader.as_array().unwrap().iter().find(|one| one["register"] == "pakn").unwrap();
    assert_eq!(pakn["sums"]["records"], 4, "on the page as well");
}

#[test]
fn a_record_tells_who_wrote_what_and_is_found_by_its_words() {
    let mut world = world();
    let edits = [cell("pakn", "b2", ("petition", "about"), text("Đăng ký kết hôn"))];
    world.edit(&workbook(AYUN), "H'Mai", "2019-08-21T08:00:00", &edits);
    let record =
        world.ask(AYUN, &Ask::Record { unit: AYUN.into(), register: "pakn".into(), record: "b2".into() });
    let newest = &record["history"][0];
    assert_eq!((&newest["by"], &newest["what"]), (&json!("H'Mai"), &json!("Về thủ tục, lĩnh vực")));
    assert_eq!(
        (&newest["before"], &newest["after"]),
        (&json!("Chứng thực chữ ký"), &json!("Đăng ký kết hôn"))
    );
    let others = record["history"].as_array().unwrap().iter().filter(|one| one["after"] == "a1").count();
    assert_eq!(others, 0, "of this record alone");
    for indexed in [false, true] {
        let found = world.ask("noi-vu", &Ask::Find { text: "kết hôn".into() });
        assert_eq!(found[0]["kind"], "record");
        assert_eq!(found[0]["record"], json!({ "register": "pakn", "record": "b2" }));
        if !indexed {
            while tables::index_marked(&world.conn, 100).unwrap() {}
        }
    }
    let edits = [cell("pakn", "b2", ("petition", "removed"), Value::Bool(true))];
    world.edit(&workbook(AYUN), "H'Mai", "2019-08-21T09:00:00", &edits);
    assert_eq!(world.ask("noi-vu", &Ask::Find { text: "kết hôn".into() }), json!([]));
}

#[test]
fn two_people_who_end_one_record_differently_are_both_asked() {
    let mut world = world();
    let doc = workbook(AYUN);
    let end = |outcome: &str, document: &str| {
        [
            cell("pakn", "b2", ("petition", "outcome"), text(outcome)),
            cell("pakn", "b2", ("petition", "document"), text(document)),
        ]
    };
    let one = world.seal_apart(&doc, "Y Blưm", "2019-08-21T08:00:00", &end("handled", "20/UBND"));
    let other = world.seal_apart(&doc, "H'Mai", "2019-08-21T08:30:00", &end("referred", "21/UBND"));
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    let record =
        world.ask(AYUN, &Ask::Record { unit: AYUN.into(), register: "pakn".into(), record: "b2".into() });
    let conflicts = record["conflicts"].as_array().unwrap();
    assert!(conflicts.len() >= 2, "outcome and document are decided together: {conflicts:?}");
    assert!(conflicts[0]["what"].as_str().unwrap().starts_with("Phản ánh, kiến nghị · "));
    let listed = page(&world, AYUN, Some(AYUN));
    let row = listed["records"].as_array().unwrap().iter().find(|one| one["id"] == "b2").unwrap();
    assert_eq!(row["conflict"], true);
}

#[test]
fn what_is_pasted_is_shown_before_it_is_taken_and_nothing_twice() {
    let world = world();
    let ask = |text: &str| {
        let text = text.to_owned();
        world.ask(AYUN, &Ask::Pasted { register: "pakn".into(), unit: AYUN.into(), text })
    };
    let told = ask(
        "a1\t1/8/2019\tChứng thực chữ ký\t\t\tĐã xử lý\t15/UBND\t10/8/2019\nz9\t32/8/2019\tHộ tịch\nz8\t2/8/2019\tHộ tịch\n",
    );
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(rows[0]["twice"], true, "the register has it, however the days were typed");
    assert_eq!(rows[0]["cells"][1]["text"], "01/8/2019", "as it will stand there");
    assert!(rows[1]["cells"][1]["problem"].as_str().unwrap().contains("Không có ngày này"));
    assert_eq!(rows[1]["cells"][1]["text"], "32/8/2019", "what cannot be read stays to be mended");
    assert_eq!((&rows[2]["twice"], &rows[2]["cells"][1]["problem"]), (&json!(false), &json!(null)));
}

#[test]
fn what_the_office_said_of_a_duty_outside_the_annex_is_told_before_it_is_in_force() {
    let mut world = World::new();
    let plan = DocId::plan(world.plan.id());
    let task = TaskId::new("MII.3a");
    let edits = [(Target::TaskOn { task: task.clone() }, Value::Bool(true))];
    world.edit(&plan, "Phòng Nội vụ", "2019-08-20T08:00:00", &edits);
    let told = world.ask("noi-vu", &Ask::Standby);
    let one = told.as_array().unwrap().iter().find(|one| one["task"] == "MII.3a").unwrap();
    assert_eq!((&one["on"], &one["said"]), (&json!(false), &json!(true)));
    assert_eq!(
        (&one["mark"], &one["lead"][0]),
        (&json!("theo mục II.3"), &json!("Văn phòng HĐND và UBND huyện"))
    );
}

#[test]
fn what_was_accepted_is_amended_by_a_record_that_changes_what_it_comes_to() {
    let mut world = world();
    let heads = world.heads(&workbook(AYUN));
    let figures_then = text("xu-ly-pakn/part=1000 xu-ly-pakn/whole=2000");
    let counted = Value::Record([("figures".to_owned(), figures_then)].into());
    let edits = [accepted("III.7b", heads), (Target::Counted { entry: entry("III.7b") }, counted)];
    world.edit(&review("noi-vu", AYUN), "Hoa", "2019-08-21T08:00:00", &edits);
    let shown = |world: &World| world.row("noi-vu", AYUN, "III.7b")["shown"].clone();
    assert_eq!(shown(&world), "accepted");
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T08:30:00", &pakn("q4", "2019-10-01", &[]));
    assert_eq!(shown(&world), "accepted", "a record of another period has no part in it");
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-20T09:00:00", &pakn("d4", "2019-08-03", &[]));
    assert_eq!(shown(&world), "amended", "though its laptop says that it was written before");
    let told = figures(&world);
    assert_eq!(told["warning"], "Sổ đã thay đổi sau khi được chấp nhận: lúc đó là 1 / 2.");
    let out = [cell("pakn", "d4", ("petition", "removed"), Value::Bool(true))];
    world.edit(&workbook(AYUN), "Y Blưm", "2019-08-22T08:00:00", &out);
    assert_eq!(shown(&world), "accepted", "it comes to what was accepted again");
}

#[test]
fn a_register_counts_the_days_whose_data_the_period_tells() {
    let mut world = world();
    let counts = |world: &World| {
        let page = page(world, AYUN, Some(AYUN));
        let of =
            page["periods"].as_array().unwrap().iter().find(|one| one["period"] == "Q3").unwrap().clone();
        let told = figures(world)["values"][1]["counted"]["text"].clone();
        let listed = world.page(AYUN, AYUN, "III.7b")["registers"][0]["counts"][0]["text"].clone();
        (told, of["counts"][0]["text"].clone(), listed)
    };
    assert_eq!(counts(&world), (json!("2"), json!("2"), json!("2")), "received on 1/8 and on 2/8");
    let days = [(PeriodDay::From, "2019-06-15"), (PeriodDay::To, "2019-08-01")];
    let days = days.map(|(day, date)| (Target::PeriodDay { period: crate::support::q3(), day }, text(date)));
    world.edit(&DocId::plan(&"mang-yang-2019".into()), "Lan", "2019-08-20T09:00:00", &days);
    assert_eq!(counts(&world), (json!("1"), json!("1"), json!("1")), "the figures of the period end on 1/8");
}

#[test]
fn a_record_that_is_late_stands_in_the_day_and_in_the_calendar_of_its_owner() {
    let world = world();
    let day = world.ask(AYUN, &Ask::Day);
    let lines: Vec<Json> =
        day["lines"].as_array().unwrap().iter().filter(|line| line["kind"] == "records").cloned().collect();
    assert_eq!(lines.len(), 1, "one line for the register");
    let told = (&lines[0]["register"], &lines[0]["count"], &lines[0]["days"]);
    assert_eq!(told, (&json!("pakn"), &json!(1), &json!(-10)), "{lines:?}");
    let calendar = |asker: &str, unit: &str| -> Vec<Json> {
        let list = world.ask(asker, &Ask::Deadlines { unit: Some(UnitId::new(unit)) });
        list.as_array().unwrap().iter().filter(|one| !one["record"].is_null()).cloned().collect()
    };
    let own = calendar(AYUN, AYUN);
    assert_eq!(own.len(), 1, "what ended, and what has no date, does not stand there: {own:?}");
    assert_eq!(own[0]["record"], json!({ "register": "pakn", "record": "b2" }));
    assert_eq!(own[0]["due"]["lateness"], json!({ "is": "late", "days": 10 }));
    assert_eq!(
        (&own[0]["title"], &own[0]["due"]["text"]),
        (&json!("Chứng thực chữ ký"), &json!("Phản ánh, kiến nghị"))
    );
    assert!(calendar("hra", "hra").is_empty(), "it is nobody else's");
    let office = world.ask("noi-vu", &Ask::Day);
    assert!(office["lines"].as_array().unwrap().iter().all(|line| line["kind"] != "records"));
}
