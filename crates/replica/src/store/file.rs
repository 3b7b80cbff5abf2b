//! Evidence files: which are here, how much of each the server has. Their bytes are in [`super::piece`].

use model::ids::{FileHash, UnitId};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::column;
use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE stored_file (
    id         INTEGER PRIMARY KEY,
    hash       TEXT UNIQUE,      -- BLAKE3; null while it is being read in
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL, -- of the whole file
    here       INTEGER NOT NULL, -- bytes that are on this laptop
    whole      INTEGER NOT NULL, -- 1: all bytes are here and were checked against the hash
    upload     INTEGER NOT NULL, -- 1: this laptop sends it
    sent       INTEGER NOT NULL  -- bytes that the server has on its disk
) STRICT;
CREATE INDEX stored_file_to_send ON stored_file (id) WHERE upload = 1;";

pub(super) const PAUSE: &str = "
ALTER TABLE stored_file ADD COLUMN paused INTEGER NOT NULL DEFAULT 0; -- 1: a person stopped it
-- A position of the server's log by which it had the file whole; null: not known
ALTER TABLE stored_file ADD COLUMN safe_at INTEGER;";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: i64,
    pub hash: FileHash,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub here: u64,
    pub whole: bool,
    /// It came from this laptop's own disk.
    pub upload: bool,
    pub sent: u64,
    pub paused: bool,
}

const COLUMNS: &str = "id, hash, name, media_type, size, here, whole, upload, sent, paused";

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    Ok(StoredFile {
        id: row.get(0)?,
        hash: FileHash::new(row.get::<_, String>(1)?),
        name: row.get(2)?,
        media_type: row.get(3)?,
        size: row.get::<_, i64>(4)?.unsigned_abs(),
        here: row.get::<_, i64>(5)?.unsigned_abs(),
        whole: row.get(6)?,
        upload: row.get(7)?,
        sent: row.get::<_, i64>(8)?.unsigned_abs(),
        paused: row.get(9)?,
    })
}

/// A file that is being read in; its hash is known at the end.
pub fn begin(conn: &Connection, name: &str) -> Result<i64> {
    conn.prepare_cached(
        "INSERT INTO stored_file (hash, name, media_type, size, here, whole, upload, sent)
         VALUES (NULL, ?1, '', 0, 0, 0, 0, 0)",
    )?
    .execute([name])?;
    Ok(conn.last_insert_rowid())
}

/// A file that is to be fetched from the server.
pub fn expect(conn: &Connection, hash: &FileHash, name: &str, media_type: &str, size: u64) -> Result<i64> {
    conn.prepare_cached(
        "INSERT INTO stored_file (hash, name, media_type, size, here, whole, upload, sent)
         VALUES (?1, ?2, ?3, ?4, 0, 0, 0, ?4)",
    )?
    .execute((hash.as_str(), name, media_type, column(size)))?;
    Ok(conn.last_insert_rowid())
}

/// All bytes are here and belong to this hash.
pub fn complete(
    conn: &Connection,
    id: i64,
    hash: &FileHash,
    media_type: &str,
    size: u64,
    upload: bool,
) -> Result<()> {
    conn.prepare_cached(
        "UPDATE stored_file SET hash = ?2, media_type = ?3, size = ?4, here = ?4, whole = 1, upload = ?5 WHERE id = ?1",
    )?
    .execute((id, hash.as_str(), media_type, column(size), upload))?;
    Ok(())
}

pub fn find(conn: &Connection, hash: &FileHash) -> Result<Option<StoredFile>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM stored_file WHERE hash = ?1"))?;
    Ok(statement.query_row([hash.as_str()], stored).optional()?)
}

/// Files that the server lacks, that an entry of these units uses, and that are here, whoever of the unit named them: the
/// laptop that did may be gone. Smallest rest first: the many small ones do not wait for the large. Those that a person
/// stopped are among them.
pub fn to_send(conn: &Connection, units: &[UnitId]) -> Result<Vec<StoredFile>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stored_file WHERE whole = 1 AND sent < size ORDER BY paused, size - sent, id"
    ))?;
    let mut unsent = statement.query_map([], stored)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut failed = None;
    unsent.retain(|file| {
        tables::uses_file(conn, &file.hash, units).unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    });
    failed.map_or(Ok(unsent), |error| Err(error.into()))
}

/// Whether a file that is being sent is still to be sent: a person may have stopped it, or taken it out of its entry.
pub fn is_wanted(conn: &Connection, hash: &FileHash, units: &[UnitId]) -> Result<bool> {
    Ok(find(conn, hash)?.is_some_and(|file| !file.paused) && tables::uses_file(conn, hash, units)?)
}

pub fn set_paused(conn: &Connection, hash: &FileHash, on: bool) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET paused = ?2 WHERE hash = ?1")?
        .execute((hash.as_str(), on))?;
    Ok(())
}

/// By this position of its log the server had the file whole; or it has not (none).
pub fn set_safe_at(conn: &Connection, hash: &FileHash, cursor: Option<u64>) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET safe_at = ?2 WHERE hash = ?1")?
        .execute((hash.as_str(), cursor.map(column)))?;
    Ok(())
}

/// Files that the server had whole by this position of its log, and that need not be here.
pub fn safe_by(conn: &Connection, cursor: u64) -> Result<Vec<StoredFile>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stored_file WHERE whole = 1 AND sent >= size AND safe_at <= ?1 ORDER BY id"
    ))?;
    Ok(statement.query_map([column(cursor)], stored)?.collect::<rusqlite::Result<_>>()?)
}

/// Nobody finds the file any more; its bytes go with [`super::piece::remove_some`], after a crash when the store is opened.
pub fn give_up(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET hash = NULL, whole = 0 WHERE id = ?1")?.execute([id])?;
    Ok(())
}

pub fn set_sent(conn: &Connection, hash: &FileHash, sent: u64) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET sent = min(?2, size) WHERE hash = ?1")?
        .execute((hash.as_str(), column(sent)))?;
    Ok(())
}

/// Another piece of a file came from the server.
pub fn add_here(conn: &Connection, id: i64, bytes: u64) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET here = here + ?2 WHERE id = ?1")?
        .execute((id, column(bytes)))?;
    Ok(())
}

/// It is here from this laptop's own disk, be it that it was first fetched from the server.
pub fn set_upload(conn: &Connection, hash: &FileHash) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET upload = 1 WHERE hash = ?1")?.execute([hash.as_str()])?;
    Ok(())
}

/// The server may have lost what it said that it had.
pub fn forget_sent(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE stored_file SET sent = 0, safe_at = NULL", [])?;
    Ok(())
}

/// Takes the file and its bytes away.
pub fn remove(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM file_piece WHERE file = ?1")?.execute([id])?;
    conn.prepare_cached("DELETE FROM stored_file WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Files whose reading-in was cut off: nothing refers to them, and the person's own file is where it was.
pub fn remove_unfinished(conn: &Connection) -> Result<()> {
    conn.execute("DELETE FROM file_piece WHERE file IN (SELECT id FROM stored_file WHERE hash IS NULL)", [])?;
    conn.execute("DELETE FROM stored_file WHERE hash IS NULL", [])?;
    Ok(())
}
