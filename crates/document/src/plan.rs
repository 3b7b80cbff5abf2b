//! The plan that documents hold.

use std::collections::BTreeSet;

use model::address::Address;
use model::plan::{Items, Plan, PlanFaults};
use model::target::Target;
use model::value::Value;
use model::vocabulary::{self, Home, Vocabulary};

use crate::reading::Fields;

/// The plan that its document and that of the organisation hold. Faults where they are not whole, or not sound.
pub fn plan_of(organisation: &impl Fields, plan: &impl Fields) -> Result<Plan, PlanFaults> {
    let year = plan.read(&Target::Year).value().as_int().and_then(|year| i32::try_from(year).ok());
    Plan::of_items(&plan.id().plan, year.unwrap_or_default(), items_of(organisation, plan))
}

/// What the two documents hold, whether or not it makes a plan.
pub fn items_of(organisation: &impl Fields, plan: &impl Fields) -> Items {
    let mut items = Items::default();
    for (target, value) in rows(organisation).into_iter().chain(rows(plan)) {
        match target {
            Target::OrganisationItem { item } => items.organisation.push((item, value)),
            Target::PlanItem { item } => items.plan.push((item, value)),
            _ => {}
        }
    }
    items
}

/// What stands in the registers of a document that hold all of a kind, in the order of their ids.
fn rows(document: &impl Fields) -> Vec<(Target, Value)> {
    let (home, known) = (Home::of(&document.id().kind), Vocabulary::default());
    let here = vocabulary::all().filter(|field| Some(field.object.home) == home);
    let registers: BTreeSet<_> = here.filter_map(|field| field.rows()).collect();
    let mut targets = BTreeSet::new();
    for register in registers {
        let keys = document.keys(&register).into_iter();
        let found = keys
            .filter_map(|key| known.at(&document.id().kind, &Address::in_register(register.clone(), key)));
        targets.extend(found.map(|found| found.target));
    }
    let read = |target: Target| {
        let value = document.read(&target).value().clone();
        (target, value)
    };
    targets.into_iter().map(read).filter(|(_, value)| *value != Value::Absent).collect()
}
