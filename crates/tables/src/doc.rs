//! Documents by numbers.

use model::doc_id::{DocId, DocKind};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::column::DocColumn;

pub(crate) const SQL: &str = "
-- The documents, by the numbers under which rows have them.
CREATE TABLE doc (
  no        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,           -- mang-yang-2019/workbook/ayun
  plan_id   TEXT NOT NULL,
  unit      TEXT,                           -- the unit that it is about; null for a plan
  office    TEXT,                           -- whose words on the unit's work it holds, or whose to all; null for any other
  contended INTEGER NOT NULL DEFAULT 0,     -- 1: a field of it was in conflict at some time
  judged    INTEGER NOT NULL DEFAULT 0      -- 1: a workbook, and an office had a word on it at some time
) STRICT;
CREATE INDEX doc_about ON doc(plan_id, unit);
";

/// A document's row, as far as writing asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DocRow {
    pub no: i64,
    pub contended: bool,
    pub judged: bool,
}

fn read(row: &Row<'_>) -> rusqlite::Result<DocRow> {
    Ok(DocRow { no: row.get(0)?, contended: row.get(1)?, judged: row.get(2)? })
}

/// The row of a document, made where there is none.
pub(crate) fn row(tx: &Connection, doc: &DocId) -> rusqlite::Result<DocRow> {
    let name = doc.to_string();
    let mut select = tx.prepare_cached("SELECT no, contended, judged FROM doc WHERE name = ?1")?;
    if let Some(found) = select.query_row([&name], read).optional()? {
        return Ok(found);
    }
    let office = match &doc.kind {
        DocKind::Review { office, .. } | DocKind::Guidance(office) => Some(office.as_str()),
        _ => None,
    };
    let unit = doc.about().map(|unit| unit.as_str());
    tx.prepare_cached("INSERT INTO doc (name, plan_id, unit, office) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![name, doc.plan.as_str(), unit, office])?;
    Ok(DocRow { no: tx.last_insert_rowid(), contended: false, judged: false })
}

/// None where no row can be of it.
pub(crate) fn find(conn: &Connection, doc: &DocId) -> rusqlite::Result<Option<i64>> {
    let mut select = conn.prepare_cached("SELECT no FROM doc WHERE name = ?1")?;
    select.query_row([doc.to_string()], |row| row.get(0)).optional()
}

/// Workbook and reviews of a unit.
pub(crate) fn about(conn: &Connection, plan_id: &str, unit: &str) -> rusqlite::Result<Vec<(i64, DocId)>> {
    let mut select = conn.prepare_cached("SELECT no, name FROM doc WHERE plan_id = ?1 AND unit = ?2")?;
    select.query_map([plan_id, unit], |row| Ok((row.get(0)?, row.get::<_, DocColumn>(1)?.0)))?.collect()
}

pub(crate) fn set_contended(tx: &Connection, no: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE doc SET contended = 1 WHERE no = ?1")?.execute([no]).map(drop)
}

/// The workbook has a word on it.
pub(crate) fn set_judged(tx: &Connection, no: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE doc SET judged = 1 WHERE no = ?1")?.execute([no]).map(drop)
}
