//! Indicators belong to a task, and are entered by units that have a part in it.

use std::collections::HashMap;

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawIndicator, RawTask};
use super::distinct;
use super::parts::PartsOf;
use super::references::Names;

pub(super) fn check(raw: &Raw<'_>, indicators: &[RawIndicator], faults: &mut PlanFaults) {
    let file = raw.indicators_file;
    distinct(file, "indicator.id", indicators.iter().map(|row| (&row.id.value, row.id.line)), faults);
    let Some(plan) = &raw.plan else { return };
    let names = Names::new(raw.units.as_deref(), &plan.groups);
    let tasks: HashMap<&str, &RawTask> =
        plan.tasks.iter().map(|task| (task.id.value.as_str(), task)).collect();
    let parts = PartsOf::new(raw.units.as_deref(), &plan.groups);
    for indicator in indicators {
        names.check_list(file, "indicator.by", &indicator.by, faults);
        let Some(of) = &indicator.of else { continue };
        let Some(task) = tasks.get(of.value.as_str()) else {
            faults.add(file, of.line, "indicator.of", of.value.as_str(), "mã của một nhiệm vụ đã khai báo");
            continue;
        };
        let by = indicator.by.iter().filter(|by| names.stands_for_something(&by.value));
        parts.check(task, file, "indicator.by", by, faults);
    }
}
