//! A revision holds from its day on: a period that had ended by then is read with what held in it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::doc_id::DocId;
use model::due::{Settings, instances};
use model::ids::{FigureId, IndicatorId, PeriodId, TaskId, UnitId};
use model::item::PlanItem;
use model::permission::may_edit;
use model::plan::{DueForm, DueWhen, Items, Plan, PlanChange, PlanSource, TaskForm, Term, UnitTarget};
use model::target::{EntryKey, Target};
use model::value::Value;
use proptest::prelude::*;

use super::revise::{added, form, of, revise};
use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, date, mang_yang};

const PERIODS: [&str; 4] = ["Q1", "H1", "Q3", "Y"];

fn revised(plan: &Plan, changes: &[PlanChange], from: &str) -> Plan {
    revise(plan, changes, date(from)).unwrap().plan
}

fn title<'p>(plan: &'p Plan, task: &str, period: &str) -> &'p str {
    &plan.in_period(&PeriodId::new(period)).task(&TaskId::new(task)).unwrap().title
}

fn renamed(plan: &Plan, task: &str, title: &str) -> PlanChange {
    of(TaskForm { title: title.into(), ..form(plan, task) })
}

fn target(text: &str, own: &[(&str, &str)]) -> PlanChange {
    let units =
        own.iter().map(|(unit, target)| UnitTarget { unit: UnitId::new(*unit), target: (*target).into() });
    PlanChange::Targets { indicator: "ho-so-dung-han".into(), target: text.into(), units: units.collect() }
}

/// All that a period is told by.
fn says(plan: &Plan, period: &str) -> BTreeMap<String, String> {
    let id = PeriodId::new(period);
    let then = plan.in_period(&id);
    let mut all = BTreeMap::new();
    for unit in plan.units() {
        for one in then.assigned_in(&unit.id, &id) {
            let task = then.task(&one.task).unwrap();
            let dates = instances(then, &task.id, &Settings::default());
            let words = (&task.title, &task.field, &task.outputs, &task.due, dates, one.role);
            all.insert(format!("{} {}", unit.id, task.id), format!("{words:?}"));
            for indicator in then.indicators_of(&task.id, &unit.id) {
                let key = format!("{} {} {}", unit.id, task.id, indicator.id);
                all.insert(key, format!("{} {}", indicator.name, indicator.target_text_of(&unit.id)));
            }
        }
    }
    all
}

#[test]
fn a_period_that_had_ended_keeps_words_targets_and_dates_and_one_that_had_not_has_the_new_ones() {
    let plan = mang_yang();
    let mut task = form(&plan, "III.6b");
    (task.title, task.outputs) = ("Xin lỗi khi trễ hẹn".into(), vec!["Sổ theo dõi".into()]);
    task.due = vec![DueForm {
        rule: None,
        text: "Trước 15/02".into(),
        when: DueWhen::On { day: "15/02/2019".into() },
    }];
    let changes = [of(task), target(">= 97 %", &[("ayun", ">= 90 %")])];
    let after = revised(&plan, &changes, "2019-08-26");
    for period in ["Q1", "H1"] {
        assert_eq!(says(&after, period), says(&plan, period), "{period} was over");
    }
    let q3 = after.in_period(&"Q3".into());
    assert_eq!(title(&after, "III.6b", "Q3"), "Xin lỗi khi trễ hẹn");
    assert_eq!(q3.task(&"III.6b".into()).unwrap().outputs, ["Sổ theo dõi"]);
    assert_eq!(
        q3.indicator(&"ho-so-dung-han".into()).unwrap().target_text_of(&UnitId::new("ayun")),
        "≥ 90 %"
    );
    let told: Vec<NaiveDate> = after.after_period(&"H1".into()).map(|(from, _)| from).collect();
    assert_eq!(told, [date("2019-08-26")], "from when on something else holds");
    let told: Vec<NaiveDate> = after.early_in_period(&"Q3".into()).map(|(until, _)| until).collect();
    assert_eq!(told, [date("2019-08-25")], "until when it did in the period itself");
    assert_eq!(after.after_period(&"Q3".into()).count() + after.early_in_period(&"Y".into()).count(), 1);
    assert!(plan.after_period(&"Q1".into()).next().is_none(), "of what was never revised nothing is told");
}

#[test]
fn of_several_revisions_each_holds_from_its_day_and_one_that_goes_back_takes_the_place_of_later_ones() {
    let plan = mang_yang();
    let was = title(&plan, "III.6b", "Q1").to_owned();
    let once = revised(&plan, &[renamed(&plan, "III.6b", "Một")], "2019-05-02");
    let twice = revised(&once, &[renamed(&once, "III.6b", "Hai")], "2019-08-26");
    let read = |plan: &Plan| PERIODS.map(|period| title(plan, "III.6b", period).to_owned());
    assert_eq!(read(&twice), [was.as_str(), "Một", "Hai", "Hai"]);
    let back = revised(&twice, &[renamed(&twice, "III.6b", "Ba")], "2019-04-10");
    assert_eq!(read(&back), [was.as_str(), "Ba", "Ba", "Ba"]);
    // What another part was is not touched by it.
    let other = revised(&twice, &[target(">= 97 %", &[])], "2019-04-10");
    assert_eq!(read(&other), read(&twice));
    let same = revised(&once, &[renamed(&once, "III.6b", "Bốn")], "2019-05-02");
    assert_eq!(read(&same), [was.as_str(), "Bốn", "Bốn", "Bốn"], "two of one day");
}

#[test]
fn documents_hold_what_was_said_before_and_files_do_not_take_it_away() {
    let plan = mang_yang();
    let made = revise(&plan, &[renamed(&plan, "III.6b", "Một"), target(">= 97 %", &[])], date("2019-08-26"));
    let made = made.unwrap();
    let source = PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, MANG_YANG_INDICATORS);
    let (_, before) = Plan::load_items(&source).unwrap();
    let mut held: BTreeMap<PlanItem, Value> = before.plan.iter().cloned().collect();
    for edit in &made.edits {
        let Target::PlanItem { item } = &edit.target else { panic!("{edit:?}") };
        assert!(edit.value.fits(edit.target.kind()), "{edit:?}");
        held.insert(item.clone(), edit.value.clone());
    }
    let items = Items { plan: held.into_iter().collect(), ..before.clone() };
    let read = Plan::of_items(plan.id(), Term { year: 2019, closed_on: None }, &items).unwrap();
    for period in PERIODS {
        assert_eq!(says(&read, period), says(&made.plan, period), "{period}");
    }
    let [_, (_, edits)] = before.edits(plan.id(), Some(&items));
    let gone =
        |item: &PlanItem| edits.iter().any(|edit| edit.target == Target::PlanItem { item: item.clone() });
    let kept = items.plan.iter().filter(|(item, _)| item.ids().last() == Some(&"2019-08-25"));
    let kept: Vec<_> = kept.collect();
    assert_eq!(kept.len(), 2, "the task's and the indicator's");
    assert!(kept.iter().all(|(item, _)| !gone(item)), "a file says nothing of what was");
}

#[test]
fn what_is_said_of_before_and_does_not_hold_together_leaves_the_plan_of_today_in_its_place() {
    let source = PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, MANG_YANG_INDICATORS);
    let (plan, mut items) = Plan::load_items(&source).unwrap();
    let parts = |text: &str| {
        let parts = [("there", Value::Bool(true)), ("parts", Value::Str(text.into()))];
        Value::Record(parts.map(|(key, value)| (key.to_owned(), value)).into())
    };
    let until = "2019-08-25".to_owned();
    items.plan.push((
        PlanItem::EarlierIndicator { indicator: "ho-so-dung-han".into(), until: until.clone() },
        parts("target nhiều"),
    ));
    items
        .plan
        .push((PlanItem::EarlierTask { task: "I.1".into(), until: "hôm qua".into() }, parts("title Khác")));
    items.plan.push((PlanItem::EarlierDue { task: "X.9".into(), rule: "by".into(), until }, Value::Absent));
    let read = Plan::of_items(plan.id(), Term { year: 2019, closed_on: None }, &items).unwrap();
    for period in PERIODS {
        assert_eq!(says(&read, period), says(&plan, period), "{period}");
    }
}

fn part(code: &str, carries: &[&str]) -> TaskForm {
    let carries = carries.iter().map(|id| IndicatorId::new(*id)).collect();
    let (lead, with) = (vec!["agencies".into(), "communes".into()], vec![]);
    TaskForm { replaces: vec!["III.6a".into()], carries, lead, with, ..added(code) }
}

#[test]
fn of_a_split_task_the_first_part_carries_the_indicators_and_the_registers_unless_another_names_them() {
    let plan = mang_yang();
    let of_old = |plan: &Plan, task: &str| -> Vec<String> {
        plan.indicators_of_task(&TaskId::new(task)).map(|one| one.id.to_string()).collect()
    };
    let all = of_old(&plan, "III.6a");
    assert_eq!(all, ["ho-so-dung-han"]);
    let after = revised(&plan, &[of(part("III.6x", &[])), of(part("III.6y", &[]))], "2019-08-26");
    assert_eq!(
        (of_old(&after, "t1"), of_old(&after, "t2"), of_old(&after, "III.6a")),
        (all.clone(), vec![], vec![])
    );
    let then = after.in_period(&"H1".into());
    assert_eq!(of_old(then, "III.6a"), all, "a period that was over is told under the whole");
    let register = |plan: &Plan| plan.register(&"ho-so-tthc".into()).unwrap().of.to_string();
    assert_eq!((register(&after), register(then)), ("t1".to_owned(), "III.6a".to_owned()));

    let named =
        revised(&plan, &[of(part("III.6x", &[])), of(part("III.6y", &["ho-so-dung-han"]))], "2019-08-26");
    assert_eq!((of_old(&named, "t1"), of_old(&named, "t2")), (vec![], all));
    let fault = revise(&plan, &[of(part("III.6x", &["iso"]))], date("2019-08-26")).unwrap_err();
    assert!(fault.contains("chỉ tiêu của nhiệm vụ được thay"), "{fault}");
}

#[test]
fn figures_are_written_under_the_task_that_carried_them_in_the_period() {
    let plan = mang_yang();
    let after = revised(&plan, &[of(part("III.6x", &[])), of(part("III.6y", &[]))], "2019-08-26");
    let workbook = DocId::workbook(after.id(), UnitId::new("ayun"));
    let may = |task: &str, period: &str| {
        let entry = EntryKey { task: TaskId::new(task), period: PeriodId::new(period) };
        let (indicator, figure) = (IndicatorId::new("ho-so-dung-han"), FigureId::new("part"));
        may_edit(&after, &workbook, &Target::Figure { entry, indicator, figure }).is_ok()
    };
    assert!(may("III.6a", "H1"), "a quarter that was over is amended under the whole");
    assert!(may("III.6a", "Q3"), "what was written offline before the day arrives");
    assert!(!may("III.6a", "Q4"));
    assert!(may("t1", "Q3") && may("t1", "Q4") && !may("t2", "Q4") && !may("t1", "H1"));
}

/// One decision of a story: its day and what it changes.
fn decision() -> impl Strategy<Value = (u32, Vec<(usize, usize)>)> {
    (60u32..330, prop::collection::vec((0usize..6, 0usize..5), 1..4))
}

fn change(plan: &Plan, at: usize, what: usize, n: usize) -> Option<PlanChange> {
    let task = plan.tasks().iter().filter(|task| task.days.until.is_none()).nth(at * 7)?;
    let mut form = form(plan, task.id.as_str());
    match what {
        0 => form.title = format!("Tên {n}"),
        1 => form.outputs = vec![format!("Sản phẩm {n}")],
        2 => {
            form.due[0] = DueForm {
                rule: None,
                text: format!("Hạn {n}"),
                when: DueWhen::On { day: format!("{}/{}/2019", n % 27 + 1, n % 12 + 1) },
            };
        }
        3 => return Some(target(&format!(">= {} %", 50 + n % 50), &[])),
        _ => {
            let due = form.due.iter().map(|due| DueForm {
                rule: None,
                text: due.text.clone(),
                when: DueWhen::Continuous,
            });
            let due = due.take(1).collect();
            form =
                TaskForm { id: None, code: format!("Z.{n}"), replaces: vec![task.id.clone()], due, ..form };
        }
    }
    Some(of(form))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_revision_changes_nothing_of_a_period_that_ended_before_its_day(story in prop::collection::vec(decision(), 1..6)) {
        let mut plan = mang_yang();
        for (n, (day, changes)) in story.into_iter().enumerate() {
            let from = date("2019-01-01") + chrono::Days::new(u64::from(day));
            let mut ids = 0;
            let changes: Vec<PlanChange> =
                changes.iter().enumerate().filter_map(|(at, (task, what))| change(&plan, *task, *what, n * 10 + at)).collect();
            let next = plan.revised(&changes, from, &mut || { ids += 1; TaskId::new(format!("n{n}-{ids}")) });
            let Ok(next) = next else { continue };
            let closed = plan.periods().into_iter().filter(|period| period.last < from);
            for period in closed {
                let id = period.id.as_str();
                let (is, was) = (says(&next.plan, id), says(&plan, id));
                let other = was.iter().find(|(key, said)| is.get(*key) != Some(*said));
                prop_assert!(is.len() == was.len() && other.is_none(), "{} before {}: {:?}", id, from, other);
            }
            plan = next.plan;
        }
    }
}
