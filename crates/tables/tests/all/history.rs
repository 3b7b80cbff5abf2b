use document::{ChangeHash, Reading};
use model::value::Value;
use serde_json::json;
use tables::{HistoryRow, Source};

use crate::support::{AYUN, World, at, hash_of, narrative, percent, returned, review, state, text, workbook};

#[test]
fn the_page_tells_who_set_what_before_and_after_newest_first() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    world.edit(&workbook(AYUN), "b", "2019-08-20T09:00:00", &[percent("I.2", 60)]);
    let history = world.page(AYUN, AYUN, "I.2")["history"].clone();
    let expected = json!([
        {"by": "b", "at": "2019-08-20T09:00:00+07:00", "received": "2019-08-01T10:00:00+07:00",
         "what": "Tỷ lệ hoàn thành", "before": "50 %", "after": "60 %", "sent": true},
        {"by": "a", "at": "2019-08-20T08:00:00+07:00", "received": "2019-08-01T10:00:00+07:00",
         "what": "Tỷ lệ hoàn thành", "before": null, "after": "50 %", "sent": true},
    ]);
    assert_eq!(history, expected);
}

#[test]
fn a_text_is_kept_as_it_read_to_the_author_of_each_change() {
    let mut office = World::new();
    let mut changes = office.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[narrative("I.2", "một")]);
    changes.extend(office.edit(&workbook(AYUN), "b", "2019-08-20T09:00:00", &[narrative("I.2", "một hai")]));
    // Another laptop takes in the whole history at once.
    let mut world = World::new();
    world.merge(&workbook(AYUN), &changes);
    let history = world.page(AYUN, AYUN, "I.2")["history"].clone();
    assert_eq!((&history[0]["after"], &history[1]["after"]), (&json!("một hai"), &json!("một")));
}

#[test]
fn a_very_long_text_is_shortened_in_the_window_and_whole_in_the_table() {
    let mut world = World::new();
    let long = "ế".repeat(10_000);
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[narrative("I.2", &long)]);
    let page = world.page(AYUN, AYUN, "I.2");
    assert_eq!(page["history"][0]["after"].as_str().unwrap().chars().count(), 2_001);
    assert_eq!(page["texts"][0]["text"].as_str().unwrap(), long);
    assert_eq!(world.count("SELECT length(after) FROM history"), 10_000);
}

#[test]
fn at_most_two_hundred_rows_are_shown() {
    let world = World::new();
    for n in 0..230 {
        let (target, _) = percent("I.2", 0);
        world.wait(n, &workbook(AYUN), "a", "2019-08-20T08:00:00", &target, &Value::Int(n % 100));
    }
    let history = world.page(AYUN, AYUN, "I.2")["history"].clone();
    assert_eq!(
        (history.as_array().unwrap().len(), &history[0]["after"]),
        (200, &json!("29 %")),
        "the newest"
    );
}

#[test]
fn the_talk_with_the_reviewer_is_told_oldest_first() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    world.edit(
        &review("noi-vu", AYUN),
        "Lan",
        "2019-08-20T09:00:00",
        &[returned("I.2", "thiếu", "2019-09-04")],
    );
    let heads = world.heads(&workbook(AYUN));
    let word = crate::support::accepted("I.2", heads);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T10:00:00", &[word]);
    let page = world.page(AYUN, AYUN, "I.2");
    let expected = json!([
        {"office": "Phòng Nội vụ", "by": "Lan", "at": "2019-08-20T09:00:00+07:00", "accepted": false,
         "text": "thiếu", "until": "2019-09-04"},
        {"office": "Phòng Nội vụ", "by": "Lan", "at": "2019-08-20T10:00:00+07:00", "accepted": true,
         "text": "", "until": null},
    ]);
    assert_eq!(page["talk"], expected);
    assert_eq!(page["history"][0]["after"], "chấp nhận");
    assert_eq!(page["history"][1]["after"], "trả lại: thiếu, hẹn 04/9/2019");
}

#[test]
fn an_acknowledgement_gives_every_row_of_the_change_the_servers_time() {
    let mut world = World::new();
    world.received = None;
    let edits = [state("I.2", "done"), percent("I.3", 10)];
    let changes = world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!((&row["unsent"], &row["touched"]["received"]), (&json!(true), &json!(null)));
    let hash = hash_of(changes.last().unwrap());
    tables::mark_received(&world.conn, &workbook(AYUN), &hash, at("2019-08-25T10:00:00")).unwrap();
    for task in ["I.2", "I.3"] {
        let row = world.row(AYUN, AYUN, task);
        let received = json!("2019-08-25T10:00:00+07:00");
        assert_eq!((&row["unsent"], &row["touched"]["received"]), (&json!(false), &received));
    }
    let closed = world.count("SELECT count(*) FROM entry WHERE closed_received LIKE '2019-08-25%'");
    assert_eq!(closed, 1, "the closing arrived too, and only one entry was closed");
}

#[test]
fn recording_the_same_change_again_adds_no_row() {
    let mut world = World::new();
    let changes = world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    let (target, value) = percent("I.2", 50);
    let doc = workbook(AYUN);
    let row = HistoryRow {
        doc: &doc,
        source: Source::Change(hash_of(changes.last().unwrap())),
        target: &target,
        by: &"a".into(),
        at: at("2019-08-20T08:00:00"),
        received: None,
        value: &value,
    };
    tables::record(&world.conn, &row).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM history"), 1);
}

#[test]
fn forgetting_what_is_not_there_does_nothing() {
    let world = World::new();
    let doc = workbook(AYUN);
    for source in [Source::Pending(7), Source::Change(ChangeHash([7; 32]))] {
        tables::forget(&world.conn, &doc, source).unwrap();
    }
    tables::mark_received(&world.conn, &doc, &ChangeHash([7; 32]), at("2019-08-25T10:00:00")).unwrap();
    let (target, _) = percent("I.2", 0);
    assert_eq!(tables::last_record(&world.conn, &doc, &target).unwrap(), None);
}

#[test]
fn a_sealed_edit_leaves_one_row_for_the_field() {
    let mut world = World::new();
    world.received = None;
    let doc = workbook(AYUN);
    let (target, _) = percent("I.2", 0);
    world.wait(1, &doc, "a", "2019-08-20T08:00:00", &target, &Value::Int(1));
    world.wait(2, &doc, "a", "2019-08-20T08:01:00", &target, &Value::Int(2));
    for id in [1, 2] {
        tables::forget(&world.conn, &doc, Source::Pending(id)).unwrap();
    }
    world.edit(&doc, "a", "2019-08-20T08:01:00", &[percent("I.2", 2)]);
    let last = tables::last_record(&world.conn, &doc, &target).unwrap().unwrap();
    assert_eq!((last.after.as_str(), last.pending), ("2 %", None));
    assert_eq!(world.count("SELECT count(*) FROM history"), 1, "as on every other machine");
}

#[test]
fn an_emptied_text_is_told_as_empty() {
    let world = World::new();
    let doc = workbook(AYUN);
    let (target, _) = narrative("I.2", "");
    world.wait(1, &doc, "a", "2019-08-20T08:00:00", &target, &text("một"));
    world.wait(2, &doc, "a", "2019-08-20T08:01:00", &target, &Value::Absent);
    tables::write(&world.conn, &doc, &target, &Reading::default()).unwrap();
    let page = world.page(AYUN, AYUN, "I.2");
    assert_eq!((&page["history"][0]["after"], &page["texts"][0]["text"]), (&json!("(để trống)"), &json!("")));
}
