//! A whole year of a district: periods handed in, returned, mended, accepted, amended, urged and closed, the plan revised and two
//! communes merged in its middle, the next year's plan opened, over a line that is there a few days of the year. What the district then
//! tells is set beside a ledger that was written outside.

mod ledger;
mod story;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use indicatif::ProgressBar;
use model::ids::{PeriodId, PlanId, TaskId, UnitId};
use model::plan::Plan;
use model::target::EntryKey;
use model::window::{Ask, CarryOverPage, InPlan, Matrix, PeriodPage, RegisterPage, ReminderView};
use serde::de::DeserializeOwned;

use crate::demo::{Desk, Page, crew, enrol, outcome_of_quiet, plan};
use crate::server::District;
use ledger::Ledger;

/// The register that every commune keeps here.
const REGISTER: &str = "tin-bai";

pub struct Year {
    plan: Arc<Plan>,
    district: District,
    desks: Vec<Desk>,
    ledger: Ledger,
    /// The commune that two became.
    new: Option<UnitId>,
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
        let desks = Arc::new(crew(&plan, seed, &nobody, folder, 1));
        let first = moment(plan.year(), "01-02");
        let mut district = District::open_at(folder, &first)?.log_to(folder.join("server.log"));
        district.add_leader()?;
        district.start()?;
        enrol(&district, &desks, &ProgressBar::hidden()).await?;
        district.stop();
        let desks = Arc::into_inner(desks).context("nobody enrols any more")?;
        let ledger = Ledger::of_the_decision();
        Ok(Self { plan, district, desks, ledger, new: None })
    }

    /// A day of the server ("03-01") begins.
    fn on(&mut self, day: &str) {
        self.district.set_clock(&moment(self.plan.year(), day));
    }

    /// There is a network on this day, until everybody has sent and heard all.
    async fn network(&mut self, day: &str) -> Result<()> {
        self.on(day);
        self.district.start()?;
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

    /// The plan of the year that comes.
    fn next(&self) -> PlanId {
        let (this, next) = (self.plan.year().to_string(), (self.plan.year() + 1).to_string());
        PlanId::new(self.plan.id().as_str().replace(&this, &next))
    }

    /// What the district's page tells at the end, beside the ledger.
    async fn told(mut self) -> Result<Told> {
        self.on("12-31");
        self.district.start()?;
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
        for (unit, carried) in &self.ledger.carried {
            let what = Ask::CarryOver { unit: Some(unit.clone()) };
            let there: CarryOverPage = page.ask(&in_plan(self.next(), what)).await?;
            wrong.extend(carried.against(unit, &there));
        }
        Ok(Told { matrices, wrong })
    }

    async fn ask<T: DeserializeOwned>(&self, page: &Page, what: Ask) -> Result<T> {
        page.ask(&in_plan(self.plan.id().clone(), what)).await
    }
}

fn in_plan<T>(plan: PlanId, what: T) -> InPlan<T> {
    InPlan { plan: Some(plan), of: None, as_of: None, what }
}

/// The morning of a day: see `Manner::at`.
fn moment(year: i32, day: &str) -> String {
    format!("@{year}-{day} 08:00:00")
}

fn entry(task: &TaskId, period: &PeriodId) -> EntryKey {
    EntryKey { task: task.clone(), period: period.clone() }
}
