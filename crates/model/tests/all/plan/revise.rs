//! A plan as revisions leave it.

use chrono::NaiveDate;
use model::doc_id::DocId;
use model::due::{Lateness, Settings, instances, lateness};
use model::ids::{PeriodId, TaskId, UnitId};
use model::permission::may_edit;
use model::plan::{
    DueForm, DueWhen, Plan, PlanChange, PlanSource, Revised, Role, Rule, TaskForm, Term, UnitTarget,
};
use model::target::{EntryKey, Target};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, date, mang_yang};

fn from() -> NaiveDate {
    date("2019-08-26")
}

pub(super) fn revise(plan: &Plan, changes: &[PlanChange], from: NaiveDate) -> Result<Revised, String> {
    let mut next = 0;
    let mut ids = || {
        next += 1;
        TaskId::new(format!("t{next}"))
    };
    plan.revised(changes, from, &mut ids).map_err(|faults| faults.to_string())
}

/// A task's form as a window shows it first.
pub(super) fn form(plan: &Plan, id: &str) -> TaskForm {
    let task = plan.task(&TaskId::new(id)).unwrap();
    let party = |party: &model::plan::Party| match party {
        model::plan::Party::Unit(id) => id.to_string(),
        model::plan::Party::Group(id) => id.to_string(),
    };
    TaskForm {
        id: Some(task.id.clone()),
        field: task.field.clone(),
        code: task.code.clone(),
        title: task.title.clone(),
        lead: task.lead.iter().map(party).collect(),
        with: task.with.iter().map(party).collect(),
        outputs: task.outputs.clone(),
        due: task
            .due
            .iter()
            .map(|due| DueForm { rule: Some(due.id.clone()), text: due.text.clone(), when: DueWhen::Same })
            .collect(),
        replaces: Vec::new(),
        carries: Vec::new(),
    }
}

pub(super) fn added(code: &str) -> TaskForm {
    TaskForm {
        id: None,
        field: "I".into(),
        code: code.into(),
        title: "Rà soát kế hoạch theo chỉ đạo mới của tỉnh".into(),
        lead: vec!["tu-phap".into()],
        with: vec!["communes".into()],
        outputs: vec!["Báo cáo".into()],
        due: vec![DueForm {
            rule: None,
            text: "Trước 30/9".into(),
            when: DueWhen::On { day: "30/9/2019".into() },
        }],
        replaces: Vec::new(),
        carries: Vec::new(),
    }
}

pub(super) fn of(task: TaskForm) -> PlanChange {
    PlanChange::Task { task }
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

#[test]
fn a_form_that_was_opened_and_closed_changes_nothing() {
    let plan = mang_yang();
    let forms: Vec<PlanChange> = plan.tasks().iter().map(|task| of(form(&plan, task.id.as_str()))).collect();
    let revised = revise(&plan, &forms, from()).unwrap();
    assert_eq!(revised.edits, [], "of fifty tasks none was changed");
    assert_eq!(revised.plan.assignments(), plan.assignments());
}

#[test]
fn a_task_is_renamed_and_dated_anew_under_its_own_id_and_nothing_else_moves() {
    let plan = mang_yang();
    let mut task = form(&plan, "III.6b");
    task.title = "Xin lỗi khi trễ hẹn".into();
    task.code = "III.6c".into();
    task.due[0].when = DueWhen::On { day: "15/10/2019".into() };
    let revised = revise(&plan, &[of(task)], from()).unwrap();
    let id = TaskId::new("III.6b");
    let after = revised.plan.task(&id).unwrap();
    assert_eq!((after.title.as_str(), after.code.as_str()), ("Xin lỗi khi trễ hẹn", "III.6c"));
    assert_eq!(
        after.due[0].id,
        plan.task(&id).unwrap().due[0].id,
        "a date under which something was entered stays"
    );
    assert_eq!(after.due[0].rule, Rule::parse("by Y-10-15").unwrap(), "it moves along with the plan's year");
    assert_eq!(
        revised.edits.len(),
        4,
        "the task and its deadline, and what they said before: {:?}",
        revised.edits
    );
    assert_eq!(revised.plan.assignments(), plan.assignments());
    assert_eq!(revised.plan.tasks().len(), plan.tasks().len());
}

#[test]
fn a_task_that_is_added_stands_at_the_end_of_its_field_and_binds_nobody_before_its_day() {
    let plan = mang_yang();
    let late = DueWhen::On { day: "01/8/2019".into() };
    let mut early = added("I.6");
    early.due[0].when = late;
    let revised = revise(&plan, &[of(added("I.5")), of(early)], from()).unwrap();
    let codes: Vec<&str> = revised.plan.tasks().iter().map(|task| task.code.as_str()).collect();
    assert_eq!(codes[..7], ["I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "II.1"]);
    let (own, owed_before) = (TaskId::new("t1"), TaskId::new("t2"));
    let assignment = revised.plan.assignment(&unit("ayun"), &own).unwrap();
    assert_eq!((assignment.role, assignment.from), (Role::Supporting, Some(from())));
    let in_period = |period: &str| {
        revised.plan.assigned_in(&unit("ayun"), &PeriodId::new(period)).any(|one| one.task == own)
    };
    assert!(!in_period("Q1") && in_period("Q3"), "of a quarter that was over it is no part");
    let settings = Settings::default();
    let press = |task: &TaskId| {
        let all = instances(&revised.plan, task, &settings);
        let owed = settings.granted(&revised.plan, (&unit("ayun"), task), &all);
        lateness(&owed[0], false, date("2019-10-05"))
    };
    assert_eq!(press(&owed_before), Lateness::BeforeEffect, "it was due before anybody had it");
    assert_eq!(press(&own), Lateness::BeforeEffect);
}

#[test]
fn who_leaves_a_task_keeps_what_was_entered_and_who_comes_owes_nothing_of_before() {
    let plan = mang_yang();
    let mut task = form(&plan, "I.4");
    let (left, came) = (unit("van-phong"), unit("tu-phap"));
    task.lead = vec![came.to_string()];
    task.with.retain(|party| party != "agencies");
    let revised = revise(&plan, &[of(task)], from()).unwrap();
    let id = TaskId::new("I.4");
    let then = revised.plan.assignment(&left, &id).expect("its entries of before have their place");
    assert_eq!((then.role, then.until), (Role::Lead, date("2019-08-25").into()));
    assert_eq!(revised.plan.assignment(&came, &id).unwrap().role, Role::Lead);
    let may = |unit: &UnitId, period: &str| {
        let workbook = DocId::workbook(revised.plan.id(), unit.clone());
        let entry = EntryKey { task: id.clone(), period: PeriodId::new(period) };
        may_edit(&revised.plan, &workbook, &Target::Percent { entry }).is_ok()
    };
    assert!(may(&left, "Q1"), "what was written offline before arrives all the same");
    assert!(!may(&left, "Q4") && may(&came, "Q4"));

    // And back again: the parts of before are as if nothing had been.
    let mut back = form(&revised.plan, "I.4");
    back.lead = form(&plan, "I.4").lead;
    back.with = form(&plan, "I.4").with;
    let again = revise(&revised.plan, &[of(back)], date("2019-09-02")).unwrap().plan;
    let now = again.assignment(&left, &id).unwrap();
    assert_eq!((now.role, now.until), (Role::Lead, None));
    assert!(again.task(&id).unwrap().days.left.keys().all(|unit| *unit != left));
}

#[test]
fn a_task_that_is_split_ends_and_says_into_which_it_went() {
    let plan = mang_yang();
    let part = |code: &str| TaskForm { replaces: vec![TaskId::new("III.6b")], ..added(code) };
    let revised = revise(&plan, &[of(part("III.6c")), of(part("III.6d"))], from()).unwrap().plan;
    let old = revised.task(&TaskId::new("III.6b")).unwrap();
    assert_eq!(old.days.until, date("2019-08-25").into());
    assert_eq!(old.days.into, [TaskId::new("t1"), TaskId::new("t2")]);
    let ayun = unit("ayun");
    let has = |period: &str, task: &str| {
        revised.assigned_in(&ayun, &PeriodId::new(period)).any(|one| one.task.as_str() == task)
    };
    assert!(has("Q1", "III.6b") && !has("Q1", "t1"), "a quarter that was over is as it was");
    assert!(!has("Q3", "III.6b") && has("Q3", "t1") && has("Q3", "t2"));
    let entry = EntryKey { task: TaskId::new("III.6b"), period: PeriodId::new("Q3") };
    let workbook = DocId::workbook(revised.id(), ayun);
    assert!(may_edit(&revised, &workbook, &Target::Percent { entry }).is_ok(), "what comes late is taken");
    let again = TaskForm { replaces: vec![TaskId::new("III.6b")], ..added("III.6e") };
    let fault = revise(&revised, &[of(again)], date("2019-12-02")).unwrap_err();
    assert!(fault.contains("chưa kết thúc"), "{fault}");
}

#[test]
fn targets_are_written_as_a_plan_writes_them() {
    let plan = mang_yang();
    let change = |target: &str, own: &str| PlanChange::Targets {
        indicator: "ho-so-dung-han".into(),
        target: target.into(),
        units: vec![UnitTarget { unit: unit("ayun"), target: own.into() }],
    };
    let revised = revise(&plan, &[change(">= 97 %", ">= 90 %")], from()).unwrap().plan;
    let indicator = revised.indicator(&"ho-so-dung-han".into()).unwrap();
    assert_eq!(indicator.target_text(), "≥ 97 %");
    assert_eq!(indicator.target_text_of(&unit("ayun")), "≥ 90 %");
    for bad in ["97", ">= abc %", ">= -3 %"] {
        let fault = revise(&plan, &[change(bad, ">= 90 %")], from()).unwrap_err();
        assert!(fault.contains("mức phải đạt"), "{fault}");
    }
    let fault = revise(
        &plan,
        &[PlanChange::Targets {
            indicator: "ho-so-dung-han".into(),
            target: ">= 97 %".into(),
            units: vec![UnitTarget { unit: unit("nowhere"), target: ">= 90 %".into() }],
        }],
        from(),
    );
    assert!(fault.unwrap_err().contains("nowhere"), "a unit that there is not reaches nothing");
}

#[test]
fn a_plan_that_would_not_hold_is_refused_with_every_fault_in_words() {
    let plan = mang_yang();
    let with = |change: &dyn Fn(&mut TaskForm)| {
        let mut task = added("I.9");
        change(&mut task);
        revise(&plan, &[of(task)], from()).unwrap_err()
    };
    for (fault, said) in [
        (with(&|task| task.title = " ".into()), "nội dung nhiệm vụ"),
        (with(&|task| task.code = String::new()), "mã nhiệm vụ"),
        (with(&|task| task.code = "I.1".into()), "mã chưa dùng"),
        (with(&|task| task.field = "XX".into()), "lĩnh vực"),
        (with(&|task| task.lead.clear()), "chủ trì"),
        (with(&|task| task.lead = vec!["nowhere".into()]), "đơn vị hoặc một nhóm"),
        (with(&|task| task.due.clear()), "thời hạn"),
        (with(&|task| task.due[0].when = DueWhen::On { day: "31/02/2019".into() }), "ngày có thật"),
        (with(&|task| task.due[0].when = DueWhen::Same), "thời hạn"),
        (with(&|task| task.due[0].text = String::new()), "lời của thời hạn"),
        (with(&|task| task.id = Some("X.9".into())), "còn trong kế hoạch"),
        (with(&|task| task.replaces = vec!["X.9".into()]), "còn trong kế hoạch"),
        (with(&|task| task.title = "a".repeat(2_001)), "ngắn hơn"),
    ] {
        assert!(fault.contains(said), "{said}: {fault}");
    }
}

#[test]
fn files_say_the_same_days_and_what_cannot_be_read_of_them_is_told_with_its_line() {
    let load = |added: &str| {
        let text = MANG_YANG_PLAN.replace("code = \"III.6b\"\n", &format!("code = \"III.6b\"\n{added}\n"));
        let source = PlanSource::new(MANG_YANG_UNITS, &text, MANG_YANG_INDICATORS);
        Plan::load_items(&source).map_err(|faults| faults.to_string())
    };
    let days = "from = 2019-02-01\nuntil = 2019-11-30\ninto = [\"III.6a\"]\njoined = [\"ayun 2019-08-26\"]\nleft = [\"buu-dien with 2019-08-25\"]";
    let (plan, items) = load(days).unwrap();
    let id = TaskId::new("III.6b");
    let days = |unit: &str| {
        let one = plan.assignment(&UnitId::new(unit), &id).unwrap();
        (one.from, one.until)
    };
    assert_eq!(days("ayun"), (Some(date("2019-08-26")), Some(date("2019-11-30"))));
    assert_eq!(days("de-ar"), (Some(date("2019-02-01")), Some(date("2019-11-30"))));
    let again = Plan::of_items(plan.id(), Term { year: 2019, closed_on: None }, &items).unwrap();
    assert_eq!(again.tasks(), plan.tasks(), "and documents hold all of it");
    for (bad, said) in [
        ("joined = [\"ayun\"]", "ngày bắt đầu"),
        ("joined = [\"ayun 2019-8-26\"]", "ngày bắt đầu"),
        ("left = [\"ayun boss 2019-08-25\"]", "lead hoặc with"),
        ("into = [\"X.9\"]", "một nhiệm vụ khác"),
        ("into = [\"III.6b\"]", "một nhiệm vụ khác"),
        ("until = \"hết năm\"", "YYYY-MM-DD"),
    ] {
        let told = load(bad).unwrap_err();
        assert!(told.contains(said) && told.contains("dòng"), "{bad}: {told}");
    }
}
