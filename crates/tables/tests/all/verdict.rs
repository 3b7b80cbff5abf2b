//! What was accepted stays: amendments are told by ancestry, never by clocks or the order of arrival.

use serde_json::json;

use crate::support::{
    AYUN, TODAY, World, accepted, at, decision, entry, link, narrative, part, percent, q3, returned, review,
    state, text, workbook,
};
use model::ids::{PersonId, UnitId};
use model::target::{EvidencePart, Target};
use model::value::{Heads, NamedField, NamedFields, Submission, Value, Verdict};
use model::window::Ask;
use view::Side;

fn shown(world: &World) -> String {
    world.row(AYUN, AYUN, "I.2")["shown"].as_str().unwrap().to_owned()
}

/// An entry that the coordinating office has accepted as it stood.
fn accepted_world() -> World {
    let mut world = World::new();
    world.edit(
        &workbook(AYUN),
        "Y Blơi",
        "2019-08-20T08:00:00",
        &[state("I.2", "done"), percent("I.2", 100)],
    );
    let heads = world.heads(&workbook(AYUN));
    world.received = Some(at("2019-08-02T10:00:00"));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    world.received = Some(at("2019-08-03T10:00:00"));
    world
}

#[test]
fn what_is_accepted_as_it_stands_is_accepted() {
    assert_eq!(shown(&accepted_world()), "accepted");
}

#[test]
fn a_change_after_the_acceptance_is_an_amendment() {
    let mut world = accepted_world();
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-21T08:00:00", &[percent("I.2", 90)]);
    assert_eq!(shown(&world), "amended");
}

#[test]
fn an_edit_made_offline_before_the_acceptance_that_arrives_later_is_an_amendment() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let offline = world.seal_apart(
        &workbook(AYUN),
        "H'Lan",
        "2019-08-20T08:30:00",
        &[narrative("I.2", "thêm một dòng")],
    );
    let heads = world.heads(&workbook(AYUN));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    assert_eq!(shown(&world), "accepted");
    world.merge(&workbook(AYUN), &offline);
    assert_eq!(shown(&world), "amended", "its clock says before, but the office never saw it");
}

#[test]
fn the_laptop_that_made_the_offline_edit_comes_to_the_same_answer() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let heads = world.heads(&workbook(AYUN));
    world.edit(&workbook(AYUN), "H'Lan", "2019-08-20T08:30:00", &[narrative("I.2", "thêm một dòng")]);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    assert_eq!(shown(&world), "amended", "the acceptance came after the edit, and did not contain it");
}

#[test]
fn changes_that_the_acceptance_names_may_come_after_it() {
    let mut office = World::new();
    let mut changes = office.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    // The head is a change of another entry: nothing but its ancestry tells of this one.
    changes.extend(office.edit(&workbook(AYUN), "a", "2019-08-20T08:10:00", &[state("I.3", "done")]));
    let heads = office.heads(&workbook(AYUN));
    let mut world = World::new();
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    let (last, first) = changes.split_last().unwrap();
    world.merge(&workbook(AYUN), first);
    world.merge(&workbook(AYUN), std::slice::from_ref(last));
    assert_eq!(shown(&world), "accepted");
}

#[test]
fn a_change_of_another_entry_is_no_amendment() {
    let mut world = accepted_world();
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[percent("I.3", 10)]);
    assert_eq!(shown(&world), "accepted");
}

#[test]
fn an_edit_that_waits_is_an_amendment_until_it_is_taken_back() {
    let mut world = accepted_world();
    let (target, value) = percent("I.2", 90);
    world.wait(1, &workbook(AYUN), "a", "2019-08-21T08:00:00", &target, &value);
    assert_eq!(shown(&world), "amended");
    world.take_back(1, &workbook(AYUN), &target);
    assert_eq!(shown(&world), "accepted");
}

#[test]
fn accepting_again_contains_the_amendment() {
    let mut world = accepted_world();
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[percent("I.2", 90)]);
    let heads = world.heads(&workbook(AYUN));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-21T09:00:00", &[accepted("I.2", heads)]);
    assert_eq!(shown(&world), "accepted");
}

#[test]
fn an_acceptance_of_heads_that_nobody_knows_contains_nothing() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let heads = vec!["00".repeat(32), "ab".repeat(32)];
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    assert_eq!(shown(&world), "amended");
}

#[test]
fn a_return_is_shown_with_its_reason_until_the_unit_touches_the_entry() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    let word = returned("I.2", "thiếu biểu tổng hợp kèm theo", "2019-09-04");
    world.received = Some(at("2019-08-02T10:00:00"));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[word]);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!(row["shown"], "returned");
    let expected = json!({
        "office": "Phòng Nội vụ", "by": "Lan", "at": "2019-08-20T09:00:00+07:00",
        "reason": "thiếu biểu tổng hợp kèm theo", "until": "2019-09-04", "fields": [],
    });
    assert_eq!(row["returned"], expected);
    world.received = Some(at("2019-08-03T10:00:00"));
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[narrative("I.2", "đã bổ sung biểu")]);
    let row = world.row(AYUN, AYUN, "I.2");
    assert_eq!((&row["shown"], &row["returned"]), (&json!("done"), &json!(null)), "the unit has answered");
}

#[test]
fn an_edit_that_waits_answers_a_return_and_taking_it_back_does_not() {
    let mut world = World::new();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[state("I.2", "done")]);
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[returned("I.2", "thiếu", "")]);
    let (target, value) = percent("I.2", 50);
    world.wait(1, &workbook(AYUN), "a", "2019-08-21T08:00:00", &target, &value);
    assert_eq!(shown(&world), "done");
    world.take_back(1, &workbook(AYUN), &target);
    assert_eq!(shown(&world), "returned");
}

#[test]
fn an_office_that_waits_counts_before_another_that_accepted() {
    let mut world = accepted_world();
    world.edit(&review("tu-phap", AYUN), "Hùng", "2019-08-20T10:00:00", &[returned("I.2", "thiếu", "")]);
    assert_eq!(shown(&world), "returned", "the unit must not read that nothing is owed");
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[narrative("I.2", "đã bổ sung")]);
    assert_eq!(shown(&world), "amended", "the first office accepted it without that");
}

#[test]
fn a_word_that_was_taken_back_is_gone_from_the_row_and_from_the_talk_alone() {
    let mut world = accepted_world();
    let (target, _) = accepted("I.2", Vec::new());
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T11:00:00", &[(target, Value::Absent)]);
    assert_eq!(shown(&world), "done");
    assert_eq!(world.count("SELECT count(*) FROM verdict"), 0);
    assert_eq!(
        world.count("SELECT count(*) FROM with_history WHERE doc LIKE '%review%'"),
        2,
        "history keeps both"
    );
}

#[test]
fn a_submission_has_a_row_with_both_clocks() {
    let mut world = World::new();
    world.received = None;
    let handed_in = Submission::new(at("2019-08-30T16:00:00"), Heads::default());
    let target = Target::Submission { period: q3() };
    world.edit(
        &workbook(AYUN),
        "Chủ tịch",
        "2019-08-30T16:00:00",
        &[(target.clone(), Value::record(&handed_in))],
    );
    let read = |world: &World| {
        tables::submission(&world.conn, "mang-yang-2019", &q3(), &UnitId::new(AYUN)).unwrap().unwrap()
    };
    assert_eq!((read(&world).by, read(&world).received), (world.person("Chủ tịch"), None));
    world.arrive(&workbook(AYUN), std::slice::from_ref(&target), "2019-08-31T07:00:00");
    assert_eq!(read(&world).received, Some(at("2019-08-31T07:00:00")));
    let bad = [(target, Value::Absent), (Target::Submission { period: q3() }, text("{}"))];
    for (target, value) in bad {
        let reading = document::Reading::one(value, PersonId::from("a"), at("2019-08-31T08:00:00"));
        world.put(&workbook(AYUN), &target, &reading);
        assert!(
            tables::submission(&world.conn, "mang-yang-2019", &q3(), &UnitId::new(AYUN)).unwrap().is_none()
        );
    }
}

/// Its laptop receives its own reviews alone, and the page must not tell more to the same office.
#[test]
fn an_office_is_not_told_another_offices_words_on_the_page_either() {
    let world = accepted_world();
    let office = world
        .plan
        .leads_of_others(&UnitId::new(AYUN))
        .into_iter()
        .find(|office| *office != world.plan.coordinator())
        .expect("a commune's tasks are led by other offices, too")
        .clone();
    let entry = model::target::EntryKey { task: model::ids::TaskId::new("I.2"), period: q3() };
    let ask = Ask::Entry { unit: UnitId::new(AYUN), entry };
    let asked = |unit: &str| world.ask_as(Some(unit), TODAY, Side::Server, &ask).unwrap();
    let page = asked(office.as_str());
    assert_eq!(page["talk"], json!([]));
    assert_eq!(page["shown"], "done", "accepted by an office whose reviews it does not read");
    assert!(!page["history"].to_string().contains("chấp nhận"));
    for unit in [AYUN, "noi-vu"] {
        assert_eq!(asked(unit)["shown"], "accepted", "{unit} reads the review");
    }
}

/// An entry with a decision that was accepted as they stood.
fn accepted_with_evidence() -> World {
    let mut world = World::new();
    let mut edits = decision("bbbbbbbbbbbbb", '2');
    edits.extend([link("I.2", "bbbbbbbbbbbbb", "trang 2"), state("I.2", "done")]);
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &edits);
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:05:00", &decision("ccccccccccccc", '3'));
    let heads = world.heads(&workbook(AYUN));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[accepted("I.2", heads)]);
    assert_eq!(shown(&world), "accepted");
    world
}

#[test]
fn another_description_of_evidence_amends_what_was_accepted_and_the_difference_names_it() {
    let mut world = accepted_with_evidence();
    let other = [part("ccccccccccccc", EvidencePart::Number, text("99"))];
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &other);
    assert_eq!(shown(&world), "accepted", "evidence that the entry does not use is none of it");
    let number = [part("bbbbbbbbbbbbb", EvidencePart::Number, text("36"))];
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:10:00", &number);
    assert_eq!(shown(&world), "amended", "another number is another document");
    let told = world.page("noi-vu", AYUN, "I.2")["differences"][0].clone();
    assert_eq!(told["since"]["is"], "accepted");
    assert_eq!([&told["fields"][0]["before"], &told["fields"][0]["after"]], ["35", "36"]);
}

#[test]
fn evidence_that_is_withdrawn_or_taken_out_of_the_book_amends_what_was_accepted() {
    for gone in [(EvidencePart::Withdrawn, text("nhầm tệp")), (EvidencePart::Removed, Value::Bool(true))]
    {
        let mut world = accepted_with_evidence();
        let edit = [part("bbbbbbbbbbbbb", gone.0, gone.1)];
        world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &edit);
        assert_eq!(shown(&world), "amended", "{:?}", edit[0].0);
        let fields = world.page("noi-vu", AYUN, "I.2")["differences"][0]["fields"].clone();
        assert!(!fields.as_array().unwrap().is_empty(), "and it is told what is gone");
    }
}

#[test]
fn a_description_that_waits_on_a_laptop_amends_until_it_is_taken_back() {
    let mut world = accepted_with_evidence();
    let (target, value) = part("bbbbbbbbbbbbb", EvidencePart::Number, text("36"));
    world.wait(1, &workbook(AYUN), "a", "2019-08-21T08:00:00", &target, &value);
    assert_eq!(shown(&world), "amended");
    world.take_back(1, &workbook(AYUN), &target);
    assert_eq!(shown(&world), "accepted");
}

#[test]
fn a_return_that_names_a_document_is_answered_when_the_document_is_mended() {
    let mut world = World::new();
    let mut edits = decision("bbbbbbbbbbbbb", '2');
    edits.push(link("I.2", "bbbbbbbbbbbbb", "trang 2"));
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &edits);
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:05:00", &decision("ccccccccccccc", '3'));
    let name = format!("evidence/{}", "bbbbbbbbbbbbb");
    let word = Verdict::Returned {
        reason: "sai số văn bản".into(),
        until: None,
        heads: Heads::new(world.heads(&workbook(AYUN))),
        fields: NamedFields(vec![NamedField { name, words: "số 36 chứ không phải 35".into() }]),
    };
    let verdict = (Target::Verdict { entry: entry("I.2") }, Value::record(&word));
    world.edit(&review("noi-vu", AYUN), "Lan", "2019-08-20T09:00:00", &[verdict]);
    assert_eq!(shown(&world), "returned");
    let named = world.row(AYUN, AYUN, "I.2")["returned"]["fields"][0].clone();
    assert_eq!(
        (&named["what"], &named["words"]),
        (&json!("Minh chứng 35/QĐ-UBND"), &json!("số 36 chứ không phải 35"))
    );
    let other = [part("ccccccccccccc", EvidencePart::Number, text("99"))];
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &other);
    assert_eq!(shown(&world), "returned", "the other document was not meant");
    let number = [part("bbbbbbbbbbbbb", EvidencePart::Number, text("36"))];
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:10:00", &number);
    assert_ne!(shown(&world), "returned");
    let named = world.page("noi-vu", AYUN, "I.2")["named"][0].clone();
    assert_eq!((&named["unchanged"], &named["changes"][0]["after"]), (&json!(false), &json!("36")));
}
