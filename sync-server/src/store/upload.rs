//! `upload`: files on their way in. Each unit sends its own, so that nothing that one says of a file, or sends of it, is
//! felt by another that sends the same.

use model::ids::{FileHash, UnitId};
use rusqlite::{OptionalExtension as _, Row, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2030__upload",
    "CREATE TABLE upload (
        id INTEGER PRIMARY KEY,
        hash TEXT NOT NULL,
        unit TEXT NOT NULL,
        size INTEGER NOT NULL,
        received INTEGER NOT NULL DEFAULT 0,
        checked INTEGER NOT NULL DEFAULT 0, -- 1: all bytes came, and are those of the hash
        UNIQUE (hash, unit)
    ) STRICT;",
);

#[derive(Clone, Debug)]
pub(crate) struct UploadRow {
    pub id: i64,
    pub hash: FileHash,
    /// Whose laptops send it.
    pub unit: UnitId,
    pub size: u64,
    /// Bytes that are on disk.
    pub received: u64,
    /// Only its place is still to be found for it.
    pub checked: bool,
}

const COLUMNS: &str = "id, hash, unit, size, received, checked";

fn read(row: &Row<'_>) -> rusqlite::Result<UploadRow> {
    Ok(UploadRow {
        id: row.get(0)?,
        hash: FileHash::new(row.get::<_, String>(1)?),
        unit: UnitId::new(row.get::<_, String>(2)?),
        size: row.get::<_, i64>(3)?.cast_unsigned(),
        received: row.get::<_, i64>(4)?.cast_unsigned(),
        checked: row.get(5)?,
    })
}

/// Begins an upload, or begins it anew where the unit says now that it is of another size.
pub(crate) fn begin(tx: Tx<'_>, hash: &FileHash, unit: &UnitId, size: u64) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO upload (hash, unit, size) VALUES (?1, ?2, ?3)
         ON CONFLICT (hash, unit) DO UPDATE SET size = ?3, received = 0 WHERE size <> ?3 AND checked = 0",
    )?
    .execute(params![hash.as_str(), unit.as_str(), size.cast_signed()])?;
    Ok(())
}

pub(crate) fn get(tx: Tx<'_>, hash: &FileHash, unit: &UnitId) -> Result<Option<UploadRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM upload WHERE hash = ?1 AND unit = ?2");
    Ok(tx.prepare_cached(&sql)?.query_row([hash.as_str(), unit.as_str()], read).optional()?)
}

pub(crate) fn of_file(tx: Tx<'_>, hash: &FileHash) -> Result<Vec<UploadRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM upload WHERE hash = ?1");
    Ok(tx.prepare_cached(&sql)?.query_map([hash.as_str()], read)?.collect::<Result<_, _>>()?)
}

pub(crate) fn set_received(tx: Tx<'_>, id: i64, received: u64) -> Result<(), Error> {
    tx.prepare_cached("UPDATE upload SET received = ?2, checked = 0 WHERE id = ?1")?
        .execute(params![id, received.cast_signed()])?;
    Ok(())
}

pub(crate) fn set_checked(tx: Tx<'_>, id: i64) -> Result<(), Error> {
    tx.prepare_cached("UPDATE upload SET checked = 1 WHERE id = ?1")?.execute([id])?;
    Ok(())
}

pub(crate) fn end(tx: Tx<'_>, id: i64) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM upload WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// What came of them did not come along into another life. Which files that were.
pub(crate) fn end_all(tx: Tx<'_>) -> Result<Vec<FileHash>, Error> {
    let mut delete = tx.prepare_cached("DELETE FROM upload RETURNING hash")?;
    let rows = delete.query_map([], |row| row.get::<_, String>(0).map(FileHash::new))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
