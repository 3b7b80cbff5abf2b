//! `moved_in`: units that came from other districts, with what was written of them there.

use std::collections::BTreeSet;

use model::ids::{OrganisationId, UnitId};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2017__moved_in",
    "CREATE TABLE moved_in (
        organisation TEXT NOT NULL, -- from where
        unit TEXT NOT NULL,
        PRIMARY KEY (organisation, unit)
    ) STRICT, WITHOUT ROWID;",
);

pub(crate) fn note(tx: Tx<'_>, organisation: &OrganisationId, unit: &UnitId) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO moved_in (organisation, unit) VALUES (?, ?)")?
        .execute([organisation.as_str(), unit.as_str()])?;
    Ok(())
}

pub(crate) fn all(tx: Tx<'_>) -> Result<BTreeSet<(OrganisationId, UnitId)>, Error> {
    let mut select = tx.prepare_cached("SELECT organisation, unit FROM moved_in")?;
    let rows = select.query_map([], |row| {
        Ok((OrganisationId::new(row.get::<_, String>(0)?), UnitId::new(row.get::<_, String>(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
