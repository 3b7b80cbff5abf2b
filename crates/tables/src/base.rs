//! What units say once of what their figures of a change are held against.

use model::ids::{IndicatorId, PlanId, UnitId};
use model::target::BasePart;
use model::value::Value;
use rusqlite::{Connection, params};
use view::BaseOf;

use crate::column::{list, text};

pub(crate) const SQL: &str = "
-- What a unit's figures of an indicator are held against in every period, and where that is written.
CREATE TABLE base (
  doc       INTEGER NOT NULL,   -- doc.no: the unit's workbook
  indicator TEXT NOT NULL,
  amount    INTEGER,            -- thousandths
  source    TEXT,
  PRIMARY KEY (doc, indicator)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    doc: i64,
    (indicator, part): (&IndicatorId, BasePart),
    value: &Value,
) -> rusqlite::Result<()> {
    let changed = match part {
        BasePart::Amount => tx
            .prepare_cached(
                "INSERT INTO base (doc, indicator, amount) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET amount = excluded.amount",
            )?
            .execute(params![doc, indicator.as_str(), value.as_int()]),
        BasePart::Source => tx
            .prepare_cached(
                "INSERT INTO base (doc, indicator, source) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET source = excluded.source",
            )?
            .execute(params![doc, indicator.as_str(), value.as_str()]),
    };
    changed.map(drop)
}

/// Of these units, or of all.
pub(crate) fn of_units(
    conn: &Connection,
    plan: &PlanId,
    units: Option<&[&UnitId]>,
) -> rusqlite::Result<Vec<BaseOf>> {
    let units = units.map(|units| list(units.iter().map(|unit| unit.as_str())));
    let mut select = conn.prepare_cached(
        "SELECT doc.unit, indicator, amount, source FROM doc JOIN base ON base.doc = doc.no
         WHERE doc.plan_id = ?1 AND doc.office IS NULL AND (amount IS NOT NULL OR source IS NOT NULL)
           AND (?2 IS NULL OR doc.unit IN (SELECT value FROM json_each(?2)))",
    )?;
    let rows = select.query_map(params![plan.as_str(), units], |row| {
        Ok(BaseOf {
            unit: UnitId::new(text(row, 0)?),
            indicator: IndicatorId::new(text(row, 1)?),
            amount: row.get(2)?,
            source: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        })
    })?;
    rows.collect()
}
