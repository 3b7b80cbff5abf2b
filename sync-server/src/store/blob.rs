//! `blob`: files that the server has whole.

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

/// Bytes of the file, where the server has it whole.
pub(crate) fn size(tx: Tx<'_>, hash: &FileHash) -> Result<Option<u64>, Error> {
    Ok(tx
        .prepare_cached("SELECT size FROM blob WHERE hash = ? AND done_ms IS NOT NULL")?
        .query_row([hash.as_str()], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))
        .optional()?)
}

/// Its hash was found right, and it stands in its place.
pub(crate) fn put(tx: Tx<'_>, hash: &FileHash, size: u64, now: UnixMillis) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR REPLACE INTO blob (hash, size, received, done_ms) VALUES (?1, ?2, ?2, ?3)")?
        .execute(params![hash.as_str(), size.cast_signed(), now.0])?;
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
