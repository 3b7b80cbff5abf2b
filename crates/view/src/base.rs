//! What the figures of a change are held against, into the entries that tell of one.

use model::plan::{Indicator, IndicatorKind, Plan};

use crate::facts::{BaseFacts, Facts, PeriodFacts, Scope, Unreadable};

/// What the plan says of it, and else what the unit said once. True where anything is said.
pub(crate) fn fill<F: Facts>(
    facts: &F,
    plan: &Plan,
    of: &Scope<'_>,
    all: &mut PeriodFacts,
) -> Result<bool, Unreadable> {
    let asked = |indicator: &&Indicator| {
        indicator.kind == IndicatorKind::Change
            && of.tasks.as_ref().is_none_or(|tasks| tasks.contains(&&indicator.of))
    };
    let changes: Vec<&Indicator> = plan.indicators().iter().filter(asked).collect();
    if changes.is_empty() {
        return Ok(false);
    }
    let mut any = false;
    let mut put = |unit: &str, indicator: &Indicator, base: BaseFacts| {
        all.at(unit, indicator.of.as_str()).bases.push((indicator.id.clone(), base));
        any = true;
    };
    for one in facts.bases(of.plan, of.units.as_deref())? {
        let found = changes.iter().find(|indicator| indicator.id == one.indicator);
        let own = found.filter(|indicator| indicator.base.is_none() && plan.enters(&one.unit, indicator));
        if let Some(indicator) = own {
            let base = BaseFacts { amount: one.amount, source: one.source, of_plan: false };
            put(one.unit.as_str(), indicator, base);
        }
    }
    for (indicator, base) in changes.iter().filter_map(|one| one.base.as_ref().map(|base| (one, base))) {
        let entering = plan.units().iter().map(|unit| &unit.id).filter(|unit| plan.enters(unit, indicator));
        for unit in entering.filter(|unit| of.units.as_ref().is_none_or(|units| units.contains(unit))) {
            let amount = Some(base.value.thousandths());
            put(unit.as_str(), indicator, BaseFacts { amount, source: base.source.clone(), of_plan: true });
        }
    }
    Ok(any)
}
