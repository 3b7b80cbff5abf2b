//! When units were last heard from.

use chrono::{DateTime, FixedOffset};
use model::ids::UnitId;
use rusqlite::{Connection, params};
use view::Heard;

use crate::column::{Time, list, time};

pub(crate) const SQL: &str = "
-- When a unit's laptops last spoke with the server, and how many it has.
CREATE TABLE heard (
  unit    TEXT PRIMARY KEY,
  at      TEXT,                          -- the server's clock; null: never
  laptops INTEGER NOT NULL DEFAULT 0     -- enrolled and not revoked
) STRICT, WITHOUT ROWID;
";

/// A laptop of the unit spoke with the server. An earlier time than the one known is passed over.
pub fn heard_from(tx: &Connection, unit: &UnitId, at: DateTime<FixedOffset>) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO heard (unit, at) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET at = max(coalesce(at, ''), excluded.at)",
    )?
    .execute(params![unit.as_str(), Time(at)])
    .map(drop)
}

/// How many laptops the unit has that are enrolled and not revoked.
pub fn set_laptops(tx: &Connection, unit: &UnitId, laptops: u32) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO heard (unit, laptops) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET laptops = excluded.laptops",
    )?
    .execute(params![unit.as_str(), laptops])
    .map(drop)
}

/// What is known of these units; a unit of which nothing is known has no row.
pub fn last_heard<'u>(
    conn: &Connection,
    units: impl IntoIterator<Item = &'u UnitId>,
) -> rusqlite::Result<Vec<Heard>> {
    let mut select = conn.prepare_cached(
        "SELECT unit, at, laptops FROM heard WHERE unit IN (SELECT value FROM json_each(?1))",
    )?;
    let units = list(units.into_iter().map(UnitId::as_str));
    let rows = select.query_map([units], |row| {
        Ok(Heard { unit: UnitId::new(row.get::<_, String>(0)?), at: time(row, 1)?, laptops: row.get(2)? })
    })?;
    rows.collect()
}
