//! Lists of work: assignments of one unit, or of one task over units.

use std::collections::HashMap;

use model::due::Lateness;
use model::due::{DueInstance, Settings, for_period, most_pressing};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Assignment;
use model::window::{FigureShort, Returned, WorkList, WorkRow};
use rusqlite::Connection;

use super::facts::{Facts, PeriodFacts};
use crate::scope::Scope;
use crate::verdict::VerdictRow;
use crate::{AskError, Asker, settings, shown_name};

/// The assignments of a unit, of a task over all units that the asker may read, or of one task at one unit.
/// Where neither is named: of the asker's own unit.
pub fn work(
    conn: &Connection,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: Option<&UnitId>,
    task: Option<&TaskId>,
) -> Result<WorkList, AskError> {
    let period = asker.period(period)?.id;
    if let Some(task) = task {
        asker.plan.task(task).ok_or(AskError::Gone)?;
    }
    let unit = if task.is_none() { unit.or(asker.unit) } else { unit };
    let mut assignments: Vec<&Assignment> = match (unit, task) {
        (Some(unit), task) => {
            asker.reads(unit)?;
            let own = asker.plan.assignments_of(unit).iter();
            own.filter(|assignment| task.is_none_or(|task| assignment.task == *task)).collect()
        }
        (None, Some(task)) => asker
            .plan
            .assignments_to(task)
            .filter(|assignment| asker.reads(&assignment.unit).is_ok())
            .collect(),
        (None, None) => Vec::new(),
    };
    assignments.retain(|assignment| asker.plan.answers_for(&assignment.unit, &period));
    let settings = settings(conn, asker.plan)?;
    let scope = scope(asker, &period, unit, task);
    let all = PeriodFacts::load(conn, asker, &scope)?;
    Ok(list(conn, asker, (&settings, &period), &assignments, &all)?)
}

fn scope<'p>(
    asker: &Asker<'p>,
    period: &'p PeriodId,
    unit: Option<&UnitId>,
    task: Option<&TaskId>,
) -> Scope<'p> {
    let scope = Scope::all(asker.plan_id(), period).of_tasks_if(task);
    match unit {
        Some(unit) => scope.of_units([unit]),
        None => match asker.readable().listed() {
            Some(units) => scope.of_units(units.iter().copied()),
            None => scope,
        },
    }
}

pub(super) fn list(
    conn: &Connection,
    asker: &Asker<'_>,
    (settings, period): (&Settings, &PeriodId),
    assignments: &[&Assignment],
    all: &PeriodFacts,
) -> rusqlite::Result<WorkList> {
    let nothing = Facts::default();
    let mut dues: HashMap<&TaskId, Vec<DueInstance>> = HashMap::new();
    let mut list = WorkList { rows: Vec::with_capacity(assignments.len()), begun: 0, overdue: 0 };
    for assignment in assignments {
        let task = &assignment.task;
        let dues = dues.entry(task).or_insert_with(|| for_period(asker.plan, task, settings, period));
        let facts = all.facts(&assignment.unit, task).unwrap_or(&nothing);
        let row = row(conn, asker, assignment, dues, facts)?;
        list.begun += u32::from(facts.standing().is_begun());
        list.overdue +=
            u32::from(row.due.as_ref().is_some_and(|due| matches!(due.lateness, Lateness::Late(_))));
        list.rows.push(row);
    }
    Ok(list)
}

fn row(
    conn: &Connection,
    asker: &Asker<'_>,
    assignment: &Assignment,
    dues: &[DueInstance],
    facts: &Facts,
) -> rusqlite::Result<WorkRow> {
    let (unit, task) = (&assignment.unit, &assignment.task);
    let standing = facts.standing();
    let due = most_pressing(dues);
    let found = asker.plan.task(task).expect("an assignment is of a task of the plan");
    let indicators = asker.plan.indicators_of(task, unit);
    let returned = facts.returned().map(|word| returned(conn, asker, word)).transpose()?;
    Ok(WorkRow {
        unit: unit.clone(),
        unit_name: asker.unit_name(unit),
        task: task.clone(),
        field: found.field.clone(),
        title: found.title.clone(),
        role: assignment.role,
        shown: standing.shown(due, asker.today()),
        percent: facts.entry.percent,
        due: due.map(|due| asker.due_view(task, due, &standing)),
        figures: indicators.into_iter().map(|indicator| figure_short(indicator, facts)).collect(),
        evidence: facts.evidence,
        evidence_waiting: facts.waiting,
        returned,
        conflicts: facts.conflicts,
        unsent: facts.unsent,
        touched: facts.touch(conn)?,
    })
}

fn returned(conn: &Connection, asker: &Asker<'_>, word: &VerdictRow) -> rusqlite::Result<Returned> {
    Ok(Returned {
        office: asker.unit_name(&UnitId::new(&word.office)),
        by: shown_name(conn, &word.by)?,
        at: word.at,
        reason: word.reason.clone(),
        until: word.until,
    })
}

fn figure_short(indicator: &model::plan::Indicator, facts: &Facts) -> FigureShort {
    let outcome = facts.work_out(indicator);
    FigureShort {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        shown: outcome.result.unwrap_or_default(),
        target: indicator.target_text(),
        met: outcome.met,
    }
}

impl Asker<'_> {
    /// The unit's name; the bare id of a unit that a newer plan no longer has.
    pub(super) fn unit_name(&self, unit: &UnitId) -> String {
        let of_plan = self.plan.unit(unit).map(|unit| unit.name.as_str());
        of_plan.or_else(|| self.plans.unit_name(unit)).unwrap_or(unit.as_str()).to_owned()
    }
}
