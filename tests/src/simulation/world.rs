//! One run: laptops, the server, the wire between them, and what happens to them.

use std::path::PathBuf;

use anyhow::Result;
use model::plan::Plan;

use super::act::Hand;
use super::clock::{MOST_WRONG, Time};
use super::folder::Folders;
use super::laptop::Laptop;
use super::ledger::Ledger;
use super::log::EventLog;
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

/// A copy of the server's database.
pub(super) struct Backup(pub PathBuf);

pub struct World<'s> {
    pub plan: &'s Plan,
    pub time: Time,
    pub server: Server,
    pub laptops: Vec<Laptop>,
    pub ledger: Ledger,
    pub log: EventLog,
    pub counts: Counts,
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
        let mut server = Server::over(data, &time, ages.of_next());
        server.start().await?;
        let laptops = stage
            .seats
            .iter()
            .map(|seat| Laptop::begin(seat, seed, ages.of_next(), &time, &mut folders))
            .collect::<Result<_>>()?;
        Ok(Self {
            plan: &stage.plan,
            time,
            server,
            laptops,
            ledger: Ledger::default(),
            log,
            counts: Counts::default(),
            wire: Vec::new(),
            backups: Vec::new(),
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
        let mut hand =
            Hand { plan: self.plan, laptop, dice: &mut self.dice, number: self.number, shelf: &self.shelf };
        let Some(drawn) = hand.draw()? else { return Ok(()) };
        let said = format!("{} {}", laptop.name, told(&drawn.act)?);
        let done = self.ledger.act(laptop, drawn.act, (drawn.doc, drawn.target))?;
        self.counts.acts += 1;
        match done {
            Ok(_) => self.note(&said),
            Err(why) => self.note(&format!("{said}: not done: {why}")),
        }
        Ok(())
    }

    pub(super) fn jump(&mut self, at: usize) {
        let wide = if self.dice.percent(50) { MOST_WRONG } else { MOST_WRONG / 3_652 };
        let off = i64::try_from(self.dice.below(usize::try_from(2 * wide).unwrap_or(0))).unwrap_or(0) - wide;
        if self.clocks == Clocks::Wrong {
            self.laptops[at].clock.jump(off);
        }
        self.note(&format!("{} has a clock that is {} minutes off", self.laptops[at].name, off / 60_000));
    }
}

/// An act in one line, without what is drawn by chance.
fn told(act: &model::window::Act) -> Result<String> {
    let mut json = serde_json::to_value(act)?;
    if let Some(fields) = json.as_object_mut() {
        fields.remove("paths");
    }
    Ok(json.to_string())
}
