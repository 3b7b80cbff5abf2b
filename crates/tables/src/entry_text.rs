//! The texts of entries.

use std::collections::BTreeMap;

use model::target::Target;
use rusqlite::{Connection, params};

use crate::key::Key;
use crate::{entry, search};

pub(crate) const SQL: &str = "
-- A text of an entry. No row for one that is empty.
CREATE TABLE entry_text (
  plan_id   TEXT NOT NULL,
  period TEXT NOT NULL,
  unit   TEXT NOT NULL,
  task   TEXT NOT NULL,
  name   TEXT NOT NULL,      -- narrative, difficulties, ...
  text   TEXT NOT NULL,
  PRIMARY KEY (plan_id, period, unit, task, name)
) STRICT, WITHOUT ROWID;
";

/// Sets one of the texts, and what the search finds of them all.
pub(crate) fn write(tx: &Connection, key: Key<'_>, target: &Target, text: &str) -> rusqlite::Result<()> {
    let name = target.description().object.name;
    let (plan_id, period, unit, task) = key.columns();
    if text.is_empty() {
        tx.prepare_cached(
            "DELETE FROM entry_text WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND name = ?5",
        )?
        .execute(params![plan_id, period, unit, task, name])?;
    } else {
        tx.prepare_cached(
            "INSERT INTO entry_text (plan_id, period, unit, task, name, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET text = excluded.text",
        )?
        .execute(params![plan_id, period, unit, task, name, text])?;
    }
    let texts = of_entry(tx, key)?;
    entry::write_text_chars(tx, key, texts.values().map(|text| text.chars().count()).sum())?;
    search::write_entry(tx, key, &texts.values().map(String::as_str).collect::<Vec<_>>())
}

/// The texts of an entry by their names; those that are empty are left out.
pub(crate) fn of_entry(conn: &Connection, key: Key<'_>) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut select = conn.prepare_cached(
        "SELECT name, text FROM entry_text WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4",
    )?;
    select.query_map(key.columns(), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
