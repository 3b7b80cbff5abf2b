//! A laptop's store without any server: what a server would have sent is handed to it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use model::ids::UnitId;
use model::plan::{Plan, PlanSource};
use protocol::{
    ChangeBody, Cursor, Delivered, Delivery, DeviceId, EnrolReply, Epoch, SyncReply, Token, UnixMillis,
};
use replica::clock::{Clock, SystemClock};
use replica::key::DataKey;
use replica::{Device, Given, Replica, Secret};

use super::papers::{Paper, plan_papers};
use crate::programs::mang_yang;

const EPOCH: Epoch = Epoch(1);

/// The plan of Mang Yang as it ships.
pub struct Sources([String; 3]);

impl Sources {
    pub fn read() -> Result<Self> {
        let folder = mang_yang()?;
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        Ok(Self([read("units.toml")?, read("plan.toml")?, read("indicators.toml")?]))
    }

    pub fn plan(&self) -> Result<Plan> {
        let [units, plan, indicators] = &self.0;
        Ok(Plan::load(&PlanSource::new(units, plan, indicators))?)
    }

    pub fn papers(&self, year: i32) -> Result<Vec<Paper>> {
        let [units, plan, indicators] = &self.0;
        let (_, items) = Plan::load_items(&PlanSource::new(units, plan, indicators))?;
        Ok(plan_papers(year, items).into())
    }
}

pub struct Notebook {
    pub replica: Replica,
    pub key: DataKey,
    delivered: u64,
}

impl Notebook {
    /// Made, and enrolled by word of mouth.
    pub fn new(folder: &Path, unit: &str) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let key = DataKey::random()?;
        let replica = Replica::create(folder, &key, Given::new(Arc::new(SystemClock)))?;
        let reply = EnrolReply {
            device: DeviceId(1),
            token: Token::new("bench"),
            unit: UnitId::new(unit),
            organisation: "mang-yang".into(),
            person: "hmuk".into(),
            epoch: EPOCH,
            signing_key: String::new(),
        };
        let device = Device::new("http://127.0.0.1:9/".into(), Secret::random()?, reply);
        replica.take_enrolment(device, "Đinh Hmưk", EPOCH)?;
        Ok(Self { replica, key, delivered: 0 })
    }

    /// Takes in what others wrote, as a sync would bring it.
    pub fn deliver(&mut self, papers: Vec<Paper>) -> Result<()> {
        let outgoing = self.replica.plan_request()?;
        let received = UnixMillis(SystemClock.now().timestamp_millis());
        self.delivered += 1;
        let position = Cursor(self.delivered);
        let deliver = |(doc, changes): Paper| {
            let body = |raw| Delivery { body: ChangeBody::pack(raw), position, received };
            Delivered { doc: doc.into(), changes: changes.into_iter().map(body).collect() }
        };
        let reply = SyncReply {
            epoch: EPOCH,
            cursor: position,
            delivered: papers.into_iter().map(deliver).collect(),
            now: received,
            ..SyncReply::default()
        };
        self.replica.take_reply(&outgoing, reply)?;
        Ok(())
    }
}
