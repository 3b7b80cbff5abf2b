//! Requests and replies, losses and repeats.

use std::cell::Cell;

use ::document::ChangeHash;
use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::PeriodId;
use model::item::PlanItem;
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::Value;
use model::vocabulary::Vocabulary;
use model::window::WaitsFor;
use protocol::{ChangeBody, ProblemCode, REQUEST_BUDGET};

use crate::support::{District, INDICATORS, Laptop, PLAN, UNITS, entry, narrative, percent, unit, write};

#[test]
fn fifty_edits_are_one_change() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for task in ["III.6a", "III.6b", "III.4", "III.5", "IX.1"] {
        for at in 0..5 {
            ayun.act(write(percent(task), &at.to_string())).unwrap();
            ayun.act(write(narrative(task), &format!("lần {at}"))).unwrap();
        }
    }
    let outgoing = ayun.store.plan_request().unwrap();
    assert_eq!(outgoing.content.0.len(), 1);
    assert_eq!(
        outgoing.content.0[0].1.len(),
        10 + 1,
        "skeletons of five entries and five texts, and one change with all that was written"
    );
    assert!(outgoing.bytes.len() < 1500, "{} bytes", outgoing.bytes.len());
}

#[test]
fn a_lost_answer_sends_the_very_same_bytes_again() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let first = ayun.store.plan_request().unwrap();
    district.exchange(ayun.id, &first.bytes).unwrap();
    let ayun = ayun.killed();
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    let again = ayun.store.plan_request().unwrap();
    assert!(again.repeated);
    assert_eq!(again.bytes, first.bytes, "a new batch would look like a fork");
    ayun.answer(&mut district, &again);
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn a_sync_with_nothing_to_say_writes_down_no_batch() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let idle = ayun.store.plan_request().unwrap();
    assert!(idle.content.0.is_empty());
    assert!(!ayun.store.plan_request().unwrap().repeated);
}

#[test]
fn what_waits_is_sealed_before_anything_is_merged() {
    let mut district = District::new();
    let (one, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
    one.act(write(narrative("III.6a"), "abc")).unwrap();
    one.sync(&mut district);
    other.sync(&mut district);
    one.act(write(narrative("III.6a"), "abc một")).unwrap();
    one.sync(&mut district);
    // The other's request is on its way when the person types on.
    let outgoing = other.store.plan_request().unwrap();
    other.act(write(narrative("III.6a"), "hai abc")).unwrap();
    other.answer(&mut district, &outgoing);
    assert_eq!(other.page("III.6a")["texts"][0]["text"], "hai abc một", "nobody's words were undone");
    other.sync(&mut district);
    one.sync(&mut district);
    assert_eq!(one.page("III.6a")["texts"][0]["text"], "hai abc một");
    assert_eq!(one.heads(), other.heads());
}

#[test]
fn a_reply_that_does_not_fit_changes_nothing() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    let mut reply = district.exchange(ayun.id, &outgoing.bytes).unwrap();
    reply.fates.clear();
    assert!(ayun.store.take_reply(&outgoing, reply).is_err());
    assert_eq!(ayun.queue().edits.len(), 1);
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn a_long_backlog_comes_in_pages() {
    let mut district = District::new();
    district.page = 2;
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for task in ["III.6a", "III.6b", "III.4"] {
        ayun.act(write(percent(task), "10")).unwrap();
        ayun.sync(&mut district);
    }
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    assert_eq!(office.store.heads(&ayun.workbook()).unwrap(), ayun.heads());
}

#[test]
fn a_restored_server_gets_back_what_it_lost() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    let backup = district.log_length();
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    ayun.act(write(narrative("III.6b"), "mới")).unwrap();
    ayun.sync(&mut district);
    district.restore(backup);
    assert_ne!(district.heads(&ayun.workbook()), ayun.heads());
    ayun.act(write(percent("III.6a"), "60")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
    assert!(ayun.queue().edits.is_empty());
    assert!(ayun.queue().refused.is_empty());
}

#[test]
fn what_a_restored_server_has_no_plan_for_is_held_until_the_plan_is_opened_again() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    district.restore(0);
    // As one does that was backed up before the plan was opened.
    district.refuse = Some(Box::new(|_| Some(Refusal::OtherPlan)));
    ayun.act(write(percent("III.6b"), "50")).unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().refused.is_empty(), "nobody has to write it once more");
    let waits: Vec<_> = ayun.queue().edits.iter().map(|edit| edit.waits_for).collect();
    assert_eq!(waits, [Some(WaitsFor::Plan)], "and it says what it waits for");

    district.refuse = None;
    district.write_plan(UNITS, &PLAN, INDICATORS);
    ayun.sync(&mut district);
    assert_eq!(
        district.heads(&ayun.workbook()),
        ayun.heads(),
        "what was acknowledged before is there again too"
    );
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn what_a_server_has_no_room_for_is_sent_again_and_says_so() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    // As one that was restored, where an ancestor is not there and much waits already.
    district.restore(0);
    district.refuse = Some(Box::new(|_| Some(Refusal::TooMuchWaiting)));
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().refused.is_empty(), "nobody has to write it once more");
    let waits: Vec<_> = ayun.queue().edits.iter().map(|edit| edit.waits_for).collect();
    assert_eq!(waits, [Some(WaitsFor::Room)], "and it says what it waits for");

    district.refuse = None;
    ayun.sync(&mut district);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads(), "its ancestors are sent with it");
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn a_clone_is_seen_and_enrolled_anew_without_loss() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let copy = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(ayun.path()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let clock = ayun.clock.clone();
    let store = replica::Replica::open(
        copy.path(),
        &ayun.key,
        replica::Given::new(std::sync::Arc::new(clock.clone())),
    )
    .unwrap();
    let (id, key) = (ayun.id, ayun.key.clone());
    let mut clone = Laptop { folder: copy, key, clock, id, unit: unit("ayun"), store };
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    clone.act(write(percent("III.6b"), "70")).unwrap();
    let outgoing = clone.store.plan_request().unwrap();
    let refused = district.exchange(clone.id, &outgoing.bytes).unwrap_err();
    assert_eq!(refused, ProblemCode::Clone, "the server sees two with one name");
    clone.enrol_again(&mut district);
    clone.sync(&mut district);
    ayun.sync(&mut district);
    assert!(clone.queue().edits.is_empty());
    assert_eq!(ayun.page("III.6b")["percent"], 70);
    assert_eq!(clone.page("III.6a")["percent"], 40);
    assert_eq!(ayun.heads(), clone.heads());
}

#[test]
fn a_new_revision_of_the_plan_is_in_force_when_it_comes() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let renamed = PLAN.replace("Báo cáo CCHC quý III", "Báo cáo CCHC quý III (điều chỉnh)");
    district.write_plan(UNITS, &renamed, INDICATORS);
    ayun.sync(&mut district);
    let plan = ayun.store.plan().unwrap();
    assert!(plan.reports().iter().any(|report| report.name.contains("điều chỉnh")));
    let item = PlanItem::Task { task: "III.6a".into() };
    district.write(
        &DocId::plan(plan.id()),
        vec![Edit { target: Target::PlanItem { item }, value: Value::Absent }],
    );
    ayun.sync(&mut district);
    let plan = ayun.store.plan().unwrap();
    assert!(
        plan.reports().iter().any(|report| report.name.contains("điều chỉnh")),
        "a broken plan is not taken"
    );
}

#[test]
fn the_office_sees_what_the_commune_wrote_and_from_whom_it_heard() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    ayun.act(write(narrative("III.6a"), "Đã giải quyết 132 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let page = office.ask(&model::window::Ask::Entry { unit: unit("ayun"), entry: entry("III.6a") });
    assert_eq!(page["texts"][0]["text"], "Đã giải quyết 132 hồ sơ");
    assert_eq!(page["history"][0]["by"], "Y Blưm");
    assert_eq!(page["history"][0]["sent"], true);
    assert_eq!(
        office.store.heads(&DocId::workbook(&"mang-yang-2019".into(), unit("ayun"))).unwrap(),
        ayun.heads()
    );
}

#[test]
fn a_year_of_work_goes_up_in_pages_and_goes_on_where_it_was_cut() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let tasks = ["III.6a", "III.6b", "III.4", "III.5", "IX.1"];
    for (number, period) in ["Q1", "H1", "Q3", "Y"].into_iter().enumerate() {
        for task in tasks {
            let entry = EntryKey { period: PeriodId::new(period), ..entry(task) };
            let words = format!("Kỳ {number}, việc {task}: ").repeat(900);
            ayun.act(write(Target::Narrative { entry: entry.clone() }, &words)).unwrap();
            ayun.act(write(Target::Difficulties { entry }, &words)).unwrap();
        }
    }
    let mut sent: Vec<ChangeHash> = Vec::new();
    for page in 0.. {
        let outgoing = ayun.store.plan_request().unwrap();
        let request = district.open(&outgoing.bytes);
        let weight: usize = request.documents[0].changes.iter().map(ChangeBody::weight).sum();
        assert!(weight <= REQUEST_BUDGET, "page {page} weighs {weight}");
        // Every other answer is lost; the same bytes go again.
        if page % 2 == 0 {
            district.exchange(ayun.id, &outgoing.bytes).unwrap();
            assert_eq!(ayun.store.plan_request().unwrap().bytes, outgoing.bytes);
        }
        let hashes: Vec<ChangeHash> =
            outgoing.content.0.iter().flat_map(|(_, hashes)| hashes.clone()).collect();
        assert!(hashes.iter().all(|hash| !sent.contains(hash)), "what was acknowledged is not sent again");
        sent.extend(hashes);
        if !ayun.answer(&mut district, &outgoing).more {
            assert!(page > 0, "so much is more than one page");
            break;
        }
    }
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn what_a_restored_server_is_too_old_for_is_held_until_it_is_updated() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    district.restore(0);
    district.vocabulary = protocol::Vocabulary::new(["workbook/entry/state".to_owned()]).unwrap();
    district.refuse = Some(Box::new(|_| Some(Refusal::UnknownField)));
    ayun.sync(&mut district);
    ayun.sync(&mut district);
    assert!(ayun.queue().refused.is_empty(), "it was acknowledged, and is nobody's to write once more");
    assert!(district.heads(&ayun.workbook()).is_empty());
    district.refuse = None;
    district.vocabulary = protocol::Vocabulary::new(Vocabulary::default().names()).unwrap();
    ayun.sync(&mut district);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads(), "an updated server tells what it understands");
}

#[test]
fn what_a_revision_allowed_is_sent_again_once_a_restored_server_has_the_revision_from_this_laptop() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    let backup = district.log_length();
    let days = Target::UnitDays { period: PeriodId::new("Q3") };
    office.act(write(days.clone(), "3")).unwrap();
    office.sync(&mut district);
    let task = district.plan.assignments_of(&unit("noi-vu"))[0].task.clone();
    office.act(write(percent(task.as_str()), "40")).unwrap();
    office.sync(&mut district);
    let (plan, book) = (DocId::plan(&"mang-yang-2019".into()), office.workbook());
    district.restore(backup);
    assert!(district.heads(&book).is_empty());
    // It judges by the rules of before until the new ones have come.
    let came = Cell::new(false);
    let own = days.address();
    district.refuse = Some(Box::new(move |read| {
        let rules = read.touched.iter().any(|touched| touched.address == own);
        came.set(came.get() || rules);
        (!came.get() && read.skeleton.is_none()).then_some(Refusal::NotYourAssignment)
    }));
    office.sync(&mut district);
    office.sync(&mut district);
    assert_eq!(district.heads(&plan), office.store.heads(&plan).unwrap());
    assert_eq!(district.heads(&book), office.heads(), "it waits for nobody else's change of the plan");
    assert!(office.queue().refused.is_empty() && office.queue().edits.is_empty());
}

#[test]
fn what_there_is_no_room_for_stands_in_nobodys_way_and_waits_with_what_is_held() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    district.refuse = Some(Box::new(|_| Some(Refusal::TooMuchWaiting)));
    let crowded = ayun.store.plan_request().unwrap();
    ayun.answer(&mut district, &crowded);
    // A later edit, of another plan or office as it might be, is sent before it.
    let crowded = crowded.content;
    ayun.act(write(percent("III.6b"), "50")).unwrap();
    let next = ayun.store.plan_request().unwrap().content;
    assert!(next.0[0].1.len() > crowded.0[0].1.len());
    let (first, last) = (next.0[0].1.first(), next.0[0].1.last());
    assert!(crowded.0[0].1.iter().all(|old| Some(old) != first), "what is new goes first");
    assert_eq!(last, crowded.0[0].1.last());
}

#[test]
fn what_is_held_is_tried_again_when_the_program_starts() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    district.restore(0);
    // An older program, of which the names of what it understands say nothing.
    district.refuse = Some(Box::new(|_| Some(Refusal::BadValue)));
    ayun.sync(&mut district);
    ayun.sync(&mut district);
    district.refuse = None;
    ayun.sync(&mut district);
    assert!(district.heads(&ayun.workbook()).is_empty(), "it is not asked of it with every sync");
    let ayun = ayun.killed();
    ayun.sync(&mut district);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}
