//! Indicators belong to a task, and are entered by units that have a part in it.

use std::collections::HashMap;

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawIndicator, RawTask};
use super::super::source::At;
use super::distinct;
use super::parts::PartsOf;
use super::references::Names;

const ENTERS: &str = "đơn vị nhập số liệu của chỉ tiêu này (by)";

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
        let known = |by: &&At<String>| names.stands_for_something(&by.value);
        parts.check(task, (file, "indicator.by"), indicator.by.iter().filter(known), faults);
        names.check_list(file, "indicator.totals", &indicator.totals, faults);
        let units: Vec<At<String>> = indicator.targets.iter().map(|(unit, _)| unit.clone().text()).collect();
        names.check_list(file, "indicator.targets", &units, faults);
        for group in units.iter().filter(|unit| known(unit) && !names.is_unit(&unit.value)) {
            faults.add(
                file,
                group.line,
                "indicator.targets",
                &group.value,
                "mã của một đơn vị, không phải của nhóm",
            );
        }
        for (field, named) in [("indicator.totals", &indicator.totals), ("indicator.targets", &units)] {
            parts.among(indicator.by.iter(), ENTERS, (file, field), named.iter().filter(known), faults);
        }
        let checks = indicator.checks.iter().map(|check| (&check.value.id, check.line));
        distinct(file, "indicator.checks", checks, faults);
    }
}
