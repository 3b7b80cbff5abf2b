//! `document`: for each document the newest snapshot and how far it goes. What came after it is in the log.

use model::document::{ChangeHash, DocId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2005__document",
    "CREATE TABLE document (
        doc TEXT PRIMARY KEY,
        snapshot BLOB NOT NULL,
        upto INTEGER NOT NULL,
        last INTEGER NOT NULL,
        heads BLOB NOT NULL
    ) STRICT;
    CREATE INDEX document_last ON document (last);",
);

#[derive(Debug)]
pub(crate) struct DocumentRow {
    pub snapshot: Vec<u8>,
    /// The last position of the log that the snapshot holds.
    pub upto: i64,
}

pub(crate) fn get(conn: &Connection, doc: &DocId) -> Result<Option<DocumentRow>, Error> {
    Ok(conn
        .prepare_cached("SELECT snapshot, upto FROM document WHERE doc = ?")?
        .query_row([doc.to_string()], |row| Ok(DocumentRow { snapshot: row.get(0)?, upto: row.get(1)? }))
        .optional()?)
}

/// Writes down that the document now ends at this position of the log; the snapshot stays, where there is one.
pub(crate) fn advance(conn: &Connection, doc: &DocId, last: i64, heads: &[ChangeHash]) -> Result<(), Error> {
    conn.prepare_cached(
        "INSERT INTO document (doc, snapshot, upto, last, heads) VALUES (?1, x'', 0, ?2, ?3)
         ON CONFLICT (doc) DO UPDATE SET last = ?2, heads = ?3",
    )?
    .execute(params![doc.to_string(), last, heads_bytes(heads)])?;
    Ok(())
}

pub(crate) fn set_snapshot(conn: &Connection, doc: &DocId, snapshot: &[u8], upto: i64) -> Result<(), Error> {
    conn.prepare_cached("UPDATE document SET snapshot = ?, upto = ? WHERE doc = ?")?.execute(params![
        snapshot,
        upto,
        doc.to_string()
    ])?;
    Ok(())
}

/// Documents with something after this position of the log.
pub(crate) fn changed_since(conn: &Connection, cursor: i64) -> Result<Vec<DocId>, Error> {
    let mut statement = conn.prepare_cached("SELECT doc FROM document WHERE last > ?")?;
    let names =
        statement.query_map([cursor], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

fn heads_bytes(heads: &[ChangeHash]) -> Vec<u8> {
    heads.iter().flat_map(|head| head.0).collect()
}
