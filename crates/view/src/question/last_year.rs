//! Figures beside those of the same period of the year before.

use model::figures::change;
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Indicator;
use model::window::YearBefore;

use crate::facts::{EntryFacts, Facts, PeriodFacts, Scope};
use crate::{AskError, Asker};

/// What the plan of the year before has of a period.
pub(super) struct LastYear<'a> {
    asker: Asker<'a>,
    all: PeriodFacts,
}

impl<'a> LastYear<'a> {
    /// Of these units and of the indicators of these tasks. None where there is no such plan for the asker, or it has not the
    /// period.
    pub fn load<F: Facts>(
        facts: &F,
        asker: &Asker<'a>,
        period: &PeriodId,
        (units, tasks): (&[&UnitId], &[&TaskId]),
    ) -> Result<Option<Self>, AskError> {
        let Some(before) = asker.before().filter(|before| before.plan.report(period).is_some()) else {
            return Ok(None);
        };
        let before = before.in_period(period);
        let indicators = tasks.iter().flat_map(|task| asker.plan.indicators_of_task(task));
        let mut then: Vec<&TaskId> =
            indicators.filter_map(|one| indicator_before(&before, one)).map(|one| &one.of).collect();
        then.sort_unstable();
        then.dedup();
        let units: Vec<&UnitId> = units.iter().copied().filter(|unit| before.reads(unit).is_ok()).collect();
        if then.is_empty() || units.is_empty() {
            return Ok(None);
        }
        let scope = Scope::all(before.plan.id(), period).of_units(units).of_tasks(then);
        let all = before.entries(facts, &scope)?;
        Ok(Some(Self { asker: before, all }))
    }

    /// None where the unit entered nothing then, or told of something else.
    pub fn beside(
        &self,
        asker: &Asker<'_>,
        indicator: &Indicator,
        unit: &UnitId,
        now: &EntryFacts,
    ) -> Option<YearBefore> {
        let (plan, old) = (self.asker.plan, indicator_before(&self.asker, indicator)?);
        let same = plan.enters(unit, old) && plan.scope_of(unit, old) == asker.plan.scope_of(unit, indicator);
        let then = self.all.of(unit, &old.of).filter(|_| same)?;
        let values = then.entered(old);
        let result = then.work_out(old, unit).result;
        if result.is_none() && values.iter().all(Option::is_none) {
            return None;
        }
        let arose = !then.none_arose.contains(&old.id) && !now.none_arose.contains(&indicator.id);
        let entered = || (now.entered(indicator), then.entered(old));
        let change = arose.then(entered).and_then(|(now, then)| change(indicator, &now, &then));
        Some(YearBefore {
            year: plan.year(),
            values: values.into_iter().flatten().map(|amount| amount.to_vi()).collect(),
            result: result.unwrap_or_default(),
            change,
        })
    }
}

/// What the plan before called it, where it asked for the same.
fn indicator_before<'p>(before: &Asker<'p>, indicator: &Indicator) -> Option<&'p Indicator> {
    let old = before.plan.indicator(indicator.from.as_ref().unwrap_or(&indicator.id))?;
    (old.kind == indicator.kind && old.points == indicator.points).then_some(old)
}
