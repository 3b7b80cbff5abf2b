//! Urging.

use model::ids::{PeriodId, ReminderId, TaskId};
use model::target::Target;
use model::window::{Act, Ask, ReminderView};

use crate::support::{District, Laptop, failure, unit, write};

fn remind(units: &[&str], words: &str, until: &str) -> Act {
    Act::Remind {
        units: units.iter().map(|id| unit(id)).collect(),
        period: Some(PeriodId::new("Q3")),
        tasks: vec![TaskId::new("III.7a")],
        words: words.into(),
        until: until.into(),
    }
}

fn reminders(laptop: &Laptop) -> Vec<ReminderView> {
    serde_json::from_value(laptop.ask(&Ask::Reminders { unit: None })).unwrap()
}

#[test]
fn an_office_reminds_several_units_and_each_answers_for_itself() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let de_ar = Laptop::new(&mut district, "de-ar", "Đinh Hmưk");
    office.act(remind(&["ayun", "de-ar"], " Gửi số liệu PAKN \n", "26/8/2019")).unwrap();
    assert_eq!(office.queue().edits.len(), 2, "one for each unit");
    for laptop in [&office, &ayun, &de_ar] {
        laptop.sync(&mut district);
    }
    let [reminder] = reminders(&ayun).try_into().unwrap();
    assert_eq!((reminder.words.as_str(), reminder.answerable), ("Gửi số liệu PAKN", true));

    let see = Act::SeeReminders { reminders: vec![reminder.id.clone()] };
    ayun.act(see.clone()).unwrap();
    let seen = reminders(&ayun)[0].seen.clone();
    ayun.act(see).unwrap();
    assert_eq!(reminders(&ayun)[0].seen, seen, "it was first seen then, however often it is looked at");
    ayun.act(write(Target::ReminderAnswer { reminder: reminder.id }, "Ngày 23/8 gửi")).unwrap();
    for laptop in [&ayun, &office, &de_ar] {
        laptop.sync(&mut district);
    }
    let told = reminders(&office);
    let of = |id: &str| told.iter().find(|one| one.unit == unit(id)).unwrap();
    assert_eq!(of("ayun").answer.as_deref(), Some("Ngày 23/8 gửi"));
    assert_eq!((of("de-ar").answer.clone(), of("de-ar").seen.clone()), (None, None));
}

#[test]
fn an_answer_to_a_reminder_that_was_taken_back_meanwhile_is_read_at_both_ends() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    office.act(remind(&["ayun"], "Gửi số liệu PAKN", "26/8/2019")).unwrap();
    for laptop in [&office, &ayun] {
        laptop.sync(&mut district);
    }
    let id = reminders(&ayun)[0].id.clone();
    office.act(Act::DropReminder { unit: unit("ayun"), reminder: id.clone() }).unwrap();
    assert!(reminders(&office).is_empty(), "nobody answered it");
    ayun.act(write(Target::ReminderAnswer { reminder: id }, "Ngày 23/8 gửi")).unwrap();
    for laptop in [&office, &ayun, &office] {
        laptop.sync(&mut district);
    }
    for laptop in [&office, &ayun] {
        let [told] = reminders(laptop).try_into().unwrap();
        assert_eq!((told.dropped, told.takeable), (true, false));
        assert_eq!(
            (told.words.as_str(), told.answer.as_deref()),
            ("Gửi số liệu PAKN", Some("Ngày 23/8 gửi"))
        );
    }
}

#[test]
fn what_was_sent_is_taken_back_before_and_after_it_left() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let drop = |reminder: ReminderId| Act::DropReminder { unit: unit("ayun"), reminder };
    office.act(remind(&["ayun"], "Nhầm đơn vị", "")).unwrap();
    office.act(drop(reminders(&office)[0].id.clone())).unwrap();
    assert_eq!((reminders(&office).len(), office.queue().edits.len()), (0, 0), "it was never there");
    office.act(remind(&["ayun"], "Nhầm đơn vị", "")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(reminders(&ayun).len(), 1);
    office.act(drop(reminders(&office)[0].id.clone())).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(reminders(&ayun), []);
}

#[test]
fn what_makes_no_sense_is_refused_and_reminds_nobody() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let said = |laptop: &Laptop, act: Act| failure(laptop.act(act)).message;
    assert!(said(&office, remind(&["ayun"], " \n ", "")).contains("lời đôn đốc"));
    assert!(said(&office, remind(&["ayun"], &"a".repeat(2_001), "")).contains("dài quá"));
    assert!(said(&office, remind(&[], "Gửi số liệu", "")).contains("đơn vị"));
    assert!(said(&office, remind(&["ayun"], "Gửi số liệu", "31/02/2019")).contains("Không có ngày này"));
    assert!(office.act(remind(&["ayun", "noi-vu"], "Gửi số liệu", "")).is_err(), "nobody reminds itself");
    let of_no_task = Act::Remind {
        units: vec![unit("ayun")],
        period: None,
        tasks: vec![TaskId::new("X.9")],
        words: "Gửi số liệu".into(),
        until: String::new(),
    };
    assert!(said(&office, of_no_task).contains("không có trong kế hoạch"));
    assert!(ayun.act(remind(&["de-ar"], "Gửi số liệu", "")).is_err(), "a commune urges nobody");
    assert!(office.queue().edits.is_empty() && ayun.queue().edits.is_empty(), "to all of them, or to none");
}
