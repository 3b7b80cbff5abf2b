//! The district's real server, in this process: on its port while there is a network, and closed otherwise.

use std::path::PathBuf;

use anyhow::{Context, Result};
use model::ids::{PlanId, UnitId};
use sync_server::admin::{self, PlanFiles};
use sync_server::{Clock, Config, District};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Held, PLANS, Person};
use crate::programs::{free_port, mang_yang};
use crate::server::{LEADER, PASSWORD};

pub struct Server {
    data: PathBuf,
    port: u16,
    clock: Clock,
    running: Option<(oneshot::Sender<()>, JoinHandle<Result<()>>)>,
}

impl Server {
    /// With last year's plan.
    pub fn new(data: PathBuf, clock: &Held) -> Result<Self> {
        let clock = clock.of_server();
        std::fs::create_dir_all(data.parent().context("a folder within the village's")?)?;
        admin::init(&PlanFiles::read(&mang_yang()?)?, &data, Some(PLANS[0].1), &clock)?;
        admin::add_account(&data, LEADER, None, Some(PASSWORD.into()), &clock)?;
        Ok(Self { data, port: free_port()?, clock, running: None })
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn code(&self, person: &Person) -> Result<String> {
        Ok(admin::issue_code(&self.data, &UnitId::new(person.unit), person.full, &self.clock)?.code)
    }

    /// Opens this year's plan.
    pub fn open_the_next_plan(&self) -> Result<()> {
        let files = PlanFiles::without_units(&mang_yang()?)?;
        admin::add_plan(&self.data, &files, Some(PLANS[1].1), &self.clock)?;
        Ok(())
    }

    pub fn close_the_first_plan(&self) -> Result<()> {
        let day = chrono::NaiveDate::from_ymd_opt(2019, 1, 31);
        Ok(admin::close_plan(&self.data, &PlanId::new(PLANS[0].0), day, &self.clock)?)
    }

    pub async fn start(&mut self) -> Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let config = Config { clock: self.clock.clone(), ..Config::new(&self.data) };
        let district = District::open(config).await?;
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.context("the server's port")?;
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let shutdown = async move { drop(stopped.await) };
            Ok(district.serve(listener, shutdown).await?)
        });
        self.running = Some((stop, serving));
        Ok(())
    }

    pub async fn stop(&mut self) -> Result<()> {
        let Some((stop, serving)) = self.running.take() else { return Ok(()) };
        drop(stop);
        serving.await?
    }
}
