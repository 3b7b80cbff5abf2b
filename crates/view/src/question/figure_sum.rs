//! What units come to together: those that each tell their own part, and never what is told of the whole area with them.

use model::ids::UnitId;
use model::plan::{FigureScope, Indicator, IndicatorKind};
use model::sum::{Told, over_units};
use model::window::FigureSum;

use super::year::Year;
use crate::Asker;
use crate::facts::{EntryFacts, PeriodFacts};

/// Of each of the parties that enter the indicator, each unit counted where it is named first, and of all of them; nothing of one
/// unit alone, and nothing where figures do not add up.
pub(super) fn sums(
    asker: &Asker<'_>,
    indicator: &Indicator,
    entering: &[&UnitId],
    told: (&PeriodFacts, &Year),
) -> Vec<FigureSum> {
    let own = |unit: &&UnitId| asker.plan.scope_of(unit, indicator) != Some(FigureScope::Area);
    let mut left: Vec<&UnitId> = entering.iter().copied().filter(own).collect();
    let all = left.clone();
    let mut found = Vec::new();
    for party in &indicator.by {
        let (of_party, others): (Vec<&UnitId>, Vec<&UnitId>) =
            left.into_iter().partition(|unit| asker.plan.is_in(unit, party));
        left = others;
        if of_party.len() > 1 && of_party.len() < all.len() {
            let name = asker.plan.party_name(party).to_owned();
            found.extend(sum(indicator, Some(name), &of_party, told));
        }
    }
    if all.len() > 1 {
        found.extend(sum(indicator, None, &all, told));
    }
    found
}

fn sum(
    indicator: &Indicator,
    of: Option<String>,
    units: &[&UnitId],
    (all, year): (&PeriodFacts, &Year),
) -> Option<FigureSum> {
    let nothing = EntryFacts::default();
    let facts = |unit: &UnitId| all.of(unit, &indicator.of).unwrap_or(&nothing);
    let told: Vec<Told> = units.iter().map(|unit| facts(unit).told(indicator)).collect();
    let sum = over_units(indicator, &told)?;
    // A number that each unit is to reach is not what all of them are to reach together; a rate is.
    let target = indicator.target.filter(|_| indicator.kind != IndicatorKind::Count);
    let outcome = sum.work_out(indicator, target.filter(|_| indicator.targets.is_empty()));
    Some(FigureSum {
        indicator: indicator.id.clone(),
        of,
        told: count(sum.told),
        units: count(sum.of),
        values: sum.entered.iter().flatten().map(|amount| amount.to_vi()).collect(),
        result: outcome.result.or(outcome.warning).unwrap_or_default(),
        met: outcome.met,
        year: year.sum(indicator, units, &told),
    })
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
