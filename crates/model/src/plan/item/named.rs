//! Where a plan names a unit itself, and not a group that it is in.

use std::collections::BTreeSet;

use super::super::Plan;
use super::record::{DueRecord, GroupRecord, IndicatorRecord, PlanHead, RegisterRecord};
use crate::ids::{TaskId, UnitId};
use crate::item::PlanItem;
use crate::value::Value;

/// What a plan would have to name another for, should the unit end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// It keeps the plan.
    pub coordinates: bool,
    /// That go on, and name it as lead or as taking part, as owing a date, as entering a figure or keeping a register.
    pub tasks: Vec<TaskId>,
    /// Names of the groups that list it.
    pub groups: Vec<String>,
}

impl Named {
    pub fn is_nowhere(&self) -> bool {
        *self == Self::default()
    }
}

impl Plan {
    pub fn named_itself(&self, unit: &UnitId) -> Named {
        let mut named = Named::default();
        let mut tasks = BTreeSet::new();
        let is_in = |ids: &[String]| ids.iter().any(|id| id == unit.as_str());
        for task in self.tasks() {
            let parties = task.lead.iter().chain(&task.with);
            if parties.into_iter().any(|party| matches!(party, super::super::Party::Unit(id) if id == unit)) {
                tasks.insert(task.id.clone());
            }
        }
        for (item, value) in &self.content.items {
            let of_task = match item {
                PlanItem::Head => {
                    let head: Option<PlanHead> = value.as_record();
                    named.coordinates = head.is_some_and(|head| head.coordinated_by == *unit);
                    None
                }
                PlanItem::Group { .. } => {
                    let group: Option<GroupRecord> = value.as_record();
                    named.groups.extend(group.filter(|group| is_in(&group.units.0)).map(|group| group.name));
                    None
                }
                PlanItem::Due { task, .. } => {
                    by::<DueRecord>(value).filter(|due| is_in(&due.owed_by.0)).map(|_| task.clone())
                }
                PlanItem::Indicator { .. } => {
                    by::<IndicatorRecord>(value).filter(|one| is_in(&one.by.0)).map(|one| one.of)
                }
                PlanItem::Register { .. } => {
                    by::<RegisterRecord>(value).filter(|one| is_in(&one.by.0)).map(|one| one.of)
                }
                _ => None,
            };
            tasks.extend(of_task);
        }
        let goes_on =
            |id: &TaskId| tasks.contains(id) && self.task(id).is_some_and(|task| task.days.until.is_none());
        named.tasks = self.tasks().iter().map(|task| &task.id).filter(|id| goes_on(id)).cloned().collect();
        named
    }
}

fn by<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    value.as_record()
}
