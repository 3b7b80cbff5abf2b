//! Of which unit people are, and since when, as the organisation's document says it.

use chrono::NaiveDate;
use model::ids::{OrganisationId, PersonId, UnitId};
use model::plan::Stay;
use model::value::Value;
use rusqlite::{Connection, Row, params};

use crate::column::{Day, day};

pub(crate) const SQL: &str = "
-- A person belongs to a unit from a day on. Several follow each other where somebody moves.
CREATE TABLE stay (
  organisation TEXT NOT NULL,  -- which says so
  person   TEXT NOT NULL,
  from_day TEXT NOT NULL,
  unit     TEXT NOT NULL,
  until    TEXT,               -- the last day; null while it goes on
  PRIMARY KEY (organisation, person, from_day)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    organisation: &str,
    (person, from): (&PersonId, &str),
    value: &Value,
) -> rusqlite::Result<()> {
    let Some(Stay { unit, until }) = value.as_record() else {
        tx.prepare_cached("DELETE FROM stay WHERE organisation = ?1 AND person = ?2 AND from_day = ?3")?
            .execute(params![organisation, person.as_str(), from])?;
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO stay (organisation, person, from_day, unit, until) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET unit = excluded.unit, until = excluded.until",
    )?
    .execute(params![organisation, person.as_str(), from, unit.as_str(), until.map(Day)])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(NaiveDate, Stay)> {
    let unit = UnitId::new(row.get::<_, String>(1)?);
    let from = day(row, 0)?.unwrap_or_default();
    Ok((from, Stay { unit, until: day(row, 2)? }))
}

/// Where the person was in the organisation, and from which day on, the first first.
pub fn stays(
    conn: &Connection,
    organisation: &OrganisationId,
    person: &PersonId,
) -> rusqlite::Result<Vec<(NaiveDate, Stay)>> {
    let mut select = conn.prepare_cached(
        "SELECT from_day, unit, until FROM stay WHERE organisation = ?1 AND person = ?2 ORDER BY from_day",
    )?;
    select.query_map([organisation.as_str(), person.as_str()], read)?.collect()
}

/// Who belongs to the unit on this day.
pub(crate) fn people(
    conn: &Connection,
    organisation: &OrganisationId,
    unit: &UnitId,
    day: NaiveDate,
) -> rusqlite::Result<Vec<PersonId>> {
    let mut select = conn.prepare_cached(
        "SELECT DISTINCT person FROM stay
         WHERE organisation = ?1 AND unit = ?2 AND from_day <= ?3 AND (until IS NULL OR until >= ?3)",
    )?;
    select
        .query_map(params![organisation.as_str(), unit.as_str(), Day(day)], |row| {
            row.get::<_, String>(0).map(PersonId::new)
        })?
        .collect()
}
