//! First run: the device's keys, its place at the server, and a store made whole before it takes its name.

use std::fs;
use std::path::{Path, PathBuf};

use model::letters::tidy_line;
use model::person;
use model::window::FirstRun;
use protocol::{EnrolReply, EnrolRequest, Epoch, VERSION, normal_code};
use serde::{Deserialize, Serialize};

use crate::device::{Device, Secret, SyncStanding};
use crate::error::{Error, Result};
use crate::key::{self, Cost, DataKey, KeyFile};
use crate::replica::{Given, Replica};
use crate::store::{batch, change, outbox, setting};
use crate::sync::{HttpServer, LinkError};

/// Where things stand in the data folder.
#[derive(Clone, Debug)]
pub struct Places {
    folder: PathBuf,
}

impl Places {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The store, once it is whole.
    pub fn store(&self) -> PathBuf {
        self.folder.join("store")
    }

    /// The store while it is being made. What is in it belongs to nobody yet but for its key pair, with which a
    /// laptop whose enrolment was answered in vain may ask again.
    fn making(&self) -> PathBuf {
        self.folder.join("first-run")
    }
}

/// The key pair of a laptop in the making, and that of one which enrols anew.
const FIRST_RUN: &str = "first-run";
const PENDING: &str = "enrols-again";

/// Makes the store and enrols. When this returns well, the store is in its place; otherwise nothing is there.
pub(crate) async fn first_run(
    places: &Places,
    server: &HttpServer,
    input: &FirstRun,
    cost: Cost,
    given: Given,
) -> Result<DataKey> {
    key::check_new(&input.passphrase)?;
    let name = name_of(&input.name)?;
    if places.store().exists() {
        return Err(Error::AlreadyEnrolled);
    }
    let (folder, passphrase) = (places.making(), input.passphrase.clone());
    let (key, replica) = blocking(move || prepare(&folder, &passphrase, cost, given)).await?;
    let secret: Secret = replica.read(|conn| setting::get(conn, FIRST_RUN))?.ok_or(Error::Damaged)?;
    let request = EnrolRequest {
        version: VERSION,
        code: input.code.clone(),
        name: name.clone(),
        person: None,
        organisation: None,
        units: Vec::new(),
        public_key: secret.public()?,
    };
    let reply = ask(server, &request).await?;
    let device = Device::new(server.address(), secret, reply.clone());
    let (places, proxy) = (places.clone(), input.proxy.clone());
    blocking(move || {
        replica.take_enrolment(device, &name, reply.epoch)?;
        replica.keep_proxy(&proxy.unwrap_or_default())?;
        replica.close()?;
        fs::rename(places.making(), places.store())?;
        key::sync_folder(&places.folder)
    })
    .await?;
    Ok(key)
}

impl Replica {
    /// The district's server is at this address from now on.
    pub(crate) fn set_server(&self, address: &str) -> Result<()> {
        let device = self.enrolled()?.at(address);
        self.write(|tx| setting::set(tx, setting::DEVICE, &device))?;
        self.set_device(device);
        Ok(())
    }

    /// This store speaks as `device` from now on: its chain of batches begins, and it asks for everything. What an
    /// earlier device of this folder sent is sent anew, acknowledged or not: it may be the server that went back in
    /// time, by a copy of its folder put back by hand, and not this laptop. Nothing is lost.
    ///
    /// `name`: what its person is called, where the directory does not say (empty: nothing is known here either).
    pub fn take_enrolment(&self, device: Device, name: &str, epoch: Epoch) -> Result<()> {
        self.write(|tx| {
            batch::clear(tx)?;
            change::send_unacknowledged(tx)?;
            self.tell_all_again(tx, &device.unit)?;
            // Who carries on the work of a unit that has ended wrote as the new one.
            let acting = self.plans().acting(&device.unit, self.today());
            if acting != device.unit {
                self.tell_all_again(tx, &acting)?;
            }
            if !name.is_empty() && tables::name(tx, &device.person)?.is_none() {
                tables::set_name(tx, &device.person, Some(name))?;
            }
            setting::set(tx, setting::DEVICE, &device)?;
            setting::remove(tx, PENDING)?;
            let hears_first = outbox::count(tx)? > 0;
            SyncStanding { epoch, hears_first, ..SyncStanding::default() }.set(tx)
        })?;
        self.set_device(device);
        self.renew_actor()
    }
}

/// The store in the making: that of an earlier try, if the passphrase opens it, or a new one.
fn prepare(folder: &Path, passphrase: &str, cost: Cost, given: Given) -> Result<(DataKey, Replica)> {
    if let Ok(key) = KeyFile::read(folder).and_then(|file| file.open(passphrase))
        && let Ok(replica) = Replica::open(folder, &key, given.clone())
        && replica.read(|conn| setting::get::<Secret>(conn, FIRST_RUN))?.is_some()
    {
        return Ok((key, replica));
    }
    if folder.exists() {
        // Never enrolled, never opened: there is nothing of anybody's in it.
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let key = DataKey::random()?;
    let replica = Replica::create(folder, &key, given)?;
    replica.write_quietly(|tx| setting::set(tx, FIRST_RUN, &Secret::random()?))?;
    KeyFile::new(&key, passphrase, cost)?.write(folder)?;
    Ok((key, replica))
}

/// Enrols an existing store as a new device: after a clone, a restored backup or a revocation. Nothing of its
/// content is lost; what the server lacks is sent again. It goes on as the same person.
pub(crate) async fn enrol_again(replica: &Replica, server: &HttpServer, code: &str) -> Result<()> {
    let before = replica.enrolled()?;
    let secret = replica.secret_for(code)?;
    let (person, name) = replica.worked_as()?;
    let request = EnrolRequest {
        version: VERSION,
        code: code.to_owned(),
        name: name.clone(),
        person: Some(person),
        organisation: Some(before.organisation.clone()),
        units: vec![before.unit.clone(), replica.unit()?],
        public_key: secret.public()?,
    };
    let reply = ask(server, &request).await?;
    let device = Device::new(server.address(), secret, reply.clone());
    replica.take_enrolment(device, &name, reply.epoch)?;
    replica.ask_to_sync();
    Ok(())
}

/// A key pair with which a code was sent: the answer may have been lost.
#[derive(Serialize, Deserialize)]
struct Pending {
    code: String,
    secret: Secret,
}

impl Replica {
    /// The key pair for this code: that of an earlier try with it, since the server may have taken that one.
    fn secret_for(&self, code: &str) -> Result<Secret> {
        self.write_quietly(|tx| {
            let tried: Option<Pending> = setting::get(tx, PENDING)?;
            if let Some(tried) = tried.filter(|tried| normal_code(&tried.code) == normal_code(code)) {
                return Ok(tried.secret);
            }
            let secret = Secret::random()?;
            setting::set(tx, PENDING, &Pending { code: code.to_owned(), secret: secret.clone() })?;
            Ok(secret)
        })
    }
}

async fn ask(server: &HttpServer, request: &EnrolRequest) -> Result<EnrolReply> {
    server.enrol(request).await.map_err(|error| match error {
        LinkError::Offline => Error::Server(
            "Không tới được máy chủ nên chưa ghi danh được. Trên máy chưa có gì thay đổi; hãy kiểm tra mạng và địa chỉ máy chủ rồi thử lại với chính mã này.".into(),
        ),
        error => Error::Server(error.to_string()),
    })
}

fn name_of(name: &str) -> Result<String> {
    let name = tidy_line(name).split_whitespace().collect::<Vec<_>>().join(" ");
    if !person::is_name(&name) {
        return Err(Error::BadValue(
            "Họ tên để trống hoặc quá dài. Hãy nhập họ tên như đồng nghiệp vẫn gọi.".into(),
        ));
    }
    Ok(name)
}

/// argon2 and the disk, off the threads that carry the network.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Damaged))
}
