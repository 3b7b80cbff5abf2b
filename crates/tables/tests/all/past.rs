//! Questions of a past moment.

use model::ids::UnitId;
use model::window::{AsOf, Ask};
use serde_json::{Value as Json, json};

use crate::support::{
    AYUN, World, accepted, at, decision, entry, figure, link, narrative, percent, q3, returned, review,
    state, workbook,
};

fn known(when: &str) -> AsOf {
    AsOf::Known { at: at(when) }
}

fn written(when: &str) -> AsOf {
    AsOf::Written { at: at(when) }
}

fn page(world: &World, moment: &AsOf) -> Json {
    world.ask_as_of(moment, &Ask::Entry { unit: UnitId::new(AYUN), entry: entry("I.2") })
}

/// A commune reports, is sent back, answers, and is accepted; each arrives some days after it was written.
fn reviewed() -> World {
    let mut world = World::new();
    let doc = workbook(AYUN);
    world.received = Some(at("2019-08-10T10:00:00"));
    let mut first = vec![state("I.2", "done"), percent("I.2", 90), narrative("I.2", "đã niêm yết")];
    first.extend(decision("bbbbbbbbbbbbb", '2'));
    first.push(link("I.2", "bbbbbbbbbbbbb", "trang 1"));
    first.push(figure("III.6a", "ho-so-dung-han", "part", 297_000));
    world.edit(&doc, "Y Blơi", "2019-08-05T08:00:00", &first);
    world.received = Some(at("2019-08-12T10:00:00"));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-12T09:00:00", &[returned("I.2", "thiếu biểu", "")]);
    world.received = Some(at("2019-08-15T10:00:00"));
    world.edit(
        &doc,
        "Y Blơi",
        "2019-08-13T08:00:00",
        &[percent("I.2", 100), narrative("I.2", "đã niêm yết, kèm biểu")],
    );
    world.received = Some(at("2019-08-16T10:00:00"));
    let heads = world.heads(&doc);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-16T09:00:00", &[accepted("I.2", heads)]);
    world
}

#[test]
fn what_was_known_is_told_as_it_was() {
    let world = reviewed();
    let then = |when| {
        let page = page(&world, &known(when));
        json!([
            page["shown"],
            page["percent"],
            page["texts"][0]["text"],
            page["evidence"].as_array().unwrap().len()
        ])
    };
    assert_eq!(then("2019-08-10T09:59:59"), json!(["not-started", null, "", 0]), "written, and not here yet");
    assert_eq!(then("2019-08-11T00:00:00"), json!(["done", 90, "đã niêm yết", 1]));
    assert_eq!(then("2019-08-14T00:00:00"), json!(["returned", 90, "đã niêm yết", 1]));
    assert_eq!(then("2019-08-15T12:00:00"), json!(["done", 100, "đã niêm yết, kèm biểu", 1]));
    assert_eq!(then("2019-08-20T00:00:00"), json!(["accepted", 100, "đã niêm yết, kèm biểu", 1]));
}

#[test]
fn a_position_of_the_log_says_the_same_as_the_moment_at_which_it_was_reached() {
    let world = reviewed();
    for (position, when) in [(0, "2019-08-01T00:00:00"), (99, "2019-08-20T00:00:00")] {
        let mut by_place = page(&world, &AsOf::Position { position });
        let mut by_time = page(&world, &known(when));
        for page in [&mut by_place, &mut by_time] {
            page.as_object_mut().unwrap().remove("period");
            page.as_object_mut().unwrap().remove("dues");
        }
        assert_eq!(by_place, by_time, "{position}");
    }
}

#[test]
fn what_was_written_by_then_counts_though_it_arrived_later_and_is_marked() {
    let world = reviewed();
    let then = page(&world, &written("2019-08-06T00:00:00"));
    assert_eq!((&then["shown"], &then["percent"]), (&json!("done"), &json!(90)));
    assert_eq!(then["arrivedLater"], true, "the district learnt of it four days later");
    let then = page(&world, &written("2019-08-14T00:00:00"));
    assert_eq!(
        (&then["shown"], &then["texts"][0]["text"], &then["arrivedLater"]),
        (&json!("done"), &json!("đã niêm yết, kèm biểu"), &json!(true)),
        "the answer to the return was written"
    );
    let then = page(&world, &written("2019-08-20T00:00:00"));
    assert_eq!((&then["shown"], &then["arrivedLater"]), (&json!("accepted"), &json!(false)));
}

#[test]
fn of_one_change_the_fields_that_were_written_later_are_left_out() {
    let mut world = World::new();
    world.received = Some(at("2019-08-20T10:00:00"));
    let doc = workbook(AYUN);
    // A laptop without a network: what it wrote in a week is one change.
    let edits =
        [("2019-08-05T08:00:00", percent("I.2", 40)), ("2019-08-09T08:00:00", narrative("I.2", "muộn hơn"))];
    world.edit_at(&doc, "a", &edits);
    let then = page(&world, &written("2019-08-06T00:00:00"));
    assert_eq!((&then["percent"], &then["texts"][0]["text"]), (&json!(40), &json!("")));
    assert_eq!(then["history"].as_array().unwrap().len(), 1);
    let then = page(&world, &written("2019-08-10T00:00:00"));
    assert_eq!((&then["percent"], &then["texts"][0]["text"]), (&json!(40), &json!("muộn hơn")));
}

#[test]
fn a_clock_that_stood_a_year_ahead_for_an_hour_hides_nothing() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    world.received = Some(at("2020-08-10T10:00:00"));
    world.edit(&doc, "a", "2019-08-10T08:00:00", &[percent("I.2", 40)]);
    world.received = Some(at("2019-08-10T11:00:00"));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-10T10:30:00", &[returned("I.2", "thiếu", "")]);
    world.edit(&doc, "a", "2019-08-10T10:45:00", &[percent("I.3", 40)]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["shown"], "returned", "the commune sees it");
    let then = page(&world, &known("2019-08-10T12:00:00"));
    assert_eq!(
        (&then["shown"], &then["percent"]),
        (&json!("returned"), &json!(40)),
        "it stood before what came at eleven"
    );
}

#[test]
fn the_matrix_and_the_list_of_a_unit_are_of_the_moment_too() {
    let world = reviewed();
    let matrix = |when| {
        let matrix = world.ask_as_of(&known(when), &Ask::Matrix { period: q3(), field: None });
        json!([matrix["begun"], matrix["closed"], matrix["accepted"]])
    };
    assert_eq!(matrix("2019-08-09T00:00:00"), json!([0, 0, 0]));
    assert_eq!(matrix("2019-08-14T00:00:00"), json!([2, 0, 0]), "begun, and sent back");
    assert_eq!(matrix("2019-08-20T00:00:00"), json!([2, 1, 1]));
    let ask = Ask::Work { period: q3(), unit: Some(UnitId::new(AYUN)), task: None };
    let list = world.ask_as_of(&known("2019-08-14T00:00:00"), &ask);
    assert_eq!(list["begun"], 2);
    let now = world.ask_as_of(&known("2019-08-22T09:00:00"), &ask);
    let whole = world.ask_as(None, crate::support::TODAY, view::Side::Server, &ask).unwrap();
    assert_eq!(now, whole, "the present is a moment like any other");
}
