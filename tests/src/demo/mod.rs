//! The main job without a window: laptops of a whole district work offline for a quarter, come back over a line
//! that breaks, and everything that was entered is looked for at both ends. `bin/demo.rs` tells the story; the
//! benchmarks use the same people.

pub mod check;
mod desk;
mod dice;
mod draw;
mod line;
mod page;
mod quarter;
mod review;
mod shelf;
mod words;

pub use desk::{Desk, Diary, Hands, crew};
pub use dice::{Dice, Drawn};
pub use draw::draw;
pub use line::{all_of, cut_and_mend, enrol, outcome_of_quiet, server_heads};
pub use page::Page;
pub use quarter::{disagree, submit, work};
pub use review::{Review, reviews};
pub use shelf::Shelf;
pub use words::narrative;

use model::ids::{PeriodId, TaskId};
use model::plan::{Plan, PlanSource};
use model::target::EntryKey;

/// The period that is worked on: July to September.
pub fn q3() -> PeriodId {
    PeriodId::new("Q3")
}

/// What a unit tells of a task in that period.
pub fn entry(task: &TaskId) -> EntryKey {
    EntryKey { task: task.clone(), period: q3() }
}

/// The plan that the district is opened with, read from its files.
pub fn plan() -> anyhow::Result<Plan> {
    let folder = crate::programs::mang_yang()?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let (units, plan, indicators) = (read("units.toml")?, read("plan.toml")?, read("indicators.toml")?);
    Ok(Plan::load(&PlanSource::new(&units, &plan, &indicators))?)
}
