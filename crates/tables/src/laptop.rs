//! The laptops of a unit, as its other laptops hear of them.

use chrono::{DateTime, FixedOffset};
use model::ids::{PersonId, UnitId};
use rusqlite::{Connection, params};
use view::OtherLaptop;

use crate::column::{Time, time};
use crate::person::person;

pub(crate) const SQL: &str = "
-- The other laptops of this laptop's unit, and when they last spoke with the server. Empty on the server.
CREATE TABLE other_laptop (
  unit   TEXT NOT NULL,
  ord    INTEGER NOT NULL,     -- as the server told of them
  person TEXT NOT NULL,        -- who works on it
  at     TEXT,                 -- the server's clock; null: never
  PRIMARY KEY (unit, ord)
) STRICT, WITHOUT ROWID;

-- What this laptop found of files that it held whole.
CREATE TABLE file_look (
  hash TEXT PRIMARY KEY,
  dots INTEGER                 -- the least dots to an inch of a scanned page; null: none was found
) STRICT, WITHOUT ROWID;
";

/// What the server tells of them now, in place of what it told before.
pub fn set_other_laptops(
    tx: &Connection,
    unit: &UnitId,
    laptops: &[(PersonId, Option<DateTime<FixedOffset>>)],
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM other_laptop WHERE unit = ?1")?.execute([unit.as_str()])?;
    let mut insert =
        tx.prepare_cached("INSERT INTO other_laptop (unit, ord, person, at) VALUES (?1, ?2, ?3, ?4)")?;
    for (ord, (person, at)) in (0i64..).zip(laptops) {
        insert.execute(params![unit.as_str(), ord, person.as_str(), at.map(Time)])?;
    }
    Ok(())
}

pub(crate) fn others(conn: &Connection, unit: &UnitId) -> rusqlite::Result<Vec<OtherLaptop>> {
    let mut select =
        conn.prepare_cached("SELECT person, at FROM other_laptop WHERE unit = ?1 ORDER BY ord")?;
    select
        .query_map([unit.as_str()], |row| Ok(OtherLaptop { person: person(row, 0)?, at: time(row, 1)? }))?
        .collect()
}

/// What was found of a file: at how many dots to an inch it was scanned, where it was.
pub fn set_dots(tx: &Connection, hash: &model::ids::FileHash, dots: Option<u32>) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO file_look (hash, dots) VALUES (?1, ?2)")?
        .execute(params![hash.as_str(), dots])
        .map(drop)
}
