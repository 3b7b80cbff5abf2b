//! `news`: that something became known of a file, at a position of the log. What it is, is asked when it is told.

use model::ids::FileHash;
use rusqlite::{Connection, params};

use super::district;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2008__news",
    // One row for each file: only its newest news matters.
    "CREATE TABLE news (hash TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;
    CREATE INDEX news_position ON news (position);",
);

pub(crate) fn announce(conn: &Connection, hash: &FileHash) -> Result<(), Error> {
    let position = district::next_position(conn)?;
    conn.prepare_cached(
        "INSERT INTO news (hash, position) VALUES (?1, ?2) ON CONFLICT (hash) DO UPDATE SET position = ?2",
    )?
    .execute(params![hash.as_str(), position])?;
    Ok(())
}

/// Position and file; at most `limit`, in order.
pub(crate) fn after(conn: &Connection, after: i64, limit: usize) -> Result<Vec<(i64, FileHash)>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT position, hash FROM news WHERE position > ? ORDER BY position LIMIT ?")?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement
        .query_map(params![after, limit], |row| Ok((row.get(0)?, FileHash::new(row.get::<_, String>(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
