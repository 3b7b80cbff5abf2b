//! `document`: which documents there are, whose, and how far their log goes.

use ::document::ChangeHash;
use model::doc_id::{DocId, DocKind};
use model::ids::UnitId;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2005__document",
    "CREATE TABLE document (
        doc TEXT PRIMARY KEY,
        about TEXT,   -- the unit that it is about; none for the plan
        office TEXT,  -- of a review: whose
        snapshot BLOB NOT NULL,
        upto INTEGER NOT NULL,
        last INTEGER NOT NULL,
        heads BLOB NOT NULL
    ) STRICT;
    CREATE INDEX document_last ON document (last);
    CREATE INDEX document_about ON document (about, last);
    CREATE INDEX document_office ON document (office, last) WHERE office IS NOT NULL;",
);

/// The last position of the log that the document has; 0 where there is no such document.
pub(crate) fn last(tx: Tx<'_>, doc: &DocId) -> Result<i64, Error> {
    let mut select = tx.prepare_cached("SELECT last FROM document WHERE doc = ?")?;
    Ok(select.query_row([doc.to_string()], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Writes down that the document now ends at this position of the log.
pub(crate) fn advance(tx: Tx<'_>, doc: &DocId, last: i64, heads: &[ChangeHash]) -> Result<(), Error> {
    let (about, office) = match &doc.kind {
        DocKind::Plan | DocKind::Guidance(_) | DocKind::Organisation => (None, None),
        DocKind::Workbook(unit) => (Some(unit), None),
        DocKind::Review { office, unit } => (Some(unit), Some(office)),
        // Nobody may write one, so that none comes as far as this.
        DocKind::Unknown(_) => (None, None),
    };
    tx.prepare_cached(
        "INSERT INTO document (doc, about, office, last, heads) VALUES (?1, ?4, ?5, ?2, ?3)
         ON CONFLICT (doc) DO UPDATE SET last = ?2, heads = ?3",
    )?
    .execute(params![
        doc.to_string(),
        last,
        heads_bytes(heads),
        about.map(UnitId::as_str),
        office.map(UnitId::as_str)
    ])?;
    Ok(())
}

/// Documents about no unit: the plans, and what stands above them.
pub(crate) fn of_no_unit(tx: Tx<'_>) -> Result<Vec<DocId>, Error> {
    let mut statement = tx.prepare_cached("SELECT doc FROM document WHERE about IS NULL ORDER BY doc")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

/// Documents with something after this position of the log.
pub(crate) fn changed_since(tx: Tx<'_>, cursor: i64) -> Result<Vec<DocId>, Error> {
    let mut statement = tx.prepare_cached("SELECT doc FROM document WHERE last > ?")?;
    let names =
        statement.query_map([cursor], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

/// The same, of those that units come into question for as readers: the plans', their own and those about them, and
/// workbooks of `followed`.
pub(crate) fn changed_for(
    tx: Tx<'_>,
    units: &[UnitId],
    followed: &[DocId],
    cursor: i64,
) -> Result<Vec<DocId>, Error> {
    let units = serde_json::to_string(units).map_err(Error::unavailable)?;
    let followed = serde_json::to_string(followed).map_err(Error::unavailable)?;
    let mut statement = tx.prepare_cached(
        "SELECT doc FROM document WHERE about IN (SELECT value FROM json_each(?1)) AND last > ?3
         UNION SELECT doc FROM document WHERE office IN (SELECT value FROM json_each(?1)) AND last > ?3
         UNION SELECT doc FROM document WHERE about IS NULL AND last > ?3
         UNION SELECT doc FROM document WHERE doc IN (SELECT value FROM json_each(?2)) AND last > ?3",
    )?;
    let names = statement
        .query_map(params![units, followed, cursor], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

/// Whether the office has written a review of the unit.
pub(crate) fn has_review(tx: Tx<'_>, office: &UnitId, unit: &UnitId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM document WHERE about = ? AND office = ?)";
    Ok(tx.prepare_cached(sql)?.query_row([unit.as_str(), office.as_str()], |row| row.get(0))?)
}

fn heads_bytes(heads: &[ChangeHash]) -> Vec<u8> {
    heads.iter().flat_map(|head| head.0).collect()
}
