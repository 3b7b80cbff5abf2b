//! Names are asked when something is shown.

use model::ids::PersonId;
use serde_json::json;

use crate::support::{AYUN, World, narrative, percent, returned, review, state, workbook};

#[test]
fn a_name_that_is_corrected_shows_in_everything_that_was_written_before() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Dinh Hmuk", "2019-08-20T08:00:00", &[narrative("I.2", "đã làm")]);
    let review = review("noi-vu", AYUN);
    world.edit(&review, "Lan", "2019-08-20T09:00:00", &[returned("I.2", "thiếu", "")]);
    // Two people of the office who did not know of each other.
    let one = world.seal_apart(&review, "Lan", "2019-08-20T10:00:00", &[returned("I.2", "vẫn thiếu", "")]);
    world.edit(&review, "Hoa", "2019-08-20T10:00:00", &[returned("I.2", "thiếu nhiều", "")]);
    world.merge(&review, &one);
    let said = |world: &World| {
        let (row, page) = (world.row(AYUN, AYUN, "I.2"), world.page(AYUN, AYUN, "I.2"));
        let all = |lines: &serde_json::Value| -> Vec<String> {
            let lines = lines.as_array().unwrap().iter();
            let mut by: Vec<String> = lines.map(|line| line["by"].as_str().unwrap().to_owned()).collect();
            by.sort();
            by.dedup();
            by
        };
        json!([
            row["touched"]["by"],
            page["touched"]["by"],
            all(&page["history"]),
            all(&page["talk"]),
            all(&page["conflicts"][0]["contenders"]),
        ])
    };
    let before = said(&world);
    assert_eq!(
        before,
        json!(["Dinh Hmuk", "Dinh Hmuk", ["Dinh Hmuk", "Hoa", "Lan"], ["Hoa", "Lan"], ["Hoa", "Lan"]])
    );
    let set = |id: &str, name| tables::set_name(&world.conn, &PersonId::new(id), name).unwrap();
    set("dinh-hmuk", Some("Đinh Hmưk"));
    set("lan", None);
    assert_eq!(
        said(&world),
        json!([
            "Đinh Hmưk",
            "Đinh Hmưk",
            ["(đã xóa tên)", "Hoa", "Đinh Hmưk"],
            ["(đã xóa tên)", "Hoa"],
            ["(đã xóa tên)", "Hoa"]
        ])
    );
    set("lan", Some("Lan"));
    set("dinh-hmuk", Some("Dinh Hmuk"));
    assert_eq!(said(&world), before, "an erased name may be given anew");
}

#[test]
fn who_was_never_heard_of_is_shown_by_the_id() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Hoa", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    world.conn.execute("DELETE FROM person", []).unwrap();
    assert_eq!(world.row(AYUN, AYUN, "I.2")["touched"]["by"], "hoa");
    assert_eq!(tables::name(&world.conn, &"hoa".into()).unwrap(), None);
}

#[test]
fn the_search_finds_no_names() {
    let mut world = World::new();
    let words = [narrative("I.2", "đã làm xong"), percent("I.2", 40)];
    world.edit(&workbook(AYUN), "Hmưk", "2019-08-20T08:00:00", &words);
    let found = |text: &str| world.ask(AYUN, &model::window::Ask::Find { text: text.into() });
    assert_eq!(found("xong").as_array().unwrap().len(), 1);
    assert_eq!(found("Hmưk"), json!([]), "or an erased name could still be asked for");
}
