//! A whole year of a district: periods handed in, returned, mended, accepted, amended, urged and closed, the plan revised and two
//! communes merged in its middle, the next year's plan opened, over a line that is there a few days of the year. What the district then
//! tells is set beside a ledger that was written outside.

mod ledger;
mod story;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Result, ensure};
use indicatif::ProgressBar;
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Plan;
use model::target::EntryKey;
use model::window::{Ask, InPlan, Matrix, PeriodPage, RegisterPage, ReminderView};
use serde::de::DeserializeOwned;

use crate::demo::{Desk, Page, crew, outcome_of_quiet, plan};
use crate::programs::{Manner, mang_yang, program};
use crate::server::{District, run};
use ledger::Ledger;

/// Of Debian's package faketime: the server's clock, of which it knows nothing.
const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// The register that every commune keeps here.
const REGISTER: &str = "tin-bai";

pub struct Year {
    plan: Arc<Plan>,
    district: District,
    desks: Vec<Desk>,
    ledger: Ledger,
    folder: PathBuf,
}

/// What came of it.
pub struct Told {
    /// Of each period, as the district's page told it at the end.
    pub matrices: Vec<Matrix>,
    pub wrong: Vec<String>,
}

/// Plays the year in `folder`; `tell` hears of each step.
pub async fn play(folder: &Path, seed: u64, tell: &dyn Fn(String)) -> Result<Told> {
    let mut year = Year::begin(folder, seed).await?;
    year.go_on(tell).await?;
    year.told().await
}

impl Year {
    async fn begin(folder: &Path, seed: u64) -> Result<Self> {
        let plan = Arc::new(plan()?);
        // Nobody shares a unit here.
        let nobody = (UnitId::new("-"), TaskId::new("-"));
        let desks = crew(&plan, seed, &nobody, folder, 1);
        let district = District::open(folder, Some(plan.year()))?.log_to(folder.join("server.log"));
        let mut year = Self { plan, district, desks, ledger: Ledger::default(), folder: folder.to_owned() };
        year.district.add_leader()?;
        year.serve("01-02")?;
        for desk in &year.desks {
            let code = tokio::task::block_in_place(|| year.district.enrol(desk.unit.as_str(), &desk.person))?;
            desk.enrol(year.district.address(), code).await?;
        }
        Ok(year)
    }

    fn day(&self, day: &str) -> String {
        format!("@{}-{day} 08:00:00", self.plan.year())
    }

    /// The server begins a day ("03-01").
    fn serve(&mut self, day: &str) -> Result<()> {
        let manner = Manner::default().with("LD_PRELOAD", FAKETIME).with("FAKETIME", self.day(day));
        self.district.set_manner(manner.with("FAKETIME_DONT_FAKE_MONOTONIC", 1));
        self.district.start()
    }

    /// There is a network on this day, until everybody has sent and heard all.
    async fn network(&mut self, day: &str) -> Result<()> {
        self.serve(day)?;
        self.quiet().await?;
        self.district.stop();
        Ok(())
    }

    async fn quiet(&self) -> Result<()> {
        let plan = self.plan_in_force()?;
        let open = outcome_of_quiet(&plan, &self.district, &self.desks, &ProgressBar::hidden()).await?;
        ensure!(open.is_empty(), "chưa yên: {}", open.join("; "));
        Ok(())
    }

    /// As the coordinating office holds it.
    fn plan_in_force(&self) -> Result<Arc<Plan>> {
        let plans = self.desk(self.plan.coordinator()).laptop.replica()?.plans();
        Ok(plans.get(self.plan.id()).map_or_else(|| Arc::clone(&self.plan), Arc::clone))
    }

    fn desk(&self, unit: &UnitId) -> &Desk {
        self.desks.iter().find(|desk| desk.unit == *unit).expect("every unit of the plan has a desk")
    }

    /// A command of the server's program.
    fn command(&self, arguments: &[&str], day: &str) -> Result<String> {
        let mut command = Command::new(program("sync-server")?);
        command.args(arguments).arg("--data").arg(self.district.data());
        run(command.env("LD_PRELOAD", FAKETIME).env("FAKETIME", self.day(day)))
    }

    /// A folder with the plan's files, changed.
    fn files(&self, name: &str, change: impl Fn(&str, String) -> String) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        for file in ["plan.toml", "indicators.toml"] {
            let text = std::fs::read_to_string(mang_yang()?.join(file))?;
            std::fs::write(folder.join(file), change(file, text))?;
        }
        Ok(folder)
    }

    /// What the district's page tells at the end, beside the ledger.
    async fn told(mut self) -> Result<Told> {
        self.serve("12-31")?;
        let page = Page::log_in(&self.district.address()).await?;
        let (mut matrices, mut wrong) = (Vec::new(), Vec::new());
        for period in story::periods() {
            let matrix: Matrix = self.ask(&page, Ask::Matrix { period: period.clone(), field: None }).await?;
            wrong.extend(self.ledger.against_matrix(&period, &matrix));
            let told: PeriodPage = self.ask(&page, Ask::Period { period: period.clone() }).await?;
            wrong.extend(self.ledger.against_period(&period, &told));
            matrices.push(matrix);
        }
        let reminders: Vec<ReminderView> = self.ask(&page, Ask::Reminders { unit: None }).await?;
        wrong.extend(self.ledger.against_reminders(&reminders));
        let register = Ask::Register { register: REGISTER.into(), unit: None };
        let register: RegisterPage = self.ask(&page, register).await?;
        let records: usize = self.ledger.records.values().sum();
        if register.records.len() != records {
            wrong.push(format!("sổ {REGISTER}: {} dòng, trong sổ tay {records}", register.records.len()));
        }
        Ok(Told { matrices, wrong })
    }

    async fn ask<T: DeserializeOwned>(&self, page: &Page, what: Ask) -> Result<T> {
        page.ask(&InPlan { plan: Some(self.plan.id().clone()), of: None, as_of: None, what }).await
    }
}

fn entry(task: &TaskId, period: &PeriodId) -> EntryKey {
    EntryKey { task: task.clone(), period: period.clone() }
}
