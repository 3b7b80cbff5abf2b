//! Laptops, as the IT officer sees them.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use model::ids::UnitId;

use super::AdminError;
use super::folder::{reading, writing};
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::store::{Tx, device};

#[derive(Debug)]
pub struct DeviceLine {
    pub id: i64,
    pub unit: UnitId,
    /// What its person is called.
    pub person: String,
    pub enrolled: DateTime<FixedOffset>,
    pub heard: Option<DateTime<FixedOffset>>,
    pub revoked: bool,
    /// Two machines have spoken under its name.
    pub forked: bool,
}

pub fn list_devices(data: &Path) -> Result<Vec<DeviceLine>, AdminError> {
    reading(data, |tx| {
        let line = |row: device::DeviceRow| {
            Ok(DeviceLine {
                id: row.id,
                unit: row.unit,
                person: tables::shown_name(&tx, &row.person).map_err(Error::from)?,
                enrolled: local(row.enrolled),
                heard: row.heard.map(local),
                revoked: row.revoked.is_some(),
                forked: row.forked.is_some(),
            })
        };
        device::all(tx)?.into_iter().map(line).collect()
    })
}

/// From the next request on the laptop is not let in.
pub fn revoke_device(data: &Path, id: i64, clock: &Clock) -> Result<(), AdminError> {
    writing(data, |tx| {
        let found = device::get(tx, id)?.ok_or(AdminError::NoDevice(id))?;
        device::revoke(tx, id, clock.now())?;
        count_laptops(tx, &found.unit)?;
        Ok(())
    })
}

/// Brings the view's number of a unit's laptops up to date.
pub(crate) fn count_laptops(tx: Tx<'_>, unit: &UnitId) -> Result<(), Error> {
    tables::set_laptops(&tx, unit, device::count(tx, unit)?)?;
    Ok(())
}
