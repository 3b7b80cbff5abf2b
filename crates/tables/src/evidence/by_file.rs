//! Evidence by the file that it shows.

use model::doc_id::DocId;
use model::ids::{EvidenceId, FileHash, UnitId};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{LINKED, PROVES, STANDS};
use crate::column::{list, text};
use crate::file;

/// The documents of whose evidence the file may be seen: neither withdrew its unit the evidence nor the district the file.
pub fn documents_that_show(conn: &Connection, hash: &FileHash) -> rusqlite::Result<Vec<String>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT DISTINCT doc.name FROM evidence JOIN doc ON doc.no = evidence.doc JOIN file ON file.hash = evidence.file_hash
         WHERE file_hash = ?1 AND {PROVES} AND file.withdrawn IS NULL"
    ))?;
    select.query_map([hash.as_str()], |row| row.get(0))?.collect()
}

/// The documents in whose evidence the file was withdrawn.
pub fn documents_that_withdrew(conn: &Connection, hash: &FileHash) -> rusqlite::Result<Vec<String>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT DISTINCT doc.name FROM evidence JOIN doc ON doc.no = evidence.doc
         WHERE file_hash = ?1 AND {STANDS} AND evidence.withdrawn IS NOT NULL"
    ))?;
    select.query_map([hash.as_str()], |row| row.get(0))?.collect()
}

/// The file of a piece of evidence.
pub fn file_of(conn: &Connection, doc: &DocId, id: &EvidenceId) -> rusqlite::Result<Option<FileHash>> {
    let mut select = conn.prepare_cached(
        "SELECT file_hash FROM evidence JOIN doc ON doc.no = evidence.doc WHERE doc.name = ?1 AND id = ?2",
    )?;
    let hash = select.query_row([&doc.to_string(), id.as_str()], |row| row.get(0)).optional()?;
    Ok(hash.flatten().map(|hash: String| FileHash::new(hash)))
}

/// What evidence of the document that may be seen calls the file.
pub fn file_name(conn: &Connection, doc: &DocId, hash: &FileHash) -> rusqlite::Result<Option<String>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT file_name FROM evidence JOIN doc ON doc.no = evidence.doc
         WHERE doc.name = ?1 AND file_hash = ?2 AND {PROVES} ORDER BY id"
    ))?;
    select.query_row([&doc.to_string(), hash.as_str()], |row| row.get(0)).optional()
}

/// Whether an entry in a workbook of these units uses the file.
pub fn uses_file(conn: &Connection, hash: &FileHash, units: &[UnitId]) -> rusqlite::Result<bool> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM evidence JOIN doc ON doc.no = evidence.doc
           WHERE file_hash = ?1 AND doc.office IS NULL AND doc.unit IN (SELECT value FROM json_each(?2))
             AND {PROVES} AND {LINKED})"
    ))?;
    select.query_row(params![hash.as_str(), list(units.iter().map(UnitId::as_str))], |row| row.get(0))
}

/// Why the file is not to be seen: every piece of evidence that is this file was withdrawn, or the district withdrew it.
pub fn withdrawn(conn: &Connection, hash: &FileHash) -> rusqlite::Result<Option<String>> {
    if let Some(reason) = file::withdrawn_by_district(conn, hash)? {
        return Ok(Some(reason));
    }
    let mut select = conn.prepare_cached(&format!(
        "SELECT min(withdrawn) FROM evidence WHERE file_hash = ?1 AND {STANDS} HAVING sum(withdrawn IS NULL) = 0"
    ))?;
    Ok(select.query_row([hash.as_str()], |row| row.get(0)).optional()?.flatten())
}

/// A file that a unit withdrew, or the district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnRow {
    pub hash: FileHash,
    /// As its evidence calls it.
    pub name: String,
    pub size: u64,
    pub units: Vec<UnitId>,
    pub reason: String,
    /// Other evidence shows it still.
    pub shown: bool,
    /// The district withdrew it, so that its bytes are taken away everywhere.
    pub by_district: bool,
}

pub fn withdrawn_files(conn: &Connection) -> rusqlite::Result<Vec<WithdrawnRow>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT file.hash, coalesce(max(file_name), ''), file.size, json_group_array(DISTINCT doc.unit),
           coalesce(file.withdrawn, max(evidence.withdrawn)),
           sum(evidence.withdrawn IS NULL) > 0 AND file.withdrawn IS NULL, file.withdrawn IS NOT NULL
         FROM file JOIN evidence ON evidence.file_hash = file.hash JOIN doc ON doc.no = evidence.doc
         WHERE {STANDS} GROUP BY file.hash HAVING file.withdrawn IS NOT NULL OR max(evidence.withdrawn) IS NOT NULL
         ORDER BY file.hash"
    ))?;
    let rows = select.query_map([], |row| {
        let units: String = row.get(3)?;
        let units: Vec<String> = serde_json::from_str(&units).unwrap_or_default();
        Ok(WithdrawnRow {
            hash: FileHash::new(text(row, 0)?),
            name: row.get(1)?,
            size: row.get::<_, i64>(2)?.unsigned_abs(),
            units: units.into_iter().map(UnitId::new).collect(),
            reason: row.get(4)?,
            shown: row.get(5)?,
            by_district: row.get(6)?,
        })
    })?;
    rows.collect()
}
