//! The outbox: what people did and the server has not acknowledged. One row for each field, first waiting
//! (`change` is null; the person can take it back), then sealed into a change and awaiting the answer.

use ::document::{ChangeHash, Reading};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::PersonId;
use model::target::Target;
use model::value::Value;
use rusqlite::{Connection, Row};

use super::field_reading::{pack, unpack};
use super::{from_json, to_json};
use crate::error::{Error, Result};

pub(super) const SQL: &str = "
CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY AUTOINCREMENT, -- grows with time: a newer edit of a field has a newer number
    doc     TEXT NOT NULL,
    target  TEXT NOT NULL, -- JSON
    value   TEXT NOT NULL, -- JSON
    author  TEXT NOT NULL,
    at      TEXT NOT NULL,
    before  TEXT NOT NULL, -- JSON of what the document holds, so that taking back opens no document
    change  BLOB           -- hash of the change that it was sealed into
) STRICT;
CREATE UNIQUE INDEX outbox_waiting ON outbox (doc, target) WHERE change IS NULL;
CREATE INDEX outbox_sealed ON outbox (doc, change) WHERE change IS NOT NULL;";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    pub id: i64,
    pub doc: DocId,
    pub edit: StampedEdit,
    pub before: Reading,
    pub change: Option<ChangeHash>,
}

impl Queued {
    pub fn target(&self) -> &Target {
        &self.edit.edit.target
    }

    pub fn value(&self) -> &Value {
        &self.edit.edit.value
    }
}

const COLUMNS: &str = "id, doc, target, value, author, at, before, change";

fn queued(row: &Row<'_>) -> Result<Queued> {
    let text = |at: usize| row.get::<_, String>(at);
    Ok(Queued {
        id: row.get(0)?,
        doc: text(1)?.parse().map_err(|_| Error::Damaged)?,
        edit: StampedEdit {
            edit: Edit { target: from_json(&text(2)?)?, value: from_json(&text(3)?)? },
            by: PersonId::new(text(4)?),
            at: text(5)?.parse().map_err(|_| Error::Damaged)?,
        },
        before: unpack(&text(6)?)?,
        change: row.get::<_, Option<[u8; 32]>>(7)?.map(ChangeHash),
    })
}

fn select(conn: &Connection, rest: &str, params: impl rusqlite::Params) -> Result<Vec<Queued>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM outbox {rest}"))?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(queued(row)?);
    }
    Ok(all)
}

pub fn add(conn: &Connection, doc: &DocId, edit: &StampedEdit, before: &Reading) -> Result<i64> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO outbox (doc, target, value, author, at, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let (target, value) = (to_json(&edit.edit.target), to_json(&edit.edit.value));
    statement.execute((
        doc.to_string(),
        target,
        value,
        edit.by.as_str(),
        edit.at.to_rfc3339(),
        pack(before),
    ))?;
    Ok(conn.last_insert_rowid())
}

pub fn remove(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([id])?;
    Ok(())
}

pub fn find(conn: &Connection, id: i64) -> Result<Option<Queued>> {
    Ok(select(conn, "WHERE id = ?1", [id])?.pop())
}

/// The edit of this field that waits, if one does.
pub fn waiting_for(conn: &Connection, doc: &DocId, target: &Target) -> Result<Option<Queued>> {
    let found = select(
        conn,
        "WHERE doc = ?1 AND target = ?2 AND change IS NULL",
        (doc.to_string(), to_json(target)),
    )?;
    Ok(found.into_iter().next())
}

/// Whether an edit of this field is sealed, and the server has not taken it yet.
pub fn is_sealed(conn: &Connection, doc: &DocId, target: &Target) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE doc = ?1 AND target = ?2 AND change IS NOT NULL)",
    )?;
    Ok(statement.query_row((doc.to_string(), to_json(target)), |row| row.get(0))?)
}

/// Edits of a document that wait, oldest first.
pub fn waiting(conn: &Connection, doc: &DocId) -> Result<Vec<Queued>> {
    select(conn, "WHERE doc = ?1 AND change IS NULL ORDER BY id", [doc.to_string()])
}

pub fn newest_waiting(conn: &Connection) -> Result<Option<Queued>> {
    Ok(select(conn, "WHERE change IS NULL ORDER BY id DESC LIMIT 1", [])?.pop())
}

/// Everything, newest first.
pub fn all(conn: &Connection) -> Result<Vec<Queued>> {
    select(conn, "ORDER BY id DESC", [])
}

pub fn of_change(conn: &Connection, doc: &DocId, change: ChangeHash) -> Result<Vec<Queued>> {
    select(conn, "WHERE doc = ?1 AND change = ?2 ORDER BY id", (doc.to_string(), change.0))
}

pub fn documents_waiting(conn: &Connection) -> Result<Vec<DocId>> {
    let mut statement =
        conn.prepare_cached("SELECT DISTINCT doc FROM outbox WHERE change IS NULL ORDER BY doc")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    names.iter().map(|name| name.parse().map_err(|_| Error::Damaged)).collect()
}

pub fn seal(conn: &Connection, id: i64, change: ChangeHash) -> Result<()> {
    conn.prepare_cached("UPDATE outbox SET change = ?2 WHERE id = ?1")?.execute((id, change.0))?;
    Ok(())
}

/// The change that held the edit is gone: it waits again.
pub fn unseal(conn: &Connection, id: i64) -> Result<()> {
    conn.prepare_cached("UPDATE outbox SET change = NULL WHERE id = ?1")?.execute([id])?;
    Ok(())
}

pub fn any_waiting(conn: &Connection) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE change IS NULL)")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The server has it: nothing waits any more.
pub fn acknowledge(conn: &Connection, doc: &DocId, change: ChangeHash) -> Result<()> {
    conn.prepare_cached("DELETE FROM outbox WHERE doc = ?1 AND change = ?2")?
        .execute((doc.to_string(), change.0))?;
    Ok(())
}

pub fn set_before(conn: &Connection, id: i64, before: &Reading) -> Result<()> {
    conn.prepare_cached("UPDATE outbox SET before = ?2 WHERE id = ?1")?.execute((id, pack(before)))?;
    Ok(())
}

pub fn count(conn: &Connection) -> Result<u32> {
    Ok(conn.prepare_cached("SELECT count(*) FROM outbox")?.query_row([], |row| row.get(0))?)
}

/// Waiting edits of one piece of evidence: its file, its description, and its places in entries; newest first.
pub fn waiting_of_evidence(conn: &Connection, doc: &DocId, evidence: &str) -> Result<Vec<Queued>> {
    let own = select(conn, "WHERE doc = ?1 AND change IS NULL ORDER BY id DESC", [doc.to_string()])?;
    let about = |target: &Target| match target {
        Target::Evidence { evidence: of, .. } | Target::Link { evidence: of, .. } => of.as_str() == evidence,
        _ => false,
    };
    Ok(own.into_iter().filter(|queued| about(queued.target())).collect())
}
