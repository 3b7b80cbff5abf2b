//! `code`: one-time enrolment codes.

use model::ids::{PersonId, UnitId};
use protocol::UnixMillis;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;
use crate::secret::SecretHash;

pub(super) const MIGRATION: (&str, &str) = (
    "U2002__code",
    "CREATE TABLE code (
        hash BLOB PRIMARY KEY,
        unit TEXT NOT NULL,
        person TEXT NOT NULL,      -- the id
        expires_ms INTEGER NOT NULL,
        used_ms INTEGER,
        device INTEGER
    ) STRICT, WITHOUT ROWID;",
);

#[derive(Clone, Debug)]
pub(crate) struct CodeRow {
    pub unit: UnitId,
    pub person: PersonId,
    pub expires: UnixMillis,
    pub used: Option<UnixMillis>,
    pub device: Option<i64>,
}

pub(crate) fn insert(
    tx: Tx<'_>,
    hash: SecretHash,
    unit: &UnitId,
    person: &PersonId,
    expires: UnixMillis,
) -> Result<(), Error> {
    tx.prepare_cached("INSERT INTO code (hash, unit, person, expires_ms) VALUES (?, ?, ?, ?)")?
        .execute(params![hash, unit.as_str(), person.as_str(), expires.0])?;
    Ok(())
}

pub(crate) fn find(tx: Tx<'_>, hash: SecretHash) -> Result<Option<CodeRow>, Error> {
    let found = tx
        .prepare_cached("SELECT hash, unit, expires_ms, used_ms, device, person FROM code WHERE hash = ?")?
        .query_row([hash], |row| {
            let kept: Vec<u8> = row.get(0)?;
            let code = CodeRow {
                unit: UnitId::new(row.get::<_, String>(1)?),
                expires: UnixMillis(row.get(2)?),
                used: row.get::<_, Option<i64>>(3)?.map(UnixMillis),
                device: row.get(4)?,
                person: PersonId::new(row.get::<_, String>(5)?),
            };
            Ok((kept, code))
        })
        .optional()?;
    Ok(found.filter(|(kept, _)| hash.is(kept)).map(|(_, code)| code))
}

/// Codes of the unit that were handed out and may yet be used.
pub(crate) fn count(tx: Tx<'_>, unit: &UnitId, now: UnixMillis) -> Result<u32, Error> {
    Ok(tx
        .prepare_cached("SELECT count(*) FROM code WHERE unit = ? AND used_ms IS NULL AND expires_ms > ?")?
        .query_row(params![unit.as_str(), now.0], |row| row.get(0))?)
}

/// What was handed out and may yet be used is good for nothing any more: to one person, or to anybody. How many there were.
pub(crate) fn void(tx: Tx<'_>, person: Option<&PersonId>, now: UnixMillis) -> Result<usize, Error> {
    Ok(tx.execute(
        "DELETE FROM code WHERE used_ms IS NULL AND expires_ms > ?2 AND person = coalesce(?1, person)",
        params![person.map(PersonId::as_str), now.0],
    )?)
}

pub(crate) fn use_up(tx: Tx<'_>, hash: SecretHash, device: i64, now: UnixMillis) -> Result<(), Error> {
    tx.prepare_cached("UPDATE code SET used_ms = ?, device = ? WHERE hash = ?")?
        .execute(params![now.0, device, hash])?;
    Ok(())
}
