//! What came that this program has no words for: kept in its document, shown nowhere, and counted.

use model::address::Address;
use model::doc_id::DocId;
use rusqlite::{Connection, params};

pub(crate) const SQL: &str = "
-- Where a newer program wrote something that this one does not know.
CREATE TABLE unknown_field (
  doc     TEXT NOT NULL,
  address TEXT NOT NULL,     -- object and key, the last word of a key of several left out
  PRIMARY KEY (doc, address)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn note(tx: &Connection, doc: &DocId, addresses: &[Address]) -> rusqlite::Result<()> {
    let mut insert =
        tx.prepare_cached("INSERT OR IGNORE INTO unknown_field (doc, address) VALUES (?1, ?2)")?;
    // The parts of one value are one thing to people: their keys differ behind the last stroke.
    let content = |address: &Address| match address.key.rsplit_once('/') {
        Some((before, _)) => format!("{}:{before}", address.object),
        None => address.to_string(),
    };
    addresses
        .iter()
        .try_for_each(|address| insert.execute(params![doc.to_string(), content(address)]).map(drop))
}

/// How much there is that a newer program would show.
pub fn count_unknown(conn: &Connection) -> rusqlite::Result<u32> {
    conn.prepare_cached("SELECT count(*) FROM unknown_field")?.query_row([], |row| row.get(0))
}

/// The documents in which there is any.
pub fn documents_with_unknown(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut select = conn.prepare_cached("SELECT DISTINCT doc FROM unknown_field")?;
    select.query_map([], |row| row.get(0))?.collect()
}

/// The document's changes are about to be asked anew what they say.
pub fn forget_unknown(tx: &Connection, doc: &DocId) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM unknown_field WHERE doc = ?1")?.execute([doc.to_string()]).map(drop)
}
