//! Ids by numbers: a row about an entry holds few bytes.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) const SQL: &str = "
-- The ids of periods and tasks, by the numbers under which rows have them.
CREATE TABLE word (
  no   INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

-- The ids of people who wrote anything.
CREATE TABLE author (
  no   INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE       -- person.id
) STRICT;
";

/// The number of a period or task, given where there is none.
pub(crate) fn number(tx: &Connection, word: &str) -> rusqlite::Result<i64> {
    given(tx, "word", word)
}

/// The number of a person, given where there is none.
pub(crate) fn author(tx: &Connection, id: &str) -> rusqlite::Result<i64> {
    given(tx, "author", id)
}

fn given(tx: &Connection, table: &str, word: &str) -> rusqlite::Result<i64> {
    if let Some(no) = find_in(tx, table, word)? {
        return Ok(no);
    }
    tx.prepare_cached(&format!("INSERT INTO {table} (word) VALUES (?1)"))?.execute([word])?;
    Ok(tx.last_insert_rowid())
}

/// None where no row can be about it.
pub(crate) fn find(conn: &Connection, word: &str) -> rusqlite::Result<Option<i64>> {
    find_in(conn, "word", word)
}

pub(crate) fn find_author(conn: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    find_in(conn, "author", id)
}

fn find_in(conn: &Connection, table: &str, word: &str) -> rusqlite::Result<Option<i64>> {
    let mut select = conn.prepare_cached(&format!("SELECT no FROM {table} WHERE word = ?1"))?;
    select.query_row(params![word], |row| row.get(0)).optional()
}

/// All periods and tasks; there are some hundreds.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    let mut select = conn.prepare_cached("SELECT no, word FROM word")?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
