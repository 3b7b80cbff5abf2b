//! Handing in, returning and accepting.

use model::doc_id::DocId;
use model::ids::PeriodId;
use model::window::{Act, Ask, ConflictView, FailureCode};

use crate::support::{District, Laptop, entry, failure, narrative, percent, unit, write};

#[test]
fn a_submission_names_what_it_hands_in() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "100")).unwrap();
    ayun.act(Act::Submit { period: PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    let heads = model::value::Heads::new(ayun.heads());
    assert_eq!(heads.iter().count(), 1, "what waited was sealed first");
    let workbook = ayun.workbook();
    ayun.sync(&mut district);
    let target = model::target::Target::Submission { period: PeriodId::new("Q3") };
    let handed_in: model::value::Submission =
        district.document(&workbook).read(&target).value().as_record().unwrap();
    assert_eq!(handed_in.heads, heads);
}

#[test]
fn a_period_with_an_open_conflict_is_not_handed_in() {
    let mut district = District::new();
    let (one, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
    one.act(write(percent("III.6a"), "40")).unwrap();
    other.act(write(percent("III.6a"), "60")).unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    let failure = failure(other.act(Act::Submit { period: PeriodId::new("Q3"), confirmed_by: None }));
    assert!(failure.message.contains('1'), "{}", failure.message);
}

#[test]
fn the_office_returns_with_a_reason_and_accepts_what_it_saw() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    ayun.act(write(narrative("III.6a"), "Đã xong")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let back = |reason: &str, until: &str| Act::Return {
        unit: unit("ayun"),
        entry: entry("III.6a"),
        reason: reason.into(),
        until: until.into(),
        fields: Vec::new(),
    };
    assert!(office.act(back("  ", "")).is_err(), "a return says why");
    assert!(office.act(back("thiếu biểu", "31/02/2019")).is_err());
    office.act(back("thiếu biểu tổng hợp kèm theo", "04/9/2019")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    let page = ayun.page("III.6a");
    assert_eq!(page["shown"], "returned");
    assert_eq!(page["talk"][0]["until"], "2019-09-04");
    ayun.act(write(narrative("III.6a"), "Đã xong, kèm biểu")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    office.act(Act::Accept { unit: unit("ayun"), entry: entry("III.6a"), stamp: None, sure: true }).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(ayun.page("III.6a")["shown"], "accepted");
    let review = DocId::review(&"mang-yang-2019".into(), unit("noi-vu"), unit("ayun"));
    assert_eq!(ayun.store.heads(&review).unwrap(), office.store.heads(&review).unwrap());
}

/// Two people of one office gave different words on one entry offline; either may decide, and a new word follows.
#[test]
fn verdicts_that_stand_against_each_other_are_decided_by_choosing_one() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let (one, other) = (
        Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa"),
        Laptop::new(&mut district, "noi-vu", "Trần Văn Bình"),
    );
    ayun.act(write(narrative("III.6a"), "Đã xong")).unwrap();
    ayun.sync(&mut district);
    one.sync(&mut district);
    other.sync(&mut district);
    let accept = Act::Accept { unit: unit("ayun"), entry: entry("III.6a"), stamp: None, sure: true };
    one.act(accept.clone()).unwrap();
    let (reason, until) = ("thiếu biểu tổng hợp".to_owned(), String::new());
    other
        .act(Act::Return { unit: unit("ayun"), entry: entry("III.6a"), reason, until, fields: Vec::new() })
        .unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    one.sync(&mut district);
    let conflicts: Vec<ConflictView> = serde_json::from_value(one.ask(&Ask::Conflicts)).unwrap();
    let [conflict] = &conflicts[..] else { panic!("the two words stand against each other: {conflicts:?}") };
    let refused = failure(one.act(accept.clone()));
    assert_eq!(refused.code, Some(FailureCode::InConflict), "a word over both would hide one");
    let seen: Vec<String> = conflict.contenders.iter().map(|one| one.text.clone()).collect();
    let returned = conflict.contenders.iter().find(|one| one.shown.contains("thiếu biểu")).unwrap();
    let (target, text) = (conflict.target.clone(), returned.text.clone());
    let made_up = r#"{"is":"accepted","heads":[]}"#.to_owned();
    let settle = |text| Act::Settle {
        unit: unit("ayun"),
        target: target.clone(),
        seen: seen.clone(),
        text,
        side: None,
    };
    assert!(one.act(settle(made_up)).is_err(), "only what was said can be chosen");
    one.act(settle(text)).unwrap();
    for laptop in [&one, &other, &ayun] {
        laptop.sync(&mut district);
        let page = laptop.ask(&Ask::Entry { unit: unit("ayun"), entry: entry("III.6a") });
        assert_eq!(page["shown"], "returned");
        assert!(laptop.ask(&Ask::Conflicts).as_array().unwrap().is_empty());
    }
    other.act(accept).unwrap();
    other.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(ayun.page("III.6a")["shown"], "accepted", "the office goes on from what was decided");
}

#[test]
fn a_unit_does_not_review_itself_or_others() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for of in ["ayun", "hra"] {
        assert!(
            ayun.act(Act::Accept { unit: unit(of), entry: entry("III.6a"), stamp: None, sure: true })
                .is_err()
        );
    }
}
