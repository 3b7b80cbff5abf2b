//! What is not there, and what is not theirs to see.

use model::ids::{FieldCode, PeriodId, TaskId, UnitId};
use model::target::EntryKey;
use model::window::Ask;
use view::AskError;

use crate::support::{AYUN, World, entry, q3};

#[test]
fn what_the_plan_does_not_have_is_gone() {
    let world = World::new();
    let nowhere = || PeriodId::new("Q9");
    let nobody = || Some(UnitId::new("'; DROP TABLE entry; --"));
    let no_field = || Some(FieldCode::new("X"));
    let asks = [
        Ask::Work { period: nowhere(), unit: None, task: None },
        Ask::Work { period: q3(), unit: nobody(), task: None },
        Ask::Work { period: q3(), unit: None, task: Some(TaskId::new("X.1")) },
        Ask::Entry { unit: UnitId::new("khong-co"), entry: entry("I.2") },
        Ask::Entry { unit: UnitId::new(AYUN), entry: entry("X.1") },
        Ask::Entry { unit: UnitId::new(AYUN), entry: entry("") },
        Ask::Entry {
            unit: UnitId::new(AYUN),
            entry: EntryKey { task: TaskId::new("I.2"), period: nowhere() },
        },
        // A task of the plan that this unit has no part in.
        Ask::Entry { unit: UnitId::new(AYUN), entry: entry("IV.2") },
        Ask::Deadlines { unit: nobody() },
        Ask::Evidence { unit: nobody() },
        Ask::Matrix { period: nowhere(), field: None },
        Ask::Matrix { period: q3(), field: no_field() },
        Ask::Figures { period: nowhere(), field: None },
        Ask::Figures { period: q3(), field: no_field() },
        Ask::Late { period: nowhere(), field: None },
        Ask::Late { period: q3(), field: no_field() },
    ];
    for ask in asks {
        let refused = world.try_ask("noi-vu", &ask);
        assert!(matches!(refused, Err(AskError::Gone)), "{ask:?}: {refused:?}");
    }
}

#[test]
fn a_commune_does_not_see_another() {
    let world = World::new();
    let other = UnitId::new("de-ar");
    let asks = [
        Ask::Work { period: q3(), unit: Some(other.clone()), task: None },
        Ask::Entry { unit: other.clone(), entry: entry("I.2") },
        Ask::Deadlines { unit: Some(other.clone()) },
        Ask::Evidence { unit: Some(other) },
    ];
    for ask in asks {
        let refused = world.try_ask(AYUN, &ask);
        assert!(matches!(refused, Err(AskError::NotYours)), "{ask:?}: {refused:?}");
    }
}

#[test]
fn lists_keep_to_the_units_that_may_be_read() {
    let world = World::new();
    for unit in world.plan.clone().units() {
        let may = |of: &str| {
            let doc = crate::support::workbook(of);
            model::permission::may_read(&world.plan, &unit.id, &doc)
        };
        let home = world.ask(unit.id.as_str(), &Ask::Home);
        let listed: Vec<&str> =
            home["units"].as_array().unwrap().iter().map(|unit| unit["id"].as_str().unwrap()).collect();
        let allowed: Vec<&str> =
            world.plan.units().iter().map(|unit| unit.id.as_str()).filter(|of| may(of)).collect();
        assert_eq!(listed, allowed, "{}: one rule, asked in two ways", unit.id);
        let matrix = world.ask(unit.id.as_str(), &Ask::Matrix { period: q3(), field: None });
        for row in matrix["rows"].as_array().unwrap() {
            assert!(may(row["unit"].as_str().unwrap()), "{} sees {}", unit.id, row["unit"]);
        }
    }
}

#[test]
fn a_database_without_tables_is_an_error_that_says_what_is_safe() {
    let mut world = World::new();
    world.conn = rusqlite::Connection::open_in_memory().unwrap();
    let refused = world.try_ask(AYUN, &Ask::Home).unwrap_err();
    assert!(refused.to_string().contains("Dữ liệu không bị thay đổi"), "{refused}");
}
