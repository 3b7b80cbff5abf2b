//! Dates that a lead entered for rules that have none of their own.

use model::due::Entered;
use model::ids::{PlanId, RuleId, TaskId, UnitId};
use rusqlite::{Connection, params};

use crate::column::{Day, day, text};

pub(crate) const SQL: &str = "
-- A date that a unit entered for a rule of a task (by-plan, by-regulation, after-conclusion, with-report), and the
-- document that sets it.
CREATE TABLE due_date (
  plan_id  TEXT NOT NULL,
  task  TEXT NOT NULL,
  rule  TEXT NOT NULL,
  unit  TEXT NOT NULL,
  date  TEXT,
  basis TEXT,
  PRIMARY KEY (plan_id, task, rule, unit)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write_date(
    tx: &Connection,
    (plan_id, unit, task, rule): (&str, &UnitId, &TaskId, &RuleId),
    date: Option<chrono::NaiveDate>,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO due_date (plan_id, task, rule, unit, date) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET date = excluded.date",
    )?
    .execute(params![plan_id, task.as_str(), rule.as_str(), unit.as_str(), date.map(Day)])
    .map(drop)
}

pub(crate) fn write_basis(
    tx: &Connection,
    (plan_id, unit, task, rule): (&str, &UnitId, &TaskId, &RuleId),
    basis: Option<&str>,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO due_date (plan_id, task, rule, unit, basis) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET basis = excluded.basis",
    )?
    .execute(params![plan_id, task.as_str(), rule.as_str(), unit.as_str(), basis])
    .map(drop)
}

pub(crate) fn entered(
    conn: &Connection,
    plan: &PlanId,
) -> rusqlite::Result<Vec<(TaskId, RuleId, UnitId, Entered)>> {
    let mut select = conn.prepare_cached(
        "SELECT task, rule, unit, date, basis FROM due_date
         WHERE plan_id = ?1 AND (date IS NOT NULL OR basis IS NOT NULL)",
    )?;
    let rows = select.query_map([plan.as_str()], |row| {
        let (task, rule) = (TaskId::new(text(row, 0)?), RuleId::new(text(row, 1)?));
        Ok((task, rule, UnitId::new(text(row, 2)?), Entered { date: day(row, 3)?, basis: row.get(4)? }))
    })?;
    rows.collect()
}
