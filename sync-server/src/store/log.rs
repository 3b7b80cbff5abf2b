//! `log`: every change that was admitted, as it came. Nothing ever replaces these bytes.

use ::document::{ChangeHash, RawChange};
use model::doc_id::DocId;
use protocol::{ChangeBody, Cursor, Prefix, UnixMillis};
use rusqlite::{OptionalExtension as _, Row, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2006__log",
    // A skeleton is kept by its name: its bytes are the same everywhere.
    "CREATE TABLE log (
        position INTEGER PRIMARY KEY,
        doc TEXT NOT NULL,
        hash BLOB NOT NULL,
        skeleton TEXT,
        bytes BLOB,
        weight INTEGER NOT NULL,
        device INTEGER,
        received_ms INTEGER NOT NULL,
        CHECK ((skeleton IS NULL) <> (bytes IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX log_hash ON log (doc, hash);
    CREATE INDEX log_doc ON log (doc, position, weight);",
);

#[derive(Debug)]
pub(crate) struct NewLogRow<'a> {
    pub doc: &'a DocId,
    pub hash: ChangeHash,
    pub raw: &'a RawChange,
    pub skeleton: Option<String>,
    /// None for what the server itself wrote.
    pub device: Option<i64>,
    pub received: UnixMillis,
}

#[derive(Debug)]
pub(crate) struct LogRow {
    pub position: Cursor,
    pub doc: String,
    pub hash: ChangeHash,
    pub body: ChangeBody,
    pub received: UnixMillis,
}

pub(crate) fn append(tx: Tx<'_>, position: i64, new: &NewLogRow<'_>) -> Result<(), Error> {
    let bytes = if new.skeleton.is_some() { None } else { Some(new.raw.as_bytes()) };
    let body = match &new.skeleton {
        Some(name) => name.len() + 2,
        None => new.raw.as_bytes().len() + 4,
    };
    tx.prepare_cached(
        "INSERT INTO log (position, doc, hash, skeleton, bytes, weight, device, received_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        position,
        new.doc.to_string(),
        new.hash.0.as_slice(),
        new.skeleton,
        bytes,
        i64::try_from(body).unwrap_or(i64::MAX),
        new.device,
        new.received.0
    ])?;
    Ok(())
}

/// Where a change stands, and since when.
pub(crate) fn find(
    tx: Tx<'_>,
    doc: &DocId,
    hash: &ChangeHash,
) -> Result<Option<(Cursor, UnixMillis)>, Error> {
    Ok(tx
        .prepare_cached("SELECT position, received_ms FROM log WHERE doc = ? AND hash = ?")?
        .query_row(params![doc.to_string(), hash.0.as_slice()], |row| {
            Ok((Cursor(row.get::<_, i64>(0)?.cast_unsigned()), UnixMillis(row.get(1)?)))
        })
        .optional()?)
}

/// The same of a change that the document has.
pub(crate) fn place(tx: Tx<'_>, doc: &DocId, hash: &ChangeHash) -> Result<(Cursor, UnixMillis), Error> {
    let lacks = || Error::unavailable("a change that a document has is not in the log");
    find(tx, doc, hash)?.ok_or_else(lacks)
}

/// The one change of a document whose hash begins like this; none where there are several.
pub(crate) fn beginning(tx: Tx<'_>, doc: &DocId, prefix: Prefix) -> Result<Option<ChangeHash>, Error> {
    let (mut first, mut last) = ([0; 32], [0xff; 32]);
    first[..prefix.len()].copy_from_slice(&prefix);
    last[..prefix.len()].copy_from_slice(&prefix);
    let mut statement =
        tx.prepare_cached("SELECT hash FROM log WHERE doc = ? AND hash BETWEEN ? AND ? LIMIT 2")?;
    let found =
        statement.query_map(params![doc.to_string(), first, last], |row| row.get(0).map(ChangeHash))?;
    let found = found.collect::<Result<Vec<_>, _>>()?;
    Ok(if let [one] = found[..] { Some(one) } else { None })
}

/// One document's changes after a position, in order.
pub(crate) fn of_document(tx: Tx<'_>, doc: &DocId, after: i64) -> Result<Vec<LogRow>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT doc, hash, skeleton, bytes, received_ms, position FROM log
         WHERE doc = ? AND position > ? ORDER BY position",
    )?;
    Ok(statement.query_map(params![doc.to_string(), after], read)?.collect::<Result<_, _>>()?)
}

/// Positions and weights of these documents' changes after a position; at most `limit`, in order. Touches no
/// bytes of changes.
pub(crate) fn positions(
    tx: Tx<'_>,
    docs: &[DocId],
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, i64)>, Error> {
    let names = serde_json::to_string(docs).map_err(Error::unavailable)?;
    let mut statement = tx.prepare_cached(
        "SELECT position, weight FROM log
         WHERE doc IN (SELECT value FROM json_each(?)) AND position > ? ORDER BY position LIMIT ?",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![names, after, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn at(tx: Tx<'_>, position: i64) -> Result<LogRow, Error> {
    Ok(tx
        .prepare_cached(
            "SELECT doc, hash, skeleton, bytes, received_ms, position FROM log WHERE position = ?",
        )?
        .query_row([position], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<LogRow> {
    let body = match row.get::<_, Option<String>>(2)? {
        Some(name) => ChangeBody::Skeleton(name),
        None => ChangeBody::Raw(RawChange::new(row.get(3)?)),
    };
    Ok(LogRow {
        position: Cursor(row.get::<_, i64>(5)?.cast_unsigned()),
        doc: row.get(0)?,
        hash: ChangeHash(row.get(1)?),
        body,
        received: UnixMillis(row.get(4)?),
    })
}
