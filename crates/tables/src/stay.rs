//! Of which unit people are, and since when, as the organisation's document says it.

use chrono::NaiveDate;
use model::ids::{PersonId, UnitId};
use model::plan::Stay;
use model::value::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::column::{Day, day};

pub(crate) const SQL: &str = "
-- A person belongs to a unit from a day on. Several follow each other where somebody moves.
CREATE TABLE stay (
  person   TEXT NOT NULL,
  from_day TEXT NOT NULL,
  unit     TEXT NOT NULL,
  until    TEXT,               -- the last day; null while it goes on
  PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    (person, from): (&PersonId, &str),
    value: &Value,
) -> rusqlite::Result<()> {
    let Some(Stay { unit, until }) = value.as_record() else {
        tx.prepare_cached("DELETE FROM stay WHERE person = ?1 AND from_day = ?2")?
            .execute(params![person.as_str(), from])?;
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO stay (person, from_day, unit, until) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET unit = excluded.unit, until = excluded.until",
    )?
    .execute(params![person.as_str(), from, unit.as_str(), until.map(Day)])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(NaiveDate, Stay)> {
    let unit = UnitId::new(row.get::<_, String>(1)?);
    let from = day(row, 0)?.unwrap_or_default();
    Ok((from, Stay { unit, until: day(row, 2)? }))
}

/// Where the person was, and from which day on, the first first.
pub fn stays(conn: &Connection, person: &PersonId) -> rusqlite::Result<Vec<(NaiveDate, Stay)>> {
    let mut select =
        conn.prepare_cached("SELECT from_day, unit, until FROM stay WHERE person = ?1 ORDER BY from_day")?;
    select.query_map([person.as_str()], read)?.collect()
}

/// The last of them.
pub fn last_stay(conn: &Connection, person: &PersonId) -> rusqlite::Result<Option<(NaiveDate, Stay)>> {
    let sql = "SELECT from_day, unit, until FROM stay WHERE person = ?1 ORDER BY from_day DESC LIMIT 1";
    conn.prepare_cached(sql)?.query_row([person.as_str()], read).optional()
}
