//! Handing in, looking, taking back, and what was changed afterwards.

use model::ids::{QuestionId, UnitId};
use model::target::Target;
use model::value::{EvidenceRemark, Heads, Look, Submission, Value};
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{
    AYUN, World, accepted, at, decision, entry, figure, link, narrative, percent, q3, returned, review,
    state, text, workbook,
};

const OFFICE: &str = "noi-vu";

fn handed_in(heads: Vec<String>) -> (Target, Value) {
    let handed_in = Submission::new(at("2019-08-20T16:00:00"), Heads::new(heads));
    (Target::Submission { period: q3() }, Value::record(&handed_in))
}

fn withdrawn(heads: Vec<String>) -> (Target, Value) {
    let withdrawn = Some(at("2019-08-21T07:00:00"));
    let one = Submission { withdrawn, ..Submission::new(at("2019-08-20T16:00:00"), Heads::new(heads)) };
    (Target::Submission { period: q3() }, Value::record(&one))
}

fn looked(heads: Vec<String>) -> (Target, Value) {
    let look = Look { at: at("2019-08-21T08:00:00"), heads: Heads::new(heads) };
    (Target::Look { period: q3() }, Value::record(&look))
}

fn page(world: &World) -> Json {
    world.ask(OFFICE, &Ask::HandIn { period: q3(), unit: Some(UnitId::new(AYUN)) })
}

fn ayun() -> DocId {
    workbook(AYUN)
}

use model::doc_id::DocId;

/// Ayun has told of an entry and handed the quarter in; and with which heads.
fn reported() -> (World, Vec<String>) {
    let mut world = World::new();
    world.edit(
        &ayun(),
        "Y Blơi",
        "2019-08-20T08:00:00",
        &[state("I.2", "done"), narrative("I.2", "Đã niêm yết 12 thủ tục.")],
    );
    let heads = world.heads(&ayun());
    world.edit(&ayun(), "Y Blơi", "2019-08-20T16:00:00", &[handed_in(heads.clone())]);
    (world, heads)
}

#[test]
fn what_is_changed_after_handing_in_is_shown_beside_what_was_handed_in() {
    let (mut world, _) = reported();
    assert_eq!(world.row(OFFICE, AYUN, "I.2")["changedAfter"], json!(false));
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &[narrative("I.2", "Đã niêm yết 14 thủ tục.")]);
    for asker in [AYUN, OFFICE] {
        assert_eq!(world.row(asker, AYUN, "I.2")["changedAfter"], json!(true), "{asker}");
        let difference = &world.page(asker, AYUN, "I.2")["differences"][0];
        assert_eq!(difference["since"]["is"], "handed-in");
        let field = &difference["fields"][0];
        assert_eq!(field["before"], "Đã niêm yết 12 thủ tục.");
        assert_eq!([&field["gone"], &field["come"]], ["12 ", "14 "], "and which of its words");
    }
    assert_eq!(page(&world)["handedIn"]["changed"], json!(1));
    assert_eq!(page(&world)["changed"], json!(["I.2"]));
    let matrix = world.ask(OFFICE, &Ask::Matrix { period: q3(), field: None });
    let rows = matrix["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["unit"] == AYUN).unwrap();
    assert_eq!(row["handedIn"]["changed"], json!(1), "and in the district's table");
}

#[test]
fn what_another_laptop_wrote_before_and_sent_later_is_changed_after_handing_in() {
    let mut world = World::new();
    world.edit(&ayun(), "Y Blơi", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let offline = world.seal_apart(&ayun(), "H'Lan", "2019-08-20T08:30:00", &[percent("I.2", 90)]);
    let heads = world.heads(&ayun());
    // The other's change is at the server before the report is, and still nobody handed it in.
    let submission = world.seal_apart(&ayun(), "Y Blơi", "2019-08-20T16:00:00", &[handed_in(heads)]);
    world.merge(&ayun(), &offline);
    world.merge(&ayun(), &submission);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["changedAfter"], json!(true), "ancestry tells, and no position");
}

#[test]
fn handing_in_again_hands_in_what_was_changed() {
    let (mut world, _) = reported();
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &[percent("I.2", 90)]);
    let heads = world.heads(&ayun());
    world.edit(&ayun(), "Y Blơi", "2019-08-21T09:00:00", &[handed_in(heads)]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["changedAfter"], json!(false));
}

#[test]
fn an_edit_that_waits_is_changed_after_handing_in_until_it_is_taken_back() {
    let (mut world, _) = reported();
    let (target, value) = percent("I.2", 90);
    world.wait(1, &ayun(), "Y Blơi", "2019-08-21T08:00:00", &target, &value);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["changedAfter"], json!(true));
    world.take_back(1, &ayun(), &target);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["changedAfter"], json!(false));
}

#[test]
fn what_nobody_has_seen_is_taken_back() {
    let (mut world, heads) = reported();
    world.edit(&ayun(), "Y Blơi", "2019-08-21T07:00:00", &[withdrawn(heads)]);
    assert_eq!(page(&world)["handedIn"]["stands"], "withdrawn");
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &[percent("I.2", 90)]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["changedAfter"], json!(false), "nothing is handed in");
}

#[test]
fn of_a_look_and_a_withdrawal_that_cross_the_first_in_the_log_counts_and_both_are_shown() {
    for look_first in [true, false] {
        let (mut world, heads) = reported();
        let withdrawal =
            world.seal_apart(&ayun(), "Y Blơi", "2019-08-21T07:00:00", &[withdrawn(heads.clone())]);
        let office = review(OFFICE, AYUN);
        let look = world.seal_apart(&office, "Hà", "2019-08-21T08:00:00", &[looked(heads)]);
        if look_first {
            world.merge(&office, &look);
            world.merge(&ayun(), &withdrawal);
        } else {
            world.merge(&ayun(), &withdrawal);
            world.merge(&office, &look);
        }
        for asker in [AYUN, OFFICE] {
            let page = world.ask(asker, &Ask::HandIn { period: q3(), unit: Some(UnitId::new(AYUN)) });
            let stands = if look_first { "crossed" } else { "withdrawn" };
            assert_eq!(page["handedIn"]["stands"], stands, "{asker}");
            let acts = page["acts"].as_array().unwrap();
            assert_eq!(acts.len(), 3, "handed in, looked at, taken back: {acts:?}");
        }
    }
}

#[test]
fn a_look_that_waits_on_a_laptop_comes_after_a_withdrawal_that_the_server_has() {
    let (mut world, heads) = reported();
    let (target, value) = looked(heads.clone());
    world.wait(1, &review(OFFICE, AYUN), "Hà", "2019-08-20T17:00:00", &target, &value);
    world.edit(&ayun(), "Y Blơi", "2019-08-21T07:00:00", &[withdrawn(heads)]);
    assert_eq!(page(&world)["handedIn"]["stands"], "withdrawn", "whatever the office's clock says");
}

#[test]
fn what_was_returned_and_mended_is_compared_with_what_was_sent_back() {
    let (mut world, _) = reported();
    let heads = world.heads(&ayun());
    let (target, value) = returned("I.2", "thiếu số liệu", "2019-09-04");
    let Value::Record(mut parts) = value else { panic!("a verdict has parts") };
    parts.insert("heads".into(), text(&heads.join(" ")));
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-08-20T17:00:00", &[(target, Value::Record(parts))]);
    assert_eq!(world.page(AYUN, AYUN, "I.2")["differences"], json!([]), "nothing was mended");
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &[percent("I.2", 100)]);
    let differences = world.page(OFFICE, AYUN, "I.2")["differences"].clone();
    assert_eq!(differences[0]["since"]["is"], "returned");
    assert_eq!(differences[0]["fields"][0]["after"], "100 %");
}

#[test]
fn evidence_that_came_since_is_one_line_of_the_difference() {
    let (mut world, _) = reported();
    let mut came = decision("bbbbbbbbbbbbb", '2');
    came.push(link("I.2", "bbbbbbbbbbbbb", "trang 1"));
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &came);
    let fields = world.page(OFFICE, AYUN, "I.2")["differences"][0]["fields"].clone();
    assert_eq!(fields.as_array().unwrap().len(), 1, "{fields}");
    assert_eq!(fields[0]["what"], "Minh chứng 35/QĐ-UBND");
    assert_eq!(fields[0]["after"], "đã gắn: trang 1");
}

#[test]
fn a_question_is_open_until_it_is_answered_and_the_answer_changes_nothing_of_the_entry() {
    let (mut world, _) = reported();
    let office = review(OFFICE, AYUN);
    let heads = world.heads(&ayun());
    world.edit(&office, "Hà", "2019-08-20T17:00:00", &[accepted("I.2", heads)]);
    let question = || QuestionId::new("q1");
    let asked = (Target::Question { entry: entry("I.2"), question: question() }, text("Bao nhiêu hồ sơ?"));
    world.edit(&office, "Hà", "2019-08-20T18:00:00", &[asked]);
    assert_eq!(world.row(AYUN, AYUN, "I.2")["questions"], json!(1));
    assert_eq!(world.page(OFFICE, AYUN, "I.2")["stops"][0]["is"], "unanswered");
    let answer = (Target::Answer { entry: entry("I.2"), question: question() }, text("12 hồ sơ"));
    world.edit(&ayun(), "Y Blơi", "2019-08-21T08:00:00", &[answer]);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!([&row["questions"], &row["shown"]], [&json!(0), &json!("accepted")]);
    assert_eq!(world.page(OFFICE, AYUN, "I.2")["questions"][0]["answer"]["text"], "12 hồ sơ");
}

#[test]
fn a_word_on_evidence_is_read_by_the_unit_and_by_no_other() {
    let (mut world, _) = reported();
    let mut came = decision("bbbbbbbbbbbbb", '2');
    came.push(link("I.2", "bbbbbbbbbbbbb", "trang 1"));
    world.edit(&ayun(), "Y Blơi", "2019-08-20T17:00:00", &came);
    let target = Target::EvidenceRemark { entry: entry("I.2"), evidence: "bbbbbbbbbbbbb".into() };
    let lacking = Value::record(&EvidenceRemark::Lacking { words: "mờ dấu".into() });
    world.edit(&review(OFFICE, AYUN), "Hà", "2019-08-20T18:00:00", &[(target, lacking)]);
    let remark = |asker: &str| world.page(asker, AYUN, "I.2")["remarks"].clone();
    assert_eq!(remark(AYUN)[0]["words"], "mờ dấu");
    assert_eq!(remark("tu-phap"), json!([]), "an office that leads the task reads its own words alone");
}

#[test]
fn the_check_names_what_contradicts_itself_or_the_period_before_and_the_field_to_mend_it_in() {
    let mut world = World::new();
    let last = |target: Target| match target {
        Target::State { .. } => {
            Target::State { entry: model::target::EntryKey { period: "H1".into(), ..entry("I.3") } }
        }
        other => other,
    };
    let (before, done) = state("I.3", "done");
    world.edit(&ayun(), "a", "2019-06-20T08:00:00", &[(last(before), done)]);
    world.edit(
        &ayun(),
        "a",
        "2019-08-20T08:00:00",
        &[
            state("I.2", "done"),
            percent("I.2", 40),
            state("I.3", "in-progress"),
            figure("III.6a", "ho-so-dung-han", "part", 300_000),
            figure("III.6a", "ho-so-dung-han", "whole", 231_000),
        ],
    );
    let items = world.ask(AYUN, &Ask::HandIn { period: q3(), unit: None })["items"].clone();
    let of = |is: &str, task: &str| {
        let found = items.as_array().unwrap().iter().find(|item| item["is"] == is && item["task"] == task);
        found.unwrap_or_else(|| panic!("{is} of {task} in {items:#}")).clone()
    };
    assert_eq!(of("contradiction", "I.2")["target"]["field"], "percent");
    assert_eq!(of("contradiction", "III.6a")["target"]["field"], "figure");
    assert!(of("last-period", "I.3")["words"].as_str().unwrap().contains("hoàn thành"));
    assert_eq!(of("no-evidence", "I.2")["blocks"], json!(false));
    assert_eq!(of("empty", "I.1")["blocks"], json!(false));
    let parts = items.as_array().unwrap().iter().filter(|item| item["is"] == "part-of-report");
    assert!(parts.count() > 1, "fields of which nothing is told, and texts that no entry has");
}

#[test]
fn what_is_undecided_forbids_handing_in() {
    let mut world = World::new();
    let one = world.seal_apart(&ayun(), "a", "2019-08-20T08:00:00", &[percent("I.2", 40)]);
    let other = world.seal_apart(&ayun(), "b", "2019-08-20T09:00:00", &[percent("I.2", 60)]);
    world.merge(&ayun(), &one);
    world.merge(&ayun(), &other);
    let page = world.ask(AYUN, &Ask::HandIn { period: q3(), unit: None });
    assert_eq!(page["blocking"], json!(1));
    assert_eq!(page["items"][0]["is"], "undecided", "what forbids it stands first");
    assert_eq!(world.page(OFFICE, AYUN, "I.2")["stops"][0]["blocks"], json!(true), "nor is it accepted");
}

#[test]
fn evidence_that_is_no_pdf_too_coarse_of_tomorrow_or_not_sent_is_named() {
    let mut world = World::new();
    let mut came = decision("bbbbbbbbbbbbb", '2');
    came.push(link("I.2", "bbbbbbbbbbbbb", ""));
    came.push(crate::support::part("bbbbbbbbbbbbb", model::target::EvidencePart::Signed, text("2019-12-05")));
    world.edit(&ayun(), "a", "2019-08-20T08:00:00", &came);
    tables::set_dots(&world.conn, &crate::support::hash('2'), Some(96)).unwrap();
    let items = world.ask(AYUN, &Ask::HandIn { period: q3(), unit: None })["items"].clone();
    let words: Vec<&str> =
        items.as_array().unwrap().iter().map(|item| item["words"].as_str().unwrap()).collect();
    for part in ["96 dpi", "05/12/2019", "chưa gửi lên huyện"] {
        assert!(words.iter().any(|words| words.contains(part)), "{part} in {words:#?}");
    }
}

#[test]
fn a_laptop_of_the_unit_that_was_silent_is_named() {
    let world = World::new();
    let (lan, hmuk) = (world.person("H'Lan"), world.person("Đinh Hmưk"));
    let told = [(lan, Some(at("2019-08-12T08:00:00"))), (hmuk, Some(at("2019-08-22T08:30:00")))];
    tables::set_other_laptops(&world.conn, &UnitId::new(AYUN), &told).unwrap();
    let items = world.ask(AYUN, &Ask::HandIn { period: q3(), unit: None })["items"].clone();
    let of = items.as_array().unwrap().iter().filter(|item| item["is"] == "other-laptop");
    let words: Vec<&str> = of.map(|item| item["words"].as_str().unwrap()).collect();
    assert_eq!(
        words,
        ["Máy của H'Lan chưa gửi gì từ 08:00 ngày 12/8/2019."],
        "who spoke today is not silent"
    );
}

#[test]
fn bad_looks_and_questions_are_passed_over() {
    let (mut world, heads) = reported();
    let office = review(OFFICE, AYUN);
    world.edit(&office, "Hà", "2019-08-20T17:00:00", &[looked(heads)]);
    let bad = [
        (Target::Look { period: q3() }, text("{}")),
        (Target::Question { entry: entry("I.2"), question: "q1".into() }, Value::Int(3)),
        (Target::EvidenceRemark { entry: entry("I.2"), evidence: "b".into() }, text("x")),
    ];
    for (target, value) in bad {
        let reading = document::Reading::one(value, world.person("Hà"), at("2019-08-20T17:00:00"));
        world.put(&office, &target, &reading);
    }
    assert_eq!(world.page(OFFICE, AYUN, "I.2")["questions"], json!([]));
    assert_eq!(
        page(&world)["handedIn"]["looked"]["office"],
        "Phòng Nội vụ",
        "and take away none that is one"
    );
}
