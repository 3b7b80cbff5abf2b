//! The texts of entries.

use std::collections::BTreeMap;

use model::target::Target;
use rusqlite::{Connection, params};

use crate::key::Key;

pub(crate) const SQL: &str = "
-- A text of an entry. No row for one that is empty.
CREATE TABLE entry_text (
  doc    INTEGER NOT NULL,
  period INTEGER NOT NULL,
  task   INTEGER NOT NULL,
  name   TEXT NOT NULL,      -- narrative, difficulties, ...
  text   TEXT NOT NULL,
  PRIMARY KEY (doc, period, task, name)
) STRICT, WITHOUT ROWID;
";

/// Sets one of the texts.
pub(crate) fn write(tx: &Connection, key: Key, target: &Target, text: &str) -> rusqlite::Result<()> {
    let name = target.description().object.name;
    if text.is_empty() {
        tx.prepare_cached(
            "DELETE FROM entry_text WHERE doc = ?1 AND period = ?2 AND task = ?3 AND name = ?4",
        )?
        .execute(params![key.doc, key.period, key.task, name])
    } else {
        tx.prepare_cached(
            "INSERT INTO entry_text (doc, period, task, name, text) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET text = excluded.text",
        )?
        .execute(params![key.doc, key.period, key.task, name, text])
    }
    .map(drop)
}

/// The bit that stands for a text among those of its entry.
pub(crate) fn bit(target: &Target) -> i64 {
    let entry = target.entry().expect("a text is of an entry");
    Target::texts_of(entry).position(|text| text == *target).map_or(0, |at| 1 << at)
}

/// The texts of an entry by their names; those that are empty are left out.
pub(crate) fn of_entry(conn: &Connection, key: Key) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut select = conn
        .prepare_cached("SELECT name, text FROM entry_text WHERE doc = ?1 AND period = ?2 AND task = ?3")?;
    select.query_map(key.columns(), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
