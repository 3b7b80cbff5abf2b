//! What the server refused: the person's words and the reason, until they were read and dismissed.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;

use super::outbox::Queued;
use super::{from_json, to_json};
use crate::error::{Error, Result};

pub(super) const SQL: &str = "
CREATE TABLE refused (
    id      INTEGER PRIMARY KEY, -- its number in the outbox
    doc     TEXT NOT NULL,
    target  TEXT NOT NULL, -- JSON
    value   TEXT NOT NULL, -- JSON
    author  TEXT NOT NULL,
    at      TEXT NOT NULL,
    reason  TEXT NOT NULL  -- JSON of the refusal
) STRICT;";

#[derive(Clone, Debug)]
pub struct RefusedEdit {
    pub id: i64,
    pub doc: DocId,
    pub target: Target,
    pub value: Value,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub reason: Refusal,
}

pub fn add(conn: &Connection, queued: &Queued, reason: Refusal) -> Result<()> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO refused (id, doc, target, value, author, at, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        queued.id,
        queued.doc.to_string(),
        to_json(queued.target()),
        to_json(queued.value()),
        &queued.edit.by,
        queued.edit.at.to_rfc3339(),
        to_json(&reason),
    ))?;
    Ok(())
}

/// Newest first.
pub fn all(conn: &Connection) -> Result<Vec<RefusedEdit>> {
    let mut statement = conn
        .prepare_cached("SELECT id, doc, target, value, author, at, reason FROM refused ORDER BY id DESC")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        all.push(RefusedEdit {
            id: row.get(0)?,
            doc: text(1)?.parse().map_err(|_| Error::Damaged)?,
            target: from_json(&text(2)?)?,
            value: from_json(&text(3)?)?,
            by: text(4)?,
            at: text(5)?.parse().map_err(|_| Error::Damaged)?,
            reason: from_json(&text(6)?)?,
        });
    }
    Ok(all)
}

/// False where there is none of that number.
pub fn dismiss(conn: &Connection, id: i64) -> Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM refused WHERE id = ?1")?.execute([id])? > 0)
}

pub fn count(conn: &Connection) -> Result<u32> {
    Ok(conn.prepare_cached("SELECT count(*) FROM refused")?.query_row([], |row| row.get(0))?)
}
