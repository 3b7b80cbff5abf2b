use model::target::Target;
use model::value::Value;
use model::window::Ask;
use serde_json::json;

use crate::support::{AYUN, World, entry, percent, returned, review, state, text, workbook};

/// Two people of the unit set the state without knowing of each other.
fn in_conflict() -> World {
    let mut world = World::new();
    let doc = workbook(AYUN);
    world.edit(&doc, "a", "2019-08-20T07:00:00", &[percent("I.2", 10)]);
    let one = world.seal_apart(&doc, "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let other = world.seal_apart(&doc, "b", "2019-08-20T08:30:00", &[state("I.2", "in-progress")]);
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    world
}

#[test]
fn both_values_of_a_conflict_are_listed_with_their_authors() {
    let world = in_conflict();
    let conflicts = world.ask(AYUN, &Ask::Conflicts);
    assert_eq!(conflicts.as_array().unwrap().len(), 1);
    let conflict = &conflicts[0];
    assert_eq!((&conflict["what"], &conflict["unit"]), (&json!("I.2 · Trạng thái"), &json!(AYUN)));
    let mut told: Vec<(String, String, String)> = conflict["contenders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| ["text", "shown", "by"].map(|key| one[key].as_str().unwrap().to_owned()).into())
        .collect();
    told.sort();
    let expected = [("done", "hoàn thành", "a"), ("in-progress", "đang thực hiện", "b")];
    assert_eq!(told, expected.map(|(text, shown, by)| (text.into(), shown.into(), by.into())));
    assert_eq!(world.page(AYUN, AYUN, "I.2")["conflicts"], conflicts, "the page shows the same");
    assert_eq!(world.row(AYUN, AYUN, "I.2")["conflicts"], 1);
    assert_eq!(world.ask(AYUN, &Ask::Home)["conflicts"], 1);
}

#[test]
fn the_value_shown_meanwhile_is_the_one_every_machine_puts_first() {
    let world = in_conflict();
    let first = world.ask(AYUN, &Ask::Conflicts)[0]["contenders"][0]["text"].clone();
    assert_eq!(world.page(AYUN, AYUN, "I.2")["state"], first);
}

#[test]
fn a_settled_conflict_is_gone() {
    let mut world = in_conflict();
    let target = Target::State { entry: entry("I.2") };
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[(target, text("in-progress"))]);
    assert_eq!(world.ask(AYUN, &Ask::Conflicts), json!([]));
    assert_eq!(world.row(AYUN, AYUN, "I.2")["shown"], "in-progress");
}

#[test]
fn an_edit_that_waits_settles_and_taking_it_back_brings_the_conflict_back() {
    let mut world = in_conflict();
    let (target, value) = state("I.2", "done");
    world.wait(1, &workbook(AYUN), "a", "2019-08-21T08:00:00", &target, &value);
    assert_eq!(world.ask(AYUN, &Ask::Conflicts), json!([]));
    world.take_back(1, &workbook(AYUN), &target);
    assert_eq!(world.ask(AYUN, &Ask::Conflicts).as_array().unwrap().len(), 1);
}

#[test]
fn a_value_that_was_taken_away_still_stands_against_the_other() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    world.edit(&doc, "a", "2019-08-20T07:00:00", &[percent("I.2", 10)]);
    let away = world.seal_apart(&doc, "a", "2019-08-20T08:00:00", &[(percent("I.2", 0).0, Value::Absent)]);
    let set = world.seal_apart(&doc, "b", "2019-08-20T08:30:00", &[percent("I.2", 20)]);
    world.merge(&doc, &away);
    world.merge(&doc, &set);
    let contenders = world.ask(AYUN, &Ask::Conflicts)[0]["contenders"].clone();
    let texts: Vec<&str> =
        contenders.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert!(texts.contains(&"") && texts.contains(&"20"), "{texts:?}");
}

#[test]
fn only_those_who_write_the_document_are_asked_to_decide() {
    let mut world = in_conflict();
    assert_eq!(world.ask("noi-vu", &Ask::Conflicts), json!([]), "the workbook is the unit's");
    let doc = review("noi-vu", AYUN);
    let one = world.seal_apart(&doc, "Lan", "2019-08-20T09:00:00", &[returned("I.2", "thiếu", "")]);
    let other = world.seal_apart(&doc, "Hoa", "2019-08-20T09:00:00", &[returned("I.2", "sai", "")]);
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    assert_eq!(world.ask("noi-vu", &Ask::Conflicts).as_array().unwrap().len(), 1);
    assert_eq!(world.ask(AYUN, &Ask::Conflicts).as_array().unwrap().len(), 1, "its own, not the office's");
}

#[test]
fn the_coordinating_office_decides_the_plans_conflicts() {
    let mut world = World::new();
    let doc = model::doc_id::DocId::plan(&"mang-yang-2019".into());
    let target = Target::UnitDays { period: crate::support::q3() };
    let one = world.seal_apart(&doc, "Lan", "2019-08-20T09:00:00", &[(target.clone(), Value::Int(3))]);
    let other = world.seal_apart(&doc, "Hoa", "2019-08-20T09:00:00", &[(target, Value::Int(5))]);
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    let conflicts = world.ask("noi-vu", &Ask::Conflicts);
    assert_eq!(conflicts[0]["unit"], "noi-vu");
    assert_eq!(conflicts[0]["what"], "Số ngày đơn vị nộp trước hạn Quý III/2019");
    assert_eq!(world.ask(AYUN, &Ask::Conflicts), json!([]));
}
