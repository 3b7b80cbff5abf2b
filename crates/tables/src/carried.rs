//! Tasks that units carried over from the year before.

use model::ids::{PeriodId, PlanId, TaskId, UnitId};
use model::value::{CarriedFrom, Value};
use rusqlite::{Connection, params};
use view::CarriedFacts;

use crate::column::{list, text};

pub(crate) const SQL: &str = "
-- That a unit goes on with a task that it did not finish in a plan before.
CREATE TABLE carried (
  doc         INTEGER NOT NULL,   -- doc.no: the unit's workbook
  task        TEXT NOT NULL,
  from_plan   TEXT NOT NULL,
  from_period TEXT NOT NULL,
  PRIMARY KEY (doc, task)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(tx: &Connection, doc: i64, task: &TaskId, value: &Value) -> rusqlite::Result<()> {
    let changed = match value.as_record::<CarriedFrom>() {
        Some(from) => tx
            .prepare_cached(
                "INSERT INTO carried (doc, task, from_plan, from_period) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET from_plan = excluded.from_plan, from_period = excluded.from_period",
            )?
            .execute(params![doc, task.as_str(), from.plan.as_str(), from.period.as_str()]),
        None => tx
            .prepare_cached("DELETE FROM carried WHERE doc = ?1 AND task = ?2")?
            .execute(params![doc, task.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn of_units(
    conn: &Connection,
    plan: &PlanId,
    units: &[&UnitId],
) -> rusqlite::Result<Vec<CarriedFacts>> {
    let mut select = conn.prepare_cached(
        "SELECT doc.unit, task, from_plan, from_period FROM doc JOIN carried ON carried.doc = doc.no
         WHERE doc.plan_id = ?1 AND doc.unit IN (SELECT value FROM json_each(?2)) AND doc.office IS NULL
         ORDER BY doc.unit, task",
    )?;
    let units = list(units.iter().map(|unit| unit.as_str()));
    let mut rows = select.query(params![plan.as_str(), units])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let from = CarriedFrom { plan: PlanId::new(text(row, 2)?), period: PeriodId::new(text(row, 3)?) };
        found.push(CarriedFacts { unit: UnitId::new(text(row, 0)?), task: TaskId::new(text(row, 1)?), from });
    }
    Ok(found)
}
