//! What was written since the search's index was last brought up.

use model::ids::{EvidenceId, RecordId, RegisterId};
use rusqlite::{Connection, params};

use crate::key::Key;

pub(crate) const SQL: &str = "
-- What was written since it was put into the index of the search: the texts of an entry, or a piece of evidence.
CREATE TABLE search_marked (
  doc      INTEGER NOT NULL,
  period   INTEGER NOT NULL,   -- 0 for evidence
  task     INTEGER NOT NULL,   -- 0 for evidence
  evidence TEXT NOT NULL,      -- '' for an entry
  PRIMARY KEY (doc, period, task, evidence)
) STRICT, WITHOUT ROWID;
";

/// Whose words they are: an entry's, or those of a piece of evidence.
pub(crate) type Whose = (Key, String);

pub(crate) fn mark_entry(tx: &Connection, key: Key) -> rusqlite::Result<()> {
    mark(tx, key, "")
}

pub(crate) fn mark_evidence(tx: &Connection, doc: i64, id: &EvidenceId) -> rusqlite::Result<()> {
    mark(tx, Key { doc, period: 0, task: 0 }, id.as_str())
}

/// Where a piece of evidence has its id, a record has those of its register and its own.
pub(crate) fn mark_record(
    tx: &Connection,
    doc: i64,
    register: &RegisterId,
    record: &RecordId,
) -> rusqlite::Result<()> {
    mark(tx, Key { doc, period: 0, task: 0 }, &format!("{register}/{record}"))
}

fn mark(tx: &Connection, key: Key, evidence: &str) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO search_marked (doc, period, task, evidence) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute(params![key.doc, key.period, key.task, evidence]).map(drop)
}

pub(crate) fn unmark(tx: &Connection, key: Key, evidence: &str) -> rusqlite::Result<()> {
    let sql = "DELETE FROM search_marked WHERE doc = ?1 AND period = ?2 AND task = ?3 AND evidence = ?4";
    tx.prepare_cached(sql)?.execute(params![key.doc, key.period, key.task, evidence]).map(drop)
}

/// Whether anything waits to be put into the index.
pub fn any_marked(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM search_marked)")?.query_row([], |row| row.get(0))
}

pub(crate) fn first(conn: &Connection, most: usize) -> rusqlite::Result<Vec<Whose>> {
    let mut select = conn.prepare_cached("SELECT doc, period, task, evidence FROM search_marked LIMIT ?1")?;
    let rows = select.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
        Ok((Key { doc: row.get(0)?, period: row.get(1)?, task: row.get(2)? }, row.get(3)?))
    })?;
    rows.collect()
}
