//! What people are called: a directory beside the documents, which hold ids. It is asked when something is shown, so a
//! name that is corrected shows everywhere at once, and one that is erased nowhere.

use model::ids::PersonId;
use model::person::shown;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

pub(crate) const SQL: &str = "
-- What a person is called. No row for one whose name was never heard here.
CREATE TABLE person (
  id   TEXT PRIMARY KEY,
  name TEXT                    -- null: erased
) STRICT, WITHOUT ROWID;
";

/// Puts the name in the directory in place of the one that was there; none: it is erased.
pub fn set_name(tx: &Connection, id: &PersonId, name: Option<&str>) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO person (id, name) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET name = excluded.name",
    )?
    .execute(params![id.as_str(), name])
    .map(drop)
}

/// The name as the directory has it; `Some(None)` where it was erased.
pub fn name(conn: &Connection, id: &PersonId) -> rusqlite::Result<Option<Option<String>>> {
    let mut select = conn.prepare_cached("SELECT name FROM person WHERE id = ?1")?;
    select.query_row([id.as_str()], |row| row.get(0)).optional()
}

/// What is shown for a person, whether or not there is a name.
pub fn shown_name(conn: &Connection, id: &PersonId) -> rusqlite::Result<String> {
    Ok(shown(id, name(conn, id)?))
}

/// An id as a column holds it.
pub(crate) fn person(row: &Row<'_>, at: usize) -> rusqlite::Result<PersonId> {
    row.get::<_, String>(at).map(PersonId::new)
}
