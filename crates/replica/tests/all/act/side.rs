//! Two people at one place of a text: what is asked, what an answer does, and what the history says.

use model::window::{Act, Ask, ConflictView};

use crate::support::{District, Laptop, narrative, unit, write};

const BASE: &str = "Tỷ lệ đạt 90 %, chốt ngày 12/6.";
const OF_FIRST: &str = "Tỷ lệ đạt 95 %, chốt ngày 15/6.";
const OF_SECOND: &str = "Tỷ lệ đạt 98 %, chốt ngày 18/6.";

fn text(laptop: &Laptop) -> String {
    laptop.page("III.6a")["texts"][0]["text"].as_str().unwrap_or_default().to_owned()
}

fn asked(laptop: &Laptop) -> Vec<ConflictView> {
    serde_json::from_value(laptop.ask(&Ask::Conflicts)).unwrap()
}

fn readings(conflict: &ConflictView) -> Vec<&str> {
    let mut readings: Vec<&str> = conflict.contenders.iter().map(|one| one.shown.as_str()).collect();
    readings.sort_unstable();
    readings
}

/// Two laptops of one commune that changed the same number and the same date offline.
fn collided() -> (District, Laptop, Laptop) {
    let mut district = District::new();
    let first = Laptop::new(&mut district, "ayun", "Y Blưm");
    let second = Laptop::new(&mut district, "ayun", "H’Lan");
    first.act(write(narrative("III.6a"), BASE)).unwrap();
    first.sync(&mut district);
    second.sync(&mut district);
    first.act(write(narrative("III.6a"), OF_FIRST)).unwrap();
    second.act(write(narrative("III.6a"), OF_SECOND)).unwrap();
    for laptop in [&first, &second, &first] {
        laptop.sync(&mut district);
    }
    (district, first, second)
}

fn settle(conflict: &ConflictView, text: &str) -> Act {
    let seen = conflict.contenders.iter().map(|one| one.text.clone()).chain(conflict.merged.clone());
    Act::Settle {
        unit: unit("ayun"),
        target: conflict.target.clone(),
        seen: seen.collect(),
        text: text.to_owned(),
        side: None,
    }
}

#[test]
fn a_number_that_nobody_wrote_is_a_conflict_with_both_readings_until_somebody_chooses() {
    let (mut district, first, second) = collided();
    for laptop in [&first, &second] {
        let [conflict] = &asked(laptop)[..] else { panic!("one place is asked about") };
        assert_eq!(readings(conflict), [OF_FIRST, OF_SECOND]);
        assert_eq!(
            conflict.merged.as_deref(),
            Some(&*text(laptop)),
            "beside them what stands there meanwhile"
        );
        assert_eq!(laptop.page("III.6a")["conflicts"].as_array().unwrap().len(), 1);
    }
    let by: Vec<String> = asked(&first)[0].contenders.iter().map(|one| one.by.clone()).collect();
    assert!(by.contains(&"Y Blưm".to_owned()) && by.contains(&"H’Lan".to_owned()), "{by:?}");
    first.act(settle(&asked(&first)[0], OF_FIRST)).unwrap();
    assert_eq!((text(&first), asked(&first).len()), (OF_FIRST.to_owned(), 0), "before it is sent");
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!((text(&second), asked(&second).len()), (OF_FIRST.to_owned(), 0));
}

#[test]
fn what_stands_there_may_be_right() {
    let (mut district, first, second) = collided();
    let stands = text(&first);
    first.act(settle(&asked(&first)[0], &stands)).unwrap();
    assert_eq!(asked(&first).len(), 0);
    first.act(Act::TakeBackLast).unwrap();
    assert_eq!(asked(&first).len(), 1, "an answer that is taken back was none");
    first.act(settle(&asked(&first)[0], &stands)).unwrap();
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!((text(&second), asked(&second).len()), (stands, 0));
}

#[test]
fn an_answer_is_taken_back_with_the_words_that_it_chose() {
    let (_, first, _) = collided();
    let stands = text(&first);
    first.act(settle(&asked(&first)[0], OF_SECOND)).unwrap();
    first.act(Act::TakeBackLast).unwrap();
    assert_eq!((text(&first), asked(&first).len()), (stands, 1));
}

#[test]
fn an_answer_to_what_has_changed_meanwhile_is_refused() {
    let (mut district, first, second) = collided();
    let stale = settle(&asked(&first)[0], OF_FIRST);
    second.act(write(narrative("III.6a"), "Tỷ lệ đạt 99 %.")).unwrap();
    second.sync(&mut district);
    first.sync(&mut district);
    assert!(first.act(stale).is_err(), "what the person saw is not there any more");
}

#[test]
fn writing_elsewhere_answers_nothing_and_writing_there_does() {
    let (mut district, first, second) = collided();
    let typed = |laptop: &Laptop, next: &str| {
        let base = Some(text(laptop));
        laptop
            .act(Act::Write { target: narrative("III.6a"), text: next.to_owned(), base, beside: Vec::new() })
            .unwrap();
    };
    typed(&first, &format!("{} Còn 2 hồ sơ.", text(&first)));
    assert_eq!(asked(&first).len(), 1, "while it waits");
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!(asked(&second).len(), 1, "and once it is there");
    typed(&second, "Tỷ lệ đạt 98 %, chốt ngày 15/6. Còn 2 hồ sơ.");
    assert_eq!(asked(&second).len(), 0);
    second.sync(&mut district);
    first.sync(&mut district);
    assert_eq!(asked(&first).len(), 0);
}

#[test]
fn the_history_says_what_each_author_saw_and_what_a_merge_made_of_both() {
    let (mut district, first, second) = collided();
    let merged = text(&first);
    first.act(settle(&asked(&first)[0], OF_FIRST)).unwrap();
    first.sync(&mut district);
    second.sync(&mut district);
    for laptop in [&first, &second] {
        let page = laptop.page("III.6a");
        let lines: Vec<(String, String, String)> = page["history"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["what"] == "Nội dung thực hiện")
            .map(|item| {
                ["by", "before", "after"].map(|key| item[key].as_str().unwrap_or("").to_owned()).into()
            })
            .collect();
        let line = |by: &str, before: &str, after: &str| (by.to_owned(), before.to_owned(), after.to_owned());
        assert_eq!(lines[0], line("Y Blưm", &merged, OF_FIRST), "whoever chose saw what stood there");
        assert_eq!((&*lines[1].0, &*lines[1].2), ("Ghép từ hai bản", &*merged));
        assert!(lines.contains(&line("Y Blưm", BASE, OF_FIRST)), "{lines:#?}");
        assert!(lines.contains(&line("H’Lan", BASE, OF_SECOND)), "{lines:#?}");
    }
}
