//! `parked`: changes whose ancestors have not come yet.

use model::document::{ChangeHash, DocId, RawChange};
use protocol::UnixMillis;
use rusqlite::{Connection, params};

use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2009__parked",
    "CREATE TABLE parked (
        id INTEGER PRIMARY KEY,
        doc TEXT NOT NULL,
        hash BLOB NOT NULL,
        bytes BLOB NOT NULL,
        device INTEGER NOT NULL,
        received_ms INTEGER NOT NULL,
        UNIQUE (doc, hash)
    ) STRICT;",
);

/// So much may wait for one document; what is more has lost its ancestors for good.
pub(crate) const MOST: i64 = 2_000;

#[derive(Debug)]
pub(crate) struct ParkedRow {
    pub hash: ChangeHash,
    pub raw: RawChange,
    pub device: i64,
    pub received: UnixMillis,
}

/// True where it was not parked before.
pub(crate) fn park(conn: &Connection, doc: &DocId, row: &ParkedRow) -> Result<bool, Error> {
    let added = conn
        .prepare_cached(
            "INSERT OR IGNORE INTO parked (doc, hash, bytes, device, received_ms) VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            doc.to_string(),
            row.hash.0.as_slice(),
            row.raw.as_bytes(),
            row.device,
            row.received.0
        ])?;
    Ok(added == 1)
}

pub(crate) fn count(conn: &Connection, doc: &DocId) -> Result<i64, Error> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM parked WHERE doc = ?")?
        .query_row([doc.to_string()], |row| row.get(0))?)
}

/// In the order in which they came.
pub(crate) fn of_document(conn: &Connection, doc: &DocId) -> Result<Vec<ParkedRow>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT hash, bytes, device, received_ms FROM parked WHERE doc = ? ORDER BY id")?;
    let rows = statement.query_map([doc.to_string()], |row| {
        Ok(ParkedRow {
            hash: ChangeHash(row.get(0)?),
            raw: RawChange::new(row.get(1)?),
            device: row.get(2)?,
            received: UnixMillis(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn release(conn: &Connection, doc: &DocId, hash: &ChangeHash) -> Result<(), Error> {
    conn.prepare_cached("DELETE FROM parked WHERE doc = ? AND hash = ?")?
        .execute(params![doc.to_string(), hash.0.as_slice()])?;
    Ok(())
}
