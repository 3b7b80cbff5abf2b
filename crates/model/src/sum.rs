//! Figures added up, of several units or of one unit's periods: numerators and denominators, never rates, and nothing that does not
//! add up.

use crate::amount::Amount;
use crate::figures::{IndicatorResult, work_out};
use crate::plan::{Indicator, IndicatorKind, TargetValue};

/// What one unit tells of an indicator in one period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// In the order of the indicator's figures.
    pub entered: Vec<Option<Amount>>,
    pub none_arose: bool,
    /// It does not apply to the unit: nothing is waited for.
    pub not_applicable: bool,
}

/// What was told by several, as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Each there once anything was told.
    pub entered: Vec<Option<Amount>>,
    /// That is what all of those say that told anything.
    pub none_arose: bool,
    pub told: usize,
    /// Of how many something is waited for.
    pub of: usize,
}

impl Told {
    /// Whether all figures are there, or none arose: a numerator without its denominator would bend the rate of all.
    pub fn is_whole(&self, indicator: &Indicator) -> bool {
        let figures = indicator.kind.figures().len();
        let given = self.entered.iter().take(figures).flatten().count();
        !self.not_applicable && figures > 0 && (self.none_arose || given == figures)
    }
}

impl Sum {
    /// Against a target; of a sum of which nothing was told, nothing.
    pub fn work_out(&self, indicator: &Indicator, target: Option<TargetValue>) -> IndicatorResult {
        if self.told == 0 {
            return IndicatorResult::default();
        }
        work_out(indicator, target, &self.entered, self.none_arose)
    }
}

/// Of units that each tell their own part. None where figures of several units do not add up: percentages, and things done or not.
pub fn over_units(indicator: &Indicator, told: &[Told]) -> Option<Sum> {
    let adds = indicator.kind != IndicatorKind::Checklist && !indicator.points;
    adds.then(|| added(indicator, told, &[])).flatten()
}

/// Of one unit's periods that follow one another, in their order. None where the plan does not say that they add up. A change adds up
/// what was reached; what it is held against is that of the last period that told it.
pub fn over_periods(indicator: &Indicator, told: &[Told]) -> Option<Sum> {
    let stays: &[usize] = if indicator.kind == IndicatorKind::Change { &[1] } else { &[] };
    indicator.adds_up.then(|| added(indicator, told, stays)).flatten()
}

/// None where the sum is no number that can be held.
fn added(indicator: &Indicator, told: &[Told], stays: &[usize]) -> Option<Sum> {
    let figures = indicator.kind.figures().len();
    let waited = told.iter().filter(|one| !one.not_applicable);
    let whole: Vec<&Told> = waited.clone().filter(|one| one.is_whole(indicator)).collect();
    let mut entered = vec![None; figures];
    for one in whole.iter().filter(|one| !one.none_arose) {
        for (at, (sum, amount)) in entered.iter_mut().zip(&one.entered).enumerate() {
            let amount = amount.map_or(0, Amount::thousandths);
            let before = sum.filter(|_| !stays.contains(&at)).map_or(0, Amount::thousandths);
            *sum = Some(Amount::from_thousandths(before.checked_add(amount)?));
        }
    }
    Some(Sum {
        entered,
        none_arose: !whole.is_empty() && whole.iter().all(|one| one.none_arose),
        told: whole.len(),
        of: waited.count(),
    })
}
