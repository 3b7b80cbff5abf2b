//! The bytes of files, in pieces: encrypted and crash-safe like everything else in the database.

use rusqlite::{Connection, OptionalExtension as _};

use super::column;
use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE file_piece (
    file  INTEGER NOT NULL REFERENCES stored_file (id),
    start INTEGER NOT NULL, -- where in the file it begins
    bytes BLOB NOT NULL,
    PRIMARY KEY (file, start)
) STRICT;";

/// Bytes of one piece, the last of a file excepted.
pub const PIECE: usize = 256 << 10;

pub fn add(conn: &Connection, file: i64, start: u64, bytes: &[u8]) -> Result<()> {
    conn.prepare_cached("INSERT INTO file_piece (file, start, bytes) VALUES (?1, ?2, ?3)")?.execute((
        file,
        column(start),
        bytes,
    ))?;
    Ok(())
}

/// Whether a piece of the file is here that begins there.
pub fn begins_at(conn: &Connection, file: i64, start: u64) -> Result<bool> {
    let mut statement =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM file_piece WHERE file = ?1 AND start = ?2)")?;
    Ok(statement.query_row((file, column(start)), |row| row.get(0))?)
}

/// The piece in which the byte at `at` stands, and where it begins.
pub fn around(conn: &Connection, file: i64, at: u64) -> Result<Option<(u64, Vec<u8>)>> {
    let mut statement = conn.prepare_cached(
        "SELECT start, bytes FROM file_piece WHERE file = ?1 AND start <= ?2 ORDER BY start DESC LIMIT 1",
    )?;
    Ok(statement
        .query_row((file, column(at)), |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))
        .optional()?)
}

/// Takes some pieces of a file away; says whether any were left. One that is large at once would fill the database's log.
pub fn remove_some(conn: &Connection, file: i64) -> Result<bool> {
    const SOME: i64 = 16;
    let removed = conn
        .prepare_cached(
            "DELETE FROM file_piece WHERE file = ?1 AND start IN (
               SELECT start FROM file_piece WHERE file = ?1 ORDER BY start DESC LIMIT ?2)",
        )?
        .execute((file, SOME))?;
    Ok(removed > 0)
}
