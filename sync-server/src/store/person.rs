//! `unit_person`: of which unit a person is, and when the name last changed. The name itself stands in `person`, as on
//! laptops.

use chrono::NaiveDate;
use model::fold::fold;
use model::ids::{PersonId, UnitId};
use model::plan::Stay;
use rusqlite::{OptionalExtension as _, Row, params};

use super::Tx;
use super::district;
use crate::error::Error;
use crate::secret;

pub(super) const MIGRATION: (&str, &str) = (
    "U2016__unit_person",
    "CREATE TABLE unit_person (
        id TEXT PRIMARY KEY,
        unit TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0   -- of the log, at which the name last changed; 0: there is nothing to tell
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX unit_person_position ON unit_person (position);
    CREATE INDEX unit_person_unit ON unit_person (unit);",
);

#[derive(Clone, Debug)]
pub(crate) struct PersonRow {
    pub id: PersonId,
    pub unit: UnitId,
    /// None where it was never heard here, `Some(None)` where it was erased.
    pub name: Option<Option<String>>,
}

const SELECT: &str = "SELECT unit_person.id, unit, person.id IS NOT NULL, name FROM unit_person
                      LEFT JOIN person ON person.id = unit_person.id";

fn read(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    let (known, name): (bool, Option<String>) = (row.get(2)?, row.get(3)?);
    Ok(PersonRow {
        id: PersonId::new(row.get::<_, String>(0)?),
        unit: UnitId::new(row.get::<_, String>(1)?),
        name: known.then_some(name),
    })
}

pub(crate) fn get(tx: Tx<'_>, id: &PersonId) -> Result<Option<PersonRow>, Error> {
    let sql = format!("{SELECT} WHERE unit_person.id = ?");
    Ok(tx.prepare_cached(&sql)?.query_row([id.as_str()], read).optional()?)
}

pub(crate) fn all(tx: Tx<'_>) -> Result<Vec<PersonRow>, Error> {
    let sql = format!("{SELECT} ORDER BY unit, name, unit_person.id");
    Ok(tx.prepare_cached(&sql)?.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// The person of the unit who is called like this, or else nearly so.
pub(crate) fn find(tx: Tx<'_>, unit: &UnitId, name: &str) -> Result<Option<PersonId>, Error> {
    let mut statement = tx.prepare_cached(&format!("{SELECT} WHERE unit = ? ORDER BY unit_person.id"))?;
    let people: Vec<PersonRow> = statement.query_map([unit.as_str()], read)?.collect::<Result<_, _>>()?;
    let called = |like: &dyn Fn(&str) -> bool| {
        let found = people.iter().find(|row| row.name.iter().flatten().any(|name| like(name)));
        found.map(|row| row.id.clone())
    };
    Ok(called(&|other| other == name).or_else(|| called(&|other| fold(other) == fold(name))))
}

/// A new person of the unit.
pub(crate) fn draw(tx: Tx<'_>, unit: &UnitId) -> Result<PersonId, Error> {
    loop {
        let id = secret::person()?;
        // One that another unit has would never be noted, and so drawn again.
        if get(tx, &id)?.is_none() && note(tx, &id, unit)? {
            return Ok(id);
        }
    }
}

/// Whether the person is of the unit itself (`own`), or of none as far as is known here: a restored server takes what was written
/// under an id that it gave after its backup.
pub(crate) fn is_free_for(tx: Tx<'_>, id: &PersonId, own: impl Fn(&UnitId) -> bool) -> Result<bool, Error> {
    let of: Option<String> = tx
        .prepare_cached("SELECT unit FROM unit_person WHERE id = ?")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    if *id == PersonId::program() {
        return Ok(false);
    }
    let Some(of) = of else { return Ok(true) };
    // What was written at a unit that the person has left may still arrive.
    Ok(own(&UnitId::new(of)) || stays(tx, id)?.iter().any(|(_, stay)| own(&stay.unit)))
}

/// Where the person was here, and from which day on, the first first.
pub(crate) fn stays(tx: Tx<'_>, id: &PersonId) -> Result<Vec<(NaiveDate, Stay)>, Error> {
    Ok(tables::stays(&tx, &district::need(tx)?.organisation, id)?)
}

/// Whether the person is of the unit now, or of none as far as is known here.
pub(crate) fn is_of(tx: Tx<'_>, id: &PersonId, unit: &UnitId) -> Result<bool, Error> {
    let known = get(tx, id)?;
    Ok(*id != PersonId::program() && known.is_none_or(|row| row.unit == *unit))
}

/// Whether there was a name to tell, be it that it was erased.
pub(crate) fn is_told(tx: Tx<'_>, id: &PersonId) -> Result<bool, Error> {
    let mut select =
        tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM unit_person WHERE id = ? AND position > 0)")?;
    Ok(select.query_row([id.as_str()], |row| row.get(0))?)
}

/// That the person is of this unit, where it is not known yet. True where it was not.
pub(crate) fn note(tx: Tx<'_>, id: &PersonId, unit: &UnitId) -> Result<bool, Error> {
    // What the server's own program had written comes back from laptops, too.
    if *id == PersonId::program() {
        return Ok(false);
    }
    let noted = tx
        .prepare_cached("INSERT OR IGNORE INTO unit_person (id, unit) VALUES (?, ?)")?
        .execute(params![id.as_str(), unit.as_str()])?;
    Ok(noted == 1)
}

/// The person is of this unit from now on.
pub(crate) fn set_unit(tx: Tx<'_>, id: &PersonId, unit: &UnitId) -> Result<(), Error> {
    tx.prepare_cached("UPDATE unit_person SET unit = ? WHERE id = ?")?
        .execute(params![unit.as_str(), id.as_str()])?;
    Ok(())
}

/// The name stands from now on, or is erased, and whoever may hear of the person is told.
pub(crate) fn call(tx: Tx<'_>, id: &PersonId, name: Option<&str>) -> Result<(), Error> {
    tables::set_name(&tx, id, name)?;
    let position = district::next_position(tx)?;
    tx.prepare_cached("UPDATE unit_person SET position = ? WHERE id = ?")?
        .execute(params![position, id.as_str()])?;
    Ok(())
}

/// The names of the unit's people of all times are told anew.
pub(crate) fn tell_again(tx: Tx<'_>, unit: &UnitId) -> Result<(), Error> {
    let people = tx
        .prepare_cached(
            "SELECT id FROM unit_person WHERE (unit = ?1 OR id IN (
                 SELECT person FROM stay JOIN district USING (organisation) WHERE unit = ?1))
             AND position > 0 ORDER BY position",
        )?
        .query_map([unit.as_str()], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut update = tx.prepare_cached("UPDATE unit_person SET position = ? WHERE id = ?")?;
    for id in people {
        update.execute(params![district::next_position(tx)?, id])?;
    }
    Ok(())
}

/// Position and person, of those who are or were of a unit that is `heard_of`; at most `limit`, in order.
pub(crate) fn after(
    tx: Tx<'_>,
    after: i64,
    limit: usize,
    heard_of: impl Fn(&UnitId) -> Result<bool, Error>,
) -> Result<Vec<(i64, PersonId)>, Error> {
    let mut statement =
        tx.prepare_cached("SELECT position, id, unit FROM unit_person WHERE position > ? ORDER BY position")?;
    let mut rows = statement.query([after])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| found.len() < limit) {
        let (id, now) = (PersonId::new(row.get::<_, String>(1)?), UnitId::new(row.get::<_, String>(2)?));
        let mut near = heard_of(&now)?;
        if !near {
            // What somebody wrote at a unit of before stands where it stood.
            for (_, stay) in stays(tx, &id)? {
                near |= heard_of(&stay.unit)?;
            }
        }
        if near {
            found.push((row.get(0)?, id));
        }
    }
    Ok(found)
}
