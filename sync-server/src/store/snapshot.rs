//! `snapshot`: of a document with a long log, what it holds at some position of it. Apart from `document`, whose rows are
//! read and written with each batch.

use model::doc_id::DocId;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2015__snapshot",
    "CREATE TABLE snapshot (
        doc TEXT PRIMARY KEY,
        upto INTEGER NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;
    ALTER TABLE document DROP COLUMN snapshot;
    ALTER TABLE document DROP COLUMN upto;",
);

#[derive(Debug)]
pub(crate) struct SnapshotRow {
    /// The last position of the log that is in it.
    pub upto: i64,
    pub bytes: Vec<u8>,
}

pub(crate) fn get(tx: Tx<'_>, doc: &DocId) -> Result<Option<SnapshotRow>, Error> {
    Ok(tx
        .prepare_cached("SELECT upto, bytes FROM snapshot WHERE doc = ?")?
        .query_row([doc.to_string()], |row| Ok(SnapshotRow { upto: row.get(0)?, bytes: row.get(1)? }))
        .optional()?)
}

pub(crate) fn set(tx: Tx<'_>, doc: &DocId, row: &SnapshotRow) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR REPLACE INTO snapshot (doc, upto, bytes) VALUES (?, ?, ?)")?
        .execute(params![doc.to_string(), row.upto, row.bytes])?;
    Ok(())
}
