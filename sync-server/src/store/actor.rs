//! `actor`: which device an actor of the documents belongs to.

use model::ids::UnitId;
use rusqlite::{OptionalExtension as _, params};

use super::Tx;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) =
    ("U2004__actor", "CREATE TABLE actor (actor BLOB PRIMARY KEY, device INTEGER) STRICT, WITHOUT ROWID;");

/// Whether the actor is of a laptop of the unit itself (`own`), or nobody's yet. After a restoration any laptop of a unit brings
/// back what the others sent; that one number is not given to two changes, the document sees to.
pub(crate) fn is_free_for(tx: Tx<'_>, actor: &[u8], own: impl Fn(&UnitId) -> bool) -> Result<bool, Error> {
    let owner: Option<Option<String>> = tx
        .prepare_cached(
            "SELECT device.unit FROM actor LEFT JOIN device ON device.id = actor.device WHERE actor = ?",
        )?
        .query_row([actor], |row| row.get(0))
        .optional()?;
    Ok(owner.is_none_or(|owner| owner.is_some_and(|owner| own(&UnitId::new(owner)))))
}

/// `device` is None for what the server itself wrote.
pub(crate) fn claim(tx: Tx<'_>, actor: &[u8], device: Option<i64>) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO actor (actor, device) VALUES (?, ?)")?
        .execute(params![actor, device])?;
    Ok(())
}
