//! `parked`: changes whose ancestors have not come yet.

use ::document::{ChangeHash, RawChange};
use model::doc_id::DocId;
use model::ids::UnitId;
use protocol::UnixMillis;
use rusqlite::params;

use super::Tx;
use crate::error::Error;
use crate::limits::Limits;

pub(super) const MIGRATION: (&str, &str) = (
    "U2009__parked",
    "CREATE TABLE parked (
        id INTEGER PRIMARY KEY,
        doc TEXT NOT NULL,
        hash BLOB NOT NULL,
        wants BLOB NOT NULL,            -- an ancestor that has not come
        bytes BLOB NOT NULL,
        weight INTEGER NOT NULL,        -- of the bytes
        unit TEXT NOT NULL,
        device INTEGER NOT NULL,
        received_ms INTEGER NOT NULL,
        UNIQUE (doc, hash)
    ) STRICT;
    CREATE INDEX parked_wants ON parked (doc, wants);
    CREATE INDEX parked_of ON parked (unit, device, weight);",
);

/// What a row costs beside its bytes.
const ROW: i64 = 200;

#[derive(Debug)]
pub(crate) struct ParkedRow {
    pub hash: ChangeHash,
    pub raw: RawChange,
    pub device: i64,
    pub received: UnixMillis,
}

/// Bytes that wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    of_device: i64,
    of_unit: i64,
}

pub(crate) fn weigh(tx: Tx<'_>, unit: &UnitId, device: i64) -> Result<Waiting, Error> {
    let mut select = tx.prepare_cached(
        "SELECT coalesce(sum(weight) FILTER (WHERE device = ?2), 0), coalesce(sum(weight), 0)
         FROM parked WHERE unit = ?1",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok(Waiting { of_device: row.get(0)?, of_unit: row.get(1)? });
    Ok(select.query_row(params![unit.as_str(), device], read)?)
}

/// False where there is no room for it.
pub(crate) fn park(
    tx: Tx<'_>,
    (doc, unit): (&DocId, &UnitId),
    row: &ParkedRow,
    wants: &ChangeHash,
    (waiting, limits): (&mut Waiting, &Limits),
) -> Result<bool, Error> {
    let bytes = row.raw.as_bytes();
    let weight = ROW + i64::try_from(bytes.len()).unwrap_or(limits.waiting_of_unit);
    let there: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM parked WHERE doc = ? AND hash = ?)")?
        .query_row(params![doc.to_string(), row.hash.0.as_slice()], |row| row.get(0))?;
    if there {
        return Ok(true);
    }
    let full = waiting.of_device + weight > limits.waiting_of_device
        || waiting.of_unit + weight > limits.waiting_of_unit;
    if full {
        return Ok(false);
    }
    tx.prepare_cached(
        "INSERT INTO parked (doc, hash, wants, bytes, weight, unit, device, received_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        doc.to_string(),
        row.hash.0.as_slice(),
        wants.0.as_slice(),
        bytes,
        weight,
        unit.as_str(),
        row.device,
        row.received.0
    ])?;
    waiting.of_device += weight;
    waiting.of_unit += weight;
    Ok(true)
}

/// What waits for this change, in the order in which it came.
pub(crate) fn waiting_for(tx: Tx<'_>, doc: &DocId, came: &ChangeHash) -> Result<Vec<ParkedRow>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT hash, bytes, device, received_ms FROM parked WHERE doc = ? AND wants = ? ORDER BY id",
    )?;
    let rows = statement.query_map(params![doc.to_string(), came.0.as_slice()], |row| {
        Ok(ParkedRow {
            hash: ChangeHash(row.get(0)?),
            raw: RawChange::new(row.get(1)?),
            device: row.get(2)?,
            received: UnixMillis(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// It waits for another one still.
pub(crate) fn wants(tx: Tx<'_>, doc: &DocId, hash: &ChangeHash, wants: &ChangeHash) -> Result<(), Error> {
    tx.prepare_cached("UPDATE parked SET wants = ?3 WHERE doc = ?1 AND hash = ?2")?.execute(params![
        doc.to_string(),
        hash.0.as_slice(),
        wants.0.as_slice()
    ])?;
    Ok(())
}

pub(crate) fn release(tx: Tx<'_>, doc: &DocId, hash: &ChangeHash) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM parked WHERE doc = ? AND hash = ?")?
        .execute(params![doc.to_string(), hash.0.as_slice()])?;
    Ok(())
}
