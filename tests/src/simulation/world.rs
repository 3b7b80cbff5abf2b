//! One run: laptops, the server, the wire between them, and what happens to them.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::UnitId;
use model::plans::Plans;
use model::target::Target;
use model::window::{Act, Beside, InPlan};
use protocol::DocName;

use super::act::Hand;
use super::bounds::{Bounds, seats};
use super::called::{Backup, Called};
use super::clock::{MOST_WRONG, Time};
use super::folder::Folders;
use super::laptop::{Laptop, Program};
use super::ledger::Ledger;
use super::log::EventLog;
use super::mix::Mix;
use super::moment::Moment;
use super::oracle::Oracle;
use super::probe::{Probe, Probes};
use super::server::Server;
use super::stage::Stage;
use super::vocabulary::Ages;
use super::wire::Message;
use crate::demo::Dice;

/// Whether laptops' clocks are as wrong as the seed says, or right all the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    Wrong,
    Right,
}

/// What happened how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub steps: usize,
    pub acts: usize,
    pub exchanges: usize,
    pub faults: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.steps += more.steps;
        self.acts += more.acts;
        self.exchanges += more.exchanges;
        self.faults += more.faults;
    }
}

pub struct World<'s> {
    pub plans: Plans,
    /// The office that keeps the first plan: it always takes part, and is never lost.
    pub coordinator: &'s UnitId,
    pub time: Time,
    pub server: Server,
    pub laptops: Vec<Laptop>,
    pub ledger: Ledger,
    pub log: EventLog,
    pub counts: Counts,
    pub probes: Probes,
    pub oracle: Oracle,
    /// What people are called at the server.
    pub called: Called,
    /// What was found on the way.
    pub wrong: Vec<String>,
    /// Changes that waited at the server.
    pub(super) parked: Vec<(DocId, [u8; 32])>,
    /// What was answered at some moments.
    pub(super) moments: Vec<Moment>,
    /// How often the server was restored.
    pub(super) restored: usize,
    /// Of laptops whose last page was full: the document that it ended in.
    pub(super) pages: HashMap<String, Option<DocName>>,
    /// The laptop that heard last has more to hear or to say.
    pub(super) more: bool,
    /// Nobody has anything to say any more.
    pub(super) quiet: bool,
    mix: Mix,
    pub(super) wire: Vec<Message>,
    pub(super) backups: Vec<Backup>,
    pub(super) folders: Folders,
    pub(super) dice: Dice,
    pub(super) clocks: Clocks,
    shelf: PathBuf,
    pub(super) exchanges: u64,
    number: usize,
}

impl<'s> World<'s> {
    pub async fn begin(
        stage: &'s Stage,
        seed: u64,
        clocks: Clocks,
        root: PathBuf,
        log: EventLog,
    ) -> Result<Self> {
        let time = Time::default();
        time.pass(60_000);
        let shelf = root.join("shelf");
        std::fs::create_dir_all(&shelf)?;
        let mut folders = Folders::new(root);
        let data = folders.fresh();
        super::folder::copy(&stage.server, &data)?;
        let dice = Dice::of(seed, "simulation");
        let mut ages = Ages::draw(seed);
        let bounds = Bounds::draw(seed, seed.is_multiple_of(super::BOTH));
        let mut server = Server::over(data, &time, ages.of_next());
        server.limits = bounds.server;
        server.start().await?;
        let laptops = seats(seed, stage.seats.len())
            .into_iter()
            .map(|at| {
                let program = Program { known: ages.of_next(), limits: bounds.laptop.clone() };
                Laptop::begin(&stage.seats[at], seed, program, &time, &mut folders)
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            plans: stage.plans.clone(),
            coordinator: &stage.coordinator,
            time,
            server,
            laptops,
            ledger: Ledger::default(),
            log,
            counts: Counts::default(),
            probes: Probes::default(),
            oracle: Oracle::default(),
            called: stage.called.clone(),
            wrong: Vec::new(),
            parked: Vec::new(),
            moments: Vec::new(),
            restored: 0,
            pages: HashMap::new(),
            more: false,
            quiet: false,
            mix: Mix::draw(seed),
            wire: Vec::new(),
            backups: Dice::of(seed, "early").percent(40).then(|| stage.early.clone()).into_iter().collect(),
            folders,
            dice,
            clocks,
            shelf,
            exchanges: 0,
            number: 0,
        })
    }

    pub(super) fn note(&self, line: &str) {
        self.log.note(format_args!("{:>4} {line}", self.counts.steps));
    }

    /// A laptop's person does something.
    pub(super) fn act(&mut self, at: usize) -> Result<()> {
        self.number += 1;
        let laptop = &self.laptops[at];
        let plan = self.mix.plan(&mut self.dice, &laptop.replica.plans().all());
        let mut hand = Hand {
            plan: &plan,
            laptop,
            dice: &mut self.dice,
            mix: &self.mix,
            number: self.number,
            shelf: &self.shelf,
        };
        let Some(drawn) = hand.draw()? else { return Ok(()) };
        let said = format!("{} in {}: {}", laptop.name, plan.id(), told(&drawn.act)?);
        let settles = matches!(drawn.act, Act::Settle { .. });
        let closes = drawn.target == Some(Target::Closed);
        let act = InPlan { plan: Some(plan.id().clone()), of: None, as_of: None, what: drawn.act };
        let mut done = self.ledger.act(laptop, act.clone(), (drawn.doc.clone(), drawn.target.clone()))?;
        // Whoever was told what others wrote there may write all the same.
        if let Err(replica::Error::Unseen { stands: Some(stands), .. }) = &done
            && self.dice.percent(50)
        {
            done = self.ledger.act(laptop, all_the_same(act, stands), (drawn.doc, drawn.target))?;
        }
        self.counts.acts += 1;
        self.probes.pass_if(settles && done.is_ok(), Probe::Settled);
        self.probes.pass_if(closes && done.is_ok(), Probe::PlanClosed);
        match done {
            Ok(_) => self.note(&said),
            Err(why) => self.note(&format!("{said}: not done: {why}")),
        }
        Ok(())
    }

    pub(super) fn jump(&mut self, at: usize) {
        let wide = if self.dice.percent(50) { MOST_WRONG } else { MOST_WRONG / 3_652 };
        let off = i64::try_from(self.dice.below(usize::try_from(2 * wide).unwrap_or(0))).unwrap_or(0) - wide;
        if off % 5 == 0 {
            if self.clocks == Clocks::Wrong {
                self.time.server_jumps(off);
            }
            self.probes.pass(Probe::ServerClockJumped);
            return self.note("the server's clock is put on or back");
        }
        if self.clocks == Clocks::Wrong {
            self.laptops[at].clock.jump(off);
        }
        self.note(&format!("{} has a clock that is {} minutes off", self.laptops[at].name, off / 60_000));
    }
}

/// An act in one line, without what is drawn by chance.
fn told(act: &Act) -> Result<String> {
    let mut json = serde_json::to_value(act)?;
    if let Some(fields) = json.as_object_mut() {
        fields.remove("paths");
    }
    Ok(json.to_string())
}

/// The same act of somebody who was told what the field holds.
fn all_the_same(mut act: InPlan<Act>, stands: &str) -> InPlan<Act> {
    if let Act::Write { target, beside, .. } = &mut act.what {
        beside.push(Beside { target: target.clone(), text: stands.to_owned() });
    }
    act
}
