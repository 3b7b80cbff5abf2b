//! Single values: who this laptop is, where it stands with the server, what the person chose.

use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{from_json, to_json};
use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE laptop_setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
) WITHOUT ROWID;";

/// The names of the settings, each with one type.
pub const DEVICE: &str = "device";
pub const STANDING: &str = "standing";
pub const METERED: &str = "metered";
/// Bytes in a second that files were sent with lately.
pub const RATE: &str = "rate";
pub const LAST_SYNC: &str = "last-sync";
/// Names of what the program knew that had the store open last.
pub const KNOWN: &str = "known";
/// What the server understands, as it last said.
pub const VOCABULARY: &str = "vocabulary";
/// The proxy that a person entered.
pub const PROXY: &str = "proxy";
/// How many days before a date the person is told of it; null: of nothing.
pub const NOTICE_DAYS: &str = "notice-days";
/// Whether something came that could not be taken.
pub const NOT_TAKEN: &str = "not-taken";

pub fn get<T: DeserializeOwned>(conn: &Connection, name: &str) -> Result<Option<T>> {
    let mut statement = conn.prepare_cached("SELECT value FROM laptop_setting WHERE name = ?1")?;
    let text: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
    text.map(|text| from_json(&text)).transpose()
}

pub fn set<T: Serialize>(conn: &Connection, name: &str, value: &T) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO laptop_setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute((name, to_json(value)))?;
    Ok(())
}

pub fn remove(conn: &Connection, name: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM laptop_setting WHERE name = ?1")?.execute([name])?;
    Ok(())
}
