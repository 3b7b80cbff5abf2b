//! `actor`: which device an actor of the documents belongs to.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) =
    ("U2004__actor", "CREATE TABLE actor (actor BLOB PRIMARY KEY, device INTEGER) STRICT, WITHOUT ROWID;");

/// Whether the actor is this device's, or nobody's yet.
pub(crate) fn is_free_for(conn: &Connection, actor: &[u8], device: i64) -> Result<bool, Error> {
    let owner: Option<Option<i64>> = conn
        .prepare_cached("SELECT device FROM actor WHERE actor = ?")?
        .query_row([actor], |row| row.get(0))
        .optional()?;
    Ok(owner.is_none_or(|owner| owner == Some(device)))
}

/// `device` is None for what the server itself wrote.
pub(crate) fn claim(conn: &Connection, actor: &[u8], device: Option<i64>) -> Result<(), Error> {
    conn.prepare_cached("INSERT OR IGNORE INTO actor (actor, device) VALUES (?, ?)")?
        .execute(params![actor, device])?;
    Ok(())
}
