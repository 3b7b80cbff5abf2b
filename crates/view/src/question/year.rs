//! What a unit's figures come to from the year's beginning, by the days of its periods.

use std::collections::HashMap;

use model::due::Settings;
use model::ids::{IndicatorId, TaskId, UnitId};
use model::period::Period;
use model::plan::{Indicator, IndicatorKind, TargetValue};
use model::sum::{Sum, Told, over_periods, over_units};
use model::window::YearFigure;

use crate::facts::{EntryFacts, Facts, PeriodFacts, Scope};
use crate::{AskError, Asker};

/// The periods of the year up to one, and what was told in those before it.
pub(super) struct Year {
    /// None where days are missing between two periods, or told twice.
    before: Option<Vec<Before>>,
    name: String,
}

/// A period before, what was told in it, and of which tasks indicators were then that are of others now.
struct Before {
    period: Period,
    told: PeriodFacts,
    moved: HashMap<IndicatorId, TaskId>,
}

impl Year {
    /// Of the entries of a scope, which is of one period. Nothing is read where no figure of it adds up.
    pub fn of<F: Facts>(
        facts: &F,
        asker: &Asker<'_>,
        settings: &Settings,
        of: &Scope<'_>,
    ) -> Result<Self, AskError> {
        let period = asker.period(of.period)?;
        let adds = |indicator: &Indicator| {
            indicator.adds_up && of.tasks.as_ref().is_none_or(|tasks| tasks.contains(&&indicator.of))
        };
        let name = period.name.clone();
        if !asker.plan.indicators().iter().any(adds) {
            return Ok(Self { before: Some(Vec::new()), name });
        }
        let Some(mut chain) = settings.year_to(asker.plan, &period) else {
            return Ok(Self { before: None, name });
        };
        chain.pop();
        let before = chain.into_iter().map(|period| {
            let then = asker.in_period(&period.id).plan;
            let of_then = |now: &Indicator| then.indicator(&now.id).filter(|then| then.of != now.of);
            let moved = asker.plan.indicators().iter().filter(|one| adds(one)).filter_map(of_then);
            let moved: Vec<&Indicator> = moved.collect();
            let tasks = of.tasks.as_ref();
            let tasks =
                tasks.map(|tasks| tasks.iter().copied().chain(moved.iter().map(|one| &one.of)).collect());
            let scope = Scope { period: &period.id, tasks, ..of.clone() };
            let told = asker.entries(facts, &scope)?;
            let moved = moved.into_iter().map(|one| (one.id.clone(), one.of.clone())).collect();
            Ok::<_, AskError>(Before { period, told, moved })
        });
        Ok(Self { before: Some(before.collect::<Result<_, _>>()?), name })
    }

    /// What was told in the periods before, by their names; None where there is nothing to add to, or nothing that adds up.
    fn before(&self, indicator: &Indicator, unit: &UnitId) -> Option<Vec<(&str, Told)>> {
        let before = self.before.as_deref().filter(|before| !before.is_empty() && indicator.adds_up)?;
        let nothing = EntryFacts::default();
        let told = before.iter().map(|before| {
            let of = before.moved.get(&indicator.id).unwrap_or(&indicator.of);
            let told = before.told.of(unit, of).unwrap_or(&nothing).told(indicator);
            (before.period.name.as_str(), told)
        });
        Some(told.collect())
    }

    fn is_apart(&self, indicator: &Indicator) -> bool {
        indicator.adds_up && self.before.is_none()
    }

    /// None where a figure does not add up, or the period tells of all the year so far.
    pub fn figure(&self, indicator: &Indicator, unit: &UnitId, own: &EntryFacts) -> Option<YearFigure> {
        if self.is_apart(indicator) {
            return Some(YearFigure { apart: true, ..YearFigure::default() });
        }
        let mut all = self.before(indicator, unit)?;
        all.push((&self.name, own.told(indicator)));
        let told: Vec<Told> = all.iter().map(|(_, told)| told.clone()).collect();
        let target = indicator.target_of(unit);
        Some(view(indicator, over_periods(indicator, &told), target, &all))
    }

    /// The same of units that each tell their own part; `own` is what they tell of the period itself.
    pub fn sum(&self, indicator: &Indicator, units: &[&UnitId], own: &[Told]) -> Option<YearFigure> {
        // What a change is held against stands for the whole year, and would be added up with each period.
        if self.is_apart(indicator) || indicator.kind == IndicatorKind::Change {
            return None;
        }
        let mut all: Vec<(&str, Told)> = Vec::new();
        for unit in units {
            all.extend(self.before(indicator, unit)?);
        }
        all.extend(own.iter().map(|told| (self.name.as_str(), told.clone())));
        let told: Vec<Told> = all.iter().map(|(_, told)| told.clone()).collect();
        let target = indicator.target.filter(|_| indicator.kind != IndicatorKind::Count);
        let target = target.filter(|_| indicator.targets.is_empty());
        Some(view(indicator, over_units(indicator, &told), target, &all))
    }
}

fn view(
    indicator: &Indicator,
    sum: Option<Sum>,
    target: Option<TargetValue>,
    all: &[(&str, Told)],
) -> YearFigure {
    let Some(sum) = sum else { return YearFigure { too_large: true, ..YearFigure::default() } };
    let outcome = sum.work_out(indicator, target);
    let of_period = |name: &str, whole: bool| {
        let one = |(period, told): &(&str, Told)| {
            *period == name && !told.not_applicable && told.is_whole(indicator) == whole
        };
        all.iter().any(one)
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in all {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let named = |whole: bool| -> Vec<String> {
        names.iter().filter(|name| of_period(name, whole)).map(|name| (*name).to_owned()).collect()
    };
    YearFigure {
        values: sum.entered.iter().flatten().map(|amount| amount.to_vi()).collect(),
        result: outcome.result.or(outcome.warning).unwrap_or_default(),
        met: outcome.met,
        periods: named(true),
        missing: named(false),
        ..YearFigure::default()
    }
}
