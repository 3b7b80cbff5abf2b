//! Evidence files: which are here, how much of each the server has. Their bytes are in [`super::piece`].

use model::ids::FileHash;
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: i64,
    pub hash: FileHash,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub here: u64,
    pub whole: bool,
    pub upload: bool,
    pub sent: u64,
}

const COLUMNS: &str = "id, hash, name, media_type, size, here, whole, upload, sent";

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

/// Files that this laptop has yet to send, smallest rest first: the many small ones do not wait for the large. Of evidence
/// that came back to its person the server does not take the file: it is kept here.
pub fn to_send(conn: &Connection) -> Result<Vec<StoredFile>> {
    let mut named = Vec::new();
    for file in unsent(conn)? {
        if tables::names_file(conn, &file.hash)? {
            named.push(file);
        }
    }
    Ok(named)
}

fn unsent(conn: &Connection) -> Result<Vec<StoredFile>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stored_file WHERE upload = 1 AND whole = 1 AND sent < size ORDER BY size - sent, id"
    ))?;
    Ok(statement.query_map([], stored)?.collect::<Result<_, _>>()?)
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

/// Sends it from here, be it that it was first fetched from the server.
pub fn set_upload(conn: &Connection, hash: &FileHash) -> Result<()> {
    conn.prepare_cached("UPDATE stored_file SET upload = 1 WHERE hash = ?1")?.execute([hash.as_str()])?;
    Ok(())
}

/// The server may have lost what it said that it had.
pub fn forget_sent(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE stored_file SET sent = 0 WHERE upload = 1", [])?;
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
