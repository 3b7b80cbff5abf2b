//! The plan that documents hold.

use std::collections::{BTreeSet, HashMap, HashSet};

use document::Fields;
use model::address::{Address, ObjectName};
use model::edit::Edit;
use model::ids::OrganisationId;
use model::item::{OrganisationItem, PlanItem};
use model::plan::{Items, Plan, PlanFaults, Term};
use model::target::Target;
use model::value::Value;
use model::vocabulary::{self, Home, Vocabulary};

/// The plan that its document and that of the organisation hold. Faults where they are not whole, or not sound.
pub fn plan_of(organisation: &impl Fields, plan: &impl Fields) -> Result<Plan, PlanFaults> {
    let year = plan.read(&Target::Year).value().as_int().and_then(|year| i32::try_from(year).ok());
    let term =
        Term { year: year.unwrap_or_default(), closed_on: plan.read(&Target::Closed).value().as_date() };
    Plan::of_items(&plan.id().plan, term, &items_of(organisation, plan))
}

/// What the two documents hold, whether or not it makes a plan.
pub fn items_of(organisation: &impl Fields, plan: &impl Fields) -> Items {
    let (mut items, mut on) = (Vec::new(), Vec::new());
    for (target, value) in rows(plan) {
        match target {
            Target::PlanItem { item } => items.push((item, value)),
            Target::TaskOn { task } if value == Value::Bool(true) => on.push(task),
            _ => {}
        }
    }
    Items {
        under: OrganisationId::new(organisation.id().plan.as_str()),
        organisation: units_of(organisation),
        plan: items,
        on,
    }
}

/// What the document of an organisation says of its units. Of people, who are no part of it, the rows tell.
pub fn units_of(organisation: &impl Fields) -> Vec<(OrganisationItem, Value)> {
    let items = rows(organisation).into_iter().filter_map(|(target, value)| match target {
        Target::OrganisationItem { item: OrganisationItem::Person { .. } } => None,
        Target::OrganisationItem { item } => Some((item, value)),
        _ => None,
    });
    items.collect()
}

/// Ids of units, tasks, indicators, registers or things of a checklist that were taken away and that these edits would use again.
/// Each means what it meant for good: another thing has another one.
pub fn ids_twice(there: &impl Fields, edits: &[Edit]) -> Vec<String> {
    let mut held: HashMap<ObjectName, HashSet<String>> = HashMap::new();
    let mut was_there = |edit: &&Edit| {
        let address = edit.target.address();
        let keys = held.entry(address.object.clone());
        let keys = keys.or_insert_with(|| there.keys(&address.object).into_iter().collect());
        is_lasting(edit)
            && edit.value != Value::Absent
            && *there.read(&edit.target).value() == Value::Absent
            && keys.contains(&*address.key)
    };
    edits.iter().filter(|edit| was_there(edit)).map(ids_of).collect()
}

/// Ids of such things that these edits take away for good.
pub fn ids_gone(edits: &[Edit]) -> Vec<String> {
    let gone = edits.iter().filter(|edit| is_lasting(edit) && edit.value == Value::Absent);
    gone.map(ids_of).collect()
}

/// Whether the edit is of a thing whose id means it for good.
fn is_lasting(edit: &Edit) -> bool {
    matches!(
        edit.target,
        Target::PlanItem {
            item: PlanItem::Task { .. }
                | PlanItem::Indicator { .. }
                | PlanItem::Check { .. }
                | PlanItem::Register { .. }
        } | Target::OrganisationItem { item: OrganisationItem::Unit { .. } }
    )
}

fn ids_of(edit: &Edit) -> String {
    match &edit.target {
        Target::PlanItem { item } => item.ids().join(" "),
        Target::OrganisationItem { item } => item.ids().join(" "),
        _ => String::new(),
    }
}

/// The organisation under which a plan stands, as its document says.
pub fn stands_under(plan: &impl Fields) -> Option<OrganisationId> {
    let head = plan.read(&Target::PlanItem { item: PlanItem::Head });
    head.value().part("organisation").as_str().map(OrganisationId::new)
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
