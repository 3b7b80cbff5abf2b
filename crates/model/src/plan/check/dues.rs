//! Deadlines name outputs of their task, and are owed by units that have a part in it.

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawTask};
use super::parts::PartsOf;
use super::references::Names;

pub(super) fn check(raw: &Raw<'_>, tasks: &[RawTask], faults: &mut PlanFaults) {
    let Some(plan) = &raw.plan else { return };
    let names = Names::new(raw.units.as_deref(), &plan.groups);
    let parts = PartsOf::new(raw.units.as_deref(), &plan.groups);
    for task in tasks {
        for due in task.due.iter().map(|due| &due.value) {
            names.check_list(raw.plan_file, "task.due.owed_by", &due.owed_by, faults);
            let owing = due.owed_by.iter().filter(|by| names.stands_for_something(&by.value));
            parts.check(task, (raw.plan_file, "task.due.owed_by"), owing, faults);
            for output in &due.outputs {
                if !(1..=task.outputs.len()).contains(&output.value) {
                    let expected = format!(
                        "số thứ tự của một sản phẩm trong outputs của nhiệm vụ ({} sản phẩm, đếm từ 1)",
                        task.outputs.len()
                    );
                    let found = output.value.to_string();
                    faults.add(raw.plan_file, output.line, "task.due.outputs", &found, expected);
                }
            }
        }
    }
}
