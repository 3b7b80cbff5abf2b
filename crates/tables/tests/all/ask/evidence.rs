use model::target::EvidencePart;
use model::value::Value;
use model::window::Ask;
use serde_json::json;

use crate::support::{AYUN, World, decision, hash, link, part, text, workbook};
use model::ids::UnitId;

fn filled() -> World {
    let mut world = World::new();
    let mut edits = decision("aaaaaaaaaaaaa", '1');
    edits.extend(decision("bbbbbbbbbbbbb", '2'));
    edits.push(part("bbbbbbbbbbbbb", EvidencePart::Signed, text("2019-08-01")));
    edits.extend([link("III.6a", "aaaaaaaaaaaaa", "trang 1"), link("I.2", "aaaaaaaaaaaaa", "trang 2")]);
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    world.edit(&workbook("de-ar"), "b", "2019-08-20T08:00:00", &decision("aaaaaaaaaaaaa", '3'));
    world
}

#[test]
fn a_units_evidence_is_listed_newest_document_first_with_what_it_proves() {
    let world = filled();
    let list = world.ask(AYUN, &Ask::Evidence { unit: None });
    let ids: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["bbbbbbbbbbbbb", "aaaaaaaaaaaaa"]);
    assert_eq!(list[1]["usedIn"].as_array().unwrap().len(), 2, "one decision serves two tasks");
    assert_eq!((&list[1]["place"], &list[1]["fileName"]), (&json!(""), &json!("quyết định.pdf")));
}

#[test]
fn the_coordinating_office_sees_all_units_evidence() {
    let world = filled();
    let count = |ask| world.ask("noi-vu", &ask).as_array().unwrap().len();
    assert_eq!(count(Ask::Evidence { unit: None }), 3, "the same id in two workbooks is two pieces");
    assert_eq!(count(Ask::Evidence { unit: Some(UnitId::new("de-ar")) }), 1);
}

#[test]
fn a_file_that_two_pieces_name_waits_once() {
    let mut world = World::new();
    let mut edits = decision("aaaaaaaaaaaaa", '1');
    edits.extend(decision("bbbbbbbbbbbbb", '1'));
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let unused = |world: &World| {
        let matrix = world.ask("noi-vu", &Ask::Matrix { period: crate::support::q3(), field: None });
        let row = matrix["rows"].as_array().unwrap().iter().find(|row| row["unit"] == AYUN).unwrap().clone();
        row["waitingFiles"].clone()
    };
    assert_eq!(unused(&world), json!(0), "nobody waits for what no entry uses");
    edits = vec![link("III.6a", "aaaaaaaaaaaaa", "trang 1"), link("I.2", "bbbbbbbbbbbbb", "trang 2")];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    tables::set_received(&world.conn, &hash('1'), 250, false).unwrap();
    let waiting = |world: &World| {
        let matrix = world.ask("noi-vu", &Ask::Matrix { period: crate::support::q3(), field: None });
        let row = matrix["rows"].as_array().unwrap().iter().find(|row| row["unit"] == AYUN).unwrap().clone();
        (row["waitingFiles"].clone(), row["waitingBytes"].clone())
    };
    assert_eq!(waiting(&world), (json!(1), json!(750)));
    tables::set_received(&world.conn, &hash('1'), 1_000, true).unwrap();
    assert_eq!(waiting(&world), (json!(0), json!(0)));
    let removed = part("aaaaaaaaaaaaa", EvidencePart::Removed, Value::Bool(true));
    world.edit(&workbook(AYUN), "a", "2019-08-20T09:00:00", &[removed]);
    assert_eq!(world.ask(AYUN, &Ask::Home)["evidence"], 1);
}

#[test]
fn files_that_the_server_lacks_are_listed_for_the_laptop_that_holds_them() {
    let world = filled();
    assert_eq!(tables::incomplete(&world.conn, true).unwrap(), []);
    assert_eq!(tables::incomplete(&world.conn, false).unwrap().len(), 3);
    tables::set_here(&world.conn, &hash('1'), 1_000, true).unwrap();
    let waiting = tables::incomplete(&world.conn, true).unwrap();
    assert_eq!(waiting.iter().map(|file| &file.hash).collect::<Vec<_>>(), [&hash('1')]);
    tables::set_received(&world.conn, &hash('1'), 1_000, true).unwrap();
    assert_eq!(tables::incomplete(&world.conn, true).unwrap(), []);
    assert_eq!(tables::file(&world.conn, &hash('9')).unwrap(), None, "a file that nothing names");
    tables::set_received(&world.conn, &hash('9'), 1, true).unwrap();
    assert_eq!(tables::file(&world.conn, &hash('9')).unwrap(), None, "still");
}

#[test]
fn a_file_that_was_withdrawn_is_listed_with_the_reason_and_proves_nothing() {
    let mut world = filled();
    tables::set_received(&world.conn, &hash('1'), 1_000, true).unwrap();
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["evidence"], 1);
    assert_eq!(tables::withdrawn(&world.conn, &hash('1')).unwrap(), None);
    let withdrawn = part("aaaaaaaaaaaaa", EvidencePart::Withdrawn, text("quét nhầm"));
    world.edit(&workbook(AYUN), "a", "2019-08-20T09:00:00", &[withdrawn]);
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["evidence"], 0);
    let list = world.ask(AYUN, &Ask::Evidence { unit: None });
    let withdrawn = |elsewhere| json!({ "is": "withdrawn", "reason": "quét nhầm", "elsewhere": elsewhere });
    assert_eq!(list[1]["whereabouts"], withdrawn(false));
    tables::set_shown_elsewhere(&world.conn, &hash('1'), true).unwrap();
    let list = world.ask(AYUN, &Ask::Evidence { unit: None });
    assert_eq!(list[1]["whereabouts"], withdrawn(true), "as the server told");
    tables::set_shown_elsewhere(&world.conn, &hash('1'), false).unwrap();
    assert_eq!(list[1]["usedIn"].as_array().unwrap().len(), 2, "its line stays where it was");
    assert_eq!(tables::withdrawn(&world.conn, &hash('1')).unwrap().as_deref(), Some("quét nhầm"));
    assert!(tables::documents_that_show(&world.conn, &hash('1')).unwrap().is_empty());
    let units = [UnitId::new(AYUN)];
    assert!(!tables::uses_file(&world.conn, &hash('1'), &units).unwrap(), "nobody sends it");
}

#[test]
fn a_file_is_hidden_while_no_evidence_shows_it_and_for_good_once_the_district_withdrew_it() {
    let mut world = filled();
    world.edit(&workbook("de-ar"), "b", "2019-08-20T08:30:00", &decision("ccccccccccccc", '1'));
    let withdrawn = part("aaaaaaaaaaaaa", EvidencePart::Withdrawn, text("quét nhầm"));
    world.edit(&workbook(AYUN), "a", "2019-08-20T09:00:00", &[withdrawn]);
    assert_eq!(tables::withdrawn(&world.conn, &hash('1')).unwrap(), None, "another unit shows it");
    assert_eq!(tables::documents_that_show(&world.conn, &hash('1')).unwrap().len(), 1);
    let [row] = &*tables::withdrawn_files(&world.conn).unwrap() else { panic!("one file was withdrawn") };
    assert!(row.shown && !row.by_district && row.units.len() == 2, "{row:?}");
    tables::set_withdrawn(&world.conn, &hash('1'), "đơn của công dân").unwrap();
    assert_eq!(tables::withdrawn(&world.conn, &hash('1')).unwrap().as_deref(), Some("đơn của công dân"));
    let list = world.ask("de-ar", &Ask::Evidence { unit: None });
    assert!(list.as_array().unwrap().iter().any(|one| one["whereabouts"]["reason"] == "đơn của công dân"));
    assert!(tables::withdrawn_files(&world.conn).unwrap()[0].by_district);
}
