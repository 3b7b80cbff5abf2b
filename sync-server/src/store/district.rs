//! `district`: one row with what is true of the whole database.

use model::ids::OrganisationId;
use protocol::{Cursor, Epoch, UnixMillis};
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2001__district",
    "CREATE TABLE district (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        organisation TEXT NOT NULL,   -- whose units this server keeps
        rules INTEGER NOT NULL DEFAULT 0, -- how often what the plans and the organisation say was changed
        epoch INTEGER NOT NULL,
        restored_ms INTEGER,          -- when it was, of a log that lived before
        position INTEGER NOT NULL DEFAULT 0,
        backed_up INTEGER NOT NULL DEFAULT 0,
        created_ms INTEGER NOT NULL
    ) STRICT;",
);

pub(super) const FILES_BACKED_UP: (&str, &str) =
    ("U2032__files_backed_up", "ALTER TABLE district ADD COLUMN files_backed_up INTEGER NOT NULL DEFAULT 0;");

pub(super) const READING: (&str, &str) = (
    "U2090__reading",
    "ALTER TABLE district ADD COLUMN reading INTEGER NOT NULL DEFAULT 0; -- by which rules of reading documents were handed out",
);

/// The rules of reading of this program: counted up where they let somebody read what they did not before.
const READING_NOW: i64 = 1;

#[derive(Clone, Debug)]
pub(crate) struct DistrictRow {
    /// Whose units this server keeps; plans of others came here by file, to be read.
    pub organisation: OrganisationId,
    /// How often what the plans and the organisation say was changed.
    pub rules: i64,
    pub epoch: Epoch,
    /// When it was, of a log that lived before: laptops may have more of that life than it has.
    pub restored: Option<UnixMillis>,
    /// The newest position of the log, and of everything else that is news.
    pub position: Cursor,
    pub backed_up: Cursor,
    /// Every file that was whole by here is in a copy.
    pub files_backed_up: Cursor,
}

pub(crate) fn create(
    tx: Tx<'_>,
    organisation: &OrganisationId,
    epoch: Epoch,
    now: UnixMillis,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO district (id, organisation, epoch, created_ms, reading) VALUES (1, ?, ?, ?, ?)",
    )?
    .execute(params![organisation.as_str(), epoch.0.cast_signed(), now.0, READING_NOW])?;
    Ok(())
}

/// Whether documents were handed out by an older program's rules of reading; told once.
pub(crate) fn reads_by_older_rules(tx: Tx<'_>) -> Result<bool, Error> {
    let changed = tx.execute("UPDATE district SET reading = ?1 WHERE reading < ?1", [READING_NOW])?;
    Ok(changed > 0)
}

/// None in a database that was never filled.
pub(crate) fn get(tx: Tx<'_>) -> Result<Option<DistrictRow>, Error> {
    let row = tx
        .prepare_cached(
            "SELECT rules, epoch, position, backed_up, organisation, restored_ms, files_backed_up FROM district",
        )?
        .query_row([], |row| {
            Ok(DistrictRow {
                rules: row.get(0)?,
                organisation: OrganisationId::new(row.get::<_, String>(4)?),
                epoch: Epoch(row.get::<_, i64>(1)?.cast_unsigned()),
                restored: row.get::<_, Option<i64>>(5)?.map(UnixMillis),
                position: Cursor(row.get::<_, i64>(2)?.cast_unsigned()),
                backed_up: Cursor(row.get::<_, i64>(3)?.cast_unsigned()),
                files_backed_up: Cursor(row.get::<_, i64>(6)?.cast_unsigned()),
            })
        })
        .optional()?;
    Ok(row)
}

pub(crate) fn need(tx: Tx<'_>) -> Result<DistrictRow, Error> {
    get(tx)?.ok_or_else(|| Error::unavailable("the database holds no district"))
}

/// The next position. Positions become visible in order, since there is one writer.
pub(crate) fn next_position(tx: Tx<'_>) -> Result<i64, Error> {
    next_positions(tx, 1)
}

/// The first of so many next positions.
pub(crate) fn next_positions(tx: Tx<'_>, count: usize) -> Result<i64, Error> {
    let count = i64::try_from(count).map_err(Error::unavailable)?;
    Ok(tx
        .prepare_cached("UPDATE district SET position = position + ?1 RETURNING position - ?1 + 1")?
        .query_row([count], |row| row.get(0))?)
}

/// What the plans and the organisation say is another from here on.
pub(crate) fn rules_changed(tx: Tx<'_>) -> Result<(), Error> {
    tx.execute("UPDATE district SET rules = rules + 1", [])?;
    Ok(())
}

pub(crate) fn set_backed_up(tx: Tx<'_>, upto: Cursor) -> Result<(), Error> {
    tx.execute("UPDATE district SET backed_up = max(backed_up, ?)", [upto.0.cast_signed()])?;
    Ok(())
}

pub(crate) fn set_files_backed_up(tx: Tx<'_>, upto: Cursor) -> Result<(), Error> {
    tx.execute("UPDATE district SET files_backed_up = max(files_backed_up, ?)", [upto.0.cast_signed()])?;
    Ok(())
}

/// A restored database begins a new life.
pub(crate) fn set_epoch(tx: Tx<'_>, epoch: Epoch, now: UnixMillis) -> Result<(), Error> {
    tx.execute(
        "UPDATE district SET epoch = ?, restored_ms = ?, backed_up = position, files_backed_up = 0",
        [epoch.0.cast_signed(), now.0],
    )?;
    Ok(())
}
