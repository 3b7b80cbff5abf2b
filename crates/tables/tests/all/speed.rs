//! Cost follows what is asked: counts of steps, not of milliseconds, which depend on the machine.

use std::sync::{Arc, Mutex};

use model::ids::{TaskId, UnitId};
use model::window::Ask;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::support::{AYUN, World, entry, narrative, percent, q3, state, workbook};

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

/// Rows of a table that grows with the district are never gone through: neither by the questions about a unit, nor by the
/// writing of one change. Every statement that runs is asked how it will.
#[test]
fn neither_a_question_about_one_unit_nor_a_change_goes_through_a_whole_table() {
    let mut world = full();
    let ayun = UnitId::new(AYUN);
    let asks = [
        Ask::Home,
        Ask::Work { period: q3(), unit: Some(ayun.clone()), task: None },
        Ask::Work { period: q3(), unit: None, task: Some(TaskId::new("I.2")) },
        Ask::Entry { unit: ayun.clone(), entry: entry("I.2") },
        Ask::Deadlines { unit: Some(ayun.clone()) },
        Ask::Evidence { unit: Some(ayun) },
        Ask::Conflicts,
        Ask::Find { text: "ke hoach".into() },
    ];
    world.conn.execute("ANALYZE", []).unwrap();
    let run: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = Arc::clone(&run);
    let note = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(statement, _) = event {
            noted.lock().unwrap().extend(statement.expanded_sql());
        }
    };
    world.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
    for ask in &asks {
        world.ask(AYUN, ask);
    }
    world.edit(&workbook(AYUN), "a", "2019-08-21T08:00:00", &[percent("I.2", 41), narrative("I.2", "khác")]);
    world.conn.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    let run = std::mem::take(&mut *run.lock().unwrap());
    assert!(run.len() > 50, "statements were seen: {}", run.len());
    for sql in run.iter().filter(|sql| !sql.starts_with("--")) {
        let mut explain = world.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> =
            explain.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        let grows = |step: &&String| {
            [
                "entry",
                "entry_text",
                "figure",
                "none_arose",
                "done_check",
                "verdict",
                "evidence",
                "evidence_link",
                "link",
                "history",
            ]
            .iter()
            .any(|table| step.split(' ').take(2).eq(["SCAN", table]))
        };
        assert!(!steps.iter().any(|step| grows(&step)), "{sql}\n{steps:#?}");
    }
}
