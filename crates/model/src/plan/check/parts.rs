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

    /// Tells of those of the named that have no part in the task, and had none.
    pub fn check<'t>(
        &self,
        task: &RawTask,
        (file, field): (&str, &str),
        named: impl Iterator<Item = &'t At<String>>,
        faults: &mut PlanFaults,
    ) {
        let left = task.days.left.keys().map(|unit| At { value: unit.as_str().to_owned(), line: 0 });
        let left: Vec<At<String>> = left.collect();
        let asked = format!("đơn vị được phân công nhiệm vụ {}", task.id.value);
        self.among(task.lead.iter().chain(&task.with).chain(&left), &asked, (file, field), named, faults);
    }

    /// Tells of those of the named that are not among the others.
    pub fn among<'t, 'o>(
        &self,
        others: impl Iterator<Item = &'o At<String>> + Clone,
        asked: &str,
        (file, field): (&str, &str),
        named: impl Iterator<Item = &'t At<String>>,
        faults: &mut PlanFaults,
    ) {
        let Some(groups) = &self.groups else { return };
        let parties = || others.clone().map(|text| text.value.as_str());
        // The usual case needs no list of units: the party itself is named there.
        let rest: Vec<_> = named.filter(|by| !parties().any(|party| party == by.value)).collect();
        if rest.is_empty() {
            return;
        }
        let assigned: HashSet<&str> = parties().flat_map(|party| units(groups, party)).collect();
        for by in rest {
            let missing = units(groups, &by.value).into_iter().filter(|unit| !assigned.contains(unit));
            let missing: Vec<&str> = missing.take(3).collect();
            if !missing.is_empty() {
                let expected = format!("{asked} ({} thì không)", missing.join(", "));
                faults.add(file, by.line, field, &by.value, expected);
            }
        }
    }
}

fn units<'s>(groups: &HashMap<&'s str, Vec<&'s str>>, party: &'s str) -> Vec<&'s str> {
    groups.get(party).cloned().unwrap_or_else(|| vec![party])
}
