//! `file_notice`: that something became known of a file that a document names, at a position of the log. What it is, is
//! asked when it is told.

use model::doc_id::DocId;
use model::ids::FileHash;
use rusqlite::{Row, params};

use super::Tx;
use super::{district, file_reference};
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2008__file_notice",
    // One row for each file and document: only the newest news matter.
    "CREATE TABLE file_notice (
        hash TEXT NOT NULL,
        doc TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (hash, doc)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX file_notice_position ON file_notice (position);
    CREATE INDEX file_notice_doc ON file_notice (doc, position);",
);

/// To those who may read this document.
pub(crate) fn announce(tx: Tx<'_>, hash: &FileHash, doc: &DocId) -> Result<(), Error> {
    let position = district::next_position(tx)?;
    tx.prepare_cached(
        "INSERT INTO file_notice (hash, doc, position) VALUES (?1, ?2, ?3)
         ON CONFLICT (hash, doc) DO UPDATE SET position = ?3",
    )?
    .execute(params![hash.as_str(), doc.to_string(), position])?;
    Ok(())
}

/// To all who may read a document that names the file.
pub(crate) fn announce_all(tx: Tx<'_>, hash: &FileHash) -> Result<(), Error> {
    file_reference::of_file(tx, hash)?.iter().try_for_each(|named| announce(tx, hash, &named.doc))
}

/// Position and file, of these documents or of all; at most `limit`, in order.
pub(crate) fn after(
    tx: Tx<'_>,
    docs: Option<&[DocId]>,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, FileHash)>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let read = |row: &Row<'_>| Ok((row.get(0)?, FileHash::new(row.get::<_, String>(1)?)));
    let rows = match docs {
        None => tx
            .prepare_cached("SELECT position, hash FROM file_notice WHERE position > ? ORDER BY position LIMIT ?")?
            .query_map(params![after, limit], read)?
            .collect::<Result<_, _>>()?,
        Some(docs) => tx
            .prepare_cached(
                "SELECT position, hash FROM file_notice WHERE doc IN (SELECT value FROM json_each(?)) AND position > ?
                 ORDER BY position LIMIT ?",
            )?
            .query_map(params![serde_json::to_string(docs).map_err(Error::unavailable)?, after, limit], read)?
            .collect::<Result<_, _>>()?,
    };
    Ok(rows)
}
