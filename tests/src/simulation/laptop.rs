//! A laptop: the real replica over a folder, with a clock and a link of its own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use document::ChangeHash;
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::target::Target;
use model::vocabulary::Vocabulary;
use replica::key::DataKey;
use replica::sync::Outgoing;
use replica::{Given, Limits, Replica};

use super::clock::{Time, Wrong};
use super::folder::{Folders, copy};
use super::stage::Seat;
use crate::demo::{Dice, Drawn};

/// What a laptop's program knows, and how much it does at a time.
pub struct Program {
    pub known: Arc<Vocabulary>,
    pub limits: Limits,
}

/// The folder as it was after so many entries of the ledger.
pub struct Kept {
    pub folder: PathBuf,
    pub saved: usize,
}

pub struct Laptop {
    pub name: String,
    pub unit: UnitId,
    pub person: &'static str,
    pub clock: Wrong,
    pub replica: Replica,
    pub folder: PathBuf,
    /// False while its link is cut.
    pub linked: bool,
    /// Its link only sends, for good.
    pub deaf: bool,
    /// Whether another machine has, or had, what this one's store held.
    pub copied: bool,
    /// The batches that were taken since it was copied, and what each of them held.
    pub said: Vec<Vec<(DocId, Vec<ChangeHash>)>>,
    /// It enrolled anew since it was copied.
    pub enrolled: bool,
    /// The exchange whose answer it waits for, by number.
    pub awaits: Option<(u64, Outgoing)>,
    /// Counts the stores that this laptop went on with: numbers of the outbox are unique within one.
    pub life: usize,
    /// What it was when somebody made a copy.
    pub copies: Vec<Kept>,
    /// What its window showed of texts when somebody wrote into them last.
    pub shown: RefCell<BTreeMap<Target, String>>,
    /// What its program knows of all that may stand in documents.
    pub known: Arc<Vocabulary>,
    limits: Limits,
    key: DataKey,
    seed: u64,
    processes: usize,
}

impl Laptop {
    pub fn begin(
        seat: &Seat,
        seed: u64,
        program: Program,
        time: &Time,
        folders: &mut Folders,
    ) -> Result<Self> {
        let (folder, clock) = (folders.fresh(), Wrong::right(time));
        copy(&seat.folder, &folder)?;
        Self::over(
            seat.name.to_owned(),
            (seat.unit.clone(), seat.person),
            folder,
            seat.key.clone(),
            seed,
            (clock, program),
        )
    }

    fn over(
        name: String,
        (unit, person): (UnitId, &'static str),
        folder: PathBuf,
        key: DataKey,
        seed: u64,
        (clock, Program { known, limits }): (Wrong, Program),
    ) -> Result<Self> {
        let names = Drawn::from(Dice::of(seed, &format!("{name} names 0")));
        let given = Given {
            random: Arc::new(names),
            known: Arc::clone(&known),
            limits: limits.clone(),
            ..Given::new(Arc::new(clock.clone()))
        };
        let replica = Replica::open(&folder, &key, given)?;
        Ok(Self {
            name,
            unit,
            person,
            clock,
            replica,
            folder,
            linked: true,
            deaf: false,
            copied: false,
            said: Vec::new(),
            enrolled: false,
            awaits: None,
            life: 0,
            copies: Vec::new(),
            shown: RefCell::default(),
            known,
            limits,
            key,
            seed,
            processes: 0,
        })
    }

    /// Another machine with what this one's folder holds now: the same device, as far as anyone can tell.
    pub fn twin(&mut self, time: &Time, folders: &mut Folders) -> Result<Self> {
        let folder = folders.fresh();
        copy(&self.folder, &folder)?;
        let name = format!("{}-twin", self.name);
        let who = (self.unit.clone(), self.person);
        let program = Program { known: Arc::clone(&self.known), limits: self.limits.clone() };
        let mut twin =
            Self::over(name, who, folder, self.key.clone(), self.seed, (Wrong::right(time), program))?;
        for one in [self, &mut twin] {
            (one.copied, one.enrolled) = (true, false);
            one.said.clear();
        }
        Ok(twin)
    }

    /// The newest program is installed in place of an older one.
    pub fn update(&mut self, folders: &mut Folders) -> Result<()> {
        self.known = Arc::default();
        self.crash(folders)
    }

    /// The process ends without a word; another opens what it left on the disk.
    pub fn crash(&mut self, folders: &mut Folders) -> Result<()> {
        let left = folders.fresh();
        copy(&self.folder, &left)?;
        self.go_on_from(left)
    }

    pub fn keep_copy(&mut self, saved: usize, folders: &mut Folders) -> Result<()> {
        let folder = folders.fresh();
        copy(&self.folder, &folder)?;
        self.copies.push(Kept { folder, saved });
        Ok(())
    }

    /// The disk is lost; the laptop goes on with an earlier copy of it. Gives how many entries the ledger had
    /// when that was made.
    pub fn restore(&mut self, which: usize, folders: &mut Folders) -> Result<usize> {
        let kept = self.copies.get(which).context("a copy that was made")?;
        let (saved, folder) = (kept.saved, folders.fresh());
        copy(&kept.folder, &folder)?;
        self.copies.truncate(which + 1);
        self.life += 1;
        self.copied = true;
        self.go_on_from(folder)?;
        Ok(saved)
    }

    fn go_on_from(&mut self, folder: PathBuf) -> Result<()> {
        self.processes += 1;
        self.awaits = None;
        let dice = Dice::of(self.seed, &format!("{} names {}", self.name, self.processes));
        let given = Given::new(Arc::new(self.clock.clone()));
        let random = Arc::new(Drawn::from(dice));
        let (known, limits) = (Arc::clone(&self.known), self.limits.clone());
        let given = Given { random, known, limits, ..given };
        self.replica = Replica::open(&folder, &self.key, given)?;
        let gone = std::mem::replace(&mut self.folder, folder);
        fs::remove_dir_all(gone)?;
        Ok(())
    }

    /// As whom it works.
    pub fn person_id(&self) -> Result<PersonId> {
        Ok(self.replica.device().context("every laptop is enrolled")?.person.clone())
    }

    pub fn token(&self) -> Result<String> {
        let device = self.replica.device().context("every laptop is enrolled")?;
        Ok(device.token.secret().to_owned())
    }
}
