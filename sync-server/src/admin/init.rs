//! Opening a district: a plan becomes the first change of its document.

use std::fs;
use std::path::{Path, PathBuf};

use ::document::{Actor, Document, interpret};
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::plan::{Items, Plan, PlanSource};
use model::vocabulary::Vocabulary;
use protocol::{Epoch, UnixMillis};
use rusqlite::Connection;

use super::AdminError;
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::files::Folder;
use crate::plan_in_force::opening;
use crate::secret;
use crate::store::log::NewLogRow;
use crate::store::{self, actor, district, document, log};

/// Fixed, so that the same plan always begins with the same change.
const ACTOR: [u8; 8] = *b"nha-rong";

/// The three files of a plan, as read from a folder.
#[derive(Debug)]
pub struct PlanFiles {
    units: String,
    plan: String,
    indicators: String,
}

impl PlanFiles {
    pub fn read(folder: &Path) -> Result<Self, AdminError> {
        let read = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(|cause| AdminError::PlanFile { file, cause })
        };
        Ok(Self {
            units: read("units.toml")?,
            plan: read("plan.toml")?,
            indicators: read("indicators.toml")?,
        })
    }

    fn source(&self) -> PlanSource<'_> {
        PlanSource::new(&self.units, &self.plan, &self.indicators)
    }
}

/// Makes the data folder of a district, with the plan opened for `year` (the plan's own where none is given).
/// The folder appears whole or not at all.
pub fn init(files: &PlanFiles, data: &Path, year: Option<i32>, clock: &Clock) -> Result<Plan, AdminError> {
    let read = Plan::load_items(&files.source());
    let (plan, items) = read.map_err(|faults| AdminError::Plan(Box::new(faults)))?;
    let plan = plan.for_year(year.unwrap_or(plan.year()));
    let building = Building::begin(data)?;
    let mut conn = store::connect(&building.0)?;
    store::migrate(&mut conn)?;
    let tx = conn.transaction()?;
    district::create(&tx, plan.id(), new_epoch()?, clock.now())?;
    open_plan(&tx, &plan, items, clock.now())?;
    tx.commit()?;
    conn.close().map_err(|(_, cause)| cause)?;
    building.finish(data)?;
    Ok(plan)
}

pub(super) fn new_epoch() -> Result<Epoch, Error> {
    // 0 means "none yet" to a laptop.
    // And beyond 53 bits JSON is not read alike everywhere.
    Ok(Epoch((u64::from_be_bytes(secret::random()?) >> 11).max(1)))
}

fn open_plan(conn: &Connection, plan: &Plan, items: Items, now: UnixMillis) -> Result<(), Error> {
    for (doc, edits) in opening(plan, items) {
        begin(conn, doc, &edits, now)?;
    }
    tables::write_plan(conn, plan)?;
    Ok(())
}

/// A document that nobody wrote before.
fn begin(conn: &Connection, doc: DocId, edits: &[StampedEdit], now: UnixMillis) -> Result<(), Error> {
    let mut written = Document::empty(doc.clone());
    for raw in written.seal(edits, Actor::from_random(ACTOR)) {
        let read = interpret(&raw).map_err(Error::unavailable)?;
        let skeleton = read.skeleton.as_ref().map(ToString::to_string);
        let row = NewLogRow { doc: &doc, hash: read.hash, raw: &raw, skeleton, device: None, received: now };
        let position = district::next_position(conn)?;
        log::append(conn, position, &row)?;
        document::advance(conn, &doc, position, &written.heads())?;
        if read.skeleton.is_none() {
            actor::claim(conn, &read.actor, None)?;
            tables::take_in(conn, &written, [(&read, Some(local(now)))], &Vocabulary::default())?;
        }
    }
    Ok(())
}

/// A folder beside the one that is wanted; taken away again unless it is finished.
pub(super) struct Building(pub PathBuf);

impl Building {
    pub fn begin(data: &Path) -> Result<Self, AdminError> {
        let taken = match fs::read_dir(data) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => data.exists(),
        };
        if taken {
            return Err(AdminError::Exists(data.to_owned()));
        }
        let mut name = data.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let path = data.with_file_name(name);
        let made = Folder::create(&path).and_then(|()| keep_private(&path));
        made.map_err(|cause| AdminError::Write { path: path.clone(), cause })?;
        Ok(Self(path))
    }

    pub fn finish(self, data: &Path) -> Result<(), AdminError> {
        // An empty folder of that name may be there; on Windows it stands in the way.
        let _ = fs::remove_dir(data);
        fs::rename(&self.0, data).map_err(|cause| AdminError::Write { path: data.to_owned(), cause })
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn keep_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> std::io::Result<()> {
    Ok(())
}
