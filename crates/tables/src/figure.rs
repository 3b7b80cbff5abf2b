//! The figures of an entry, and the indicators of which none arose.

use model::ids::{FigureId, IndicatorId};
use rusqlite::{Connection, params};
use view::PeriodFacts;

use crate::column::text;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- A figure that a unit entered for an indicator.
CREATE TABLE figure (
  doc       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  task      INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  figure    TEXT NOT NULL,
  amount    INTEGER NOT NULL,   -- thousandths
  PRIMARY KEY (doc, period, task, indicator, figure)
) STRICT, WITHOUT ROWID;

-- 'Không phát sinh': none arose, which is not 0 %.
CREATE TABLE none_arose (
  doc       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  task      INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  PRIMARY KEY (doc, period, task, indicator)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    key: Key,
    (indicator, figure): (&IndicatorId, &FigureId),
    amount: Option<i64>,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let changed = match amount {
        Some(amount) => tx
            .prepare_cached(
                "INSERT INTO figure (doc, period, task, indicator, figure, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET amount = excluded.amount",
            )?
            .execute(params![doc, period, task, indicator.as_str(), figure.as_str(), amount]),
        None => tx
            .prepare_cached(
                "DELETE FROM figure
                 WHERE doc = ?1 AND period = ?2 AND task = ?3 AND indicator = ?4 AND figure = ?5",
            )?
            .execute(params![doc, period, task, indicator.as_str(), figure.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn write_none_arose(
    tx: &Connection,
    key: Key,
    indicator: &IndicatorId,
    none_arose: bool,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let sql = if none_arose {
        "INSERT OR IGNORE INTO none_arose (doc, period, task, indicator) VALUES (?1, ?2, ?3, ?4)"
    } else {
        "DELETE FROM none_arose WHERE doc = ?1 AND period = ?2 AND task = ?3 AND indicator = ?4"
    };
    tx.prepare_cached(sql)?.execute(params![doc, period, task, indicator.as_str()]).map(drop)
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let of = within.of_workbooks();
    let sql = format!("SELECT doc, task, indicator, figure, amount FROM figure WHERE {of}");
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        let (indicator, figure) = (IndicatorId::new(text(row, 2)?), FigureId::new(text(row, 3)?));
        all.at(unit, task).figures.push((indicator, figure, row.get(4)?));
    }
    let sql = format!("SELECT doc, task, indicator FROM none_arose WHERE {of}");
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        all.at(unit, task).none_arose.push(IndicatorId::new(text(row, 2)?));
    }
    Ok(())
}
