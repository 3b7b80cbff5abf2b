//! Indicators belong to a task, and are entered by units that have a part in it.

use std::collections::{HashMap, HashSet};

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawGroup, RawIndicator, RawTask, RawUnit};
use super::distinct;
use super::references::{Names, members};

pub(super) fn check(raw: &Raw<'_>, indicators: &[RawIndicator], faults: &mut PlanFaults) {
    let file = raw.indicators_file;
    distinct(file, "indicator.id", indicators.iter().map(|row| (&row.id.value, row.id.line)), faults);
    let Some(plan) = &raw.plan else { return };
    let names = Names::new(raw.units.as_deref(), &plan.groups);
    let tasks: HashMap<&str, &RawTask> =
        plan.tasks.iter().map(|task| (task.id.value.as_str(), task)).collect();
    let expand = Expander::new(raw.units.as_deref().unwrap_or_default(), &plan.groups);
    for indicator in indicators {
        names.check_list(file, "indicator.by", &indicator.by, faults);
        let Some(of) = &indicator.of else { continue };
        let Some(task) = tasks.get(of.value.as_str()) else {
            faults.add(file, of.line, "indicator.of", of.value.as_str(), "mã của một nhiệm vụ đã khai báo");
            continue;
        };
        let parties = || task.lead.iter().chain(&task.with).map(|text| text.value.as_str());
        // The usual case needs no list of units: the party itself stands in the task's cells.
        let others = indicator.by.iter().filter(|by| !parties().any(|party| party == by.value));
        let others: Vec<_> = others.filter(|by| names.stands_for_something(&by.value)).collect();
        if others.is_empty() || raw.units.is_none() {
            continue;
        }
        let assigned: HashSet<&str> = parties().flat_map(|party| expand.units(party)).collect();
        for by in others {
            let missing = expand.units(&by.value).into_iter().filter(|unit| !assigned.contains(unit));
            let missing: Vec<&str> = missing.take(3).collect();
            if !missing.is_empty() {
                let expected =
                    format!("đơn vị được phân công nhiệm vụ {} ({} thì không)", of.value, missing.join(", "));
                faults.add(file, by.line, "indicator.by", &by.value, expected);
            }
        }
    }
}

/// From a party to the ids of its units.
struct Expander<'r> {
    groups: HashMap<&'r str, Vec<&'r str>>,
}

impl<'r> Expander<'r> {
    fn new(units: &'r [RawUnit], groups: &'r [RawGroup]) -> Self {
        let ids = |group| members(group, units).iter().map(|unit| unit.id.value.as_str()).collect();
        Self { groups: groups.iter().map(|group| (group.id.value.as_str(), ids(group))).collect() }
    }

    fn units<'s>(&'s self, party: &'s str) -> Vec<&'s str> {
        self.groups.get(party).cloned().unwrap_or_else(|| vec![party])
    }
}
