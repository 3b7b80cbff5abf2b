//! The plan is changed in the window of whoever keeps it.

use model::ids::{PeriodId, TaskId};
use model::plan::{DueForm, DueWhen, PlanChange, TaskForm, UnitTarget};
use model::window::{
    Act, Ask, DocumentView, EntryPage, NewRevision, PlanForms, PlanPreview, TaskPart, UnitLineKind, WorkList,
};

use crate::support::{District, Laptop, failure, narrative, state, unit, write};

/// A task's form as the window shows it first.
pub(super) fn form(laptop: &Laptop, code: &str) -> TaskForm {
    let forms: PlanForms = serde_json::from_value(laptop.ask(&Ask::PlanForms)).unwrap();
    forms.tasks.into_iter().map(|one| one.form).find(|form| form.code == code).unwrap()
}

pub(super) fn of(task: TaskForm) -> PlanChange {
    PlanChange::Task { task }
}

pub(super) fn new_task(code: &str) -> TaskForm {
    TaskForm {
        id: None,
        field: "III".into(),
        code: code.into(),
        title: "Rà soát chế độ báo cáo".into(),
        lead: vec!["ayun".into(), "noi-vu".into()],
        with: vec![],
        outputs: vec![],
        due: vec![DueForm {
            rule: None,
            text: "Trước 10/9".into(),
            when: DueWhen::On { day: "10/9/2019".into() },
        }],
        replaces: vec![],
        carries: vec![],
    }
}

fn revision(changes: Vec<PlanChange>) -> NewRevision {
    NewRevision {
        changes,
        decision: "812/QĐ – UBND".into(),
        decided_on: "19/8/2019".into(),
        from: "20/8/2019".into(),
        words: String::new(),
    }
}

pub(super) fn revise(changes: Vec<PlanChange>) -> Act {
    Act::RevisePlan { revision: revision(changes) }
}

fn work(laptop: &Laptop) -> Vec<(String, String)> {
    let ask = Ask::Work { period: PeriodId::new("Q3"), unit: None, task: None };
    let list: WorkList = serde_json::from_value(laptop.ask(&ask)).unwrap();
    list.rows.into_iter().map(|row| (row.task.to_string(), row.title)).collect()
}

fn title(laptop: &Laptop, task: &str) -> String {
    work(laptop).into_iter().find(|(id, _)| id == task).unwrap().1
}

fn document(laptop: &Laptop) -> DocumentView {
    serde_json::from_value(laptop.ask(&Ask::Document)).unwrap()
}

pub(super) fn three() -> (District, Laptop, Laptop) {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    (district, office, ayun)
}

#[test]
fn a_revision_is_in_force_on_its_laptop_at_once_and_everywhere_when_it_was_sent() {
    let (mut district, office, ayun) = three();
    let mut renamed = form(&office, "III.6b");
    renamed.title = "Xin lỗi khi trễ hẹn".into();
    let targets = PlanChange::Targets {
        indicator: "ho-so-dung-han".into(),
        target: ">= 97 %".into(),
        units: vec![UnitTarget { unit: unit("ayun"), target: ">= 90 %".into() }],
    };
    office.act(revise(vec![of(renamed), of(new_task("III.9")), targets])).unwrap();
    let before = title(&ayun, "III.6b");
    let forms: PlanForms = serde_json::from_value(office.ask(&Ask::PlanForms)).unwrap();
    assert!(
        forms.tasks.iter().any(|one| one.form.title == "Xin lỗi khi trễ hẹn"),
        "offline, on its own laptop"
    );
    assert_eq!(forms.waiting.len(), 1, "and it may be undone");
    let own = work(&office).into_iter().find(|(_, title)| title == "Rà soát chế độ báo cáo").unwrap().0;

    // What is written by it offline is sent behind it.
    office.act(write(narrative(&own), "Đã rà soát")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!((office.queue().edits.len(), office.queue().refused.len()), (0, 0));
    assert_ne!(before, title(&ayun, "III.6b"));
    assert_eq!(title(&ayun, &own), "Rà soát chế độ báo cáo");
    ayun.act(write(state(&own), "in-progress")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(ayun.queue().refused.len(), 0, "the server takes it, too");
    let page: EntryPage = serde_json::from_value(ayun.page("III.6a")).unwrap();
    assert_eq!(page.figures[0].target, "≥ 90 %");

    let [told] = document(&ayun).revisions.try_into().unwrap();
    assert_eq!((told.decision.as_str(), told.from.to_string().as_str()), ("812/QĐ-UBND", "2019-08-20"));
    assert!(told.changes.iter().any(|line| line.starts_with("III.6b: nội dung: ")), "{:?}", told.changes);
    assert!(told.changes.iter().any(|line| line == "III.9: nhiệm vụ mới: Rà soát chế độ báo cáo"));
    assert!(told.changes.iter().any(|line| line.contains("≥ 97 %")), "{:?}", told.changes);
}

#[test]
fn it_is_undone_as_a_whole_until_it_was_sent() {
    let (mut district, office, ayun) = three();
    let (mut renamed, before) = (form(&office, "III.6b"), work(&office));
    renamed.title = "Xin lỗi khi trễ hẹn".into();
    let acts = || revise(vec![of(renamed.clone()), of(new_task("III.9"))]);
    office.act(acts()).unwrap();
    let [told] = document(&office).revisions.try_into().unwrap();
    office.act(Act::UndoRevision { revision: told.id }).unwrap();
    assert_eq!((office.queue().edits.len(), work(&office)), (0, before.clone()), "as if nothing had been");

    // One of its edits that is taken back in the queue takes the others along.
    office.act(acts()).unwrap();
    let edit = office.queue().edits[1].id;
    office.act(Act::TakeBack { edit }).unwrap();
    assert_eq!((office.queue().edits.len(), work(&office)), (0, before));
    office.act(acts()).unwrap();
    office.act(Act::TakeBackLast).unwrap();
    assert_eq!(office.queue().edits.len(), 0);

    office.act(acts()).unwrap();
    office.sync(&mut district);
    let [told] = document(&office).revisions.try_into().unwrap();
    assert!(office.act(Act::UndoRevision { revision: told.id }).is_err(), "others have it by now");
    ayun.sync(&mut district);
    assert_eq!(title(&ayun, "III.6b"), "Xin lỗi khi trễ hẹn");
}

#[test]
fn what_would_not_hold_is_refused_and_changes_nothing() {
    let (mut district, office, ayun) = three();
    let said = |laptop: &Laptop, act: Act| failure(laptop.act(act)).message;
    let mut task = form(&office, "III.6b");
    task.title = "Xin lỗi khi trễ hẹn".into();
    let with = |change: &dyn Fn(&mut NewRevision)| {
        let mut new = revision(vec![of(task.clone())]);
        change(&mut new);
        said(&office, Act::RevisePlan { revision: new })
    };
    assert!(with(&|new| new.decision = " ".into()).contains("số, ký hiệu"));
    assert!(with(&|new| new.decided_on = String::new()).contains("ngày quyết định"));
    assert!(with(&|new| new.from = "31/02/2019".into()).contains("Không có ngày này"));
    assert!(with(&|new| new.changes.clear()).contains("Chưa có gì thay đổi"));
    let nobody = TaskForm { lead: vec![], ..new_task("III.9") };
    assert!(with(&|new| new.changes = vec![of(nobody.clone())]).contains("chủ trì"));
    assert!(ayun.act(revise(vec![of(task.clone())])).is_err(), "a commune changes no plan");
    assert!(ayun.store.ask(&Ask::PlanPreview { changes: vec![], from: String::new() }).is_err());
    let forms: PlanForms = serde_json::from_value(ayun.ask(&Ask::PlanForms)).unwrap();
    assert!(!forms.editable);

    office.act(revise(vec![of(task.clone())])).unwrap();
    office.sync(&mut district);
    // A date was entered under a deadline of II.1, which is not to go.
    let office_of_law = Laptop::new(&mut district, "tu-phap", "Rơ Châm Lan");
    let target = model::target::Target::DueDate { task: TaskId::new("II.1"), rule: "by-plan".into() };
    office_of_law.act(write(target, "30/9/2019")).unwrap();
    office_of_law.sync(&mut district);
    office.sync(&mut district);
    let mut other = form(&office, "II.1");
    other.due[0] = DueForm { rule: None, text: "Thường xuyên".into(), when: DueWhen::Continuous };
    let preview = Ask::PlanPreview { changes: vec![of(other.clone())], from: String::new() };
    let preview: PlanPreview = serde_json::from_value(office.ask(&preview)).unwrap();
    assert!(preview.faults[0].contains("thời hạn II.1 by-plan"), "{:?}", preview.faults);
    let lost = said(&office, revise(vec![of(other)]));
    assert!(lost.contains("II.1 by-plan"), "{lost}");
    assert_eq!(office.queue().edits.len(), 0);
}

#[test]
fn the_preview_says_for_whom_what_changes_before_anything_does() {
    let (mut district, office, ayun) = three();
    ayun.act(write(narrative("III.6b"), "Đã xin lỗi 3 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let mut task = form(&office, "III.6b");
    task.lead = vec!["noi-vu".into()];
    task.due[0].when = DueWhen::On { day: "30/9/2019".into() };
    let ask = Ask::PlanPreview { changes: vec![of(task.clone())], from: "26/8/2019".into() };
    let preview: PlanPreview = serde_json::from_value(office.ask(&ask)).unwrap();
    assert_eq!(preview.faults, [""; 0]);
    let [of_task] = &preview.tasks[..] else { panic!("{:?}", preview.tasks) };
    let parts: Vec<TaskPart> = of_task.parts.iter().map(|part| part.part).collect();
    assert_eq!((of_task.code.as_str(), &parts[..]), ("III.6b", &[TaskPart::Lead, TaskPart::Due][..]));
    assert_eq!(
        (of_task.parts[1].before.as_str(), of_task.parts[1].after.as_str()),
        ("thường xuyên", "30/9/2019")
    );
    let line = |id: &str| {
        let found = preview.units.iter().find(|one| one.unit == unit(id)).unwrap();
        let line = &found.lines[0];
        (line.kind, line.entered, line.after.clone())
    };
    assert_eq!(line("ayun"), (UnitLineKind::Leaves, 1, String::new()), "what it told in one period stays");
    assert_eq!(line("de-ar"), (UnitLineKind::Leaves, 0, String::new()));
    assert_eq!(line("noi-vu"), (UnitLineKind::Dates, 0, "30/9/2019".into()));
    assert_eq!(office.queue().edits.len(), 0, "a preview changes nothing");

    office.act(revise(vec![of(task)])).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert!(work(&ayun).iter().all(|(id, _)| id != "III.6b"), "it is none of its work any more");
    let page: EntryPage = serde_json::from_value(ayun.page("III.6b")).unwrap();
    assert_eq!(page.texts[0].text, "Đã xin lỗi 3 hồ sơ", "and reads what it told");
}

#[test]
fn tasks_that_are_split_and_merged_keep_what_was_entered_and_say_where_it_went_on() {
    let (mut district, office, ayun) = three();
    ayun.act(write(narrative("III.6b"), "Đã xin lỗi 3 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let replaces = vec![TaskId::new("III.6b"), TaskId::new("III.6a")];
    let merged = TaskForm { replaces, lead: vec!["communes".into()], ..new_task("III.6") };
    office.act(revise(vec![of(merged)])).unwrap();
    // Written offline while the old task was there.
    ayun.act(write(narrative("III.6b"), "Đã xin lỗi 4 hồ sơ")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(ayun.queue().refused.len(), 0, "what arrives late has its place");
    let old: EntryPage = serde_json::from_value(ayun.page("III.6b")).unwrap();
    assert_eq!(old.texts[0].text, "Đã xin lỗi 4 hồ sơ");
    let [into] = old.task.into.try_into().unwrap();
    let work = work(&ayun);
    assert!(work.iter().all(|(id, _)| id != "III.6b" && id != "III.6a"));
    assert!(work.iter().any(|(id, _)| *id == into.id.to_string()));
    let ask = Ask::Entry { unit: unit("ayun"), entry: crate::support::entry(into.id.as_str()) };
    let new: EntryPage = serde_json::from_value(ayun.ask(&ask)).unwrap();
    let from: Vec<&str> = new.task.replaces.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(from, ["III.6a", "III.6b"], "the new one links back");
}

#[test]
fn two_decisions_about_one_task_are_both_there_before_either_was_sent_and_the_last_one_is_undone() {
    let (mut district, office, ayun) = three();
    let renamed = |title: &str| of(TaskForm { title: title.into(), ..form(&office, "III.6b") });
    let dated = |day: &str, decision: &str, title: &str| Act::RevisePlan {
        revision: NewRevision {
            from: day.into(),
            decision: decision.into(),
            ..revision(vec![renamed(title)])
        },
    };
    office.act(dated("20/8/2019", "812/QĐ-UBND", "Một")).unwrap();
    office.act(dated("20/8/2019", "813/QĐ-UBND", "Hai")).unwrap();
    assert_eq!(title(&office, "III.6b"), "Hai");
    let [first, last] = document(&office).revisions.try_into().unwrap();
    assert_eq!((first.decision.as_str(), last.decision.as_str()), ("812/QĐ-UBND", "813/QĐ-UBND"));
    let undo = |id: &model::ids::RevisionId| office.act(Act::UndoRevision { revision: id.clone() });
    assert!(undo(&first.id).is_err(), "the later one rests on it");
    undo(&last.id).unwrap();
    assert_eq!(title(&office, "III.6b"), "Một", "as it was before the last one");

    office.act(dated("20/8/2019", "814/QĐ-UBND", "Ba")).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(title(&ayun, "III.6b"), "Ba");
    let told: Vec<String> = document(&ayun).revisions.into_iter().map(|one| one.decision).collect();
    assert_eq!(told, ["812/QĐ-UBND", "814/QĐ-UBND"], "each under its own number");
    assert_eq!(office.queue().refused.len(), 0);
}
