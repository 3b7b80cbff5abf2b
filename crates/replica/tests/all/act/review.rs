//! What an office does with what it has before it, and what a unit does with what it handed in.

use model::ids::{PeriodId, QuestionId};
use model::record::NewRows;
use model::register::ColumnOf;
use model::target::Target;
use model::window::{Act, Ask, FailureCode, FieldReason};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, entry, failure, narrative, percent, state, unit, write};

pub(super) struct Both {
    district: District,
    pub ayun: Laptop,
    pub office: Laptop,
}

impl Both {
    /// Ayun has told of an entry, and the office has it.
    pub fn new() -> Self {
        let mut district = District::new();
        let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
        let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
        ayun.act(write(narrative("III.6a"), "Đã giải quyết 98 hồ sơ.")).unwrap();
        let mut both = Self { district, ayun, office };
        both.meet();
        both
    }

    pub fn meet(&mut self) {
        for laptop in [&self.ayun, &self.office, &self.ayun] {
            laptop.sync(&mut self.district);
        }
    }

    /// The office's page of the entry.
    pub fn page(&self) -> Json {
        self.office.ask(&Ask::Entry { unit: unit("ayun"), entry: entry("III.6a") })
    }

    fn stamp(&self) -> u32 {
        u32::try_from(self.page()["stamp"].as_u64().unwrap()).unwrap()
    }

    pub fn look(&self) -> u32 {
        let stamp = self.stamp();
        self.office.act(Act::Look { unit: unit("ayun"), entry: entry("III.6a"), stamp }).unwrap();
        stamp
    }

    pub fn accept(&self, stamp: u32, sure: bool) -> replica::Result<model::window::Done> {
        self.office.act(Act::Accept { unit: unit("ayun"), entry: entry("III.6a"), stamp: Some(stamp), sure })
    }
}

pub(super) fn q3() -> PeriodId {
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
fn what_was_taken_back_in_vain_came_when_it_was_handed_in() {
    let mut both = Both::new();
    let received = |laptop: &Laptop| {
        let page = laptop.ask(&Ask::HandIn { period: q3(), unit: Some(unit("ayun")) });
        page["handedIn"]["received"].as_str().unwrap().get(..10).unwrap().to_owned()
    };
    let line = |laptop: &Laptop| {
        let page = laptop.ask(&Ask::Period { period: q3() });
        page["reports"].as_array().unwrap().iter().find(|line| line["unit"] == "ayun").unwrap().clone()
    };
    hand_in(&both.ayun);
    both.meet();
    let came = received(&both.office);
    both.look();
    both.ayun.clock.set("2019-09-01T08:00:00");
    both.ayun.act(Act::WithdrawSubmission { period: q3() }).unwrap();
    both.office.sync(&mut both.district);
    both.district.set_clock("2019-09-10T08:00:00");
    both.meet();
    both.meet();
    for laptop in [&both.ayun, &both.office] {
        assert_eq!(standing(laptop), "crossed");
        assert_eq!(received(laptop), came, "in time is what was received by its date");
        assert_eq!(line(laptop)["received"].as_str().unwrap().get(..10), Some(came.as_str()));
    }
}

#[test]
fn what_is_handed_in_again_adds_to_a_report_that_came_in_time() {
    let mut both = Both::new();
    let line = |laptop: &Laptop| {
        let page = laptop.ask(&Ask::Period { period: q3() });
        page["reports"].as_array().unwrap().iter().find(|line| line["unit"] == "ayun").unwrap().clone()
    };
    hand_in(&both.ayun);
    both.meet();
    let first = line(&both.office);
    assert_eq!(first["timing"]["is"], "received", "{first}");
    for laptop in [&both.ayun, &both.office] {
        laptop.clock.set("2019-09-20T08:00:00");
    }
    both.district.set_clock("2019-09-20T08:00:00");
    both.ayun.act(write(narrative("III.6a"), "Đã giải quyết 99 hồ sơ.")).unwrap();
    hand_in(&both.ayun);
    both.meet();
    for laptop in [&both.ayun, &both.office] {
        let again = line(laptop);
        assert_eq!(again["timing"]["is"], "received", "it is not late by what was added: {again}");
        assert_eq!(again["completed"], first["completed"]);
        assert_eq!(
            laptop.ask(&Ask::HandIn { period: q3(), unit: Some(unit("ayun")) })["handedIn"]["changed"],
            0
        );
    }
    // Taken back and handed in anew, it is another report.
    both.ayun.act(Act::WithdrawSubmission { period: q3() }).unwrap();
    both.meet();
    hand_in(&both.ayun);
    both.meet();
    assert_eq!(line(&both.office)["timing"]["is"], "late", "{}", line(&both.office));
}

#[test]
fn an_answer_to_what_was_taken_back_meanwhile_is_read_at_both_ends() {
    let mut both = Both::new();
    let ask =
        Act::AskUnit { unit: unit("ayun"), entry: entry("III.6a"), text: "Hai hồ sơ ở đâu?".into() };
    both.office.act(ask).unwrap();
    both.meet();
    let id = QuestionId::new(both.ayun.page("III.6a")["questions"][0]["id"].as_str().unwrap());
    let close = Act::CloseQuestion { unit: unit("ayun"), entry: entry("III.6a"), question: id.clone() };
    both.office.act(close.clone()).unwrap();
    assert_eq!(both.page()["questions"], json!([]), "nobody answered it");
    both.ayun.act(write(Target::Answer { entry: entry("III.6a"), question: id }, "Chờ dân bổ sung")).unwrap();
    both.meet();
    both.meet();
    for page in [both.page(), both.ayun.page("III.6a")] {
        let question = &page["questions"][0];
        assert_eq!(question["withdrawn"], true);
        assert_eq!(
            (&question["text"], &question["answer"]["text"]),
            (&json!("Hai hồ sơ ở đâu?"), &json!("Chờ dân bổ sung"))
        );
        assert_eq!(question["own"], false, "it is taken back already");
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
    both.meet();
    for page in [both.page(), both.ayun.page("III.6a")] {
        let asked = told_of(&page, "Câu hỏi của đơn vị thẩm định");
        assert_eq!(
            asked,
            ["(để trống)", "Hai hồ sơ còn lại ở đâu?"],
            "one that was taken back is not forgotten"
        );
    }
}

/// What the history of an entry says of a field, the newest first.
pub fn told_of(page: &Json, what: &str) -> Vec<String> {
    let lines = page["history"].as_array().unwrap().iter().filter(|line| line["what"] == what);
    lines.map(|line| line["after"].as_str().unwrap().to_owned()).collect()
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

fn back(fields: &[(Target, &str)], reason: &str) -> Act {
    Act::Return {
        unit: unit("ayun"),
        entry: entry("III.6a"),
        reason: reason.into(),
        until: String::new(),
        fields: fields
            .iter()
            .map(|(target, words)| FieldReason { target: target.clone(), words: (*words).into() })
            .collect(),
    }
}

#[test]
fn a_return_names_fields_and_what_became_of_each_is_told_to_unit_and_office() {
    let mut both = Both::new();
    both.ayun.act(write(percent("III.6a"), "40")).unwrap();
    both.meet();
    both.look();
    let fields =
        [(narrative("III.6a"), "ghi rõ số hồ sơ\ntheo tháng"), (percent("III.6a"), "tính lại tỷ lệ")];
    both.office.act(back(&fields, "")).unwrap();
    both.meet();
    let row = both.ayun.ask(&Ask::Work { period: q3(), unit: None, task: None })["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["task"] == "III.6a")
        .unwrap()
        .clone();
    assert_eq!(row["returned"]["reason"], "Cần sửa 2 chỗ, ghi tại từng chỗ", "for whoever reads no fields");
    let named: Vec<&Json> = row["returned"]["fields"].as_array().unwrap().iter().collect();
    assert_eq!(named[0]["what"], "Nội dung thực hiện");
    assert_eq!(named[0]["words"], "ghi rõ số hồ sơ theo tháng", "on one line");
    both.ayun.act(write(narrative("III.6a"), "Đã giải quyết 98 hồ sơ, trong đó tháng 8: 31.")).unwrap();
    both.ayun.act(write(state("III.6a"), "in-progress")).unwrap();
    both.meet();
    for page in [both.ayun.page("III.6a"), both.page()] {
        let became: Vec<(&Json, &Json, usize)> = page["named"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["field"]["what"], &one["unchanged"], one["changes"].as_array().unwrap().len()))
            .collect();
        let (text, rate) = (json!("Nội dung thực hiện"), json!("Tỷ lệ hoàn thành"));
        assert_eq!(became, [(&text, &json!(false), 1), (&rate, &json!(true), 0)]);
        let since = page["differences"][0].clone();
        assert_eq!(since["fields"][0]["what"], text, "what was named stands before the state");
        assert_eq!(page["talk"][0]["fields"].as_array().unwrap().len(), 2);
    }
    let check = both.ayun.ask(&Ask::HandIn { period: q3(), unit: None });
    let items = check["items"].as_array().unwrap();
    let left: Vec<&Json> = items.iter().filter(|item| item["is"] == "returned").collect();
    let [left] = &left[..] else { panic!("one is left: {left:?}") };
    assert_eq!(left["target"]["field"], "percent");
    assert_eq!(left["words"], "Tỷ lệ hoàn thành: Phòng Nội vụ yêu cầu sửa “tính lại tỷ lệ”.");

    let stamp = both.look();
    let unsure = failure(both.accept(stamp, false));
    assert_eq!(unsure.code, Some(FailureCode::Unsure));
    assert!(
        unsure.message.contains("Chưa sửa chỗ đã nêu khi trả lại: Tỷ lệ hoàn thành"),
        "{}",
        unsure.message
    );
    both.accept(stamp, true).unwrap();
    both.meet();
    assert_eq!(both.ayun.page("III.6a")["named"], json!([]), "the word that was accepted takes its place");
}

#[test]
fn a_return_that_names_what_is_not_there_or_says_nothing_of_it_is_refused_whole() {
    let both = Both::new();
    let (long, twice) = ("ế".repeat(401), percent("III.6a"));
    let many: Vec<(Target, &str)> = (0..41)
        .map(|n| {
            (Target::Link { entry: entry("III.6a"), evidence: format!("e{n}").as_str().into() }, "thiếu dấu")
        })
        .collect();
    for (fields, told) in [
        (vec![(narrative("III.6b"), "của mục khác")], "không phải nội dung của mục này"),
        (vec![(Target::Verdict { entry: entry("III.6a") }, "ý kiến")], "không phải nội dung của mục này"),
        (vec![(percent("III.6a"), " \n ")], "cần sửa gì"),
        (vec![(percent("III.6a"), long.as_str())], "dài quá 400 ký tự"),
        (vec![(twice.clone(), "một"), (twice, "hai")], "được nêu hai lần"),
        (many, "tối đa 40 chỗ"),
        (Vec::new(), "Hãy ghi lý do"),
    ] {
        let refused = failure(both.office.act(back(&fields, "")));
        assert_eq!(refused.code, Some(FailureCode::BadValue), "{}", refused.message);
        assert!(refused.message.contains(told), "{}", refused.message);
    }
    assert!(both.office.queue().edits.is_empty(), "nothing was said");
}

fn petition(code: &str) -> Act {
    let cells = [("code", code), ("received-on", "05/8/2019"), ("about", "Đất đai")];
    let row = cells.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    Act::AddRecords { rows: NewRows { register: "pakn".into(), rows: vec![row] } }
}

#[test]
fn an_acceptance_that_rests_on_no_register_leaves_nothing_of_an_earlier_one_that_did() {
    for in_one_act in [false, true] {
        let mut both = Both::new();
        both.ayun.act(petition("01")).unwrap();
        both.ayun.act(write(narrative("III.7b"), "Đã xử lý")).unwrap();
        both.meet();
        let page = |both: &Both| both.office.ask(&Ask::Entry { unit: unit("ayun"), entry: entry("III.7b") });
        let accept = |both: &mut Both| {
            let stamp = u32::try_from(page(both)["stamp"].as_u64().unwrap()).unwrap();
            let (unit, entry) = (unit("ayun"), entry("III.7b"));
            both.office.act(Act::Look { unit: unit.clone(), entry: entry.clone(), stamp }).unwrap();
            if in_one_act && page(both)["stops"] == json!([]) {
                both.office.act(Act::AcceptLooked { unit, period: q3() }).unwrap();
            } else {
                both.office.act(Act::Accept { unit, entry, stamp: None, sure: true }).unwrap();
            }
            both.meet();
            page(both)["shown"].clone()
        };
        assert_eq!(accept(&mut both), "accepted");
        let records = both.ayun.ask(&Ask::Register { register: "pakn".into(), unit: None });
        let removed = Target::Cell {
            register: "pakn".into(),
            record: records["records"][0]["id"].as_str().unwrap().into(),
            column: ColumnOf::find("petition", "removed").unwrap(),
        };
        both.ayun.act(write(removed, "true")).unwrap();
        both.meet();
        assert_eq!(page(&both)["shown"], "amended", "the register comes to nothing by now");
        assert_eq!(accept(&mut both), "accepted", "and that was accepted");
        both.ayun.act(petition("02")).unwrap();
        both.meet();
        assert_eq!(page(&both)["shown"], "amended", "it rested on nothing, and does so no more");
    }
}
