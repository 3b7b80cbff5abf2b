//! What stands for figures and is no field of an entry: what the registers of units come to in the days of a period, and what changes
//! are held against.

use std::collections::HashMap;

use model::ids::{RegisterId, UnitId};
use model::period::Period;
use model::plan::{FigureScope, Indicator, IndicatorKind, Plan};
use model::register::Record;

use crate::base;
use crate::facts::{
    EntryOf, Facts, PeriodFacts, RecordFacts, RecordScope, Scope, Unreadable, kind_of, settings,
};

type Kept<'r> = HashMap<&'r UnitId, HashMap<&'r RegisterId, Vec<Record<'r>>>>;

/// Counts for each unit of the scope that has anything in one of the registers on which an indicator rests: an empty register
/// says nothing, and the figure is typed.
pub(crate) fn count<F: Facts>(
    facts: &F,
    plan: &Plan,
    of: &Scope<'_>,
    all: &mut PeriodFacts,
) -> Result<(), Unreadable> {
    let asked = |indicator: &&Indicator| {
        let of_task = of.tasks.as_ref().is_none_or(|tasks| tasks.contains(&&indicator.of));
        of_task && !indicator.counts.is_empty()
    };
    let indicators: Vec<&Indicator> = plan.indicators().iter().filter(asked).collect();
    let based = base::fill(facts, plan, of, all)?;
    let period = plan.period(of.period).filter(|_| !indicators.is_empty());
    if let Some(period) = &period {
        count_in(facts, plan, of, (&indicators, period), all)?;
    }
    if based || period.is_some() {
        all.compare_counts();
    }
    Ok(())
}

/// What the registers of a unit come to in an entry, and what its changes are held against, as an acceptance of it keeps it: an empty
/// text while it rests on neither and could, or rested on one when it was accepted before. None where it never does.
pub fn counted_in_entry<F: Facts>(
    facts: &F,
    plan: &Plan,
    of: EntryOf<'_>,
) -> Result<Option<String>, Unreadable> {
    let plan = plan.in_period(of.period);
    let mut all = facts.entries(&of.scope())?;
    count(facts, plan, &of.scope(), &mut all)?;
    let of_entry = all.take(of.unit, of.task);
    let counted = of_entry.outside_text();
    let may_rest = |one: &&Indicator| one.kind == IndicatorKind::Change || rests(plan, of.unit, one);
    let keeps = !counted.is_empty()
        || !of_entry.accepted_counts.is_empty()
        || plan.indicators_of(of.task, of.unit).iter().any(may_rest);
    Ok(keeps.then_some(counted))
}

fn count_in<F: Facts>(
    facts: &F,
    plan: &Plan,
    of: &Scope<'_>,
    (indicators, period): (&[&Indicator], &Period),
    all: &mut PeriodFacts,
) -> Result<(), Unreadable> {
    let mut registers: Vec<&RegisterId> =
        indicators.iter().flat_map(|one| &one.counts).map(|count| &count.register).collect();
    registers.sort_unstable();
    registers.dedup();
    let days = settings(facts, plan)?.days_of(plan, period);
    let found = facts.records(&RecordScope { plan: of.plan, registers, units: of.units.clone() })?;
    for (unit, kept) in kept(plan, &found) {
        for indicator in indicators.iter().filter(|one| rests(plan, unit, one)) {
            let of_register = |register| kept.get(register).map_or(&[][..], Vec::as_slice);
            if indicator.counts.iter().all(|count| of_register(&count.register).is_empty()) {
                continue;
            }
            for ((figure, _), count) in indicator.labelled().zip(&indicator.counts) {
                let amount = count.of(of_register(&count.register), (days.from, days.to));
                let amount = amount.unwrap_or_default().thousandths();
                let entry = all.at(unit.as_str(), indicator.of.as_str());
                entry.counted.push((indicator.id.clone(), figure, amount));
            }
        }
    }
    Ok(())
}

/// Whether the unit's figures of the indicator are counted: not where they are of the whole area, of which its own register
/// does not tell.
pub(crate) fn rests(plan: &Plan, unit: &UnitId, indicator: &Indicator) -> bool {
    plan.enters(unit, indicator)
        && plan.scope_of(unit, indicator) != Some(FigureScope::Area)
        && plan.assignment(unit, &indicator.of).is_some()
        && indicator
            .counts
            .iter()
            .any(|count| plan.register(&count.register).is_some_and(|register| plan.keeps(unit, register)))
}

fn kept<'r>(plan: &Plan, found: &'r [RecordFacts]) -> Kept<'r> {
    let mut kept = Kept::new();
    for one in found {
        let Some(kind) = kind_of(plan, &one.register) else { continue };
        let record = one.record(kind);
        if record.stands() {
            kept.entry(&one.unit).or_default().entry(&one.register).or_default().push(record);
        }
    }
    kept
}
