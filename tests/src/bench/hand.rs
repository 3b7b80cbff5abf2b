//! A laptop whose every exchange is made by hand.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use model::target::Target;
use model::window::Act;
use protocol::{EnrolRequest, Fate, VERSION, seal_reply};
use replica::clock::SystemClock;
use replica::key::{Cost, DataKey, KeyFile};
use replica::sync::{HttpServer, Server, at_once, http_client};
use replica::{Device, Given, Replica, Secret};

pub(super) struct Hand {
    pub replica: Replica,
    key: DataKey,
    pub server: HttpServer,
    pub device: Arc<Device>,
}

pub(super) struct Exchanged {
    pub up: usize,
    pub down: usize,
    /// Documents with changes.
    pub documents: usize,
    pub seal: Duration,
    pub durable: Duration,
    pub take: Duration,
    pub more: bool,
}

impl Hand {
    /// Enrolled with a one-time code, and with all that the unit may read.
    pub async fn enrol(address: String, code: String, folder: &Path) -> Result<Self> {
        let name = "Đinh Hmưk";
        let server = HttpServer::new(http_client()?, &address, false)?;
        let secret = Secret::random()?;
        let public_key = secret.public()?;
        let request = EnrolRequest {
            version: VERSION,
            code,
            name: name.into(),
            person: None,
            organisation: None,
            units: Vec::new(),
            public_key,
        };
        let reply = server.enrol(&request).await?;
        std::fs::create_dir_all(folder)?;
        let key = DataKey::random()?;
        let replica = Replica::create(folder, &key, Given::new(Arc::new(SystemClock)))?;
        let epoch = reply.epoch;
        replica.take_enrolment(Device::new(address, secret, reply), name, epoch)?;
        let device = replica.device().context("just enrolled")?;
        let hand = Self { replica, key, server, device };
        while hand.exchange().await?.more {}
        Ok(hand)
    }

    pub fn write(&self, target: Target, text: String) -> Result<()> {
        self.replica.act(Act::Write { target, text, base: None, beside: Vec::new() })?;
        Ok(())
    }

    /// From now on a window opens it with this passphrase.
    pub fn lock(&self, folder: &Path, passphrase: &str) -> Result<()> {
        Ok(KeyFile::new(&self.key, passphrase, Cost::USUAL)?.write(folder)?)
    }

    /// Seals what waits, sends it, and takes the answer in. An answer means that what was sent is on the
    /// server's disk.
    pub async fn exchange(&self) -> Result<Exchanged> {
        let begun = Instant::now();
        let outgoing = self.replica.plan_request()?;
        let seal = begun.elapsed();
        let (up, documents) = (outgoing.bytes.len(), outgoing.content.0.len());
        let begun = Instant::now();
        let reply = self.server.sync(&self.device, at_once(outgoing.bytes.clone())).await?;
        let durable = begun.elapsed();
        let down = seal_reply(&reply).len();
        let taken = reply.fates.iter().flatten().all(|fate| matches!(fate, Fate::Durable { .. }));
        ensure!(taken, "the server took everything");
        let begun = Instant::now();
        let more = self.replica.take_reply(&outgoing, reply)?.more;
        Ok(Exchanged { up, down, documents, seal, durable, take: begun.elapsed(), more })
    }
}
