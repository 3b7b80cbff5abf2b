//! Dates that a lead entered for rules that have none of their own.

use model::due::Entered;
use model::ids::{RuleId, TaskId, UnitId};
use model::plan::Plan;
use rusqlite::{Connection, params};

use crate::column::{Day, day};

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

/// Of several units that may enter a date, the one that the plan names first counts; units that may not (any
/// more) are passed over.
pub(crate) fn entered(conn: &Connection, plan: &Plan) -> rusqlite::Result<Vec<((TaskId, RuleId), Entered)>> {
    let mut select = conn.prepare_cached(
        "SELECT task, rule, unit, date, basis FROM due_date
         WHERE plan_id = ?1 AND (date IS NOT NULL OR basis IS NOT NULL) ORDER BY task, rule",
    )?;
    let mut rows = select.query([plan.id().as_str()])?;
    let mut best: Vec<((TaskId, RuleId), usize, Entered)> = Vec::new();
    while let Some(row) = rows.next()? {
        let task = TaskId::new(row.get::<_, String>(0)?);
        let unit = UnitId::new(row.get::<_, String>(2)?);
        let Some(place) = plan.date_setters(&task).iter().position(|setter| **setter == unit) else {
            continue;
        };
        let entered = Entered { date: day(row, 3)?, basis: row.get(4)? };
        let key = (task, RuleId::new(row.get::<_, String>(1)?));
        match best.last_mut().filter(|last| last.0 == key) {
            Some(last) if last.1 <= place => {}
            Some(last) => *last = (key, place, entered),
            None => best.push((key, place, entered)),
        }
    }
    Ok(best.into_iter().map(|(key, _, entered)| (key, entered)).collect())
}
