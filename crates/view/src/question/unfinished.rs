//! What is not finished in a plan.

use model::due::{Lateness, for_period};
use model::ids::{PeriodId, TaskId, UnitId};
use model::period::Period;
use model::plan::{Assignment, Task};
use model::shown::EntryStanding;
use model::state::Shown;
use model::target::EntryKey;

use crate::facts::{EntryOf, Facts, PeriodFacts, Scope, settings};
use crate::{AskError, Asker};

/// An assignment that a unit did not finish, as it stands in the last entry that tells of it.
pub(super) struct Unfinished {
    pub unit: UnitId,
    pub entry: EntryKey,
    pub period_name: String,
    pub shown: Shown,
    pub percent: Option<u8>,
    pub questions: Vec<String>,
}

/// Of these units, by unit and then in the plan's order: what was begun and not closed, what was sent back, what was asked and not
/// answered; and what was never begun, though its date has passed.
pub(super) fn unfinished<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    units: &[&UnitId],
) -> Result<Vec<Unfinished>, AskError> {
    let settings = settings(facts, asker.plan)?;
    let mut periods = asker.plan.periods();
    periods.sort_by_key(|period| (period.last, period.first));
    let mut told: Vec<(Period, PeriodFacts)> = Vec::new();
    for period in periods {
        let scope = Scope::all(asker.plan.id(), &period.id).of_units(units.iter().copied());
        let all = asker.entries(facts, &scope)?;
        told.push((period, all));
    }
    let mut found = Vec::new();
    for assignment in units.iter().flat_map(|unit| asker.plan.assignments_of(unit)) {
        let Assignment { unit, task, .. } = assignment;
        let begun = told.iter().rev().find_map(|(period, all)| {
            let of_entry = all.of(unit, task).filter(|one| one.standing().is_begun())?;
            Some((period, of_entry.standing(), of_entry.percent, of_entry.questions()))
        });
        let pressing = |period: &PeriodId, standing: &EntryStanding| {
            let then = asker.in_period(period);
            let dues = for_period(then.plan, task, &settings, period);
            let dues = settings.granted(then.plan, (unit, task), &dues);
            let due = then.pressing(unit, &dues);
            let late = due.is_some_and(|due| {
                !due.continuous && matches!(standing.lateness(due, asker.today()), Lateness::Late(_))
            });
            (standing.shown(due, asker.today()), late)
        };
        let last = match begun {
            Some((_, standing, _, 0)) if standing.is_closed() => None,
            Some(begun) => Some(begun),
            None => {
                let nothing = EntryStanding::default();
                let late = told.iter().rev().find(|(period, _)| pressing(&period.id, &nothing).1);
                late.map(|(period, _)| (period, nothing, None, 0))
            }
        };
        let Some((period, standing, percent, asked)) = last else { continue };
        let of = EntryOf { plan: asker.plan.id(), period: &period.id, unit, task };
        found.push(Unfinished {
            unit: unit.clone(),
            entry: EntryKey { task: task.clone(), period: period.id.clone() },
            period_name: period.name.clone(),
            shown: pressing(&period.id, &standing).0,
            percent,
            questions: if asked > 0 { open_questions(facts, asker, of)? } else { Vec::new() },
        });
    }
    Ok(found)
}

/// Asked of an entry, and not answered: "Phòng Nội vụ: ...".
pub(super) fn open_questions<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
) -> Result<Vec<String>, AskError> {
    let asked = facts.questions(of)?.into_iter();
    let open = asked.filter(|one| one.answer.is_none() && asker.reads_document(&one.doc));
    Ok(open.map(|one| format!("{}: {}", asker.unit_name(&one.office), one.asked.text)).collect())
}

/// How many units did not finish a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedOf {
    pub task: TaskId,
    pub code: String,
    pub title: String,
    pub units: Vec<UnitId>,
    /// Of how many.
    pub assigned: usize,
}

/// Tasks that any unit did not finish, in the plan's order.
pub fn unfinished_tasks<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<UnfinishedOf>, AskError> {
    let all = unfinished(facts, asker, &asker.readable().units())?;
    let of_task = |task: &Task| UnfinishedOf {
        task: task.id.clone(),
        code: task.code.clone(),
        title: task.title.clone(),
        units: all.iter().filter(|one| one.entry.task == task.id).map(|one| one.unit.clone()).collect(),
        assigned: asker.plan.assignments_to(&task.id).count(),
    };
    let tasks = asker.plan.tasks().iter().map(of_task);
    Ok(tasks.filter(|one| !one.units.is_empty()).collect())
}
