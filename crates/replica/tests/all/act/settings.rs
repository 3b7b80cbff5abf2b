//! Dates that the coordinating office enters, and the units that they are for.

use model::ids::{MilestoneId, PeriodId, RequestId, TaskId};
use model::target::Target;
use model::window::{Act, Ask};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, failure, unit, write};

fn days() -> Target {
    Target::UnitDays { period: PeriodId::new("Q3") }
}

fn milestone() -> Target {
    Target::Milestone { milestone: MilestoneId::new("nop-bao-cao-cham-diem") }
}

fn letter(due: &str) -> Act {
    let request = json!({
        "id": "yc-1", "task": "IV.5", "rule": "on-request-so-noi-vu", "number": "12/SNV-CCHC", "received_on": "01/8/2019", "due": due,
    });
    write(Target::Request { request: RequestId::new("yc-1") }, &request.to_string())
}

fn dates(laptop: &Laptop, task: Option<&str>) -> Vec<Json> {
    let list = laptop.ask(&Ask::Deadlines { unit: Some(laptop.unit.clone()) });
    let of = |one: &&Json| one["task"].as_str() == task;
    list.as_array().unwrap().iter().filter(of).map(|one| one["due"]["date"].clone()).collect()
}

#[test]
fn what_the_office_enters_moves_the_units_dates_after_a_sync() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    office.act(write(days(), "5")).unwrap();
    office.act(write(milestone(), "02/12/2019")).unwrap();
    office.act(letter("15/10/2019")).unwrap();
    assert_eq!(office.queue().edits[0].after, "12/SNV-CCHC, đến ngày 01/8/2019, hạn 15/10/2019");
    assert_eq!(dates(&office, None)[2], "2019-08-31", "on its own laptop at once");
    assert_eq!(dates(&ayun, None)[2], "2019-09-05");
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(dates(&ayun, None)[2], "2019-08-31");
    assert_eq!(dates(&ayun, Some("VI.3")), ["2019-12-01"]);
    assert_eq!(dates(&ayun, Some("IV.5")), ["2019-10-15"]);
    let home = ayun.ask(&Ask::Home);
    assert_eq!(
        (&home["periods"][2]["unitDue"], &home["periods"][2]["daysLeft"]),
        (&json!("2019-08-31"), &json!(11))
    );
    let task = Some(TaskId::new("IV.5"));
    let work = ayun.ask(&Ask::Work { period: PeriodId::new("Y"), unit: Some(unit("ayun")), task });
    assert_eq!(work["rows"][0]["due"]["basis"], "12/SNV-CCHC, đến ngày 01/8/2019");
}

#[test]
fn a_request_is_taken_away_by_writing_nothing() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    office.act(letter("15/10/2019")).unwrap();
    office.sync(&mut district);
    assert!(failure(office.act(letter("31/7/2019"))).message.contains("sớm hơn ngày văn bản đến"));
    assert_eq!(dates(&office, Some("IV.5")), ["2019-10-15"], "what cannot be read changes nothing");
    office.act(write(Target::Request { request: RequestId::new("yc-1") }, "")).unwrap();
    assert_eq!(dates(&office, Some("IV.5")), [json!(null)]);
}

#[test]
fn a_unit_writes_none_of_them() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for act in [write(days(), "5"), write(milestone(), "02/12/2019"), letter("15/10/2019")] {
        assert!(ayun.act(act).is_err());
    }
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn a_unit_is_heard_from_by_itself() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    let silent = office.ask(&Ask::Silent);
    let own = silent.as_array().unwrap().iter().find(|row| row["unit"] == "noi-vu").unwrap();
    assert!(own["lastHeard"].is_string(), "the reply that it has just had says so");
}
