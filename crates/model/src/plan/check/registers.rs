//! Registers belong to a task and are kept by units that have a part in it; what indicators count is there to be counted.

use std::collections::HashMap;

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawPlan, RawRegister, RawTask};
use super::super::source::At;
use super::distinct;
use super::parts::PartsOf;
use super::references::Names;

const TASK: &str = "mã của một nhiệm vụ đã khai báo";
const REGISTER: &str = "mã của một sổ đã khai báo ([[register]] trong plan.toml)";

pub(super) fn check(raw: &Raw<'_>, plan: &RawPlan, faults: &mut PlanFaults) {
    let file = raw.plan_file;
    distinct(file, "register.id", plan.registers.iter().map(|row| (&row.id.value, row.id.line)), faults);
    let names = Names::new(raw.units.as_deref(), &plan.groups);
    let parts = PartsOf::new(raw.units.as_deref(), &plan.groups);
    let tasks: HashMap<&str, &RawTask> =
        plan.tasks.iter().map(|task| (task.id.value.as_str(), task)).collect();
    for register in &plan.registers {
        names.check_list(file, "register.by", &register.by, faults);
        let Some(of) = &register.of else { continue };
        match tasks.get(of.value.as_str()) {
            Some(task) => {
                let known = |by: &&At<String>| names.stands_for_something(&by.value);
                parts.check(task, (file, "register.by"), register.by.iter().filter(known), faults);
            }
            None => faults.add(file, of.line, "register.of", of.value.as_str(), TASK),
        }
    }
    counts(raw, plan, faults);
}

fn counts(raw: &Raw<'_>, plan: &RawPlan, faults: &mut PlanFaults) {
    let registers: HashMap<&str, &RawRegister> =
        plan.registers.iter().map(|row| (row.id.value.as_str(), row)).collect();
    let file = raw.indicators_file;
    for count in raw.indicators.iter().flatten().flat_map(|row| &row.counts) {
        let (At { value, line }, field) = (count, "indicator.counts");
        let Some(register) = registers.get(value.register.as_str()) else {
            faults.add(file, *line, field, value.register.as_str(), REGISTER);
            continue;
        };
        if let Some(Err(expected)) = register.kind.map(|kind| value.fits(kind)) {
            faults.add(file, *line, field, &value.to_string(), expected);
        }
    }
}
