//! Cost follows what is asked: counts of steps, not of milliseconds, which depend on the machine.

use crate::support::{World, narrative, percent, state, workbook};

/// Every unit has said something of every one of its tasks.
fn full() -> World {
    let mut world = World::new();
    for unit in world.plan.clone().units() {
        let tasks = world.plan.assignments_of(&unit.id);
        let edits: Vec<_> = tasks
            .iter()
            .flat_map(|one| {
                let task = one.task.as_str();
                [
                    state(task, "in-progress"),
                    percent(task, 40),
                    narrative(task, "Đang triển khai theo kế hoạch"),
                ]
            })
            .collect();
        world.edit(&workbook(unit.id.as_str()), "a", "2019-08-20T08:00:00", &edits);
    }
    world
}

#[test]
fn no_question_about_one_unit_scans_a_whole_table() {
    let world = full();
    let mut plans = Vec::new();
    for table in ["entry", "figure", "none_arose", "verdict", "evidence_link"] {
        for condition in [
            "plan_id = ?1 AND period = ?2 AND unit IN (SELECT value FROM json_each(?3))",
            "plan_id = ?1 AND period = ?2 AND task IN (SELECT value FROM json_each(?3))",
        ] {
            plans.push((format!("SELECT * FROM {table} WHERE {condition}"), table));
        }
    }
    plans.push((
        "SELECT DISTINCT unit, task FROM history WHERE plan_id = ?1 AND period = ?2
         AND unit IN (SELECT value FROM json_each(?3)) AND received IS NULL AND task IS NOT NULL"
            .into(),
        "history",
    ));
    plans.push((
        "SELECT * FROM history WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = 'I.2'".into(),
        "history",
    ));
    plans.push((
        "SELECT * FROM contender WHERE plan_id = ?1 AND (writer = ?2 OR (?3 AND writer = ''))".into(),
        "contender",
    ));
    for (sql, table) in plans {
        let mut explain = world.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> = explain
            .query_map(["mang-yang-2019", "Q3", "[]"], |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(!steps.iter().any(|step| step.starts_with(&format!("SCAN {table}"))), "{sql}\n{steps:#?}");
    }
}
