//! The plan's three files.

use model::due::{Settings, for_period, instances, most_pressing, warning};
use model::plan::{Plan, PlanSource};

/// The plan as it ships.
pub fn mang_yang() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../data/mang-yang-2019/plan.toml"),
        include_str!("../../../data/mang-yang-2019/indicators.toml"),
    );
    Plan::load(&source).expect("the plan that ships has no fault")
}

/// Between the three texts of an input.
const BETWEEN: &str = "\0";

/// Three texts: faults that can be told, or a plan whose dates can be worked out in any year.
pub fn load(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, BETWEEN);
    let mut part = || parts.next().unwrap_or_default();
    let (units, plan, indicators) = (part(), part(), part());
    match Plan::load(&PlanSource::new(units, plan, indicators)) {
        Ok(plan) => [plan.year(), 1990, 2024, 2200].into_iter().for_each(|year| dates(&plan.for_year(year))),
        Err(faults) => {
            assert!(!faults.is_empty(), "a plan is refused for a reason");
            drop(faults.to_string());
        }
    }
}

fn dates(plan: &Plan) {
    let settings = Settings::default();
    let periods = plan.periods();
    for task in plan.tasks() {
        let instances = instances(plan, &task.id, &settings);
        for day in instances.iter().filter_map(|instance| instance.date) {
            drop(warning(plan, day));
            drop(settings.current_period(plan, day));
        }
        for period in &periods {
            let here = for_period(plan, &task.id, &settings, &period.id);
            most_pressing(&here);
        }
        task.due.iter().for_each(|due| drop(plan.date_setters(&task.id, &due.id)));
    }
    for unit in plan.units() {
        drop((plan.led_by(&unit.id), plan.leads_of_others(&unit.id)));
    }
    for assignment in plan.assignments() {
        drop(plan.indicators_of(&assignment.task, &assignment.unit));
    }
}
