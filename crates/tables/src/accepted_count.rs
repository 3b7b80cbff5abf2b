//! What the registers of a unit came to when an office accepted an entry.

use model::doc_id::DocKind;
use rusqlite::{Connection, params};
use view::PeriodFacts;

use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- What the registers of a unit came to when an office accepted an entry that rests on them.
CREATE TABLE accepted_count (
  doc     INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  period  INTEGER NOT NULL,
  task    INTEGER NOT NULL,
  figures TEXT NOT NULL,      -- indicator/figure=thousandths, a space between each two
  PRIMARY KEY (doc, period, task)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(tx: &Connection, key: Key, figures: Option<&str>) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let changed = match figures {
        Some(figures) => tx
            .prepare_cached(
                "INSERT INTO accepted_count (doc, period, task, figures) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET figures = excluded.figures",
            )?
            .execute(params![doc, period, task, figures]),
        None => tx
            .prepare_cached("DELETE FROM accepted_count WHERE doc = ?1 AND period = ?2 AND task = ?3")?
            .execute(params![doc, period, task]),
    };
    changed.map(drop)
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!("SELECT doc, task, figures FROM accepted_count WHERE {}", within.of_reviews());
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (no, task) = (row.get(0)?, row.get(1)?);
        let (Some(doc), Some((unit, task))) = (within.doc(no), within.entry(no, task)) else { continue };
        if matches!(doc.kind, DocKind::Review { .. }) {
            all.at(unit, task).accepted_counts.push((doc.clone(), row.get(2)?));
        }
    }
    Ok(())
}
