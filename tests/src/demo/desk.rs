//! A laptop, the person who sits at it, and what that person knows to have entered.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta};
use model::doc_id::DocId;
use model::ids::{EvidenceId, TaskId, UnitId};
use model::plan::Plan;
use model::target::{EvidencePart, Target};
use model::time::hanoi;
use model::window::{Act, Ask, Done, EntryPage, FirstRun, InPlan};
use replica::clock::Clock;
use replica::key::Cost;
use replica::sync::Pace;
use replica::{Laptop, Options};

use super::{Dice, entry, words};
use crate::window::PASSPHRASE;

/// A clock that stands until it is moved: minutes after the first morning of a month of the plan's year.
#[derive(Clone)]
pub struct Hands {
    first: DateTime<FixedOffset>,
    minutes: Arc<AtomicI64>,
}

impl Hands {
    pub fn new(year: i32, month: u32) -> Self {
        let day = NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.and_hms_opt(8, 0, 0));
        let first = day.and_then(|day| day.and_local_timezone(hanoi()).single()).unwrap_or_default();
        Self { first, minutes: Arc::default() }
    }

    /// The morning of a day, counted from the first; never backwards.
    pub fn to_day(&self, day: usize) {
        self.minutes.fetch_max(i64::try_from(day).unwrap_or(0) * 24 * 60, Ordering::Relaxed);
    }

    /// The morning of a day of the year; never backwards.
    pub fn to_date(&self, month: u32, day: u32) {
        let first = self.first.date_naive();
        let days =
            NaiveDate::from_ymd_opt(first.year(), month, day).map_or(0, |day| (day - first).num_days());
        self.to_day(usize::try_from(days).unwrap_or(0));
    }

    fn tick(&self) {
        self.minutes.fetch_add(3, Ordering::Relaxed);
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<FixedOffset> {
        self.first + TimeDelta::minutes(self.minutes.load(Ordering::Relaxed))
    }
}

/// What one person entered, as they would tell it without their laptop: the last word in each field.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// As a person types it.
    pub said: BTreeMap<Target, String>,
    /// Where the files lie that became evidence.
    pub pieces: BTreeMap<EvidenceId, PathBuf>,
    /// Acts, those included that a later one replaced.
    pub acts: usize,
}

pub struct Desk {
    /// `ayun-1`: the folder of its laptop.
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub person: String,
    pub tasks: Vec<TaskId>,
    pub clock: Hands,
    pub laptop: Laptop,
    diary: Mutex<Diary>,
}

/// One desk for each unit, and a second one in the unit of `disputed`: the two share its tasks, but for that one,
/// of which both will tell. Their clocks stand at the beginning of a month.
pub fn crew(plan: &Plan, seed: u64, disputed: &(UnitId, TaskId), folder: &Path, month: u32) -> Vec<Desk> {
    let mut desks = Vec::new();
    for unit in plan.units() {
        let tasks = plan.assignments_of(&unit.id).iter().map(|assignment| assignment.task.clone());
        let shares: Vec<Vec<TaskId>> = if unit.id == disputed.0 {
            let tasks = tasks.filter(|task| *task != disputed.1);
            let (even, odd): (Vec<_>, Vec<_>) = tasks.enumerate().partition(|(at, _)| at % 2 == 0);
            [even, odd].map(|share| share.into_iter().map(|(_, task)| task).collect()).into()
        } else {
            vec![tasks.collect()]
        };
        for (number, tasks) in (1..).zip(shares) {
            let name = format!("{}-{number}", unit.id);
            let person = format!("{} ({number})", words::person(&mut Dice::of(seed, &name)));
            let clock = Hands::new(plan.year(), month);
            let laptop = Laptop::new(options(folder.join(&name), clock.clone()));
            let (unit, unit_name) = (unit.id.clone(), unit.name.clone());
            desks.push(Desk { name, unit, unit_name, person, tasks, clock, laptop, diary: Mutex::default() });
        }
    }
    desks
}

/// Impatient with the network, and cheap to unlock: nobody guesses at these passphrases.
fn options(folder: PathBuf, clock: Hands) -> Options {
    let pace = Pace {
        after_edit: Duration::from_millis(100),
        first_retry: Duration::from_millis(100),
        longest_retry: Duration::from_millis(800),
        ..Pace::default()
    };
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    Options { clock: Arc::new(clock), cost, pace, ..Options::new(folder) }
}

impl Desk {
    pub async fn enrol(&self, server: String, code: String) -> Result<()> {
        let (name, passphrase) = (self.person.clone(), PASSPHRASE.to_owned());
        let input = FirstRun { server, code, name, passphrase, proxy: None };
        self.laptop.first_run(input).await.map(drop).map_err(|failure| self.failed(&failure.message))
    }

    pub fn workbook(&self, plan: &Plan) -> DocId {
        DocId::workbook(plan.id(), self.unit.clone())
    }

    pub fn diary(&self) -> MutexGuard<'_, Diary> {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, message: &str) -> anyhow::Error {
        anyhow!("{} ({}): {message}", self.unit_name, self.person)
    }

    pub fn act(&self, act: impl Into<InPlan<Act>>) -> Result<Done> {
        self.clock.tick();
        self.diary().acts += 1;
        self.laptop.act(act).map_err(|failure| self.failed(&failure.message))
    }

    /// Types into a field and remembers it as the laptop then writes it.
    pub fn write(&self, target: Target, text: &str) -> Result<()> {
        let done = self.act(Act::Write {
            target: target.clone(),
            text: text.to_owned(),
            base: None,
            beside: Vec::new(),
        })?;
        self.diary().said.insert(target, done.text.unwrap_or_else(|| text.to_owned()));
        Ok(())
    }

    /// What was last written in a field.
    pub fn said(&self, target: &Target) -> Option<String> {
        self.diary().said.get(target).cloned()
    }

    pub fn ask<T: serde::de::DeserializeOwned>(&self, ask: &Ask) -> Result<T> {
        self.ask_in(ask.clone())
    }

    /// Asks in a plan other than the newest.
    pub fn ask_in<T: serde::de::DeserializeOwned>(&self, ask: impl Into<InPlan<Ask>>) -> Result<T> {
        let answer = self.laptop.ask(ask).map_err(|failure| self.failed(&failure.message))?;
        Ok(serde_json::from_value(answer)?)
    }

    /// Adds a file to an entry, and gives the evidence that it became (or was already).
    pub fn attach(&self, task: &TaskId, path: &Path) -> Result<EvidenceId> {
        let paths = vec![path.to_string_lossy().into_owned()];
        self.act(Act::Attach { entry: entry(task), paths, again: false })?;
        let page: EntryPage = self.ask(&Ask::Entry { unit: self.unit.clone(), entry: entry(task) })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let found = page.evidence.into_iter().find(|piece| piece.file_name == name);
        let id = found.map(|piece| piece.id).ok_or_else(|| self.failed("tệp vừa thêm không có trong mục"))?;
        let mut diary = self.diary();
        diary.pieces.insert(id.clone(), path.to_owned());
        let link = Target::Link { entry: entry(task), evidence: id.clone() };
        diary.said.entry(link).or_default();
        Ok(id)
    }

    /// Uses evidence that is there already for another entry.
    pub fn reuse(&self, task: &TaskId, evidence: &EvidenceId, place: &str) -> Result<()> {
        let (entry, evidence) = (entry(task), evidence.clone());
        self.act(Act::Reuse { entry: entry.clone(), evidence: evidence.clone(), place: place.to_owned() })?;
        self.diary().said.insert(Target::Link { entry, evidence }, place.to_owned());
        Ok(())
    }

    pub fn describe(&self, evidence: &EvidenceId, part: EvidencePart, text: &str) -> Result<()> {
        self.write(Target::Evidence { evidence: evidence.clone(), part }, text)
    }
}
