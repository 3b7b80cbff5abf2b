//! What a plan and its organisation are made of, as documents hold them: one value of several parts for each.

mod changed;
mod days;
mod earlier;
mod from_rows;
mod named;
mod placed;
mod record;
mod report;
mod to_rows;

use std::collections::BTreeMap;

use crate::doc_id::DocId;
use crate::edit::Edit;
use crate::ids::{OrganisationId, PlanId, TaskId};
use crate::item::{OrganisationItem, PlanItem};
use crate::target::Target;
use crate::value::Value;
pub(super) use changed::Changing;
pub(super) use days::{Moves, joined, left, noting};
pub(super) use earlier::{ends, keep_earlier, on};
pub(super) use from_rows::{BOUNDS, items, units, units_of};
pub use named::Named;
pub use record::Stay;
pub(super) use to_rows::{UNITS, organisation, rows};

/// What the documents of a plan and of its organisation hold. What is taken away is not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// The organisation under which the plan stands.
    pub under: OrganisationId,
    pub organisation: Vec<(OrganisationItem, Value)>,
    pub plan: Vec<(PlanItem, Value)>,
    /// Tasks that are switched on, which no file says.
    pub on: Vec<TaskId>,
}

impl Items {
    /// The edits after which the documents of the organisation and of this plan hold these items, where they held those of
    /// before. What is not among them any more is taken away.
    pub fn edits(self, plan: &PlanId, before: Option<&Self>) -> [(DocId, Vec<Edit>); 2] {
        let under = DocId::organisation(&self.under);
        let (units, content) =
            before.map_or((&[][..], &[][..]), |before| (&before.organisation[..], &before.plan[..]));
        let units = changed(self.organisation, units);
        let units = units.map(|(item, value)| Edit { target: Target::OrganisationItem { item }, value });
        // Of what was said before a revision no file and no form tells: it stays until a revision says otherwise.
        let told = self.plan.iter().any(|(item, _)| item.is_earlier());
        let content = changed(self.plan, content).filter(|(item, _)| told || !item.is_earlier());
        let content = content.map(|(item, value)| Edit { target: Target::PlanItem { item }, value });
        [(under, units.collect()), (DocId::plan(plan), content.collect())]
    }
}

fn changed<K: Ord + Clone>(now: Vec<(K, Value)>, before: &[(K, Value)]) -> impl Iterator<Item = (K, Value)> {
    let mut gone: BTreeMap<K, Value> = before.iter().map(|(item, _)| (item.clone(), Value::Absent)).collect();
    let there: BTreeMap<K, Value> = before.iter().cloned().collect();
    now.iter().for_each(|(item, _)| drop(gone.remove(item)));
    now.into_iter().filter(move |(item, value)| there.get(item) != Some(value)).chain(gone)
}
