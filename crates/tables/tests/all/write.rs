use document::interpret;
use model::ids::{IndicatorId, PersonId};
use model::target::{EvidencePart, Target};
use model::value::Value;
use serde_json::json;
use tables::Arrival;

use crate::support::{
    AYUN, World, at, check, decision, entry, figure, link, narrative, part, percent, state, text, workbook,
};

fn filled() -> World {
    let mut world = World::new();
    let mut edits = vec![
        state("III.6a", "done"),
        percent("III.6a", 98),
        narrative("III.6a", "Đã giải quyết 301 hồ sơ"),
        figure("III.6a", "ho-so-dung-han", "part", 297_000),
        link("III.6a", "aaaaaaaaaaaaa", "mục 2, trang 3"),
    ];
    edits.extend(decision("aaaaaaaaaaaaa", '1'));
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &edits);
    world
}

#[test]
fn every_field_of_an_entry_has_its_column() {
    let world = filled();
    let row = world
        .conn
        .query_row(
            "SELECT state, percent, text, closed_at, changed_received, changed_by FROM with_entry
             JOIN with_entry_text USING (plan_id, period, unit, task)",
            [],
            |row| {
                let text = |at| row.get::<_, String>(at).unwrap();
                Ok(json!([text(0), row.get::<_, i64>(1)?, text(2), text(3), text(4), text(5)]))
            },
        )
        .unwrap();
    let expected = json!([
        "done",
        98,
        "Đã giải quyết 301 hồ sơ",
        "2019-08-20T08:00:00.000+07:00",
        "2019-08-01T10:00:00.000+07:00",
        "y-bloi"
    ]);
    assert_eq!(row, expected, "closed by the laptop's claim, received by the server's clock");
}

#[test]
fn writing_the_same_again_changes_nothing() {
    let mut world = filled();
    let doc = workbook(AYUN);
    let before = world.page(AYUN, AYUN, "III.6a");
    for raw in world.document(&doc).changes() {
        let received = world.received.map(|at| at.timestamp_millis());
        world.take_in(&doc, &interpret(&raw).unwrap(), Arrival { place: world.last.1, received });
    }
    assert_eq!(world.page(AYUN, AYUN, "III.6a"), before, "rows can be made anew from the changes");
}

#[test]
fn taking_a_value_away_empties_its_column_or_removes_its_row() {
    let mut world = filled();
    let away = [
        (Target::State { entry: entry("III.6a") }, Value::Absent),
        (Target::Percent { entry: entry("III.6a") }, Value::Absent),
        (Target::Narrative { entry: entry("III.6a") }, text("")),
        (figure("III.6a", "ho-so-dung-han", "part", 0).0, Value::Absent),
        (link("III.6a", "aaaaaaaaaaaaa", "").0, Value::Absent),
    ];
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T09:00:00", &away);
    for rows in [
        "entry WHERE state IS NOT NULL OR percent IS NOT NULL OR texts <> 0 OR closed_at IS NOT NULL",
        "figure",
        "evidence_link",
    ] {
        assert_eq!(world.count(&format!("SELECT count(*) FROM {rows}")), 0, "{rows}");
    }
    let row = world.row(AYUN, AYUN, "III.6a");
    assert_eq!(row["shown"], "not-started", "nothing is left in the entry: {row}");
    assert_eq!(row["touched"]["by"], "Y Blơi", "but that it was changed is still told");
}

#[test]
fn none_arose_is_a_row_until_it_is_unset() {
    let mut world = World::new();
    let target = Target::NoneArose { entry: entry("III.6a"), indicator: IndicatorId::new("ho-so-dung-han") };
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[(target.clone(), Value::Bool(true))]);
    assert_eq!(world.count("SELECT count(*) FROM none_arose"), 1);
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:01:00", &[(target, Value::Bool(false))]);
    assert_eq!(world.count("SELECT count(*) FROM none_arose"), 0);
}

#[test]
fn what_was_done_of_a_checklist_is_a_row_until_it_is_unticked() {
    let mut world = World::new();
    let tick = |done| check("II.1", "hoat-dong-tdthpl", "thu-thap", done);
    world.edit(&workbook("tu-phap"), "a", "2019-08-20T08:00:00", &[tick(true)]);
    assert_eq!(
        world.count("SELECT count(*) FROM with_done_check WHERE unit = 'tu-phap' AND item = 'thu-thap'"),
        1
    );
    world.edit(&workbook("tu-phap"), "a", "2019-08-20T08:01:00", &[tick(false)]);
    assert_eq!(world.count("SELECT count(*) FROM done_check"), 0);
}

#[test]
fn evidence_that_was_withdrawn_is_in_no_list_but_keeps_its_row() {
    let mut world = filled();
    let removed = part("aaaaaaaaaaaaa", EvidencePart::Removed, Value::Bool(true));
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T09:00:00", &[removed]);
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["evidence"], 0);
    assert_eq!(world.count("SELECT count(*) FROM evidence WHERE removed = 1 AND number = '35'"), 1);
    assert_eq!(
        world.count("SELECT count(*) FROM search_index WHERE search_index MATCH 'qd'"),
        0,
        "nor is it found"
    );
}

#[test]
fn evidence_without_its_file_is_not_shown_yet() {
    let mut world = World::new();
    let edits =
        [part("bbbbbbbbbbbbb", EvidencePart::Number, text("7")), link("III.6a", "bbbbbbbbbbbbb", "trang 1")];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let page = world.page(AYUN, AYUN, "III.6a");
    assert_eq!(page["evidence"], json!([]), "there is nothing to look at");
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["evidence"], 0, "the list counts as the page does");
}

#[test]
fn an_edit_that_waits_is_shown_and_taken_back() {
    let mut world = filled();
    let doc = workbook(AYUN);
    let (target, value) = percent("III.6a", 99);
    world.wait(1, &doc, "Y Blơi", "2019-08-21T08:00:00", &target, &value);
    let row = world.row(AYUN, AYUN, "III.6a");
    assert_eq!((&row["percent"], &row["unsent"]), (&json!(99), &json!(true)));
    world.take_back(1, &doc, &target);
    let row = world.row(AYUN, AYUN, "III.6a");
    assert_eq!((&row["percent"], &row["unsent"]), (&json!(98), &json!(false)));
    assert_eq!(row["touched"]["at"], "2019-08-20T08:00:00+07:00", "the last change is the one before");
}

#[test]
fn a_field_in_a_document_that_cannot_have_it_is_passed_over() {
    let world = World::new();
    let reading = document::Reading::one(text("done"), PersonId::from("a"), at("2019-08-20T08:00:00"));
    let target = Target::State { entry: entry("III.6a") };
    for doc in [crate::support::review("noi-vu", AYUN), model::doc_id::DocId::plan(&"mang-yang-2019".into())]
    {
        world.put(&doc, &target, &reading);
    }
    assert_eq!(world.count("SELECT count(*) FROM entry"), 0);
}

#[test]
fn a_value_of_the_wrong_kind_is_no_value() {
    let world = World::new();
    for (target, value) in [
        (Target::Percent { entry: entry("III.6a") }, text("98")),
        (Target::State { entry: entry("III.6a") }, text("finished")),
        (Target::Submission { period: crate::support::q3() }, text("{")),
        (part("a", EvidencePart::File, text("{}")).0, text("{}")),
        (part("a", EvidencePart::Signed, text("")).0, text("hôm qua")),
    ] {
        let reading = document::Reading::one(value, PersonId::from("a"), at("2019-08-20T08:00:00"));
        world.put(&workbook(AYUN), &target, &reading);
    }
    assert_eq!(world.row(AYUN, AYUN, "III.6a")["shown"], "not-started");
}
