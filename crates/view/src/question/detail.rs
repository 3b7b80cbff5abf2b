//! Plans that are the detail of a task: how they stand, told where the task is.

use model::due::Lateness;
use model::ids::{PeriodId, UnitId};
use model::period::Period;
use model::plan::Plan;
use model::shown::Reviewed;
use model::window::{AboveView, DetailPlan, DetailTask};

use super::district::District;
use super::figure::figures;
use crate::facts::{EntryOf, Facts};
use crate::{AskError, Asker};

/// Of the plan's own unit all that it has; of another unit what that does in it. Plans in which the asker has no part are passed
/// over.
pub(super) fn details<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
) -> Result<Vec<DetailPlan>, AskError> {
    let mut found = Vec::new();
    for below in asker.plans.details_of(asker.plan, of.task) {
        let whole = below.coordinator() == of.unit;
        let there = asker.in_plan(below.id()).filter(|there| whole || there.reads(of.unit).is_ok());
        let Some(there) = there else { continue };
        let Some(period) = same_period(asker.plan, below, of.period) else { continue };
        let own = Some(of.unit).filter(|_| !whole);
        let there = there.in_period(&period.id);
        if own.is_none_or(|own| !below.assignments_of(own).is_empty()) {
            found.push(detail(facts, &there, &period, own)?);
        }
    }
    Ok(found)
}

/// The task above of which the plan that is looked at is the detail.
pub(super) fn above(asker: &Asker<'_>) -> Option<AboveView> {
    let above = asker.plan.above()?;
    let there = asker.in_plan(&above.plan)?;
    let task = there.plan.task(&above.task)?;
    Some(AboveView {
        plan: above.plan.clone(),
        plan_title: there.plan.title().to_owned(),
        task: task.id.clone(),
        code: task.code.clone(),
        title: task.title.clone(),
    })
}

/// The period of the same id, or else the last one that is over when this one is.
fn same_period(above: &Plan, below: &Plan, period: &PeriodId) -> Option<Period> {
    let last = above.period(period)?.last;
    let before = || {
        let over = below.periods().into_iter().filter(|period| period.last <= last);
        over.max_by_key(|period| (period.last, period.first))
    };
    below.period(period).or_else(before)
}

fn detail<F: Facts>(
    facts: &F,
    there: &Asker<'_>,
    period: &Period,
    own: Option<&UnitId>,
) -> Result<DetailPlan, AskError> {
    let district = District::load(facts, there, &period.id, None)?;
    let plan = there.plan;
    let mut told = DetailPlan {
        plan: plan.id().clone(),
        title: plan.title().to_owned(),
        coordinator: there.unit_name(plan.coordinator()),
        period: period.id.clone(),
        period_name: period.name.clone(),
        whole: own.is_none(),
        assignments: 0,
        begun: 0,
        closed: 0,
        accepted: 0,
        overdue: 0,
        figures: 0,
        figures_met: 0,
        figures_missed: 0,
        tasks: Vec::new(),
    };
    for task in &district.tasks {
        let mut row = DetailTask {
            task: task.id.clone(),
            code: task.code.clone(),
            title: task.title.clone(),
            assignments: 0,
            closed: 0,
            overdue: 0,
        };
        let counted = plan
            .assignments_to(&task.id)
            .filter(|one| own.is_none_or(|own| one.unit == *own) && district.units.contains(&&one.unit));
        for assignment in counted {
            let of_entry = district.facts(assignment);
            let standing = of_entry.standing();
            let due = district.pressing(there, assignment);
            let late = due.as_deref().map(|due| standing.lateness(due, there.today()));
            row.assignments += 1;
            row.closed += u32::from(standing.is_closed() && !of_entry.is_empty_report());
            row.overdue += u32::from(matches!(late, Some(Lateness::Late(_))));
            told.begun += u32::from(standing.is_begun());
            told.accepted += u32::from(standing.reviewed == Reviewed::Accepted);
        }
        told.assignments += row.assignments;
        told.closed += row.closed;
        told.overdue += row.overdue;
        if row.assignments > 0 {
            told.tasks.push(row);
        }
    }
    for row in figures(facts, there, &period.id, None)?.rows {
        if own.is_none_or(|own| row.unit == *own) {
            told.figures += 1;
            told.figures_met += u32::from(row.met == Some(true));
            told.figures_missed += u32::from(row.met == Some(false));
        }
    }
    Ok(told)
}
