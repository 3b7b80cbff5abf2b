//! Opening a district: a plan becomes the first change of its document.

use std::fs;
use std::path::{Path, PathBuf};

use ::document::Document;
use chrono::NaiveTime;
use model::address::is_id;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{OrganisationId, PersonId};
use model::item::OrganisationItem;
use model::plan::{Files, Items, Plan, PlanSource};
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use protocol::{Epoch, UnixMillis};

use super::{AdminError, document};
use crate::clock::Clock;
use crate::error::Error;
use crate::folder::Folder;
use crate::secret;
use crate::store::{Database, Tx, district, server_key};

/// The three files of a plan, as read from a folder.
#[derive(Debug)]
pub struct PlanFiles {
    units: String,
    pub(super) plan: String,
    pub(super) indicators: String,
}

impl PlanFiles {
    pub fn read(folder: &Path) -> Result<Self, AdminError> {
        let read = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(|cause| AdminError::PlanFile { file, cause })
        };
        Ok(Self { units: read("units.toml")?, ..Self::without_units(folder)? })
    }

    /// Of a plan under units that are there already.
    pub fn without_units(folder: &Path) -> Result<Self, AdminError> {
        let read = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(|cause| AdminError::PlanFile { file, cause })
        };
        Ok(Self { units: String::new(), plan: read("plan.toml")?, indicators: read("indicators.toml")? })
    }

    /// Those that were just written.
    pub(super) fn of(files: Files) -> Self {
        Self { units: String::new(), plan: files.plan, indicators: files.indicators }
    }

    /// Under units that are there already.
    pub(super) fn under<'a>(
        &'a self,
        organisation: (&'a OrganisationId, &'a [(OrganisationItem, Value)]),
    ) -> PlanSource<'a> {
        PlanSource::under(organisation, &self.plan, &self.indicators)
    }

    fn source(&self) -> PlanSource<'_> {
        PlanSource::new(&self.units, &self.plan, &self.indicators)
    }
}

/// Makes the data folder of a district, with the plan opened for `year` (the plan's own where none is given).
/// The folder appears whole or not at all.
pub fn init(files: &PlanFiles, data: &Path, year: Option<i32>, clock: &Clock) -> Result<Plan, AdminError> {
    let read = Plan::load_items(&files.source().in_year(year));
    let (plan, items) = read.map_err(|faults| AdminError::Plan(Box::new(faults)))?;
    has_id(&plan)?;
    let building = Building::begin(data)?;
    let mut database = Database::open(&building.0)?;
    database.migrate()?;
    database.write(|tx| {
        district::create(tx, plan.organisation().id(), new_epoch()?, clock.now())?;
        server_key::create(tx)?;
        open_plan(tx, &plan, items, clock.now())
    })?;
    database.close()?;
    building.finish(data)?;
    Ok(plan)
}

/// That documents can be named by the plan: opened in another year it is called by that.
pub(super) fn has_id(plan: &Plan) -> Result<(), AdminError> {
    if is_id(plan.id().as_str()) { Ok(()) } else { Err(AdminError::LongPlanId(plan.id().clone())) }
}

pub(super) fn new_epoch() -> Result<Epoch, Error> {
    // 0 means "none yet" to a laptop.
    // And beyond 53 bits JSON is not read alike everywhere.
    Ok(Epoch((u64::from_be_bytes(secret::random()?) >> 11).max(1)))
}

fn open_plan(tx: Tx<'_>, plan: &Plan, items: Items, now: UnixMillis) -> Result<(), Error> {
    for (doc, edits) in opening(plan, items) {
        document::write_stamped(tx, Document::empty(doc), &edits, now)?;
    }
    tables::write_plan(&tx, plan)?;
    Ok(())
}

/// The edits that open a plan and its organisation, each in its document. Author and time follow from the plan, so that a
/// district that is set up again with the same plan begins with the same changes.
pub(super) fn opening(plan: &Plan, items: Items) -> [(DocId, Vec<StampedEdit>); 2] {
    let issued = plan.issued_on().and_time(NaiveTime::MIN).and_local_timezone(hanoi());
    let at = issued.single().expect("a fixed offset has each time once");
    let stamped =
        |edits: Vec<Edit>| edits.into_iter().map(|edit| StampedEdit { edit, by: PersonId::program(), at });
    let year = Edit { target: Target::Year, value: Value::Int(i64::from(plan.year())) };
    let [(organisation, units), (document, mut content)] = items.edits(plan.id(), None);
    content.push(year);
    [(organisation, stamped(units).collect()), (document, stamped(content).collect())]
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
