use document::{Reading, interpret};
use model::target::EvidencePart;
use model::value::Value;
use serde_json::json;
use tables::Arrival;
use view::Place;

use crate::support::{
    AYUN, World, decision, link, narrative, part, percent, returned, review, state, text, workbook,
};

#[test]
fn the_page_tells_who_set_what_before_and_after_newest_first() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    world.edit(&workbook(AYUN), "b", "2019-08-20T09:00:00", &[percent("I.2", 60)]);
    let history = world.page(AYUN, AYUN, "I.2")["history"].clone();
    let expected = json!([
        {"by": "b", "at": "2019-08-20T09:00:00+07:00", "received": "2019-08-01T10:00:00+07:00", "receivedWrong": false,
         "what": "Tỷ lệ hoàn thành", "before": "50 %", "after": "60 %", "sent": true},
        {"by": "a", "at": "2019-08-20T08:00:00+07:00", "received": "2019-08-01T10:00:00+07:00", "receivedWrong": false,
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
    assert_eq!(world.count("SELECT length(value) FROM with_history"), 10_000);
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
    let word = crate::support::accepted("I.2", heads.clone());
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T10:00:00", &[word]);
    let page = world.page(AYUN, AYUN, "I.2");
    let expected = json!([
        {"office": "Phòng Nội vụ", "by": "Lan", "at": "2019-08-20T09:00:00+07:00", "accepted": false,
         "text": "thiếu", "until": "2019-09-04", "fields": [], "heads": null},
        {"office": "Phòng Nội vụ", "by": "Lan", "at": "2019-08-20T10:00:00+07:00", "accepted": true,
         "text": "", "until": null, "fields": [], "heads": heads.join(" ")},
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
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!((&row["unsent"], &row["touched"]["received"]), (&json!(true), &json!(null)));
    let targets = edits.map(|(target, _)| target);
    world.arrive(&workbook(AYUN), &targets, "2019-08-25T10:00:00");
    for task in ["I.2", "I.3"] {
        let row = world.row(AYUN, AYUN, task);
        let received = json!("2019-08-25T10:00:00+07:00");
        assert_eq!((&row["unsent"], &row["touched"]["received"]), (&json!(false), &received));
    }
}

#[test]
fn taking_the_same_change_in_again_adds_no_row() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    let changes = world.edit(&doc, "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    let arrival = Arrival { place: world.last.1, received: None };
    world.take_in(&doc, &interpret(changes.last().unwrap()).unwrap(), arrival);
    assert_eq!(world.count("SELECT count(*) FROM history"), 1);
}

#[test]
fn forgetting_what_is_not_there_does_nothing() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    let (target, _) = percent("I.2", 0);
    world.forget(7, &doc, &target);
    world.arrive(&doc, std::slice::from_ref(&target), "2019-08-25T10:00:00");
    assert_eq!(tables::last_record(&world.conn, &doc, &target).unwrap(), None);
}

#[test]
fn one_change_of_an_entry_is_one_row_and_tells_of_each_of_its_fields() {
    let mut world = World::new();
    let edits = [state("I.2", "done"), percent("I.2", 100), narrative("I.2", "đã xong"), percent("I.3", 10)];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    assert_eq!(world.count("SELECT count(*) FROM history"), 2, "one for each entry");
    let history = world.page(AYUN, AYUN, "I.2")["history"].clone();
    assert_eq!(history.as_array().unwrap().len(), 3, "{history}");
}

#[test]
fn what_the_server_took_later_stands_later_whatever_the_clocks_say() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    world.received = Some(crate::support::at("2020-08-01T10:00:00"));
    world.edit(&doc, "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    world.received = Some(crate::support::at("2019-08-01T11:00:00"));
    world.edit(&doc, "b", "2018-01-01T00:00:00", &[percent("I.2", 60)]);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!(row["touched"]["by"], "b", "the server's clock was put right meanwhile");
    assert_eq!(row["touched"]["received"], "2019-08-01T11:00:00+07:00", "told as the clock gave it");
    assert_eq!(world.page(AYUN, AYUN, "I.2")["history"][0]["by"], "b");
}

#[test]
fn a_change_that_another_position_is_told_for_stands_there() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    let (target, _) = percent("I.2", 0);
    world.edit(&doc, "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    let (first, place) = world.last;
    world.edit(&doc, "b", "2019-08-20T09:00:00", &[percent("I.2", 60)]);
    // A restored server heard them in another order.
    let to = (Place::in_log(40), 1_566_000_000_000);
    tables::settle(&world.conn, &doc, [&target], (&first, place), to).unwrap();
    assert_eq!(world.row(AYUN, AYUN, "I.2")["touched"]["by"], "a");
}

#[test]
fn two_changes_that_have_one_position_until_all_is_heard_again_are_both_kept() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    let (target, _) = percent("I.2", 0);
    world.edit(&doc, "a", "2019-08-20T08:00:00", &[percent("I.2", 50)]);
    let (first, at_first) = world.last;
    world.edit(&doc, "b", "2019-08-20T09:00:00", &[percent("I.2", 60)]);
    let (second, at_second) = world.last;
    // The restored server has them the other way round, and tells of them one after the other.
    let settle = |change, from, to: Place| {
        tables::settle(&world.conn, &doc, [&target], (change, from), (to, 1_566_000_000_000)).unwrap();
    };
    settle(&first, at_first, at_second);
    settle(&second, at_second, at_first);
    assert_eq!(world.count("SELECT count(*) FROM history"), 2);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["touched"]["by"], "a");
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
        world.forget(id, &doc, &target);
    }
    world.edit(&doc, "a", "2019-08-20T08:01:00", &[percent("I.2", 2)]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["percent"], 2);
    assert_eq!(world.count("SELECT count(*) FROM history"), 1, "as on every other machine");
}

#[test]
fn an_emptied_text_is_told_as_empty() {
    let world = World::new();
    let doc = workbook(AYUN);
    let (target, _) = narrative("I.2", "");
    world.wait(1, &doc, "a", "2019-08-20T08:00:00", &target, &text("một"));
    world.wait(2, &doc, "a", "2019-08-20T08:01:00", &target, &Value::Absent);
    world.put(&doc, &target, &Reading::default());
    let page = world.page(AYUN, AYUN, "I.2");
    assert_eq!((&page["history"][0]["after"], &page["texts"][0]["text"]), (&json!("(để trống)"), &json!("")));
}

#[test]
fn what_becomes_of_evidence_is_told_in_the_entries_that_it_proves() {
    let mut world = World::new();
    let (book, id) = (workbook(AYUN), "aaaaaaaaaaaaa");
    world.edit(&book, "a", "2019-08-20T08:00:00", &decision(id, 'a'));
    world.edit(&book, "a", "2019-08-20T09:00:00", &[link("I.2", id, "Điều 2")]);
    world.edit(&book, "b", "2019-08-20T10:00:00", &[part(id, EvidencePart::Number, text("36"))]);
    world.edit(&book, "b", "2019-08-20T11:00:00", &[link("I.4", id, "")]);
    world.edit(&book, "b", "2019-08-20T12:00:00", &[part(id, EvidencePart::Withdrawn, text("Quét nhầm"))]);
    let lines = |task: &str| -> Vec<String> {
        let page = world.page(AYUN, AYUN, task);
        let word = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or("–").to_owned();
        let lines = page["history"].as_array().unwrap().iter();
        lines
            .map(|line| format!("{}: {} → {}", word(line, "what"), word(line, "before"), word(line, "after")))
            .collect()
    };
    let file = "quyết định.pdf";
    let withdrawn = format!("Thu hồi tệp minh chứng · {file}: – → Quét nhầm");
    assert_eq!(
        lines("I.2"),
        [
            withdrawn.clone(),
            format!("Số của minh chứng · {file}: 35 → 36"),
            format!("Gắn minh chứng (mục, trang) · {file}: – → Điều 2"),
        ]
    );
    assert_eq!(
        lines("I.4"),
        [withdrawn, format!("Gắn minh chứng (mục, trang) · {file}: – → đã gắn, chưa ghi mục, trang")],
        "what was before it came here is told where it was done"
    );
}

#[test]
fn who_chose_what_stood_there_already_is_not_said_to_have_changed_it_into_itself() {
    let mut world = World::new();
    let base = [percent("I.2", 40)];
    let book = workbook(AYUN);
    world.edit(&book, "a", "2019-08-20T08:00:00", &base);
    let apart = [("a", 45), ("b", 47)]
        .map(|(by, is)| world.seal_apart(&book, by, "2019-08-20T08:30:00", &[percent("I.2", is)]));
    for changes in apart {
        world.merge(&book, &changes);
    }
    let stands = world.page(AYUN, AYUN, "I.2")["history"][0]["after"].clone();
    let chosen = if stands == "47 %" { 47 } else { 45 };
    world.edit(&book, "a", "2019-08-20T09:00:00", &[percent("I.2", chosen)]);
    let line = world.page(AYUN, AYUN, "I.2")["history"][0].clone();
    assert_eq!(line["after"], stands);
    assert_ne!(line["before"], line["after"], "{line}");
}
