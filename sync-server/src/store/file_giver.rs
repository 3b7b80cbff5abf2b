//! `file_giver`: which units gave the bytes of which files. A name alone, which anybody may have been told, opens no file:
//! who reads it reads a document of a unit that had it.

use std::collections::HashSet;

use model::ids::{FileHash, UnitId};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2031__file_giver",
    "CREATE TABLE file_giver (
        hash TEXT NOT NULL,
        unit TEXT NOT NULL, -- whose documents name it: the one that sent it, or one whose work that carries on
        PRIMARY KEY (hash, unit)
    ) STRICT, WITHOUT ROWID;",
);

pub(crate) fn add(tx: Tx<'_>, hash: &FileHash, unit: &UnitId) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO file_giver (hash, unit) VALUES (?1, ?2)")?
        .execute([hash.as_str(), unit.as_str()])?;
    Ok(())
}

pub(crate) fn of_file(tx: Tx<'_>, hash: &FileHash) -> Result<HashSet<UnitId>, Error> {
    let mut select = tx.prepare_cached("SELECT unit FROM file_giver WHERE hash = ?1")?;
    let rows = select.query_map([hash.as_str()], |row| row.get::<_, String>(0).map(UnitId::new))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
