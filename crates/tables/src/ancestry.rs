//! Which change came after which: what an acceptance contained is asked of it.

use document::ChangeHash;
use model::doc_id::DocId;
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) const SQL: &str = "
-- Changes of documents. Two people's changes may stand side by side: see change_dep.
CREATE TABLE change (
  id    INTEGER PRIMARY KEY,
  doc   TEXT NOT NULL,           -- mang-yang-2019/workbook/ayun
  hash  TEXT NOT NULL,           -- SHA-256, hexadecimal
  UNIQUE (doc, hash)
) STRICT;

-- The changes that a change was made on top of.
CREATE TABLE change_dep (
  change INTEGER NOT NULL REFERENCES change(id),
  dep    INTEGER NOT NULL REFERENCES change(id),
  PRIMARY KEY (change, dep)
) STRICT, WITHOUT ROWID;
";

pub(crate) const DEPTH: &str = "
-- How many changes stand one on top of the other below it: the same on every machine, and growing along every line of descent.
ALTER TABLE change ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
";

/// Notes a change and on what it stands. Gives the row of the change.
pub(crate) fn note(
    tx: &Connection,
    doc: &DocId,
    hash: &ChangeHash,
    deps: &[ChangeHash],
) -> rusqlite::Result<i64> {
    let id = change_id(tx, doc, hash)?;
    let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO change_dep (change, dep) VALUES (?1, ?2)")?;
    for dep in deps {
        insert.execute(params![id, change_id(tx, doc, dep)?])?;
    }
    tx.prepare_cached(
        "UPDATE change SET depth = (SELECT coalesce(1 + max(below.depth), 0) FROM change_dep
           JOIN change AS below ON below.id = change_dep.dep WHERE change_dep.change = ?1) WHERE id = ?1",
    )?
    .execute([id])?;
    Ok(id)
}

/// The row of a change, made when there is none.
pub(crate) fn change_id(tx: &Connection, doc: &DocId, hash: &ChangeHash) -> rusqlite::Result<i64> {
    let (doc, hash) = (doc.to_string(), hash.to_string());
    if let Some(id) = find(tx, &doc, &hash)? {
        return Ok(id);
    }
    tx.prepare_cached("INSERT INTO change (doc, hash) VALUES (?1, ?2)")?.execute([&doc, &hash])?;
    Ok(tx.last_insert_rowid())
}

pub(crate) fn find(conn: &Connection, doc: &str, hash: &str) -> rusqlite::Result<Option<i64>> {
    let mut select = conn.prepare_cached("SELECT id FROM change WHERE doc = ?1 AND hash = ?2")?;
    select.query_row([doc, hash], |row| row.get(0)).optional()
}

/// The change, its ancestors' ancestors and so on, of the heads in `heads(doc, hash)`: a common table to put
/// before a query.
pub(crate) const CONTAINED: &str = "
WITH RECURSIVE contained(id) AS (
  SELECT id FROM change WHERE doc = ?1 AND hash IN (SELECT value FROM json_each(?2))
  UNION
  SELECT dep FROM change_dep JOIN contained ON change_dep.change = contained.id
)
";
