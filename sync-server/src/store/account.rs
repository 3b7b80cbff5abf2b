//! `account`: people who read on the web page.

use model::ids::UnitId;
use rusqlite::{OptionalExtension as _, Row, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2013__account",
    "CREATE TABLE account (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        unit TEXT,
        password TEXT NOT NULL,
        created_ms INTEGER NOT NULL
    ) STRICT;",
);

#[derive(Clone, Debug)]
pub(crate) struct AccountRow {
    pub id: i64,
    pub name: String,
    /// None: sees the whole district.
    pub unit: Option<UnitId>,
    /// Argon2id, in its own text form.
    pub password: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        id: row.get(0)?,
        name: row.get(1)?,
        unit: row.get::<_, Option<String>>(2)?.map(UnitId::new),
        password: row.get(3)?,
    })
}

/// False where the name is taken.
pub(crate) fn insert(
    tx: Tx<'_>,
    name: &str,
    unit: Option<&UnitId>,
    password: &str,
    now_ms: i64,
) -> Result<bool, Error> {
    let added = tx.execute(
        "INSERT OR IGNORE INTO account (name, unit, password, created_ms) VALUES (?, ?, ?, ?)",
        params![name, unit.map(UnitId::as_str), password, now_ms],
    )?;
    Ok(added == 1)
}

pub(crate) fn find(tx: Tx<'_>, name: &str) -> Result<Option<AccountRow>, Error> {
    Ok(tx
        .prepare_cached("SELECT id, name, unit, password FROM account WHERE name = ?")?
        .query_row([name], read)
        .optional()?)
}

pub(crate) fn all(tx: Tx<'_>) -> Result<Vec<AccountRow>, Error> {
    let mut statement = tx.prepare_cached("SELECT id, name, unit, password FROM account ORDER BY name")?;
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// Also ends the account's sessions. False where there is no such account.
pub(crate) fn set_password(tx: Tx<'_>, name: &str, password: &str) -> Result<bool, Error> {
    end_sessions(tx, name)?;
    Ok(tx.execute("UPDATE account SET password = ? WHERE name = ?", params![password, name])? == 1)
}

/// Also ends the account's sessions. False where there is no such account.
pub(crate) fn remove(tx: Tx<'_>, name: &str) -> Result<bool, Error> {
    end_sessions(tx, name)?;
    Ok(tx.execute("DELETE FROM account WHERE name = ?", [name])? == 1)
}

fn end_sessions(tx: Tx<'_>, name: &str) -> Result<(), Error> {
    tx.execute("DELETE FROM session WHERE account = (SELECT id FROM account WHERE name = ?)", [name])?;
    Ok(())
}
