//! `moved_in`: units that came from other districts, with what was written of them there.

use std::collections::BTreeSet;

use model::ids::{OrganisationId, UnitId};
use rusqlite::Connection;

use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2017__moved_in",
    "CREATE TABLE moved_in (
        organisation TEXT NOT NULL, -- from where
        unit TEXT NOT NULL,
        PRIMARY KEY (organisation, unit)
    ) STRICT, WITHOUT ROWID;",
);

pub(crate) fn note(conn: &Connection, organisation: &OrganisationId, unit: &UnitId) -> Result<(), Error> {
    conn.prepare_cached("INSERT OR IGNORE INTO moved_in (organisation, unit) VALUES (?, ?)")?
        .execute([organisation.as_str(), unit.as_str()])?;
    Ok(())
}

pub(crate) fn all(conn: &Connection) -> Result<BTreeSet<(OrganisationId, UnitId)>, Error> {
    let mut select = conn.prepare_cached("SELECT organisation, unit FROM moved_in")?;
    let rows = select.query_map([], |row| {
        Ok((OrganisationId::new(row.get::<_, String>(0)?), UnitId::new(row.get::<_, String>(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
