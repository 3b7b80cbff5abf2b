//! Where the bytes of files are.

use model::ids::FileHash;
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) const SQL: &str = "
-- A file that evidence names: how much of it the server has, and whether this laptop holds it.
CREATE TABLE file (
  hash     TEXT PRIMARY KEY,              -- BLAKE3, hexadecimal
  size     INTEGER NOT NULL,              -- bytes
  received INTEGER NOT NULL DEFAULT 0,    -- bytes that the server has on disk
  complete INTEGER NOT NULL DEFAULT 0,    -- 1: the server has it all, and it has this hash
  here     INTEGER NOT NULL DEFAULT 0     -- 1: this laptop holds it (always 0 on the server)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_incomplete ON file(hash) WHERE complete = 0;
";

pub(crate) const WITHDRAWN: &str = "
-- Why the district withdrew it: handed out to nobody, and its bytes taken away wherever they were.
ALTER TABLE file ADD COLUMN withdrawn TEXT;
";

pub(crate) const SHOWN_ELSEWHERE: &str = "
-- Of one that the laptop's unit withdrew: 1: evidence of another unit, which need not be here, shows it still.
ALTER TABLE file ADD COLUMN shown_elsewhere INTEGER NOT NULL DEFAULT 0;
";

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub hash: FileHash,
    pub size: u64,
    /// Bytes that the server has.
    pub received: u64,
    pub complete: bool,
    /// Whether this laptop holds it.
    pub here: bool,
}

/// Evidence names the file; nothing else is known of it yet.
pub(crate) fn expect(tx: &Connection, hash: &FileHash, size: u64) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO file (hash, size) VALUES (?1, ?2)")?
        .execute(params![hash.as_str(), stored(size)])
        .map(drop)
}

/// The laptop now holds the file, or no longer does. May come before the evidence that names it.
pub fn set_here(tx: &Connection, hash: &FileHash, size: u64, here: bool) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO file (hash, size, here) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET here = excluded.here",
    )?
    .execute(params![hash.as_str(), stored(size), here])
    .map(drop)
}

/// How many of the file's bytes the server has on disk; `complete` once it has checked all of them, and so knows how many
/// there are. Does nothing for a file that no evidence names.
pub fn set_received(tx: &Connection, hash: &FileHash, received: u64, complete: bool) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE file SET received = ?2, complete = ?3, size = CASE ?3 WHEN 1 THEN ?2 ELSE size END WHERE hash = ?1",
    )?
        .execute(params![hash.as_str(), stored(received), complete])
        .map(drop)
}

/// The district withdrew the file, with a reason. May come before the evidence that names it.
pub fn set_withdrawn(tx: &Connection, hash: &FileHash, reason: &str) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO file (hash, size, withdrawn) VALUES (?1, 0, ?2)
         ON CONFLICT DO UPDATE SET withdrawn = ?2, here = 0, received = 0, complete = 0",
    )?
    .execute([hash.as_str(), reason])
    .map(drop)
}

/// Whether evidence of another unit shows the file, which this laptop's unit withdrew.
pub fn set_shown_elsewhere(tx: &Connection, hash: &FileHash, shown: bool) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE file SET shown_elsewhere = ?2 WHERE hash = ?1")?
        .execute(params![hash.as_str(), shown])
        .map(drop)
}

pub fn withdrawn_by_district(conn: &Connection, hash: &FileHash) -> rusqlite::Result<Option<String>> {
    let mut select = conn.prepare_cached("SELECT withdrawn FROM file WHERE hash = ?1")?;
    Ok(select.query_row([hash.as_str()], |row| row.get(0)).optional()?.flatten())
}

pub fn file(conn: &Connection, hash: &FileHash) -> rusqlite::Result<Option<FileRow>> {
    conn.prepare_cached("SELECT hash, size, received, complete, here FROM file WHERE hash = ?1")?
        .query_row([hash.as_str()], read)
        .optional()
}

/// Files that the server lacks, whole or in part; of those that this laptop holds where `here`.
pub fn incomplete(conn: &Connection, here: bool) -> rusqlite::Result<Vec<FileRow>> {
    let mut select = conn.prepare_cached(
        "SELECT hash, size, received, complete, here FROM file WHERE complete = 0 AND (NOT ?1 OR here) ORDER BY size",
    )?;
    select.query_map([here], read)?.collect()
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<FileRow> {
    Ok(FileRow {
        hash: FileHash::new(row.get::<_, String>(0)?),
        size: row.get::<_, i64>(1)?.unsigned_abs(),
        received: row.get::<_, i64>(2)?.unsigned_abs(),
        complete: row.get(3)?,
        here: row.get(4)?,
    })
}

fn stored(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
