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
  plan_id      TEXT NOT NULL,
  period    TEXT NOT NULL,
  unit      TEXT NOT NULL,
  task      TEXT NOT NULL,
  indicator TEXT NOT NULL,
  figure    TEXT NOT NULL,
  amount    INTEGER NOT NULL,   -- thousandths
  PRIMARY KEY (plan_id, period, unit, task, indicator, figure)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_by_task ON figure(plan_id, period, task);

-- 'Không phát sinh': none arose, which is not 0 %.
CREATE TABLE none_arose (
  plan_id      TEXT NOT NULL,
  period    TEXT NOT NULL,
  unit      TEXT NOT NULL,
  task      TEXT NOT NULL,
  indicator TEXT NOT NULL,
  PRIMARY KEY (plan_id, period, unit, task, indicator)
) STRICT, WITHOUT ROWID;
CREATE INDEX none_arose_by_task ON none_arose(plan_id, period, task);
";

pub(crate) fn write(
    tx: &Connection,
    key: Key<'_>,
    indicator: &IndicatorId,
    figure: &FigureId,
    amount: Option<i64>,
) -> rusqlite::Result<()> {
    let (plan_id, period, unit, task) = key.columns();
    let changed = match amount {
        Some(amount) => tx
            .prepare_cached(
                "INSERT INTO figure (plan_id, period, unit, task, indicator, figure, amount)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET amount = excluded.amount",
            )?
            .execute(params![plan_id, period, unit, task, indicator.as_str(), figure.as_str(), amount]),
        None => tx
            .prepare_cached(
                "DELETE FROM figure WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4
                 AND indicator = ?5 AND figure = ?6",
            )?
            .execute(params![plan_id, period, unit, task, indicator.as_str(), figure.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn write_none_arose(
    tx: &Connection,
    key: Key<'_>,
    indicator: &IndicatorId,
    none_arose: bool,
) -> rusqlite::Result<()> {
    let (plan_id, period, unit, task) = key.columns();
    let sql = if none_arose {
        "INSERT OR IGNORE INTO none_arose (plan_id, period, unit, task, indicator) VALUES (?1, ?2, ?3, ?4, ?5)"
    } else {
        "DELETE FROM none_arose WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND indicator = ?5"
    };
    tx.prepare_cached(sql)?.execute(params![plan_id, period, unit, task, indicator.as_str()]).map(drop)
}

pub(crate) fn load(conn: &Connection, scope: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let mut select =
        conn.prepare_cached(&scope.sql("SELECT unit, task, indicator, figure, amount FROM figure", ""))?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (indicator, figure) = (IndicatorId::new(text(row, 2)?), FigureId::new(text(row, 3)?));
        all.at(text(row, 0)?, text(row, 1)?).figures.push((indicator, figure, row.get(4)?));
    }
    let mut select = conn.prepare_cached(&scope.sql("SELECT unit, task, indicator FROM none_arose", ""))?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        all.at(text(row, 0)?, text(row, 1)?).none_arose.push(IndicatorId::new(text(row, 2)?));
    }
    Ok(())
}
