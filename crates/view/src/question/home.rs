//! What frames every window.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{Assignment, Plan};
use model::shown::Reviewed;
use model::window::{Carried, FieldView, Home, PlanView, UnitView, WorkList};

use super::conflict::undecided;
use super::detail::above;
use super::proposal::waiting;
use super::register::late_records;
use super::reminder::open;
use super::work::list;
use crate::facts::{Facts, Scope, settings};
use crate::{AskError, Asker};

/// Units are those whose workbooks the asker may read. Overdue (in the current period) and returned (in any) are
/// counted over the assignments of the asker's own unit; a reader's account has none, nor has a unit that a newer
/// plan dropped.
pub(super) fn home<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Home, AskError> {
    let plan = asker.plan;
    let settings = settings(facts, plan)?;
    let current = settings.current_period(plan, asker.today()).ok_or(AskError::Gone)?;
    let own = asker.unit.filter(|unit| asker.works_in(unit, &current.id));
    let own: Vec<&Assignment> =
        own.into_iter().flat_map(|unit| plan.assigned_in(unit, &current.id)).collect();
    // What was sent back is owed, though the task may have passed on to others.
    let ever: Vec<&Assignment> =
        asker.unit.map_or_else(Vec::new, |unit| plan.assignments_of(unit).iter().collect());
    let scope = Scope::all(asker.plan.id(), &current.id).of_units(asker.unit);
    let all = asker.entries(facts, &scope)?;
    let WorkList { rows, overdue, .. } =
        list(facts, &asker.in_period(&current.id), (&settings, &current.id), &own, &all)?;
    let returned = returned(facts, asker, &ever)?;
    let of_current = returned.iter().find(|(period, _)| *period == current.id);
    let returned_in = of_current.or(returned.first()).map(|(period, _)| period.clone());
    let conflicts = undecided(facts, asker)?;
    Ok(Home {
        viewer: asker.viewer,
        unit: asker.unit.cloned(),
        unit_name: asker.unit.map(|unit| asker.unit_name(unit)).unwrap_or_default(),
        person: asker.person.to_owned(),
        plan: plan.id().clone(),
        plans: plans(asker),
        decision: plan.decision().to_owned(),
        district: asker.unit_name(plan.issued_by()),
        year: plan.year(),
        before: asker.before().map(|before| before.plan_view()),
        above: above(asker),
        today: asker.today(),
        periods: plan.periods().iter().map(|period| asker.period_view(period, &settings)).collect(),
        current: current.id.clone(),
        fields: fields(asker),
        codes: codes(plan),
        units: units(asker, &asker.readable().units()),
        carries_on: asker.books().iter().filter_map(|of| carried(asker, of)).collect(),
        work: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        overdue,
        returned: returned.iter().map(|(_, count)| count).sum(),
        returned_in,
        evidence: asker.unit.map_or(Ok(0), |unit| facts.evidence_count(plan.id(), unit))?,
        late_records: asker.unit.map_or(Ok(0), |unit| late_records(facts, asker, unit))?,
        conflicts: u32::try_from(conflicts.len()).unwrap_or(u32::MAX),
        reminders: u32::try_from(open(facts, asker)?.len()).unwrap_or(u32::MAX),
        proposals: u32::try_from(waiting(facts, asker)?).unwrap_or(u32::MAX),
    })
}

/// A unit that is no more, and whose last period the viewer's unit still writes.
fn carried(asker: &Asker<'_>, of: &UnitId) -> Option<Carried> {
    let periods = asker.plan.periods();
    let last =
        |whether: &dyn Fn(&PeriodId) -> bool| periods.iter().map(|period| &period.id).rfind(|id| whether(id));
    let last = last(&|id| asker.plan.answers_for(of, id)).or(last(&|id| asker.plan.is_there_in(of, id)))?;
    let may = asker.unit != Some(of) && asker.unit.is_some_and(|unit| asker.writes(unit));
    may.then(|| Carried { unit: of.clone(), period: last.clone() })
}

/// The periods in which entries of these assignments wait for the unit, and how many.
fn returned<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    own: &[&Assignment],
) -> Result<Vec<(PeriodId, u32)>, AskError> {
    let mut found = Vec::new();
    for period in asker.plan.periods().into_iter().filter(|_| !own.is_empty()) {
        let all = asker.entries(facts, &Scope::all(asker.plan.id(), &period.id).of_units(asker.unit))?;
        let waits = |assignment: &&&Assignment| {
            let of_entry = all.of(&assignment.unit, &assignment.task);
            of_entry.is_some_and(|facts| facts.standing().reviewed == Reviewed::Returned)
        };
        let count = u32::try_from(own.iter().filter(waits).count()).unwrap_or(u32::MAX);
        if count > 0 {
            found.push((period.id, count));
        }
    }
    Ok(found)
}

fn plans(asker: &Asker<'_>) -> Vec<PlanView> {
    let open = asker.unit.map_or_else(|| asker.plans.all(), |unit| asker.plans.of_unit(unit));
    let view = |plan: &Arc<Plan>| PlanView {
        id: plan.id().clone(),
        title: plan.title().to_owned(),
        year: plan.year(),
        coordinator: plan.unit(plan.coordinator()).map(|unit| unit.name.clone()).unwrap_or_default(),
        closed_on: plan.closed_on(),
    };
    open.into_iter().map(view).collect()
}

fn fields(asker: &Asker<'_>) -> Vec<FieldView> {
    let fields = asker.plan.fields().iter();
    fields.map(|field| FieldView { code: field.code.clone(), name: field.name.clone() }).collect()
}

fn codes(plan: &Plan) -> BTreeMap<TaskId, String> {
    let renumbered = plan.tasks().iter().filter(|task| task.code != task.id.as_str());
    renumbered.map(|task| (task.id.clone(), task.code.clone())).collect()
}

fn units(asker: &Asker<'_>, units: &[&UnitId]) -> Vec<UnitView> {
    let found = units.iter().filter_map(|unit| asker.plan.unit(unit));
    found
        .map(|unit| UnitView { id: unit.id.clone(), name: unit.name.clone(), kind: unit.kind.clone() })
        .collect()
}
