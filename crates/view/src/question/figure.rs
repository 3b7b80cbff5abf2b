//! Figures against targets.

use model::ids::{FieldCode, PeriodId, TaskId};
use model::window::FigureRow;

use super::district::tasks_of;
use super::last_year::LastYear;
use crate::facts::{EntryFacts, Facts, Scope};
use crate::{AskError, Asker};

/// Every numeric target of the units that the asker may read, by task, target and unit in the plan's order.
pub(super) fn figures<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<Vec<FigureRow>, AskError> {
    let period = asker.period(period)?.id;
    let tasks = tasks_of(asker, field)?;
    let with_figures = tasks.iter().filter(|task| asker.plan.indicators_of_task(&task.id).next().is_some());
    let codes: Vec<&TaskId> = with_figures.map(|task| &task.id).collect();
    let readable = asker.readable();
    let scope = Scope::all(asker.plan.id(), &period).of_tasks(codes.iter().copied());
    let scope = match readable.listed() {
        Some(units) => scope.of_units(units.iter().copied()),
        None => scope,
    };
    let all = asker.entries(facts, &scope)?;
    let nothing = EntryFacts::default();
    let mut rows = Vec::new();
    let mut units = readable.units();
    units.retain(|unit| asker.plan.answers_for(unit, &period));
    let last_year = LastYear::load(facts, asker, &period, (&units, &codes))?;
    for code in &codes {
        for indicator in asker.plan.indicators_of_task(code) {
            for unit in units.iter().filter(|unit| asker.plan.enters(unit, indicator)) {
                let of_entry = all.of(unit, code).unwrap_or(&nothing);
                let outcome = of_entry.work_out(indicator, unit);
                let entered = of_entry.entered(indicator).into_iter();
                let done = indicator.checks.iter().zip(of_entry.done(indicator)).filter(|(_, done)| *done);
                rows.push(FigureRow {
                    indicator: indicator.id.clone(),
                    name: indicator.name.clone(),
                    task: (*code).clone(),
                    field: asker.plan.task(code).map(|task| task.field.clone()).ok_or(AskError::Gone)?,
                    unit: (*unit).clone(),
                    unit_name: asker.unit_name(unit),
                    target: indicator.target_text_of(unit),
                    values: entered
                        .map(|amount| amount.map_or_else(String::new, |amount| amount.to_vi()))
                        .chain(done.map(|(check, _)| check.name.clone()))
                        .collect(),
                    checks: !indicator.checks.is_empty(),
                    scope: asker.plan.scope_of(unit, indicator),
                    result: outcome.result.unwrap_or_default(),
                    met: outcome.met,
                    year_before: last_year
                        .as_ref()
                        .and_then(|last| last.beside(asker, indicator, unit, of_entry)),
                });
            }
        }
    }
    Ok(rows)
}
