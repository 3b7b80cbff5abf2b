//! `device`: laptops, with the public half of their keys and the end of their chain of batches.

use chrono::NaiveDate;
use model::ids::{PersonId, UnitId};
use model::plans::Plans;
use protocol::{BatchHash, Counter, Epoch, UnixMillis};
use rusqlite::{OptionalExtension as _, Row, params};

use super::Tx;
use super::district::DistrictRow;
use crate::error::Error;
use crate::secret::SecretHash;

pub(super) const MIGRATION: (&str, &str) = (
    "U2003__device",
    "CREATE TABLE device (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit TEXT NOT NULL,
        person TEXT NOT NULL,      -- the id
        public_key BLOB NOT NULL,
        token BLOB NOT NULL UNIQUE,
        enrolled_ms INTEGER NOT NULL,
        revoked_ms INTEGER,
        forked_ms INTEGER,
        heard_ms INTEGER,
        counter INTEGER NOT NULL DEFAULT 0,
        last_batch BLOB NOT NULL,
        chain_epoch INTEGER NOT NULL,
        told_epoch INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX device_unit ON device (unit);",
);

#[derive(Clone, Debug)]
pub(crate) struct DeviceRow {
    pub id: i64,
    /// For which it was enrolled, or which carries on that one's work.
    pub unit: UnitId,
    pub enrolled_for: UnitId,
    pub person: PersonId,
    pub public_key: [u8; 32],
    pub enrolled: UnixMillis,
    pub revoked: Option<UnixMillis>,
    /// When a batch came that did not follow the one before it.
    pub forked: Option<UnixMillis>,
    pub heard: Option<UnixMillis>,
    pub counter: Counter,
    pub last_batch: BatchHash,
    /// The epoch in which the chain was last written down.
    pub chain_epoch: Epoch,
    /// The epoch in which it last had nothing to send.
    pub told_epoch: Epoch,
}

const COLUMNS: &str = "id, unit, person, public_key, enrolled_ms, revoked_ms, forked_ms, heard_ms, counter, \
                       last_batch, chain_epoch, told_epoch";

fn read(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    Ok(DeviceRow {
        id: row.get(0)?,
        unit: UnitId::new(row.get::<_, String>(1)?),
        enrolled_for: UnitId::new(row.get::<_, String>(1)?),
        person: PersonId::new(row.get::<_, String>(2)?),
        public_key: row.get(3)?,
        enrolled: UnixMillis(row.get(4)?),
        revoked: row.get::<_, Option<i64>>(5)?.map(UnixMillis),
        forked: row.get::<_, Option<i64>>(6)?.map(UnixMillis),
        heard: row.get::<_, Option<i64>>(7)?.map(UnixMillis),
        counter: Counter(row.get::<_, i64>(8)?.cast_unsigned()),
        last_batch: BatchHash(row.get(9)?),
        chain_epoch: Epoch(row.get::<_, i64>(10)?.cast_unsigned()),
        told_epoch: Epoch(row.get::<_, i64>(11)?.cast_unsigned()),
    })
}

pub(crate) struct NewDevice<'a> {
    pub unit: &'a UnitId,
    pub person: &'a PersonId,
    pub public_key: [u8; 32],
    pub token: SecretHash,
    pub epoch: Epoch,
    /// It has worked before, and may have more than a restored server.
    pub retells: bool,
    pub now: UnixMillis,
}

pub(crate) fn insert(tx: Tx<'_>, new: &NewDevice<'_>) -> Result<i64, Error> {
    tx.prepare_cached(
        "INSERT INTO device (unit, person, public_key, token, enrolled_ms, last_batch, chain_epoch, told_epoch)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        new.unit.as_str(),
        new.person.as_str(),
        new.public_key.as_slice(),
        new.token,
        new.now.0,
        BatchHash::default().0.as_slice(),
        new.epoch.0.cast_signed(),
        if new.retells { 0 } else { new.epoch.0.cast_signed() }
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The device that this token was given to, revoked or not.
pub(crate) fn by_token(tx: Tx<'_>, token: SecretHash) -> Result<Option<DeviceRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE token = ?");
    Ok(tx.prepare_cached(&sql)?.query_row([token], read).optional()?)
}

/// Milliseconds after a restoration, 180 days, in which a laptop may come that was not heard since.
const RETOLD_WITHIN: i64 = 180 * 24 * 60 * 60 * 1000;

impl DeviceRow {
    /// Whether a restored server may yet hear from it what it had heard before.
    pub fn retells(&self, district: &DistrictRow, now: UnixMillis) -> bool {
        district.restored.is_some_and(|restored| now.0 - restored.0 < RETOLD_WITHIN)
            && self.told_epoch != district.epoch
    }

    /// The device as it acts on a day: a unit that has ended is carried on by the one that came in its place.
    pub fn acting(mut self, plans: &Plans, day: NaiveDate) -> Self {
        self.unit = plans.acting(&self.enrolled_for, day);
        self
    }
}

pub(crate) fn get(tx: Tx<'_>, id: i64) -> Result<Option<DeviceRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE id = ?");
    Ok(tx.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

pub(crate) fn all(tx: Tx<'_>) -> Result<Vec<DeviceRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device ORDER BY unit, id");
    Ok(tx.prepare_cached(&sql)?.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// Laptops that were enrolled for one of these units, revoked or not.
pub(crate) fn of_units(tx: Tx<'_>, units: &[UnitId]) -> Result<Vec<DeviceRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE unit = ? ORDER BY id");
    let mut found = Vec::new();
    for unit in units {
        let mut select = tx.prepare_cached(&sql)?;
        let rows = select.query_map([unit.as_str()], read)?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

pub(crate) fn set_token(tx: Tx<'_>, id: i64, token: SecretHash) -> Result<(), Error> {
    tx.prepare_cached("UPDATE device SET token = ? WHERE id = ?")?.execute(params![token, id])?;
    Ok(())
}

pub(crate) fn set_chain(
    tx: Tx<'_>,
    id: i64,
    counter: Counter,
    last_batch: BatchHash,
    epoch: Epoch,
) -> Result<(), Error> {
    tx.prepare_cached("UPDATE device SET counter = ?, last_batch = ?, chain_epoch = ? WHERE id = ?")?
        .execute(params![counter.0.cast_signed(), last_batch.0.as_slice(), epoch.0.cast_signed(), id])?;
    Ok(())
}

/// It has said again, in this life of the log, what it had said before.
pub(crate) fn set_told(tx: Tx<'_>, id: i64, epoch: Epoch) -> Result<(), Error> {
    tx.prepare_cached("UPDATE device SET told_epoch = ? WHERE id = ?")?
        .execute(params![epoch.0.cast_signed(), id])?;
    Ok(())
}

/// A plan is there again that was lost: what was held for it is said again.
pub(crate) fn hear_all_again(tx: Tx<'_>) -> Result<(), Error> {
    tx.execute("UPDATE device SET told_epoch = 0", [])?;
    Ok(())
}

pub(crate) fn set_heard(tx: Tx<'_>, id: i64, now: UnixMillis) -> Result<(), Error> {
    tx.prepare_cached("UPDATE device SET heard_ms = ? WHERE id = ?")?.execute(params![now.0, id])?;
    Ok(())
}

pub(crate) fn set_forked(tx: Tx<'_>, id: i64, now: UnixMillis) -> Result<(), Error> {
    tx.prepare_cached("UPDATE device SET forked_ms = ? WHERE id = ?")?.execute(params![now.0, id])?;
    Ok(())
}

/// False where there is no such device.
pub(crate) fn revoke(tx: Tx<'_>, id: i64, now: UnixMillis) -> Result<bool, Error> {
    let changed = tx
        .execute("UPDATE device SET revoked_ms = coalesce(revoked_ms, ?) WHERE id = ?", params![now.0, id])?;
    Ok(changed == 1)
}

/// Laptops of the unit that may speak.
pub(crate) fn count(tx: Tx<'_>, unit: &UnitId) -> Result<u32, Error> {
    Ok(tx
        .prepare_cached("SELECT count(*) FROM device WHERE unit = ? AND revoked_ms IS NULL")?
        .query_row([unit.as_str()], |row| row.get(0))?)
}
