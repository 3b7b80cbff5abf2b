//! `quarantine`: bytes that are not what this program writes, kept for whoever looks into it. Read by no other code.

use ::document::RawChange;
use model::doc_id::DocId;
use model::refusal::Refusal;
use protocol::UnixMillis;
use rusqlite::params;

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2010__quarantine",
    "CREATE TABLE quarantine (
        doc TEXT NOT NULL,
        digest BLOB NOT NULL,
        bytes BLOB,
        reason TEXT NOT NULL,
        device INTEGER NOT NULL,
        received_ms INTEGER NOT NULL,
        PRIMARY KEY (doc, digest)
    ) STRICT;
    CREATE INDEX quarantine_device ON quarantine (device);",
);

/// Beyond so many of one device the reason is kept without the bytes, and beyond `MOST` nothing: nobody fills the
/// disk.
const WITH_BYTES: i64 = 200;
const MOST: i64 = 2_000;
/// Longer bytes are not kept.
const LONGEST: usize = 1 << 20;

#[derive(Debug)]
pub(crate) struct Suspect<'a> {
    pub doc: &'a DocId,
    pub raw: &'a RawChange,
    pub refusal: Refusal,
    pub device: i64,
    pub now: UnixMillis,
}

pub(crate) fn count(tx: Tx<'_>, device: i64) -> Result<i64, Error> {
    Ok(tx
        .prepare_cached("SELECT count(*) FROM quarantine WHERE device = ?")?
        .query_row([device], |row| row.get(0))?)
}

/// `before`: how many of this device are kept already.
pub(crate) fn keep(tx: Tx<'_>, suspect: &Suspect<'_>, before: i64) -> Result<(), Error> {
    if before >= MOST {
        return Ok(());
    }
    let raw = suspect.raw.as_bytes();
    let bytes = (before < WITH_BYTES && raw.len() <= LONGEST).then_some(raw);
    tx.prepare_cached(
        "INSERT OR IGNORE INTO quarantine (doc, digest, bytes, reason, device, received_ms)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        suspect.doc.to_string(),
        blake3::hash(raw).as_bytes().as_slice(),
        bytes,
        suspect.refusal.code(),
        suspect.device,
        suspect.now.0
    ])?;
    Ok(())
}
