//! Duties that the annex does not carry, and whether they are assigned.

use std::collections::BTreeMap;

use model::ids::{PlanId, TaskId};
use rusqlite::{Connection, params};

use crate::column::text;

pub(crate) const SQL: &str = "
-- Whether a duty that the annex of a plan does not carry is assigned like its tasks.
CREATE TABLE switched (
  plan_id TEXT NOT NULL,
  task    TEXT NOT NULL,
  is_on   INTEGER NOT NULL,
  PRIMARY KEY (plan_id, task)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(tx: &Connection, plan_id: &str, task: &TaskId, on: Option<bool>) -> rusqlite::Result<()> {
    let changed = match on {
        Some(on) => tx
            .prepare_cached(
                "INSERT INTO switched (plan_id, task, is_on) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET is_on = excluded.is_on",
            )?
            .execute(params![plan_id, task.as_str(), on]),
        None => tx
            .prepare_cached("DELETE FROM switched WHERE plan_id = ?1 AND task = ?2")?
            .execute(params![plan_id, task.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn of_plan(conn: &Connection, plan: &PlanId) -> rusqlite::Result<BTreeMap<TaskId, bool>> {
    let mut select = conn.prepare_cached("SELECT task, is_on FROM switched WHERE plan_id = ?1")?;
    let rows = select.query_map([plan.as_str()], |row| Ok((TaskId::new(text(row, 0)?), row.get(1)?)))?;
    rows.collect()
}
