//! `file_reference`: which documents name which files. From it follows who may send and who may fetch a file.

use model::doc_id::DocId;
use model::ids::FileHash;
use model::value::FileFacts;
use rusqlite::params;

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2012__file_reference",
    "CREATE TABLE file_reference (
        hash TEXT NOT NULL,
        doc TEXT NOT NULL,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        PRIMARY KEY (hash, doc)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX file_reference_doc ON file_reference (doc);",
);

/// Bytes of all files that the document names.
pub(crate) fn bytes_of(tx: Tx<'_>, doc: &DocId) -> Result<u64, Error> {
    let mut select = tx.prepare_cached("SELECT coalesce(sum(size), 0) FROM file_reference WHERE doc = ?")?;
    Ok(select.query_row([doc.to_string()], |row| row.get::<_, i64>(0))?.cast_unsigned())
}

#[derive(Debug)]
pub(crate) struct FileReference {
    pub doc: DocId,
    pub size: u64,
    pub media_type: String,
}

/// True where the document did not name the file before.
pub(crate) fn add(tx: Tx<'_>, doc: &DocId, file: &FileFacts) -> Result<bool, Error> {
    let added = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO file_reference (hash, doc, size, media_type) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![file.hash.as_str(), doc.to_string(), file.size.cast_signed(), file.media_type])?;
    Ok(added == 1)
}

pub(crate) fn of_file(tx: Tx<'_>, hash: &FileHash) -> Result<Vec<FileReference>, Error> {
    let mut statement =
        tx.prepare_cached("SELECT doc, size, media_type FROM file_reference WHERE hash = ?")?;
    let rows = statement
        .query_map([hash.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let read = |(doc, size, media_type): (String, i64, String)| {
        Some(FileReference { doc: doc.parse().ok()?, size: size.cast_unsigned(), media_type })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

pub(crate) fn files_of(tx: Tx<'_>, doc: &DocId) -> Result<Vec<FileHash>, Error> {
    let mut statement = tx.prepare_cached("SELECT hash FROM file_reference WHERE doc = ?")?;
    let rows = statement.query_map([doc.to_string()], |row| row.get::<_, String>(0).map(FileHash::new))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Files whose hash begins so.
pub(crate) fn beginning(tx: Tx<'_>, hash: &str) -> Result<Vec<FileHash>, Error> {
    let mut select =
        tx.prepare_cached("SELECT DISTINCT hash FROM file_reference WHERE substr(hash, 1, ?2) = ?1")?;
    let length = i64::try_from(hash.len()).map_err(Error::unavailable)?;
    let rows = select.query_map(params![hash, length], |row| row.get::<_, String>(0).map(FileHash::new))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
