//! The real server without a socket: its own routes, called one request at a time, over its own database.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use model::ids::{PersonId, UnitId};
use model::plan::Plan;
use model::vocabulary::Vocabulary;
use protocol::{EnrolReply, EnrolRequest, MAX_WIRE_BYTES, Problem, SyncReply, VERSION, open_reply};
use replica::{Device, Replica, Secret};
use rusqlite::{Connection, OpenFlags};
use sync_server::admin::{self, AdminError, PlanFiles};
use sync_server::{Config, District, Limits};
use tower::ServiceExt as _;

use super::clock::Time;
use super::folder::{Folders, copy};
use super::stage::{LATER, plan_folder};

/// What the server answers: a reply, or why not.
pub type Answer = Result<SyncReply, Problem>;

pub struct Server {
    data: PathBuf,
    time: Time,
    /// What its program knows of all that may stand in documents.
    pub known: Arc<Vocabulary>,
    pub limits: Limits,
    /// None while the process is dead.
    running: Option<(District, Router)>,
}

impl Server {
    /// Not running yet.
    pub fn over(data: PathBuf, time: &Time, known: Arc<Vocabulary>) -> Self {
        Self { data, time: time.clone(), known, limits: Limits::default(), running: None }
    }

    pub fn is_up(&self) -> bool {
        self.running.is_some()
    }

    pub async fn start(&mut self) -> Result<()> {
        let config = Config {
            clock: self.time.of_server(),
            known: Arc::clone(&self.known),
            limits: self.limits.clone(),
            ..Config::new(&self.data)
        };
        let district = District::open(config).await?;
        let routes = district.routes();
        self.running = Some((district, routes));
        Ok(())
    }

    /// The process is gone without a word: what its memory held is lost, what it had committed is not.
    pub fn crash(&mut self, folders: &mut Folders) -> Result<()> {
        self.go_on_from(folders.fresh())
    }

    fn go_on_from(&mut self, data: PathBuf) -> Result<()> {
        copy(&self.data, &data)?;
        self.running = None;
        fs::remove_dir_all(&self.data)?;
        self.data = data;
        Ok(())
    }

    /// The IT officer has the rows made anew. The server does not run meanwhile, nor after it.
    pub fn rebuild(&mut self) -> Result<()> {
        self.running = None;
        admin::rebuild(&self.data)?;
        Ok(())
    }

    pub fn back_up(&self, to: &Path) -> Result<()> {
        admin::backup(&self.data, to)?;
        Ok(())
    }

    /// The disk is lost; a new server begins with the copy.
    pub fn restore(&mut self, from: &Path, folders: &mut Folders) -> Result<()> {
        self.running = None;
        fs::remove_dir_all(&self.data)?;
        self.data = folders.fresh();
        admin::restore(from, &self.data, None, &self.time.of_server())?;
        Ok(())
    }

    async fn call(&self, request: Request<Body>) -> Result<(StatusCode, Vec<u8>)> {
        let (_, routes) = self.running.as_ref().context("the server is down")?;
        let response = routes.clone().oneshot(request).await?;
        let status = response.status();
        Ok((status, to_bytes(response.into_body(), MAX_WIRE_BYTES).await?.to_vec()))
    }

    pub async fn sync(&self, token: &str, bytes: Vec<u8>) -> Result<Answer> {
        let request = Request::post("/v1/sync")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from(bytes))?;
        let (status, body) = self.call(request).await?;
        if status.is_success() {
            return Ok(Ok(open_reply(&body)?));
        }
        Ok(Err(serde_json::from_slice(&body).with_context(|| format!("an answer with status {status}"))?))
    }

    /// The district's IT officer opens a plan; none where it is there.
    pub fn add_plan(&self) -> Result<Option<Plan>> {
        let files = PlanFiles::without_units(&plan_folder().join("next"))?;
        match admin::add_plan(&self.data, &files, Some(LATER), &self.time.of_server()) {
            Ok(plan) => Ok(Some(plan)),
            Err(AdminError::PlanExists(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Somebody who has an id before any code was asked for: one that the server draws would make each run another.
    pub fn introduce(&self, id: &PersonId, unit: &UnitId, name: &str) -> Result<()> {
        let rows = Connection::open(self.data.join("nharong.db"))?;
        rows.execute("INSERT INTO unit_person (id, unit) VALUES (?1, ?2)", [id.as_str(), unit.as_str()])?;
        rows.execute("INSERT INTO person (id, name) VALUES (?1, ?2)", [id.as_str(), name])?;
        Ok(())
    }

    /// The district's IT officer corrects a name, or erases it.
    pub fn call_person(&self, id: &PersonId, name: Option<&str>) -> Result<()> {
        match name {
            Some(name) => admin::rename_person(&self.data, id, name)?,
            None => admin::erase_person(&self.data, id)?,
        }
        Ok(())
    }

    /// A person asks for a code and enters it; the laptop speaks as a new device from then on, and as whom it worked
    /// before.
    pub async fn enrol(&self, replica: &Replica, unit: &UnitId, person: &str) -> Result<()> {
        let code = admin::issue_code(&self.data, unit, person, &self.time.of_server())?.code;
        let secret = Secret::random()?;
        let public_key = secret.public()?;
        let (worked_as, organisation, units, name) = match replica.device() {
            Some(device) => {
                let (person, name) = replica.worked_as()?;
                let units = vec![device.unit.clone(), replica.unit()?];
                (Some(person), Some(device.organisation.clone()), units, name)
            }
            None => (None, None, Vec::new(), person.to_owned()),
        };
        let asked = EnrolRequest {
            version: VERSION,
            code,
            name: name.clone(),
            person: worked_as,
            organisation,
            units,
            public_key,
        };
        let request = Request::post("/v1/enrol")
            .header(header::CONTENT_TYPE, "application/json")
            .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))))
            .body(Body::from(serde_json::to_vec(&asked)?))?;
        let (status, body) = self.call(request).await?;
        if !status.is_success() {
            bail!("the enrolment was refused ({status}): {}", String::from_utf8_lossy(&body));
        }
        let reply: EnrolReply = serde_json::from_slice(&body)?;
        let epoch = reply.epoch;
        let device = Device::new("https://huyen.test/".into(), secret, reply);
        Ok(replica.take_enrolment(device, &name, epoch)?)
    }

    /// Its snapshots are not what was written any more. For a server that does not run.
    pub fn damage_snapshots(&self) -> Result<bool> {
        let rows = Connection::open(self.data.join("nharong.db"))?;
        Ok(rows.execute("UPDATE snapshot SET bytes = zeroblob(length(bytes))", [])? > 0)
    }

    /// The rows, read beside the server.
    pub fn rows(&self) -> Result<Connection> {
        Ok(Connection::open_with_flags(self.data.join("nharong.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?)
    }

    /// Answers from the rows that come from documents of the plan which the unit may read. (The page's own answers
    /// leave none out: an account of an office also sees what another office wrote.)
    pub fn as_read_by<T>(
        &self,
        (unit, plan): (&UnitId, &Plan),
        ask: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        if unit == plan.coordinator() {
            return ask(&self.rows()?);
        }
        let mut rows = Connection::open(self.data.join("nharong.db"))?;
        // Never committed.
        let tx = rows.transaction()?;
        let reviews = "SELECT no FROM doc WHERE office <> ?1 AND unit <> ?1";
        for table in ["verdict", "history"] {
            tx.execute(&format!("DELETE FROM {table} WHERE doc IN ({reviews})"), [unit.as_str()])?;
        }
        tx.execute(
            "DELETE FROM contender WHERE doc LIKE '%/review/%' AND doc NOT LIKE '%/review/' || ?1 || '/%'
             AND doc NOT LIKE '%/review/%/' || ?1",
            [unit.as_str()],
        )?;
        ask(&tx)
    }
}
