//! `clock_jump`: where in the log the server's clock did not go on as time does.

use protocol::UnixMillis;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::clock::Jump;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2018__clock_jump",
    "CREATE TABLE clock_jump (
        position INTEGER NOT NULL, -- the first that was given by the clock as it stood then
        expected_ms INTEGER NOT NULL,
        stood_ms INTEGER NOT NULL
    ) STRICT;",
);

pub(crate) fn note(tx: Tx<'_>, position: i64, jump: Jump) -> Result<(), Error> {
    tx.prepare_cached("INSERT INTO clock_jump (position, expected_ms, stood_ms) VALUES (?, ?, ?)")?
        .execute(params![position, jump.expected.0, jump.stood.0])?;
    Ok(())
}

/// In the order in which they happened, with the position from which on each counts.
pub(crate) fn all(tx: Tx<'_>) -> Result<Vec<(i64, Jump)>, Error> {
    let mut select =
        tx.prepare_cached("SELECT position, expected_ms, stood_ms FROM clock_jump ORDER BY rowid")?;
    let rows = select.query_map([], |row| {
        let jump = Jump { expected: UnixMillis(row.get(1)?), stood: UnixMillis(row.get(2)?) };
        Ok((row.get(0)?, jump))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the clock said when the log was last written to.
pub(crate) fn last_told(tx: Tx<'_>) -> Result<Option<UnixMillis>, Error> {
    let mut select = tx.prepare_cached("SELECT received_ms FROM log ORDER BY position DESC LIMIT 1")?;
    Ok(select.query_row([], |row| row.get(0).map(UnixMillis)).optional()?)
}
