//! Where every run begins: a small district, ten laptops enrolled and holding its plan. Made once, copied for
//! each run, which takes some of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use model::ids::{PersonId, UnitId};
use model::plans::Plans;
use replica::key::DataKey;
use replica::{Given, Replica};
use sync_server::admin::{self, PlanFiles};
use tempfile::TempDir;

use super::called::{Backup, Called};
use super::clock::{Time, Wrong};
use super::folder::scratch;
use super::server::Server;

/// A laptop as it is before anything was done on it.
#[derive(Clone)]
pub struct Seat {
    pub name: &'static str,
    pub unit: UnitId,
    pub person: &'static str,
    pub key: DataKey,
    pub folder: PathBuf,
}

impl Seat {
    pub fn id(&self) -> PersonId {
        PersonId::new(self.name)
    }
}

/// So many are enrolled when the first backup is made.
const EARLY: usize = 4;

pub struct Stage {
    pub folder: TempDir,
    pub server: PathBuf,
    /// A backup of before the last of them were enrolled.
    pub early: Backup,
    pub called: Called,
    pub plans: Plans,
    pub coordinator: UnitId,
    pub seats: Vec<Seat>,
}

const SEATS: [(&str, &str, &str); 10] = [
    ("ayun-1", "ayun", "Đinh Hmưk"),
    ("ayun-2", "ayun", "Rơ Châm Lan"),
    ("ayun-3", "ayun", "Đinh Thị Bun"),
    ("hra-1", "hra", "Siu Blơi"),
    ("hra-2", "hra", "Puih Yến"),
    ("dak-1", "dak", "Kpă Hyui"),
    ("tu-phap-1", "tu-phap", "Trần Văn Nhân"),
    ("tu-phap-2", "tu-phap", "Lê Thị Sen"),
    ("noi-vu-2", "noi-vu", "Phạm Văn Tư"),
    ("noi-vu-1", "noi-vu", "Nguyễn Thị Hoa"),
];

/// Of the plan that some runs open later, after the same files.
pub const LATER: i32 = 2021;

pub fn plan_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/simulation")
}

impl Stage {
    pub async fn build() -> Result<Self> {
        let folder = scratch()?;
        let time = Time::default();
        let data = folder.path().join("server");
        let plan = admin::init(&PlanFiles::read(&plan_folder())?, &data, None, &time.of_server())?;
        let next = PlanFiles::without_units(&plan_folder().join("next"))?;
        let next = admin::add_plan(&data, &next, None, &time.of_server())?;
        let mut server = Server::over(data.clone(), &time, Arc::default());
        server.start().await?;
        let (mut seats, mut called, mut early) = (Vec::new(), Called::default(), None);
        for (name, unit, person) in SEATS {
            let seat = Seat {
                name,
                unit: UnitId::new(unit),
                person,
                key: DataKey::random()?,
                folder: folder.path().join(name),
            };
            std::fs::create_dir(&seat.folder)?;
            if seats.len() == EARLY {
                let copy = folder.path().join("early.db");
                server.back_up(&copy)?;
                early = Some(Backup { copy, called: called.clone() });
            }
            server.introduce(&seat.id(), &seat.unit, person)?;
            called.set(&seat.id(), Some(person.to_owned()));
            let replica =
                Replica::create(&seat.folder, &seat.key, Given::new(Arc::new(Wrong::right(&time))))?;
            server.enrol(&replica, &seat.unit, person).await?;
            let outgoing = replica.plan_request()?;
            let device = replica.device().context("just enrolled")?;
            let reply = server.sync(device.token.secret(), outgoing.bytes.clone()).await?;
            replica.take_reply(&outgoing, reply.map_err(|problem| anyhow::anyhow!(problem.message))?)?;
            replica.plan().context("the plan comes with the first reply")?;
            seats.push(seat);
        }
        let early = early.context("more than that are enrolled")?;
        let coordinator = plan.coordinator().clone();
        let plans = Plans::from_iter([plan, next]);
        Ok(Self { folder, server: data, early, called, plans, coordinator, seats })
    }
}
