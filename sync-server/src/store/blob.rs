//! `blob`: how much of each file the server has.

use model::ids::FileHash;
use protocol::UnixMillis;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2011__blob",
    "CREATE TABLE blob (
        hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        received INTEGER NOT NULL,
        done_ms INTEGER
    ) STRICT;",
);

#[derive(Clone, Copy, Debug)]
pub(crate) struct BlobRow {
    pub size: u64,
    /// Bytes that are on disk.
    pub received: u64,
    /// When its hash was found right and it was put in its place.
    pub done: Option<UnixMillis>,
}

pub(crate) fn get(tx: Tx<'_>, hash: &FileHash) -> Result<Option<BlobRow>, Error> {
    Ok(tx
        .prepare_cached("SELECT size, received, done_ms FROM blob WHERE hash = ?")?
        .query_row([hash.as_str()], |row| {
            Ok(BlobRow {
                size: row.get::<_, i64>(0)?.cast_unsigned(),
                received: row.get::<_, i64>(1)?.cast_unsigned(),
                done: row.get::<_, Option<i64>>(2)?.map(UnixMillis),
            })
        })
        .optional()?)
}

/// Begins an upload, or begins it anew where the size is another.
pub(crate) fn begin(tx: Tx<'_>, hash: &FileHash, size: u64) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO blob (hash, size, received) VALUES (?1, ?2, 0)
         ON CONFLICT (hash) DO UPDATE SET size = ?2, received = 0 WHERE size <> ?2 AND done_ms IS NULL",
    )?
    .execute(params![hash.as_str(), size.cast_signed()])?;
    Ok(())
}

pub(crate) fn set_received(tx: Tx<'_>, hash: &FileHash, received: u64) -> Result<(), Error> {
    tx.prepare_cached("UPDATE blob SET received = ? WHERE hash = ? AND done_ms IS NULL")?
        .execute(params![received.cast_signed(), hash.as_str()])?;
    Ok(())
}

pub(crate) fn set_done(tx: Tx<'_>, hash: &FileHash, now: UnixMillis) -> Result<(), Error> {
    tx.prepare_cached("UPDATE blob SET received = size, done_ms = ? WHERE hash = ?")?
        .execute(params![now.0, hash.as_str()])?;
    Ok(())
}

pub(crate) fn all(tx: Tx<'_>) -> Result<Vec<FileHash>, Error> {
    let mut statement = tx.prepare_cached("SELECT hash FROM blob")?;
    Ok(statement
        .query_map([], |row| row.get::<_, String>(0).map(FileHash::new))?
        .collect::<Result<_, _>>()?)
}

/// The bytes are gone: a laptop that has them begins anew.
pub(crate) fn forget(tx: Tx<'_>, hash: &FileHash) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM blob WHERE hash = ?")?.execute([hash.as_str()])?;
    Ok(())
}
