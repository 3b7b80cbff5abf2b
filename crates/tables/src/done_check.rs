//! What of the checklists of an entry was done.

use model::ids::{CheckId, IndicatorId};
use rusqlite::{Connection, params};
use view::PeriodFacts;

use crate::column::text;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- One of the named things that a checklist asks for, which was done.
CREATE TABLE done_check (
  doc       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  task      INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  item      TEXT NOT NULL,
  PRIMARY KEY (doc, period, task, indicator, item)
) STRICT, WITHOUT ROWID;

CREATE VIEW with_done_check AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, indicator, item
FROM done_check JOIN doc ON doc.no = done_check.doc JOIN word AS period ON period.no = done_check.period
  JOIN word AS task ON task.no = done_check.task;
";

pub(crate) fn write(
    tx: &Connection,
    key: Key,
    (indicator, check): (&IndicatorId, &CheckId),
    done: bool,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let sql = if done {
        "INSERT OR IGNORE INTO done_check (doc, period, task, indicator, item) VALUES (?1, ?2, ?3, ?4, ?5)"
    } else {
        "DELETE FROM done_check WHERE doc = ?1 AND period = ?2 AND task = ?3 AND indicator = ?4 AND item = ?5"
    };
    tx.prepare_cached(sql)?.execute(params![doc, period, task, indicator.as_str(), check.as_str()]).map(drop)
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!("SELECT doc, task, indicator, item FROM done_check WHERE {}", within.of_workbooks());
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        let (indicator, check) = (IndicatorId::new(text(row, 2)?), CheckId::new(text(row, 3)?));
        all.at(unit, task).checks.push((indicator, check));
    }
    Ok(())
}
