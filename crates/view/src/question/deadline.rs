//! The year's calendar.

use std::collections::{HashMap, HashSet};

use model::due::{DueInstance, Settings, Unowed, instances, warning};
use model::ids::{PeriodId, RuleId, TaskId, UnitId};
use model::shown::EntryStanding;
use model::state::WorkState;
use model::window::{Deadline, DueView, FoundRecord};

use super::register::{OwedRecord, owed_records};
use super::talk::looks;
use crate::facts::{EntryFacts, Facts, PeriodFacts, Scope, settings};
use crate::{AskError, Asker};

/// Every date that the unit owes, of its tasks and of the periodic reports, earliest first, then those that nobody has entered
/// yet. Without a unit: the tasks' dates of every unit that the asker may read, and each report once, met when all
/// of these units have handed it in. Continuous work has no dates and is left out.
///
/// A date that belongs to no one period ("chưa xác định") stands in the current one.
pub(super) fn deadlines<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<Vec<Deadline>, AskError> {
    let readable = asker.readable();
    let (units, listed) = match unit {
        Some(unit) => {
            let unit = &asker.reads(unit)?.id;
            (vec![unit], true)
        }
        None => (readable.units(), readable.listed().is_some()),
    };
    let settings = settings(facts, asker.plan)?;
    let current = settings.current_period(asker.plan, asker.today()).ok_or(AskError::Gone)?.id;
    let mut periods_facts = HashMap::new();
    for period in asker.plan.periods() {
        let mut scope = Scope::all(asker.plan.id(), &period.id);
        if listed {
            scope = scope.of_units(units.iter().copied());
        }
        periods_facts.insert(period.id.clone(), asker.entries(facts, &scope)?);
    }
    let mut deadlines = reports(facts, asker, unit, &units, (&settings, &periods_facts))?;
    if let Some(unit) = unit {
        deadlines.extend(records(facts, asker, unit, &current)?);
    }
    let mut periods: Vec<PeriodId> = asker.plan.periods().into_iter().map(|period| period.id).collect();
    // Of periods that one plan was in force in together.
    while let Some(first) = periods.first() {
        let then = asker.in_period(first);
        let is_of = |period: &PeriodId| std::ptr::eq(then.plan, asker.in_period(period).plan);
        let (of_plan, rest) = periods.into_iter().partition(is_of);
        deadlines.extend(of_tasks(&then, &units, (&settings, &periods_facts), (&of_plan, &current)));
        periods = rest;
    }
    deadlines.sort_by_key(|deadline| (deadline.due.date.is_none(), deadline.due.date));
    Ok(deadlines)
}

/// What these units owe of tasks in some periods, by the plan that was in force in them.
fn of_tasks(
    asker: &Asker<'_>,
    units: &[&UnitId],
    (settings, entries): (&Settings, &HashMap<PeriodId, PeriodFacts>),
    (periods, current): (&Vec<PeriodId>, &PeriodId),
) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    let mut dates: HashMap<&TaskId, Vec<DueInstance>> = HashMap::new();
    for unit in units {
        for assignment in asker.plan.assignments_of(unit) {
            let task = &assignment.task;
            let dates = dates.entry(task).or_insert_with(|| instances(asker.plan, task, settings));
            let own = settings.granted(asker.plan, (unit, task), dates);
            for due in own.iter().filter(|due| !due.continuous && asker.plan.owes(unit, &due.owed_by)) {
                let period = due.period.as_ref().unwrap_or(current);
                let last = asker.plan.period(period).map(|period| period.last);
                let there = last.is_some_and(|last| assignment.is_there_between(last, last));
                if !periods.contains(period) || !there || !asker.works_in(unit, period) {
                    continue;
                }
                let of_entry = entries.get(period).and_then(|all| all.of(unit, task));
                deadlines.push(of_task(asker, unit, task, period, due, of_entry));
            }
        }
    }
    deadlines
}

fn of_task(
    asker: &Asker<'_>,
    unit: &UnitId,
    task: &TaskId,
    period: &PeriodId,
    due: &DueInstance,
    facts: Option<&EntryFacts>,
) -> Deadline {
    let standing = facts.map(EntryFacts::standing).unwrap_or_default();
    Deadline {
        task: Some(task.clone()),
        title: asker.plan.task(task).map(|task| task.title.clone()).unwrap_or_default(),
        unit: Some(unit.clone()),
        unit_name: Some(asker.unit_name(unit)),
        period: period.clone(),
        record: None,
        due: asker.due_view((unit, task), due, &standing),
    }
}

/// Records of the unit's registers that have not ended, by their own dates.
fn records<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    period: &PeriodId,
) -> Result<Vec<Deadline>, AskError> {
    let view = |one: OwedRecord<'_>| Deadline {
        task: Some(one.register.of.clone()),
        title: one.title,
        unit: Some(unit.clone()),
        unit_name: Some(asker.unit_name(unit)),
        period: period.clone(),
        record: Some(FoundRecord { register: one.register.id.clone(), record: one.record }),
        due: DueView {
            rule: RuleId::new("record"),
            text: one.register.name.clone(),
            date: Some(one.due),
            lateness: one.lateness,
            basis: None,
            counted: None,
            settable: false,
            warning: warning(asker.plan, one.due),
            owed_by: Vec::new(),
            outputs: Vec::new(),
        },
    };
    Ok(owed_records(facts, asker, unit)?.into_iter().map(view).collect())
}

/// The day on which units hand in each period that is asked for.
fn reports<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
    units: &[&UnitId],
    (settings, entries): (&Settings, &HashMap<PeriodId, PeriodFacts>),
) -> Result<Vec<Deadline>, AskError> {
    let mut deadlines = Vec::new();
    for period in asker.plan.periods().into_iter().filter(|period| !period.optional) {
        let units: Vec<&UnitId> =
            units.iter().copied().filter(|unit| asker.plan.answers_for(unit, &period.id)).collect();
        if units.is_empty() {
            continue;
        }
        let handed_in = facts.submissions(asker.plan.id(), &period.id, &units)?;
        let looks = looks(facts, asker, &period.id, &units)?;
        let handed_in: HashSet<UnitId> =
            handed_in.into_iter().filter(|one| one.is_in_force(&looks)).map(|row| row.unit).collect();
        let says = |unit: &UnitId| entries.get(&period.id).is_some_and(|all| all.says_anything(unit));
        let owing = |unit: &&&UnitId| {
            let handed_in = handed_in.contains(**unit) && says(unit);
            !asker.plan.assignments_of(unit).is_empty() && !handed_in
        };
        let state =
            if units.iter().any(|unit| owing(&unit)) { WorkState::NotStarted } else { WorkState::Done };
        let standing = EntryStanding { state: Some(state), ..EntryStanding::default() };
        let date = settings.due_of(&period, unit);
        let rule = RuleId::new("report");
        let due = DueInstance {
            rule: rule.clone(),
            text: period.name.clone(),
            date: Some(date),
            period: Some(period.id.clone()),
            continuous: false,
            basis: None,
            counted: None,
            owed_by: Vec::new(),
            unowed: Unowed::on(asker.plan, date),
        };
        deadlines.push(Deadline {
            task: None,
            title: asker.plan.report(&period.id).map(|report| report.name.clone()).unwrap_or_default(),
            unit: unit.cloned(),
            unit_name: unit.map(|unit| asker.unit_name(unit)),
            period: period.id.clone(),
            record: None,
            due: DueView {
                rule,
                text: period.name,
                date: Some(date),
                lateness: standing.lateness(&due, asker.today()),
                basis: None,
                counted: None,
                settable: false,
                warning: warning(asker.plan, date),
                owed_by: Vec::new(),
                outputs: Vec::new(),
            },
        });
    }
    Ok(deadlines)
}
