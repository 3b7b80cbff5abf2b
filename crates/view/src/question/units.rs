//! The list of units, and what became of each.

use chrono::NaiveDate;
use model::ids::UnitId;
use model::plan::{Organisation, Unit};
use model::value::Lines;
use model::window::{FormerName, ListedUnit, UnitStands, UnitView, UnitsPage};

use super::revision::unit_revisions;
use crate::Asker;
use crate::facts::{Facts, Unreadable};

/// Everyone may read it: the organisation is everyone's.
pub(super) fn units_page<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<UnitsPage, Unreadable> {
    let organisation = asker.plan.organisation();
    let told = unit_revisions(facts, asker)?;
    let editable = asker.keeps_units();
    let listed = organisation.units().iter().map(|unit| {
        let says = |(at, (_, units)): (u32, &(_, Lines))| {
            units.0.iter().any(|id| id == unit.id.as_str()).then_some(at)
        };
        ListedUnit {
            decisions: (0..).zip(&told).filter_map(says).collect(),
            ..listed_unit(asker, organisation, unit)
        }
    });
    let units = listed.collect();
    let mut kinds: Vec<String> = Vec::new();
    for unit in organisation.units().iter().filter(|unit| !unit.is_elsewhere()) {
        if !kinds.contains(&unit.kind) {
            kinds.push(unit.kind.clone());
        }
    }
    let decisions: Vec<_> = told.into_iter().map(|(view, _)| view).collect();
    let waiting = decisions.iter().filter(|one| one.said.received.is_none() && editable).cloned().collect();
    let keeper = asker.unit_name(organisation.keeper());
    Ok(UnitsPage { editable, keeper, units, kinds, decisions, waiting })
}

fn listed_unit(asker: &Asker<'_>, organisation: &Organisation, unit: &Unit) -> ListedUnit {
    let today = asker.today();
    let (name, code) = unit.called_on(today);
    let views = |ids: &[UnitId]| ids.iter().map(|id| view(asker, organisation, id)).collect();
    let stands = match (unit.from, unit.until) {
        _ if unit.is_elsewhere() => UnitStands::Elsewhere,
        (_, Some(until)) if until < today => UnitStands::Ended,
        (Some(from), _) if today < from => UnitStands::ToCome,
        _ => UnitStands::There,
    };
    let earlier = unit.renamed.iter().filter(|renamed| renamed.from <= today);
    let earlier = earlier.filter_map(|renamed| {
        let until = renamed.from.pred_opt()?;
        let (name, code) = unit.called_on(until);
        Some(FormerName { name: name.to_owned(), code: code.map(str::to_owned), until })
    });
    ListedUnit {
        unit: unit.id.clone(),
        name: name.to_owned(),
        code: code.map(str::to_owned),
        kind: unit.kind.clone(),
        parent: unit.parent_on(today).cloned(),
        stands,
        from: unit.from,
        until: unit.until,
        before: views(&unit.succeeds),
        after: views(organisation.successors(&unit.id)),
        names: earlier.collect(),
        decisions: Vec::new(),
    }
}

/// "Xã Ayun (23798)": another one may be called so, too.
pub(super) fn with_code(unit: &Unit, day: NaiveDate) -> String {
    match unit.called_on(day) {
        (name, Some(code)) => format!("{name} ({code})"),
        (name, None) => name.to_owned(),
    }
}

fn view(asker: &Asker<'_>, organisation: &Organisation, id: &UnitId) -> UnitView {
    let unit = organisation.unit(id);
    UnitView {
        id: id.clone(),
        name: unit.map_or_else(|| id.to_string(), |unit| with_code(unit, asker.today())),
        kind: unit.map(|unit| unit.kind.clone()).unwrap_or_default(),
    }
}
