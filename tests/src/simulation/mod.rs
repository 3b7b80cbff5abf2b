//! A small district under every fault that can be thought of, played from a seed: the real replicas and the real
//! server code in one thread, with a wire between them that loses, repeats and reorders, machines that die and come
//! back older, and clocks that are wrong by years. Afterwards all must be quiet and equal, and nothing that a person
//! was told is saved may be missing. See docs/reliability.md.

mod act;
mod bounds;
mod called;
mod check;
mod clock;
mod compare;
mod departure;
mod exchange;
mod fault;
mod folder;
mod laptop;
mod ledger;
mod log;
mod mix;
mod moment;
mod oracle;
mod pages;
mod probe;
mod progress;
mod quiet;
mod reading;
mod rebuilt;
mod records;
mod rules;
mod server;
mod stage;
mod step;
mod taking;
mod talk;
mod vocabulary;
mod wire;
mod world;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Result, bail};
use tokio::runtime::Runtime;

pub use folder::{copy as copy_folder, scratch};
pub use probe::{Probe, Probes};
pub use progress::{Progress, Series, Shelf};
pub use world::{Clocks, Counts};

use log::EventLog;
use stage::Stage;
use step::Script;
use world::World;

/// Steps of one run: acts, messages and faults.
const STEPS: usize = 90;
/// Every so many steps the log is read, and the server's rows beside it.
const READ: usize = 35;
/// Every so many seeds are played with right clocks as well, and compared.
const BOTH: u64 = 5;

/// Plays seeds, one at a time.
pub struct Simulation {
    stage: Stage,
    runtime: Runtime,
}

/// What came of a seed.
#[derive(Debug)]
pub struct Played {
    pub seed: u64,
    pub events: Vec<String>,
    pub counts: Counts,
    pub probes: Probes,
    /// What each field came to in the end, without times.
    pub outcome: Vec<String>,
    /// What is wrong; nothing in a good run.
    pub wrong: Vec<String>,
}

/// What a run comes to.
struct Came {
    counts: Counts,
    probes: Probes,
    outcome: Vec<String>,
    wrong: Vec<String>,
}

impl Simulation {
    pub fn new() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let stage = runtime.block_on(Stage::build())?;
        Ok(Self { stage, runtime })
    }

    pub fn play(&self, seed: u64, clocks: Clocks) -> Played {
        let log = EventLog::default();
        let ran = catch_unwind(AssertUnwindSafe(|| self.runtime.block_on(self.run(seed, clocks, &log))));
        let mut played = Played {
            seed,
            events: log.take(),
            counts: Counts::default(),
            probes: Probes::default(),
            outcome: Vec::new(),
            wrong: Vec::new(),
        };
        match ran {
            Ok(Ok(came)) => {
                (played.counts, played.probes) = (came.counts, came.probes);
                (played.outcome, played.wrong) = (came.outcome, came.wrong);
            }
            Ok(Err(error)) => played.wrong.push(format!("{error:#}")),
            Err(panic) => played.wrong.push(format!("a panic: {}", said(&*panic))),
        }
        played
    }

    /// Plays a seed as a series does.
    pub fn play_one(&self, seed: u64) -> Played {
        if seed.is_multiple_of(BOTH) { self.play_both(seed) } else { self.play(seed, Clocks::Wrong) }
    }

    /// The same with clocks as wrong as the seed says and with right ones: what comes of it must be the same, for
    /// a clock's claim never decides.
    pub fn play_both(&self, seed: u64) -> Played {
        let mut wrong = self.play(seed, Clocks::Wrong);
        if wrong.wrong.is_empty() {
            let right = self.play(seed, Clocks::Right);
            let differs = wrong.outcome.iter().zip(&right.outcome).find(|(a, b)| a != b);
            if let Some((a, b)) = differs {
                wrong.wrong.push(format!("a clock decided: {a} with wrong clocks, {b} with right ones"));
            } else if wrong.outcome.len() != right.outcome.len() {
                wrong.wrong.push("a clock decided which fields there are".into());
            }
        }
        wrong
    }

    async fn run(&self, seed: u64, clocks: Clocks, log: &EventLog) -> Result<Came> {
        let folder = tempfile::tempdir_in(self.stage.folder.path())?;
        let root = folder.path().to_owned();
        let mut world = World::begin(&self.stage, seed, clocks, root, log.clone()).await?;
        let mut script = Script::draw(&mut world);
        for step in 1..=STEPS {
            script.step(&mut world).await?;
            if step.is_multiple_of(READ) {
                world.read_server()?;
            }
            if step.is_multiple_of(STEPS / 4) && step < STEPS {
                world.note_moment()?;
            }
        }
        world.end_faults().await?;
        let quiet = world.fall_quiet().await;
        let mut wrong = world.check()?;
        if let Err(error) = quiet {
            wrong.insert(0, format!("{error:#}"));
        }
        let outcome = world.outcome()?;
        wrong.extend(world.moments_again()?);
        wrong.extend(world.rebuild()?);
        let (counts, probes) = (world.counts, world.probes);
        Ok(Came { counts, probes, outcome, wrong })
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

impl Played {
    pub fn check(&self) -> Result<()> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        bail!(
            "seed {}:\n{}\n\n{}\n\nto play it again: cargo xtask simulate --seed {}",
            self.seed,
            self.wrong.join("\n"),
            self.events.join("\n"),
            self.seed
        )
    }
}
