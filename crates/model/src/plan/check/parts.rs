//! Who has a part in a task.

use std::collections::{HashMap, HashSet};

use super::super::fault::PlanFaults;
use super::super::raw::{RawGroup, RawTask, RawUnit};
use super::super::source::At;
use super::references::members;

/// From a party to the ids of its units.
pub(super) struct PartsOf<'r> {
    /// None where the units' file could not be read: then nothing is called a fault.
    groups: Option<HashMap<&'r str, Vec<&'r str>>>,
}

impl<'r> PartsOf<'r> {
    pub fn new(units: Option<&'r [RawUnit]>, groups: &'r [RawGroup]) -> Self {
        let ids = |group, units| members(group, units).iter().map(|unit| unit.id.value.as_str()).collect();
        let of = |units| groups.iter().map(|group| (group.id.value.as_str(), ids(group, units))).collect();
        Self { groups: units.map(of) }
    }

    /// Tells of those of the named that have no part in the task.
    pub fn check<'t>(
        &self,
        task: &RawTask,
        file: &str,
        field: &str,
        named: impl Iterator<Item = &'t At<String>>,
        faults: &mut PlanFaults,
    ) {
        let Some(groups) = &self.groups else { return };
        let parties = || task.lead.iter().chain(&task.with).map(|text| text.value.as_str());
        // The usual case needs no list of units: the party itself stands in the task's cells.
        let others: Vec<_> = named.filter(|by| !parties().any(|party| party == by.value)).collect();
        if others.is_empty() {
            return;
        }
        let assigned: HashSet<&str> = parties().flat_map(|party| units(groups, party)).collect();
        for by in others {
            let missing = units(groups, &by.value).into_iter().filter(|unit| !assigned.contains(unit));
            let missing: Vec<&str> = missing.take(3).collect();
            if !missing.is_empty() {
                let expected = format!(
                    "đơn vị được phân công nhiệm vụ {} ({} thì không)",
                    task.id.value,
                    missing.join(", ")
                );
                faults.add(file, by.line, field, &by.value, expected);
            }
        }
    }
}

fn units<'s>(groups: &HashMap<&'s str, Vec<&'s str>>, party: &'s str) -> Vec<&'s str> {
    groups.get(party).cloned().unwrap_or_else(|| vec![party])
}
