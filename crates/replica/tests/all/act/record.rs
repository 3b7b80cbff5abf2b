//! Records of registers, written without a network by one or two of a unit.

use std::collections::BTreeMap;

use model::ids::{RecordId, RegisterId, TaskId};
use model::record::{NewRow, NewRows};
use model::register::ColumnOf;
use model::target::{EvidencePart, Target};
use model::window::{Act, Ask, Beside, ConflictView, Done, FailureCode, RecordKey};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, entry, failure, write};

fn row(code: &str, received: &str) -> NewRow {
    let cells = [("code", code), ("received-on", received), ("about", "Đất đai")];
    cells.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect::<BTreeMap<_, _>>()
}

fn add(rows: Vec<NewRow>) -> Act {
    Act::AddRecords { rows: NewRows { register: RegisterId::new("pakn"), rows } }
}

fn records(laptop: &Laptop) -> Vec<Json> {
    let ask = Ask::Register { register: "pakn".into(), unit: Some(laptop.unit.clone()) };
    laptop.ask(&ask)["records"].as_array().unwrap().clone()
}

fn cell(record: &Json, column: &str) -> Target {
    Target::Cell {
        register: RegisterId::new("pakn"),
        record: RecordId::new(record["id"].as_str().unwrap()),
        column: ColumnOf::find("petition", column).unwrap(),
    }
}

#[test]
fn records_are_added_without_a_network_and_two_laptops_of_a_unit_have_all_of_them() {
    let mut district = District::new();
    let one = Laptop::new(&mut district, "ayun", "Y Blưm");
    let other = Laptop::new(&mut district, "ayun", "H'Mai");
    one.act(add(vec![row("01", "05/8/2019"), row("02", "6/8/2019")])).unwrap();
    other.act(add(vec![row("03", "07/8/2019")])).unwrap();
    assert_eq!(records(&one).len(), 2, "at once, and with ids that nobody typed");
    let waits = one.queue().edits;
    assert!(waits.iter().any(|edit| edit.what == "Phản ánh, kiến nghị · Số tiếp nhận"), "{waits:?}");
    for laptop in [&one, &other, &one] {
        laptop.sync(&mut district);
    }
    assert_eq!(records(&one).len(), 3);
    assert_eq!(records(&one), records(&other));
}

#[test]
fn a_record_that_is_wrong_anywhere_is_not_written_and_neither_are_those_beside_it() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let told = failure(ayun.act(add(vec![row("01", "05/8/2019"), row("02", "31/9/2019")]))).message;
    assert!(told.starts_with("Dòng 2: Ngày tiếp nhận: Không có ngày này"), "{told}");
    assert!(records(&ayun).is_empty() && ayun.queue().edits.is_empty());
    let told = failure(ayun.act(add(vec![row("", "05/8/2019")]))).message;
    assert_eq!(told, "Số tiếp nhận: Chưa nhập. Cột này không được để trống.");
}

#[test]
fn a_register_is_written_by_those_who_keep_it_and_by_nobody_else() {
    let mut district = District::new();
    let law = Laptop::new(&mut district, "tu-phap", "Lê Thị Na");
    assert!(
        law.act(add(vec![row("01", "05/8/2019")])).is_err(),
        "the office of justice keeps none of petitions"
    );
    let unknown = NewRows { register: RegisterId::new("so-la"), rows: vec![row("01", "05/8/2019")] };
    assert!(law.act(Act::AddRecords { rows: unknown }).is_err());
    let other_kind = Target::Cell {
        register: RegisterId::new("pakn"),
        record: RecordId::new("aaaaaaaaaaaaa"),
        column: ColumnOf::find("finding", "content").unwrap(),
    };
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    assert!(ayun.act(write(other_kind, "x")).is_err(), "no column of another kind stands in it");
}

#[test]
fn two_people_who_change_one_cell_are_asked_and_what_one_decides_holds() {
    let mut district = District::new();
    let one = Laptop::new(&mut district, "ayun", "Y Blưm");
    one.act(add(vec![row("01", "05/8/2019")])).unwrap();
    one.sync(&mut district);
    let other = Laptop::new(&mut district, "ayun", "H'Mai");
    let about = cell(&records(&one)[0], "about");
    one.act(write(about.clone(), "Hộ tịch")).unwrap();
    other.act(write(about.clone(), "Chứng thực")).unwrap();
    for laptop in [&one, &other, &one] {
        laptop.sync(&mut district);
    }
    let conflicts = one.ask(&Ask::Conflicts);
    assert_eq!(conflicts[0]["what"], "Phản ánh, kiến nghị · Về thủ tục, lĩnh vực");
    let title = conflicts[0]["title"].as_str().unwrap();
    assert!(title.starts_with("01 · 05/8/2019 · "), "which record it is: {title}");
    assert_eq!(records(&one)[0]["conflict"], true);
    let seen = ["Hộ tịch", "Chứng thực"].map(str::to_owned).to_vec();
    one.act(Act::Settle { unit: "ayun".into(), target: about, seen, text: "Hộ tịch".into(), side: None })
        .unwrap();
    for laptop in [&one, &other] {
        laptop.sync(&mut district);
    }
    assert_eq!(other.ask(&Ask::Conflicts), json!([]));
    assert_eq!(records(&other)[0]["cells"][2]["text"], "Hộ tịch");
}

/// A column and what is typed into it.
type Typed = (&'static str, &'static str);

/// A record of a register, as one laptop wrote it and another one of the unit has it.
fn shared(register: &str, row: &[Typed]) -> (District, Laptop, Laptop, RecordId) {
    let mut district = District::new();
    let one = Laptop::new(&mut district, "ayun", "Y Blưm");
    let other = Laptop::new(&mut district, "ayun", "H'Mai");
    let row = row.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    one.act(Act::AddRecords { rows: NewRows { register: register.into(), rows: vec![row] } }).unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    let ask = Ask::Register { register: register.into(), unit: Some("ayun".into()) };
    let id = RecordId::new(one.ask(&ask)["records"][0]["id"].as_str().unwrap());
    (district, one, other, id)
}

/// What the one wrote and what the other wrote, each in a column of its own, that nobody wrote beside each other.
#[test]
fn columns_that_tell_of_one_document_or_one_count_are_decided_together() {
    let paper = [
        ("number", "12/QĐ-UBND"),
        ("given-on", "05/3/2019"),
        ("giver", "huyen"),
        ("content", "Rà soát"),
        ("due", "30/9/2019"),
    ];
    let count = [
        ("until", "31/7/2019"),
        ("procedures", "Đất đai"),
        ("received", "50"),
        ("in-time", "45"),
        ("late", "5"),
    ];
    let petition = [("code", "01"), ("received-on", "05/8/2019"), ("about", "Đất đai")];
    let money = [("told-on", "31/7/2019"), ("field", "III"), ("planned", "5000"), ("spent", "4000")];
    let cases: [(&str, &str, &[Typed], [Typed; 2]); 5] = [
        ("nhiem-vu-duoc-giao", "assigned", &paper, [("number", "15/QĐ-UBND"), ("given-on", "06/8/2019")]),
        ("ho-so-tthc", "dossiers", &count, [("until", "15/8/2019"), ("received", "52")]),
        ("ho-so-tthc", "dossiers", &count, [("procedures", "Hộ tịch"), ("in-time", "47")]),
        ("pakn", "petition", &petition, [("code", "02"), ("received-on", "06/8/2019")]),
        ("von-dau-tu", "money", &money, [("told-on", "15/8/2019"), ("spent", "4500")]),
    ];
    for (register, kind, row, [of_one, of_other]) in cases {
        let (mut district, one, other, record) = shared(register, row);
        let cell = |column: &str| Target::Cell {
            register: register.into(),
            record: record.clone(),
            column: ColumnOf::find(kind, column).unwrap(),
        };
        one.act(write(cell(of_one.0), of_one.1)).unwrap();
        other.act(write(cell(of_other.0), of_other.1)).unwrap();
        for laptop in [&one, &other, &one] {
            laptop.sync(&mut district);
        }
        let asked = one.ask(&Ask::Conflicts);
        assert_eq!(
            asked.as_array().map(Vec::len),
            Some(2),
            "{register}: each of the two is asked about: {asked}"
        );
        assert_eq!(asked, other.ask(&Ask::Conflicts), "{register}: of both laptops");
        let asked: Vec<ConflictView> = serde_json::from_value(asked).unwrap();
        let first = asked.iter().find(|one| one.target == cell(of_one.0)).unwrap();
        let mine = first.contenders.iter().find(|side| side.text == of_one.1).unwrap();
        let seen = first.contenders.iter().map(|side| side.text.clone()).collect();
        let (text, side) = (mine.text.clone(), mine.side.clone());
        one.act(Act::Settle { unit: "ayun".into(), target: first.target.clone(), seen, text, side }).unwrap();
        for laptop in [&one, &other] {
            laptop.sync(&mut district);
        }
        assert_eq!(other.ask(&Ask::Conflicts), json!([]), "{register}: one choice decides all of it");
        let page = other.ask(&Ask::Record { unit: "ayun".into(), register: register.into(), record });
        let holds = |column: &str| {
            let at = page["columns"].as_array().unwrap().iter().position(|one| one["name"] == column);
            page["record"]["cells"][at.unwrap()]["text"].as_str().unwrap().replace('.', "")
        };
        let before = row.iter().find(|(name, _)| *name == of_other.0).unwrap().1;
        assert_eq!((holds(of_one.0).as_str(), holds(of_other.0).as_str()), (of_one.1, before), "{register}");
    }
}

/// A colleague corrected the number while the date was being typed.
#[test]
fn what_a_colleague_wrote_in_a_column_of_the_same_group_is_shown_before_one_writes_beside_it() {
    let (mut district, one, other, record) =
        shared("pakn", &[("code", "01"), ("received-on", "05/8/2019"), ("about", "Đất đai")]);
    let cell = |column: &str| Target::Cell {
        register: "pakn".into(),
        record: record.clone(),
        column: ColumnOf::find("petition", column).unwrap(),
    };
    other.act(write(cell("code"), "02")).unwrap();
    for laptop in [&other, &one] {
        laptop.sync(&mut district);
    }
    let typed = |target: &str, text: &str, base: &str, (beside, shown): (&str, &str)| Act::Write {
        target: cell(target),
        text: text.to_owned(),
        base: Some(base.to_owned()),
        beside: vec![Beside { target: cell(beside), text: shown.to_owned() }],
    };
    let asked = failure(one.act(typed("received-on", "06/8/2019", "05/8/2019", ("code", "01"))));
    assert_eq!(asked.code, Some(FailureCode::Unseen), "nobody received 02 on that day: {}", asked.message);
    one.act(typed("received-on", "06/8/2019", "05/8/2019", ("code", "02"))).expect("who saw it may");
    one.act(typed("about", "Hộ tịch", "Đất đai", ("code", "01"))).expect("what it is about stands alone");
}

#[test]
fn an_acceptance_keeps_what_the_registers_came_to_where_the_office_saw_them() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let answered = [("outcome", "handled"), ("document", "15/UBND"), ("ended-on", "10/8/2019")];
    let mut whole = row("01", "05/8/2019");
    whole.extend(answered.map(|(name, text)| (name.to_owned(), text.to_owned())));
    ayun.act(add(vec![whole])).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    // Written meanwhile, without a network: the office cannot have seen it.
    ayun.act(add(vec![row("02", "06/8/2019")])).unwrap();
    office
        .act(Act::Accept { unit: "ayun".into(), entry: entry("III.7b"), stamp: None, sure: false })
        .unwrap();
    for laptop in [&office, &ayun, &office] {
        laptop.sync(&mut district);
    }
    for laptop in [&office, &ayun] {
        let page = laptop.ask(&Ask::Entry { unit: "ayun".into(), entry: entry("III.7b") });
        assert_eq!(page["shown"], "amended");
        let warning = page["figures"][0]["warning"].as_str().unwrap();
        assert!(warning.contains("lúc đó là 1 / 1"), "{warning}");
    }
}

#[test]
fn a_duty_outside_the_annex_is_the_units_from_when_the_office_has_switched_it_on() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let work = |laptop: &Laptop| laptop.ask(&Ask::Home)["work"].as_u64().unwrap();
    let before = work(&ayun);
    let task = || Target::TaskOn { task: TaskId::new("MII.9a") };
    assert!(ayun.act(write(task(), "true")).is_err(), "the coordinating office says what is assigned");
    assert!(office.act(write(Target::TaskOn { task: TaskId::new("III.6a") }, "true")).is_err());
    office.act(write(task(), "true")).unwrap();
    assert_eq!(office.queue().edits[0].what, "Giao việc ngoài phụ lục: MII.9a");
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(work(&ayun), before + 1, "it is an assignment like others");
    let page = ayun.page("MII.9a");
    assert_eq!((&page["task"]["standby"], &page["editable"]), (&json!("theo mục II.9"), &json!(true)));
    office.act(write(task(), "false")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(work(&ayun), before);
}

const FINDINGS: &str = "kiem-tra-cchc";

fn finding(laptop: &Laptop) -> RecordKey {
    let cells = [
        ("found-on", "05/8/2019"),
        ("content", "Thiếu niêm yết"),
        ("owner", "Bộ phận một cửa"),
        ("due", "30/9/2019"),
    ];
    let row = cells.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    laptop.act(Act::AddRecords { rows: NewRows { register: FINDINGS.into(), rows: vec![row] } }).unwrap();
    let ask = Ask::Register { register: FINDINGS.into(), unit: Some(laptop.unit.clone()) };
    let record = laptop.ask(&ask)["records"][0]["id"].as_str().unwrap().into();
    RecordKey { register: FINDINGS.into(), record }
}

fn of_finding(record: &RecordKey, column: &str) -> Target {
    let column = ColumnOf::find("finding", column).unwrap();
    Target::Cell { register: record.register.clone(), record: record.record.clone(), column }
}

fn attach(laptop: &Laptop, record: &RecordKey, column: &str, name: &str) -> replica::Result<Done> {
    let path = laptop.path().join(name).display().to_string();
    let column = ColumnOf::find("finding", column).unwrap();
    laptop.act(Act::AttachToRecord { record: record.clone(), column, path, again: false })
}

fn record_page(laptop: &Laptop, record: &RecordKey) -> Json {
    laptop.ask(&Ask::Record {
        unit: laptop.unit.clone(),
        register: record.register.clone(),
        record: record.record.clone(),
    })
}

#[test]
fn a_record_names_a_file_of_the_units_evidence_which_is_sent_for_it_and_shows_when_it_is_withdrawn() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let record = finding(&office);
    std::fs::write(office.path().join("BC 12.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    attach(&office, &record, "file", "BC 12.pdf").unwrap();
    let page = record_page(&office, &record);
    assert_eq!(page["files"][0]["fileName"], "BC 12.pdf");
    let cells = page["record"]["cells"].as_array().unwrap();
    let shown: Vec<&str> = cells.iter().map(|cell| cell["shown"].as_str().unwrap()).collect();
    assert_eq!(shown.last(), Some(&"có tệp"), "a list says that there is one: {shown:?}");
    let evidence = office.ask(&Ask::Evidence { unit: None })[0].clone();
    assert_eq!((&evidence["usedIn"], &evidence["records"][0]["register"]), (&json!([]), &json!(FINDINGS)));
    assert_eq!(office.queue().files.len(), 1, "it is sent, though no entry uses it");

    // The same file for another record is the same piece of evidence; a choice of it needs no file.
    let other = finding(&office);
    let id = evidence["id"].as_str().unwrap();
    office.act(write(of_finding(&other, "file"), id)).unwrap();
    assert_eq!(office.ask(&Ask::Evidence { unit: None }).as_array().unwrap().len(), 1);
    office.act(write(of_finding(&other, "file"), "")).unwrap();
    office.act(write(of_finding(&record, "file"), "")).unwrap();
    assert_eq!(office.queue().files.len(), 0, "nobody uses it any more");
    attach(&office, &record, "file", "BC 12.pdf").unwrap();
    office.sync(&mut district);

    let withdraw = Target::Evidence { evidence: id.into(), part: EvidencePart::Withdrawn };
    office.act(write(withdraw, "nhầm tệp")).unwrap();
    assert_eq!(record_page(&office, &record)["files"][0]["whereabouts"]["is"], "withdrawn");
    assert_eq!(office.queue().files.len(), 0);
    let asked = attach(&office, &record, "file", "BC 12.pdf").unwrap().withdrawn.unwrap();
    assert!(asked.message.contains("nhầm tệp"), "{}", asked.message);
}

#[test]
fn what_names_no_file_is_not_taken_where_a_record_names_one() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let record = finding(&office);
    let waits = office.queue().edits.len();
    std::fs::write(office.path().join("a.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    let told = failure(attach(&office, &record, "content", "a.pdf")).message;
    assert!(told.contains("không chứa tệp"), "{told}");
    assert!(attach(&office, &record, "file", "khong-co.pdf").is_err(), "there is no such file");
    let gone = RecordKey { record: "khong-co".into(), ..record.clone() };
    assert!(attach(&office, &gone, "file", "a.pdf").is_err(), "there is no such record");
    let told = failure(office.act(write(of_finding(&record, "file"), "12/BC-UBND"))).message;
    assert!(told.contains("chọn trong minh chứng"), "{told}");
    assert_eq!(office.queue().edits.len(), waits, "nothing was written");
    assert_eq!(office.queue().files.len(), 0);
}
