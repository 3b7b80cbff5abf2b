//! Writing fields.

use model::window::{Act, FailureCode};

use crate::support::{District, Laptop, failure, figure, narrative, percent, state, unit, write};

#[test]
fn an_edit_survives_a_kill() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), "Đã giải quyết 132 hồ sơ")).unwrap();
    let ayun = ayun.killed();
    assert_eq!(
        ayun.page("III.6a")["texts"][0]["text"],
        "Đã giải quyết 132 hồ sơ",
        "what was saved is on the disk"
    );
    let queue = ayun.queue();
    assert_eq!(queue.edits.len(), 1, "and still waits to be sent");
    assert!(queue.edits[0].can_take_back);
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty(), "the server has it");
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn edits_of_one_field_wait_as_one() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    for text in ["50", "60", "75"] {
        ayun.act(write(percent("III.6a"), text)).unwrap();
    }
    let edits = ayun.queue().edits;
    assert_eq!(edits.len(), 1, "a newer edit takes the place of the one that waits");
    assert_eq!(edits[0].before.as_deref(), Some("40 %"), "and is told against what was sent");
    assert_eq!(edits[0].after, "75 %");
    assert_eq!(edits[0].what, "III.6a · Tỷ lệ hoàn thành");
}

#[test]
fn writing_back_what_was_there_leaves_nothing_to_send() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.act(write(percent("III.6a"), "")).unwrap();
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(ayun.page("III.6a")["unsent"], false);
    ayun.act(write(narrative("III.6a"), "")).unwrap();
    assert!(ayun.queue().edits.is_empty(), "an empty text was empty before");
}

#[test]
fn what_was_typed_is_read_and_written_as_the_office_writes_it() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let indicator = ayun
        .store
        .plan()
        .unwrap()
        .indicators()
        .iter()
        .find(|one| one.of.as_str() == "III.6a")
        .unwrap()
        .id
        .clone();
    let target = figure("III.6a", indicator.as_str());
    let done = ayun.act(write(target, "1234")).unwrap();
    assert_eq!(done.text.as_deref(), Some("1.234"));
    assert!(done.saved_at.is_some());
}

#[test]
fn bad_values_are_refused_beside_the_field() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for (target, text) in
        [(percent("III.6a"), "101"), (percent("III.6a"), "một nửa"), (state("III.6a"), "xong rồi")]
    {
        let failure = failure(ayun.act(write(target, text)));
        assert_eq!(failure.code, Some(FailureCode::BadValue));
    }
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn a_unit_writes_only_its_own_assignments() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let failure = failure(ayun.act(write(percent("IV.2"), "10")));
    assert!(failure.message.contains("phân công"), "{}", failure.message);
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn an_edit_of_a_field_costs_no_document() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    let before = ayun.heads();
    ayun.act(write(percent("III.6a"), "41")).unwrap();
    assert_eq!(ayun.heads(), before, "nothing is sealed until it is sent");
}

#[test]
fn people_who_did_not_know_of_each_other_both_stay_visible_until_one_decides() {
    let mut district = District::new();
    let (one, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
    one.act(write(percent("III.6a"), "40")).unwrap();
    other.act(write(percent("III.6a"), "60")).unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    one.sync(&mut district);
    for laptop in [&one, &other] {
        assert_eq!(laptop.ask(&model::window::Ask::Conflicts).as_array().unwrap().len(), 1);
        let failure = failure(laptop.act(write(percent("III.6a"), "50")));
        assert_eq!(failure.code, Some(FailureCode::InConflict), "writing over them would hide one");
    }
    let settle = |seen: &[&str], text: &str| Act::Settle {
        unit: unit("ayun"),
        target: percent("III.6a"),
        seen: seen.iter().map(ToString::to_string).collect(),
        text: text.to_owned(),
        side: None,
    };
    let stale = failure(one.act(settle(&["40"], "40")));
    assert_eq!(stale.code, Some(FailureCode::InConflict), "who decides must have seen both");
    one.act(settle(&["40", "60"], "60")).unwrap();
    assert_eq!(one.page("III.6a")["percent"], 60);
    one.sync(&mut district);
    other.sync(&mut district);
    assert!(other.ask(&model::window::Ask::Conflicts).as_array().unwrap().is_empty());
    assert_eq!(other.page("III.6a")["percent"], 60);
    assert_eq!(one.heads(), other.heads());
}

#[test]
fn two_people_who_begin_the_same_entry_offline_end_with_one_that_holds_both_works() {
    let mut district = District::new();
    let (one, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
    one.act(write(narrative("III.6a"), "Đã giải quyết 132 hồ sơ. ")).unwrap();
    other.act(write(percent("III.6a"), "60")).unwrap();
    other.act(write(narrative("III.6a"), "Tồn 3 hồ sơ đất đai.")).unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    one.sync(&mut district);
    for laptop in [&one, &other] {
        let page = laptop.page("III.6a");
        let narrative = page["texts"][0]["text"].as_str().unwrap();
        assert!(narrative.contains("132 hồ sơ") && narrative.contains("Tồn 3"), "{narrative}");
        assert_eq!(page["percent"], 60);
    }
    assert_eq!(one.heads(), other.heads());
}

/// Putting the value that wins anyway is a decision too, and must be written down like any other.
#[test]
fn a_conflict_can_be_decided_for_each_of_its_contenders() {
    for chosen in [0, 1] {
        let mut district = District::new();
        let (one, other) =
            (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
        one.act(write(percent("III.6a"), "40")).unwrap();
        other.act(write(percent("III.6a"), "60")).unwrap();
        one.sync(&mut district);
        other.sync(&mut district);
        let conflicts = other.ask(&model::window::Ask::Conflicts);
        let text = conflicts[0]["contenders"][chosen]["text"].as_str().unwrap().to_owned();
        let seen = vec!["60".into(), "40".into()];
        other
            .act(Act::Settle {
                unit: unit("ayun"),
                target: percent("III.6a"),
                seen,
                text: text.clone(),
                side: None,
            })
            .unwrap();
        other.sync(&mut district);
        one.sync(&mut district);
        for laptop in [&one, &other] {
            assert_eq!(laptop.page("III.6a")["percent"].to_string(), text, "contender {chosen}");
            assert!(laptop.ask(&model::window::Ask::Conflicts).as_array().unwrap().is_empty());
            assert_eq!(laptop.page("III.6a")["history"][0]["after"], format!("{text} %"));
        }
    }
}

#[test]
fn the_state_that_a_window_shows_of_what_was_begun_is_nobodys_word() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), "Đã giải quyết 98 hồ sơ.")).unwrap();
    let page = ayun.page("III.6a");
    assert_eq!(page["state"], "in-progress", "there is something in it, though nobody said so");
    let target = state("III.6a");
    let act =
        Act::Write { target, text: "done".into(), base: Some("in-progress".into()), beside: Vec::new() };
    ayun.act(act).expect("nobody has written in the field since it was shown");
    assert_eq!(ayun.page("III.6a")["state"], "done");
}
