//! The figures of an entry, and the indicators of which none arose.

use model::ids::{FigureId, IndicatorId};
use rusqlite::{Connection, params};

use crate::key::Key;
use crate::scope::Scope;

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureRow {
    pub unit: String,
    pub task: String,
    pub indicator: IndicatorId,
    pub figure: FigureId,
    pub amount: i64,
}

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

pub(crate) fn rows(conn: &Connection, scope: &Scope<'_>) -> rusqlite::Result<Vec<FigureRow>> {
    let sql = scope.sql("SELECT unit, task, indicator, figure, amount FROM figure", "");
    let mut select = conn.prepare_cached(&sql)?;
    let rows = select.query_map(scope.params().as_slice(), |row| {
        Ok(FigureRow {
            unit: row.get(0)?,
            task: row.get(1)?,
            indicator: IndicatorId::new(row.get::<_, String>(2)?),
            figure: FigureId::new(row.get::<_, String>(3)?),
            amount: row.get(4)?,
        })
    })?;
    rows.collect()
}

/// Unit, task and indicator.
pub(crate) fn none_arose(
    conn: &Connection,
    scope: &Scope<'_>,
) -> rusqlite::Result<Vec<(String, String, IndicatorId)>> {
    let sql = scope.sql("SELECT unit, task, indicator FROM none_arose", "");
    let mut select = conn.prepare_cached(&sql)?;
    let rows = select.query_map(scope.params().as_slice(), |row| {
        Ok((row.get(0)?, row.get(1)?, IndicatorId::new(row.get::<_, String>(2)?)))
    })?;
    rows.collect()
}
