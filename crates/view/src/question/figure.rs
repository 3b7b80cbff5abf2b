//! Figures against targets, of units and of what these come to together.

use model::ids::{FieldCode, PeriodId, TaskId, UnitId};
use model::plan::{FigureScope, Indicator};
use model::window::{FigureRow, FiguresPage};

use super::district::tasks_of;
use super::figure_sum::sums;
use super::figure_view::{base, portal};
use super::last_year::LastYear;
use super::year::Year;
use crate::facts::{EntryFacts, Facts, PeriodFacts, Scope, settings};
use crate::{AskError, Asker};

/// Every numeric target of the units that the asker may read, by task, target and unit in the plan's order.
pub(super) fn figures<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<FiguresPage, AskError> {
    let period = asker.period(period)?.id;
    let tasks = tasks_of(asker, &period, field)?;
    let with_figures = tasks.iter().filter(|task| asker.plan.indicators_of_task(&task.id).next().is_some());
    let codes: Vec<&TaskId> = with_figures.map(|task| &task.id).collect();
    let readable = asker.readable();
    let scope = Scope::all(asker.plan.id(), &period).of_tasks(codes.iter().copied());
    let scope = match readable.listed() {
        Some(units) => scope.of_units(units.iter().copied()),
        None => scope,
    };
    let all = asker.entries(facts, &scope)?;
    let year = Year::of(facts, asker, &settings(facts, asker.plan)?, &scope)?;
    let mut units = readable.units();
    units.retain(|unit| asker.plan.answers_for(unit, &period));
    let last_year = LastYear::load(facts, asker, &period, (&units, &codes))?;
    let mut page = FiguresPage { rows: Vec::new(), sums: Vec::new() };
    for code in &codes {
        for indicator in asker.plan.indicators_of_task(code) {
            let entering: Vec<&UnitId> = units
                .iter()
                .copied()
                .filter(|unit| asker.plan.enters(unit, indicator))
                .filter(|unit| asker.plan.assigned_in(unit, &period).any(|one| one.task == indicator.of))
                .collect();
            let told = Told { asker, indicator, all: &all, year: &year, last_year: last_year.as_ref() };
            for unit in &entering {
                page.rows.push(told.row(unit, &entering)?);
            }
            page.sums.extend(sums(asker, indicator, &entering, (&all, &year)));
        }
    }
    Ok(page)
}

/// One indicator in a period.
struct Told<'a> {
    asker: &'a Asker<'a>,
    indicator: &'a Indicator,
    all: &'a PeriodFacts,
    year: &'a Year,
    last_year: Option<&'a LastYear<'a>>,
}

impl Told<'_> {
    fn row(&self, unit: &UnitId, entering: &[&UnitId]) -> Result<FigureRow, AskError> {
        let (asker, indicator) = (self.asker, self.indicator);
        let nothing = EntryFacts::default();
        let of_entry = self.all.of(unit, &indicator.of).unwrap_or(&nothing);
        let outcome = of_entry.work_out(indicator, unit);
        let entered = of_entry.entered(indicator).into_iter();
        let done = indicator.checks.iter().zip(of_entry.done(indicator)).filter(|(_, done)| *done);
        Ok(FigureRow {
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            task: indicator.of.clone(),
            field: asker.plan.task(&indicator.of).map(|task| task.field.clone()).ok_or(AskError::Gone)?,
            unit: unit.clone(),
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
            base: base(of_entry, indicator).filter(|base| !base.text.is_empty()),
            year: self.year.figure(indicator, unit, of_entry),
            year_before: self.last_year.and_then(|last| last.beside(asker, indicator, unit, of_entry)),
            portal: portal(of_entry, indicator, unit).filter(|portal| !portal.text.is_empty()),
            warning: of_entry
                .contradicted(indicator, unit)
                .or_else(|| self.other_total((unit, of_entry), entering)),
        })
    }

    /// That another unit gives another number of the same whole area.
    fn other_total(&self, (unit, own): (&UnitId, &EntryFacts), entering: &[&UnitId]) -> Option<String> {
        let of_area =
            |unit: &UnitId| self.asker.plan.scope_of(unit, self.indicator) == Some(FigureScope::Area);
        let told = own.told(self.indicator);
        if !of_area(unit) || !told.is_whole(self.indicator) {
            return None;
        }
        let other = entering.iter().find(|other| {
            let found = self.all.of(other, &self.indicator.of).map(|facts| facts.told(self.indicator));
            **other != unit
                && of_area(other)
                && found.is_some_and(|found| found.is_whole(self.indicator) && found != told)
        })?;
        let name = self.asker.unit_name(other);
        Some(format!("Khác số của {name}, cùng là số liệu toàn địa bàn: hai số phải bằng nhau."))
    }
}
