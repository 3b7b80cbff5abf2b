//! Why figures differ from what the registers come to.

use model::ids::IndicatorId;
use rusqlite::{Connection, params};
use view::PeriodFacts;

use crate::column::text;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- Why the figures that a unit gives for an indicator differ from what its registers come to.
CREATE TABLE figure_reason (
  doc       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  task      INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  reason    TEXT NOT NULL,
  PRIMARY KEY (doc, period, task, indicator)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    key: Key,
    indicator: &IndicatorId,
    reason: Option<&str>,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let changed = match reason {
        Some(reason) => tx
            .prepare_cached(
                "INSERT INTO figure_reason (doc, period, task, indicator, reason) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET reason = excluded.reason",
            )?
            .execute(params![doc, period, task, indicator.as_str(), reason]),
        None => tx
            .prepare_cached(
                "DELETE FROM figure_reason WHERE doc = ?1 AND period = ?2 AND task = ?3 AND indicator = ?4",
            )?
            .execute(params![doc, period, task, indicator.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql =
        format!("SELECT doc, task, indicator, reason FROM figure_reason WHERE {}", within.of_workbooks());
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        all.at(unit, task).reasons.push((IndicatorId::new(text(row, 2)?), row.get(3)?));
    }
    Ok(())
}
