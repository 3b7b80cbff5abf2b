//! Nothing counts on three tiers, on twelve communes or on Mang Yang's codes.

use model::ids::{PeriodId, UnitId};
use model::plan::{Plan, PlanSource};
use model::window::Ask;
use view::Side;

use crate::support::World;

fn province() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../../tests/fixtures/province/units.toml"),
        include_str!("../../../../tests/fixtures/province/plan.toml"),
        include_str!("../../../../tests/fixtures/province/indicators.toml"),
    );
    Plan::load(&source).unwrap()
}

#[test]
fn every_question_of_every_unit_is_answered() {
    let world = World::on(province());
    let now = "2026-06-25T09:00:00";
    let units: Vec<Option<UnitId>> =
        std::iter::once(None).chain(world.plan.units().iter().map(|unit| Some(unit.id.clone()))).collect();
    for unit in &units {
        for period in world.plan.reports().iter().map(|report| report.id.clone()) {
            for ask in questions(&period) {
                let asker = unit.as_ref().map(UnitId::as_str);
                let answer = world.ask_as(asker, now, Side::Server, &ask);
                assert!(answer.is_ok(), "{unit:?} {ask:?} {answer:?}");
            }
        }
    }
}

fn questions(period: &PeriodId) -> [Ask; 10] {
    let period = period.clone();
    [
        Ask::Home,
        Ask::Work { period: period.clone(), unit: None, task: None },
        Ask::Deadlines { unit: None },
        Ask::Evidence { unit: None },
        Ask::Conflicts,
        Ask::Matrix { period: period.clone(), field: None },
        Ask::Figures { period: period.clone(), field: None },
        Ask::Late { period, field: None },
        Ask::Silent,
        Ask::Find { text: "sở".into() },
    ]
}

#[test]
fn the_coordinating_office_sees_every_unit_that_has_work() {
    let world = World::on(province());
    let coordinator = world.plan.coordinator().to_string();
    let ask = Ask::Matrix { period: PeriodId::new("ky-1"), field: None };
    let matrix = world.ask_as(Some(&coordinator), "2026-06-25T09:00:00", Side::Laptop, &ask).unwrap();
    let working = world.plan.units().iter().filter(|unit| !world.plan.assignments_of(&unit.id).is_empty());
    assert_eq!(matrix["rows"].as_array().unwrap().len(), working.count());
    assert_eq!(matrix["assignments"], world.plan.assignments().len());
}
