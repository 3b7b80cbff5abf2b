//! People: whoever writes stands in the documents by an id, and is called by what stands here.

use std::path::Path;

use model::ids::{PersonId, UnitId};
use model::person::{MAX_NAME_CHARS, shown};
use rusqlite::{Connection, TransactionBehavior};

use super::folder::DataFolder;
use super::{AdminError, checked_name};
use crate::store::person;

#[derive(Debug)]
pub struct PersonLine {
    pub id: PersonId,
    pub unit: UnitId,
    /// As windows show it.
    pub name: String,
}

pub fn list_people(data: &Path) -> Result<Vec<PersonLine>, AdminError> {
    let conn = DataFolder::open(data)?.connect()?;
    let line =
        |row: person::PersonRow| PersonLine { name: shown(&row.id, row.name), id: row.id, unit: row.unit };
    Ok(person::all(&conn)?.into_iter().map(line).collect())
}

/// The name that the person has from now on, in what was written before as well. Laptops hear it with their next sync.
pub fn rename_person(data: &Path, id: &PersonId, name: &str) -> Result<(), AdminError> {
    let name = checked_name(name, MAX_NAME_CHARS)?;
    call(&mut DataFolder::open(data)?.connect()?, id, Some(&name))
}

/// From now on nobody is told the name, and laptops erase it with their next sync. Nothing of what was written goes, and
/// backups keep what they hold: after a restoration the name is to be erased once more.
pub fn erase_person(data: &Path, id: &PersonId) -> Result<(), AdminError> {
    let mut conn = DataFolder::open(data)?.connect()?;
    // Not in free pages either, nor in the log of writes, as soon as no reader needs that.
    conn.pragma_update(None, "secure_delete", "ON")?;
    call(&mut conn, id, None)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn call(conn: &mut Connection, id: &PersonId, name: Option<&str>) -> Result<(), AdminError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    person::get(&tx, id)?.ok_or_else(|| AdminError::NoPerson(id.clone()))?;
    person::call(&tx, id, name)?;
    Ok(tx.commit()?)
}
