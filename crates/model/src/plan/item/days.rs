//! From when and until when a task, and a unit's part in it, are of the plan: as lines of a list.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::parts::{Role, TaskDays};
use super::record::TaskRecord;
use crate::ids::{TaskId, UnitId};
use crate::item::PlanItem;
use crate::time::written_day;
use crate::value::{Lines, Value};

/// Units that came to a task, and those that left it with the parts that they had.
#[derive(Debug)]
pub(in super::super) struct Moves {
    pub came: Vec<UnitId>,
    pub went: Vec<(UnitId, Role)>,
}

/// `ayun 2019-08-26`: from when on a unit has a part.
pub(in super::super) fn joined(line: &str) -> Option<(UnitId, NaiveDate)> {
    let (unit, day) = line.split_once(' ')?;
    Some((UnitId::new(unit), written_day(day)?))
}

/// `ayun lead 2019-08-25`: which part a unit had, and until when.
pub(in super::super) fn left(line: &str) -> Option<(UnitId, (Role, NaiveDate))> {
    let (unit, rest) = line.split_once(' ')?;
    let (role, day) = rest.split_once(' ')?;
    let role = match role {
        "lead" => Role::Lead,
        "with" => Role::Supporting,
        _ => return None,
    };
    Some((UnitId::new(unit), (role, written_day(day)?)))
}

fn joined_line((unit, day): (&UnitId, &NaiveDate)) -> String {
    format!("{unit} {day}")
}

fn left_line((unit, (role, day)): (&UnitId, &(Role, NaiveDate))) -> String {
    let role = match role {
        Role::Lead => "lead",
        Role::Supporting => "with",
    };
    format!("{unit} {role} {day}")
}

impl TaskDays {
    /// As a task's record holds them; None where a line cannot be read.
    pub(super) fn of_record(record: &TaskRecord) -> Option<Self> {
        Some(Self {
            from: record.from,
            until: record.until,
            into: record.into.0.iter().map(|id| TaskId::new(id.as_str())).collect(),
            joined: record.joined.0.iter().map(|line| joined(line)).collect::<Option<_>>()?,
            left: record.left.0.iter().map(|line| left(line)).collect::<Option<_>>()?,
        })
    }

    /// The other way: what follows `from`, `until` and `into` in a record.
    pub(super) fn lines(&self) -> (Lines, Lines) {
        let joined = self.joined.iter().map(joined_line).collect();
        (Lines(joined), Lines(self.left.iter().map(left_line).collect()))
    }
}

/// Notes in the items of tasks who came to them on this day, and who had left by then.
pub(in super::super) fn noting(
    items: &mut [(PlanItem, Value)],
    moves: &BTreeMap<TaskId, Moves>,
    from: NaiveDate,
) {
    for (item, value) in items {
        let PlanItem::Task { task } = item else { continue };
        let Some((moves, mut record)) = moves.get(task).zip(value.as_record::<TaskRecord>()) else {
            continue;
        };
        let Some(mut days) = TaskDays::of_record(&record) else { continue };
        for unit in &moves.came {
            days.left.remove(unit);
            days.joined.insert(unit.clone(), from);
        }
        let last = from.pred_opt().unwrap_or(from);
        days.left.extend(moves.went.iter().map(|(unit, role)| (unit.clone(), (*role, last))));
        (record.joined, record.left) = days.lines();
        *value = Value::record(&record);
    }
}
