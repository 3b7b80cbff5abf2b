//! What the person was told of outside the window, so that nothing is told twice.

use rusqlite::Connection;

use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE noticed (
    what TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;";

/// Whether it is told for the first time.
pub fn first(conn: &Connection, what: &str) -> Result<bool> {
    let mut insert = conn.prepare_cached("INSERT OR IGNORE INTO noticed (what) VALUES (?1)")?;
    Ok(insert.execute([what])? > 0)
}
