//! A data folder: the database, the files, and a lock so that only one server runs on it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::ids::UnitId;
use model::plan::Plan;

use super::AdminError;
use crate::plans_in_force::stored;
use crate::store::{Database, Tx, server_key};

const LOCK: &str = "serve.lock";

#[derive(Debug)]
pub struct DataFolder(PathBuf);

/// Held for as long as a server runs.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

impl DataFolder {
    pub fn open(data: &Path) -> Result<Self, AdminError> {
        let database = Database::path(data);
        match fs::metadata(&database) {
            Ok(found) if found.is_file() => Ok(Self(data.to_owned())),
            Err(cause) if cause.kind() == ErrorKind::PermissionDenied => {
                Err(AdminError::Read { path: database, cause })
            }
            _ => Err(AdminError::NoData(data.to_owned())),
        }
    }

    pub(crate) fn lock(&self) -> Result<Lock, AdminError> {
        let path = self.0.join(LOCK);
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(|cause| AdminError::Write { path: path.clone(), cause })?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(AdminError::Running),
            Err(TryLockError::Error(cause)) => Err(AdminError::Write { path, cause }),
        }
    }

    /// A connection beside that of a running server.
    pub(crate) fn database(&self) -> Result<Database, AdminError> {
        let mut database = Database::open(&self.0)?;
        // Nobody else's database is written into.
        if !database.is_district()? {
            return Err(AdminError::NoData(self.0.clone()));
        }
        database.migrate()?;
        Ok(database)
    }
}

/// Reads in a data folder, beside a running server.
pub(super) fn reading<T>(
    data: &Path,
    work: impl FnOnce(Tx<'_>) -> Result<T, AdminError>,
) -> Result<T, AdminError> {
    DataFolder::open(data)?.database()?.read(work)
}

/// Writes there; nothing where the work fails.
pub(super) fn writing<T>(
    data: &Path,
    work: impl FnOnce(Tx<'_>) -> Result<T, AdminError>,
) -> Result<T, AdminError> {
    DataFolder::open(data)?.database()?.write(|tx| {
        // What is written where nobody comes any more would be lost.
        server_key::moved(tx)?.map_or(Ok(()), |to| Err(AdminError::GoneTo(to.address)))?;
        work(tx)
    })
}

pub(super) fn known_unit(tx: Tx<'_>, unit: &UnitId) -> Result<Arc<Plan>, AdminError> {
    let plans = stored(tx)?;
    let of_unit = || plans.of_unit(unit).into_iter().find(|plan| plans.is_own(plan));
    if let Some(plan) = plans.knows(unit).then(of_unit).flatten() {
        return Ok(Arc::clone(plan));
    }
    let units = plans.own().flat_map(|plan| plan.units()).map(|unit| unit.id.to_string());
    let known: BTreeSet<String> = units.collect();
    Err(AdminError::UnknownUnit { wanted: unit.clone(), known: known.into_iter().collect() })
}
