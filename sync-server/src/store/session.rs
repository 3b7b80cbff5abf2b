//! `session`: who is logged in on the web page.

use model::ids::UnitId;
use protocol::UnixMillis;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;
use crate::secret::SecretHash;

pub(super) const MIGRATION: (&str, &str) = (
    "U2014__session",
    "CREATE TABLE session (
        token BLOB PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        expires_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_account ON session (account);",
);

/// Whose session it is.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub person: String,
    pub unit: Option<UnitId>,
}

/// Begins a session; those that have ended are cleared away.
pub(crate) fn begin(
    tx: Tx<'_>,
    token: SecretHash,
    account: i64,
    now: UnixMillis,
    expires: UnixMillis,
) -> Result<(), Error> {
    tx.execute("DELETE FROM session WHERE expires_ms <= ?", [now.0])?;
    tx.execute(
        "INSERT INTO session (token, account, expires_ms) VALUES (?, ?, ?)",
        params![token, account, expires.0],
    )?;
    Ok(())
}

pub(crate) fn find(tx: Tx<'_>, token: SecretHash, now: UnixMillis) -> Result<Option<Reader>, Error> {
    Ok(tx
        .prepare_cached(
            "SELECT account.name, account.unit FROM session
             JOIN account ON account.id = session.account WHERE token = ? AND expires_ms > ?",
        )?
        .query_row(params![token, now.0], |row| {
            Ok(Reader { person: row.get(0)?, unit: row.get::<_, Option<String>>(1)?.map(UnitId::new) })
        })
        .optional()?)
}

/// Everybody logs in anew.
pub(crate) fn end_all(tx: Tx<'_>) -> Result<(), Error> {
    tx.execute("DELETE FROM session", [])?;
    Ok(())
}

pub(crate) fn end(tx: Tx<'_>, token: SecretHash) -> Result<(), Error> {
    tx.execute("DELETE FROM session WHERE token = ?", [token])?;
    Ok(())
}
