//! Documents as they stand: a snapshot and the changes after it. The snapshot is a shortcut; the changes alone
//! make the document again.

use ::document::{ChangeHash, Document};
use model::doc_id::DocId;
use rusqlite::{Connection, OptionalExtension as _};

use super::change::{self, Stored};
use crate::error::{Error, Result};
use crate::limits::Limits;

pub(super) const SQL: &str = "
CREATE TABLE document (
    doc      TEXT PRIMARY KEY,
    snapshot BLOB NOT NULL,
    covers   INTEGER NOT NULL, -- the newest change in the snapshot (its seq)
    heads    BLOB NOT NULL     -- of the whole document, 32 bytes each, sorted
) WITHOUT ROWID;";

/// The document as it stands; empty where nothing of it is here.
pub fn load(conn: &Connection, doc: &DocId) -> Result<Document> {
    let mut statement = conn.prepare_cached("SELECT snapshot, covers, heads FROM document WHERE doc = ?1")?;
    let row: Option<(Vec<u8>, i64, Vec<u8>)> = statement
        .query_row([doc.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((mut bytes, covers, heads)) = row else { return Ok(Document::empty(doc.clone())) };
    for change in change::of(conn, doc, covers)? {
        bytes.extend_from_slice(change.raw.as_bytes());
    }
    if let Ok(document) = Document::load(doc.clone(), &bytes)
        && pack(&document.heads()) == heads
    {
        return Ok(document);
    }
    tracing::warn!("a snapshot did not load; the document is made again from its changes");
    rebuild(conn, doc)
}

/// Makes the document from its changes alone.
pub fn rebuild(conn: &Connection, doc: &DocId) -> Result<Document> {
    of_changes(doc, &change::of(conn, doc, 0)?)
}

/// The document that these changes make, ancestors first.
pub fn of_changes<'c>(doc: &DocId, changes: impl IntoIterator<Item = &'c Stored>) -> Result<Document> {
    let bytes: Vec<u8> = changes.into_iter().flat_map(|change| change.raw.as_bytes()).copied().collect();
    if bytes.is_empty() {
        return Ok(Document::empty(doc.clone()));
    }
    Document::load(doc.clone(), &bytes).map_err(|_| Error::DocumentDamaged(doc.clone()))
}

/// Notes how the document stands, in the transaction that keeps its new changes. The snapshot is rewritten
/// when the changes after it have become many, or when `anew`.
pub fn keep(conn: &Connection, document: &mut Document, anew: bool, limits: &Limits) -> Result<()> {
    let doc = document.id().to_string();
    let heads = pack(&document.heads());
    let covers: Option<i64> = conn
        .prepare_cached("SELECT covers FROM document WHERE doc = ?1")?
        .query_row([&doc], |row| row.get(0))
        .optional()?;
    let (count, bytes, last): (i64, i64, i64) = conn
        .prepare_cached(
            "SELECT count(*), coalesce(sum(length(bytes)), 0), coalesce(max(seq), 0) FROM raw_change
             WHERE doc = ?1 AND seq > ?2 AND state <> 2",
        )?
        .query_row((&doc, covers.unwrap_or(0)), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if anew || covers.is_none() || count > limits.tail_changes || bytes > limits.tail_bytes {
        conn.prepare_cached(
            "INSERT INTO document (doc, snapshot, covers, heads) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (doc)
             DO UPDATE SET snapshot = excluded.snapshot, covers = excluded.covers, heads = excluded.heads",
        )?
        .execute((&doc, document.save(), last.max(covers.unwrap_or(0)), heads))?;
    } else {
        conn.prepare_cached("UPDATE document SET heads = ?2 WHERE doc = ?1")?.execute((&doc, heads))?;
    }
    Ok(())
}

/// The heads of a document as far as it came here, without opening it.
pub fn heads(conn: &Connection, doc: &DocId) -> Result<Vec<ChangeHash>> {
    let packed: Option<Vec<u8>> = conn
        .prepare_cached("SELECT heads FROM document WHERE doc = ?1")?
        .query_row([doc.to_string()], |row| row.get(0))
        .optional()?;
    let packed = packed.unwrap_or_default();
    Ok(packed.chunks_exact(32).map(|head| ChangeHash(head.try_into().expect("chunks of 32"))).collect())
}

pub fn all(conn: &Connection) -> Result<Vec<DocId>> {
    let mut statement = conn.prepare_cached("SELECT doc FROM document ORDER BY doc")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    names.iter().map(|name| name.parse().map_err(|_| Error::Damaged)).collect()
}

fn pack(heads: &[ChangeHash]) -> Vec<u8> {
    heads.iter().flat_map(|head| head.0).collect()
}
