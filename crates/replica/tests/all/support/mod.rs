//! A district in memory, and laptops of its units with stores in folders of their own.

#[path = "../../../../../tests/fixtures/all_year.rs"]
mod all_year;
mod district;
mod fake;
mod laptop;
mod wire;

use std::sync::{Arc, LazyLock, Mutex};

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::ids::{IndicatorId, PeriodId, TaskId, UnitId};
use model::plan::{Plan, PlanSource};
use model::target::{EntryKey, Target};
use model::window::{Act, Done, Failure};
use replica::clock::Clock;

pub use district::District;
pub use fake::Fake;
pub use laptop::Laptop;
pub use wire::Wire;

pub const UNITS: &str = include_str!("../../../../../data/mang-yang-2019/units.toml");
pub static PLAN: LazyLock<String> =
    LazyLock::new(|| all_year::all_year(include_str!("../../../../../data/mang-yang-2019/plan.toml")));
pub const INDICATORS: &str = include_str!("../../../../../data/mang-yang-2019/indicators.toml");

pub fn mang_yang() -> Plan {
    Plan::load(&PlanSource::new(UNITS, &PLAN, INDICATORS)).unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

pub fn entry(task: &str) -> EntryKey {
    EntryKey { task: TaskId::new(task), period: PeriodId::new("Q3") }
}

pub fn narrative(task: &str) -> Target {
    Target::Narrative { entry: entry(task) }
}

pub fn percent(task: &str) -> Target {
    Target::Percent { entry: entry(task) }
}

pub fn state(task: &str) -> Target {
    Target::State { entry: entry(task) }
}

pub fn figure(task: &str, indicator: &str) -> Target {
    Target::Figure { entry: entry(task), indicator: IndicatorId::new(indicator), figure: "part".into() }
}

pub fn write(target: Target, text: &str) -> Act {
    Act::Write { target, text: text.to_owned(), base: None, beside: Vec::new() }
}

pub fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{text}+07:00")).unwrap()
}

/// A clock that stands until it is moved.
#[derive(Clone)]
pub struct Hands(Arc<Mutex<DateTime<FixedOffset>>>);

impl Hands {
    pub fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(time(text))))
    }

    pub fn set(&self, text: &str) {
        *self.0.lock().unwrap() = time(text);
    }

    pub fn forward(&self, minutes: i64) {
        *self.0.lock().unwrap() += TimeDelta::minutes(minutes);
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.0.lock().unwrap()
    }
}

pub fn failure(result: replica::Result<Done>) -> Failure {
    Failure::from(result.unwrap_err())
}
