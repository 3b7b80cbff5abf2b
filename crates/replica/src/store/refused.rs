//! What the server refused: the person's words and the reason, until they were read and dismissed.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::PersonId;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use protocol::Refused;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

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
    reason  TEXT NOT NULL  -- JSON: its code, and what it says to people
) STRICT;";

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    code: String,
    text: String,
}

impl Reason {
    /// As the server said it.
    pub fn told(refused: &Refused) -> Self {
        Self { code: refused.code.clone(), text: refused.text.clone() }
    }

    /// Of a request that was refused as a whole, and held nothing else.
    pub fn of_request(why: &str) -> Self {
        let text = format!(
            "Nội dung này không gửi lên được, dù gửi riêng. {why} Hãy chép lại lời của mình, sửa cho ngắn hoặc viết cách khác rồi nhập lại."
        );
        Self { code: "request".into(), text }
    }

    /// None for one that only a newer program knows.
    pub fn refusal(&self) -> Option<Refusal> {
        Refusal::from_code(&self.code)
    }
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code(), text: refusal.to_string() }
    }
}

/// What is shown: the words of whoever refused, who may tell more than the code does.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[derive(Clone, Debug)]
pub struct RefusedEdit {
    pub id: i64,
    pub doc: DocId,
    pub target: Target,
    pub value: Value,
    pub by: PersonId,
    pub at: DateTime<FixedOffset>,
    pub reason: Reason,
}

pub fn add(conn: &Connection, queued: &Queued, reason: &Reason) -> Result<()> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO refused (id, doc, target, value, author, at, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        queued.id,
        queued.doc.to_string(),
        to_json(queued.target()),
        to_json(queued.value()),
        queued.edit.by.as_str(),
        queued.edit.at.to_rfc3339(),
        to_json(reason),
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
            by: PersonId::new(text(4)?),
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
