//! `redelivery`: changes that stand anew in the log for one unit, which may read their document only since the plan
//! was adjusted. Its cursor had passed them.

use model::doc_id::DocId;
use model::ids::UnitId;
use rusqlite::params;

use super::Tx;
use super::district;
use crate::error::Error;

pub(super) const MIGRATION: (&str, &str) = (
    "U2007__redelivery",
    "CREATE TABLE redelivery (
        unit TEXT NOT NULL,
        position INTEGER NOT NULL,
        log INTEGER NOT NULL REFERENCES log (position),
        PRIMARY KEY (unit, position)
    ) STRICT, WITHOUT ROWID;",
);

/// Puts the whole document before the unit once more.
pub(crate) fn announce(tx: Tx<'_>, unit: &UnitId, doc: &DocId) -> Result<(), Error> {
    let positions = tx
        .prepare_cached("SELECT position FROM log WHERE doc = ? ORDER BY position")?
        .query_map([doc.to_string()], |row| row.get::<_, i64>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut insert = tx.prepare_cached("INSERT INTO redelivery (unit, position, log) VALUES (?, ?, ?)")?;
    for log in positions {
        insert.execute(params![unit.as_str(), district::next_position(tx)?, log])?;
    }
    Ok(())
}

/// Own position, position in the log, weight; at most `limit`, in order.
pub(crate) fn positions(
    tx: Tx<'_>,
    unit: &UnitId,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, i64, i64)>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT redelivery.position, redelivery.log, log.weight FROM redelivery JOIN log ON log.position = redelivery.log
         WHERE unit = ? AND redelivery.position > ? ORDER BY redelivery.position LIMIT ?",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement
        .query_map(params![unit.as_str(), after, limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
