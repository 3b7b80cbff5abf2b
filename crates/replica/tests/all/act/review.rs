//! What an office does with what it has before it, and what a unit does with what it handed in.

use model::ids::{PeriodId, QuestionId};
use model::target::Target;
use model::window::{Act, Ask, FailureCode};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, entry, failure, narrative, percent, state, unit, write};

struct Both {
    district: District,
    ayun: Laptop,
    office: Laptop,
}

impl Both {
    /// Ayun has told of an entry, and the office has it.
    fn new() -> Self {
        let mut district = District::new();
        let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
        let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
        ayun.act(write(narrative("III.6a"), "Đã giải quyết 98 hồ sơ.")).unwrap();
        let mut both = Self { district, ayun, office };
        both.meet();
        both
    }

    fn meet(&mut self) {
        for laptop in [&self.ayun, &self.office, &self.ayun] {
            laptop.sync(&mut self.district);
        }
    }

    /// The office's page of the entry.
    fn page(&self) -> Json {
        self.office.ask(&Ask::Entry { unit: unit("ayun"), entry: entry("III.6a") })
    }

    fn stamp(&self) -> u32 {
        u32::try_from(self.page()["stamp"].as_u64().unwrap()).unwrap()
    }

    fn look(&self) -> u32 {
        let stamp = self.stamp();
        self.office.act(Act::Look { unit: unit("ayun"), entry: entry("III.6a"), stamp }).unwrap();
        stamp
    }

    fn accept(&self, stamp: u32, sure: bool) -> replica::Result<model::window::Done> {
        self.office.act(Act::Accept { unit: unit("ayun"), entry: entry("III.6a"), stamp: Some(stamp), sure })
    }
}

fn q3() -> PeriodId {
    PeriodId::new("Q3")
}

fn hand_in(laptop: &Laptop) {
    laptop.act(Act::Submit { period: q3(), confirmed_by: Some(laptop.person()) }).unwrap();
}

fn standing(laptop: &Laptop) -> Json {
    laptop.ask(&Ask::HandIn { period: q3(), unit: Some(unit("ayun")) })["handedIn"]["stands"].clone()
}

#[test]
fn what_changed_since_it_was_seen_is_not_accepted_before_it_is_seen_again() {
    let mut both = Both::new();
    let stamp = both.look();
    both.ayun.act(write(narrative("III.6a"), "Đã giải quyết 96 hồ sơ.")).unwrap();
    both.meet();
    assert_eq!(failure(both.accept(stamp, true)).code, Some(FailureCode::Changed));
    assert_eq!(both.page()["talk"], json!([]), "nothing was said");
    let difference = both.page()["differences"][0].clone();
    assert_eq!(difference["since"]["is"], "looked");
    assert_eq!([&difference["fields"][0]["gone"], &difference["fields"][0]["come"]], ["98 ", "96 "]);
    let stamp = both.look();
    assert_eq!(both.page()["differences"][0]["since"]["is"], "looked", "the difference stays in sight");
    both.accept(stamp, false).unwrap();
    both.meet();
    assert_eq!(both.ayun.page("III.6a")["shown"], "accepted");
}

#[test]
fn a_look_at_what_is_another_one_by_now_is_none() {
    let mut both = Both::new();
    let stamp = both.stamp();
    both.ayun.act(write(percent("III.6a"), "50")).unwrap();
    both.meet();
    let look = Act::Look { unit: unit("ayun"), entry: entry("III.6a"), stamp };
    assert_eq!(failure(both.office.act(look)).code, Some(FailureCode::Changed));
}

#[test]
fn what_is_undecided_is_not_accepted_and_what_is_questioned_only_when_confirmed() {
    let mut both = Both::new();
    let figure = |figure: &str| Target::Figure {
        entry: entry("III.6a"),
        indicator: "ho-so-dung-han".into(),
        figure: figure.into(),
    };
    both.ayun.act(write(figure("part"), "300")).unwrap();
    both.ayun.act(write(figure("whole"), "200")).unwrap();
    both.meet();
    let stamp = both.look();
    let unsure = failure(both.accept(stamp, false));
    assert_eq!(unsure.code, Some(FailureCode::Unsure));
    assert!(unsure.message.contains("Tử số lớn hơn mẫu số"), "{}", unsure.message);
    both.accept(stamp, true).unwrap();

    let other = Laptop::new(&mut both.district, "ayun", "H'Nhung");
    other.act(write(percent("III.6a"), "60")).unwrap();
    both.ayun.act(write(percent("III.6a"), "40")).unwrap();
    other.sync(&mut both.district);
    both.meet();
    let stamp = both.look();
    let refused = failure(both.accept(stamp, true));
    assert!(refused.message.contains("ý kiến khác nhau"), "{}", refused.message);
}

#[test]
fn what_was_looked_at_and_has_nothing_told_against_it_is_accepted_in_one_act() {
    let mut both = Both::new();
    for task in ["III.6b", "VII.2"] {
        both.ayun.act(write(narrative(task), "Đã xong")).unwrap();
    }
    both.meet();
    for task in ["III.6a", "III.6b"] {
        let page = both.office.ask(&Ask::Entry { unit: unit("ayun"), entry: entry(task) });
        let stamp = u32::try_from(page["stamp"].as_u64().unwrap()).unwrap();
        both.office.act(Act::Look { unit: unit("ayun"), entry: entry(task), stamp }).unwrap();
    }
    both.ayun.act(write(narrative("III.6b"), "Đã xong, thêm một dòng")).unwrap();
    both.meet();
    let rows = both.office.ask(&Ask::Reviews { period: q3() });
    let row = rows.as_array().unwrap().iter().find(|row| row["unit"] == "ayun").unwrap().clone();
    assert_eq!(row["looked"], json!(1));
    let done = both.office.act(Act::AcceptLooked { unit: unit("ayun"), period: q3() }).unwrap();
    let note = done.note.unwrap();
    assert!(note.contains("chấp nhận 1 mục") && note.contains("1 mục đã xem để lại"), "{note}");
    both.meet();
    let shown = |task: &str| both.ayun.page(task)["shown"].clone();
    assert_eq!(shown("III.6a"), "accepted");
    assert_ne!(shown("III.6b"), "accepted", "it was changed since it was seen");
    assert_ne!(shown("VII.2"), "accepted", "nobody has seen it");
}

#[test]
fn who_answers_for_the_unit_stands_in_what_is_handed_in() {
    let mut both = Both::new();
    let page = both.ayun.ask(&Ask::HandIn { period: q3(), unit: None });
    let people: Vec<&str> =
        page["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(people.len() <= 1, "of this unit alone: {people:?}");
    hand_in(&both.ayun);
    both.meet();
    let page = both.office.ask(&Ask::HandIn { period: q3(), unit: Some(unit("ayun")) });
    assert_eq!(page["handedIn"]["confirmedBy"], "Y Blưm");
}

#[test]
fn what_was_handed_in_is_taken_back_until_an_office_is_known_to_have_seen_it() {
    let mut both = Both::new();
    hand_in(&both.ayun);
    let withdraw = || Act::WithdrawSubmission { period: q3() };
    both.ayun.act(withdraw()).unwrap();
    assert_eq!(standing(&both.ayun), "withdrawn");
    assert!(both.ayun.act(withdraw()).is_err(), "there is nothing to take back");
    hand_in(&both.ayun);
    both.meet();
    both.look();
    both.look();
    let looks = both.office.queue().edits.len();
    assert_eq!(looks, 1, "that it was seen is told once");
    both.meet();
    let refused = failure(both.ayun.act(withdraw()));
    assert!(refused.message.contains("Phòng Nội vụ đã xem"), "{}", refused.message);
    assert_eq!(standing(&both.ayun), "handed-in");
}

#[test]
fn a_withdrawal_and_a_look_that_cross_are_told_alike_at_both_ends() {
    for look_first in [true, false] {
        let mut both = Both::new();
        hand_in(&both.ayun);
        both.meet();
        both.look();
        both.ayun.act(Act::WithdrawSubmission { period: q3() }).unwrap();
        if look_first {
            both.office.sync(&mut both.district);
        }
        both.meet();
        both.meet();
        let stands = if look_first { "crossed" } else { "withdrawn" };
        assert_eq!([standing(&both.ayun), standing(&both.office)], [stands, stands]);
    }
}

#[test]
fn a_question_waits_until_it_is_answered() {
    let mut both = Both::new();
    let ask = |text: &str| Act::AskUnit { unit: unit("ayun"), entry: entry("III.6a"), text: text.into() };
    assert!(both.office.act(ask("  ")).is_err(), "a question asks something");
    both.office.act(ask("Hai hồ sơ còn lại ở đâu?")).unwrap();
    both.meet();
    let question = both.ayun.page("III.6a")["questions"][0].clone();
    assert_eq!(question["text"], "Hai hồ sơ còn lại ở đâu?");
    let id = QuestionId::new(question["id"].as_str().unwrap());
    both.ayun
        .act(write(Target::Answer { entry: entry("III.6a"), question: id.clone() }, "Chờ dân bổ sung"))
        .unwrap();
    both.meet();
    assert_eq!(both.page()["questions"][0]["answer"]["text"], "Chờ dân bổ sung");
    both.office.act(Act::CloseQuestion { unit: unit("ayun"), entry: entry("III.6a"), question: id }).unwrap();
    assert_eq!(both.page()["questions"], json!([]));
}

#[test]
fn a_word_on_evidence_says_why_it_is_lacking() {
    let mut both = Both::new();
    std::fs::write(both.ayun.path().join("a.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    let paths = vec![both.ayun.path().join("a.pdf").display().to_string()];
    both.ayun.act(Act::Attach { entry: entry("III.6a"), paths, again: false }).unwrap();
    both.meet();
    let evidence = both.page()["evidence"][0]["id"].as_str().unwrap().into();
    let say = |words: &str, evidence| Act::RemarkEvidence {
        unit: unit("ayun"),
        entry: entry("III.6a"),
        evidence,
        good: Some(false),
        words: words.into(),
    };
    let id: model::ids::EvidenceId = evidence;
    assert!(both.office.act(say("", id.clone())).is_err(), "what is lacking is said");
    both.office.act(say("không đọc được dấu", id)).unwrap();
    both.meet();
    assert_eq!(both.ayun.page("III.6a")["remarks"][0]["words"], "không đọc được dấu");
    assert_eq!(
        both.page()["stops"].as_array().unwrap().iter().filter(|one| one["is"] == "evidence-lacking").count(),
        1
    );
}

#[test]
fn an_office_says_nothing_of_units_that_it_does_not_review() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let (of, entry) = (unit("hra"), entry("III.6a"));
    ayun.act(write(state("III.6a"), "done")).unwrap();
    for act in [
        Act::Look { unit: of.clone(), entry: entry.clone(), stamp: 0 },
        Act::AskUnit { unit: of.clone(), entry: entry.clone(), text: "?".into() },
        Act::AcceptLooked { unit: of.clone(), period: q3() },
        Act::RemarkEvidence { unit: of, entry, evidence: "b".into(), good: Some(true), words: String::new() },
    ] {
        let said = ayun.act(act.clone());
        let accepted_none =
            matches!(&said, Ok(done) if done.note.as_ref().is_some_and(|note| note.contains(" 0 ")));
        assert!(said.is_err() || accepted_none, "{act:?}");
    }
    assert_eq!(ayun.queue().edits.len(), 1, "the unit's own word and no other waits");
}
