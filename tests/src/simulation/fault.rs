//! The faults themselves: what is lost on the wire, machines that die, and machines that come back older.

use anyhow::Result;

use super::called::Backup;
use super::oracle::Oracle;
use super::probe::Probe;
use super::world::World;

const MOST_TWINS: usize = 2;

impl World<'_> {
    pub(super) fn link(&mut self, at: usize, linked: bool) {
        self.laptops[at].linked = linked;
        self.note(&format!(
            "{} {}",
            self.laptops[at].name,
            if linked { "has a link again" } else { "is cut off" }
        ));
    }

    pub(super) fn lose(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let at = self.dice.below(self.wire.len());
        let lost = self.wire.remove(at);
        self.note(&format!("{} {} is lost", lost.name(), lost.exchange));
        if self.dice.percent(70) {
            self.end(lost.laptop, lost.exchange);
        }
    }

    pub(super) fn repeat(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let at = self.dice.below(self.wire.len());
        let again = self.wire[at].repeated();
        self.note(&format!("{} {} comes twice", again.name(), again.exchange));
        self.probes.pass_if(again.name() == "request", Probe::RequestTwice);
        self.wire.push(again);
    }

    /// The patience of a request ends; what is on the wire may still arrive.
    pub(super) fn give_up(&mut self, at: usize) {
        if let Some((exchange, _)) = self.laptops[at].awaits.take() {
            self.note(&format!("{} waits no longer for {exchange}", self.laptops[at].name));
        }
    }

    pub(super) fn crash_laptop(&mut self, at: usize) -> Result<()> {
        self.note(&format!("{} ends without a word and is opened again", self.laptops[at].name));
        self.laptops[at].crash(&mut self.folders)
    }

    /// Half of the time right after a commit whose answer is then lost.
    pub(super) async fn crash_server(&mut self) -> Result<()> {
        if !self.server.is_up() {
            return Ok(());
        }
        let requests = |world: &Self| {
            let linked = |laptop: usize| world.laptops[laptop].linked;
            world.wire.iter().position(|one| one.name() == "request" && linked(one.laptop))
        };
        if self.dice.percent(50)
            && let Some(at) = requests(self)
        {
            self.arrive(at).await?;
            self.probes.pass(Probe::ServerDiedAfterCommit);
        }
        self.drop_answers();
        self.note("server ends without a word");
        self.server.crash(&mut self.folders)?;
        if self.dice.percent(60) {
            self.note("server starts again");
            self.server.start().await?;
        }
        Ok(())
    }

    /// Snapshots are shortcuts: damaged ones are made again from the changes.
    pub(super) async fn damage(&mut self, at: usize) -> Result<()> {
        if self.server.is_up() && self.dice.percent(50) {
            self.drop_answers();
            self.note("server ends without a word, and its snapshots are damaged");
            self.server.crash(&mut self.folders)?;
            let damaged = self.server.damage_snapshots()?;
            self.probes.pass_if(damaged, Probe::SnapshotOfServerDamaged);
            return self.server.start().await;
        }
        self.note(&format!("{} has its snapshots damaged", self.laptops[at].name));
        let zeros = "UPDATE document SET snapshot = zeroblob(length(snapshot))";
        self.laptops[at].replica.execute_for_test(zeros)?;
        self.probes.pass(Probe::SnapshotOfLaptopDamaged);
        self.laptops[at].crash(&mut self.folders)
    }

    /// Every answer that is on its way came over a connection that is gone.
    pub(super) fn drop_answers(&mut self) {
        let all = std::mem::take(&mut self.wire);
        let (requests, answers): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.name() == "request");
        self.wire = requests;
        answers.iter().for_each(|answer| self.end(answer.laptop, answer.exchange));
    }

    pub(super) async fn backup_or_restore(&mut self) -> Result<()> {
        if !self.server.is_up() {
            return Ok(());
        }
        if self.backups.is_empty() || self.dice.percent(50) {
            let to = self.folders.fresh();
            self.server.back_up(&to)?;
            self.backups.push(Backup { copy: to, called: self.called.clone() });
            self.note(&format!("server is backed up ({})", self.backups.len()));
            return Ok(());
        }
        let which = self.dice.below(self.backups.len());
        self.drop_answers();
        let Backup { copy, called } = self.backups[which].clone();
        self.server.restore(&copy, &mut self.folders)?;
        self.called = called;
        self.server.start().await?;
        self.backups.truncate(which + 1);
        self.ledger.server_restored(&self.server)?;
        self.oracle = Oracle::of_restored();
        self.restored += 1;
        self.probes.pass(Probe::ServerRestored);
        self.note(&format!("server is lost, and restored from backup {}", which + 1));
        if self.dice.percent(20) {
            // The officer trusts nothing that is left, and gives everybody another code.
            for at in 0..self.laptops.len() {
                self.revoke(at).await?;
            }
        }
        Ok(())
    }

    pub(super) fn copy_or_restore(&mut self, at: usize) -> Result<()> {
        let saved = self.ledger.saved.len();
        let laptop = &mut self.laptops[at];
        if laptop.copies.is_empty() || self.dice.percent(40) {
            laptop.keep_copy(saved, &mut self.folders)?;
            self.note(&format!("{} is copied ({})", self.laptops[at].name, self.laptops[at].copies.len()));
            return Ok(());
        }
        let which = self.dice.below(laptop.copies.len());
        let copied = laptop.restore(which, &mut self.folders)?;
        self.probes.pass(Probe::LaptopRestored);
        self.ledger.laptop_restored(&self.laptops[at], copied, &self.server)?;
        self.note(&format!("{} is lost, and restored from copy {}", self.laptops[at].name, which + 1));
        Ok(())
    }

    /// The district's IT officer opens another plan, or opens it again after a restoration.
    pub(super) fn add_plan(&mut self) -> Result<()> {
        if let Some(plan) = self.server.add_plan()? {
            let again = self.plans.get(plan.id()).is_some();
            self.probes.pass(if again { Probe::PlanAddedAgain } else { Probe::PlanAdded });
            self.note(&format!("{} is opened{}", plan.id(), if again { " again" } else { "" }));
            self.plans.put(plan);
        }
        Ok(())
    }

    /// The district's IT officer gives the laptop another code.
    pub(super) async fn revoke(&mut self, at: usize) -> Result<()> {
        if self.server.is_up() {
            self.give_up(at);
            self.enrol_again(at).await?;
        }
        Ok(())
    }

    pub(super) fn twin(&mut self, at: usize) -> Result<()> {
        let twins = self.laptops.iter().filter(|laptop| laptop.name.ends_with("-twin")).count();
        let name = format!("{}-twin", self.laptops[at].name);
        if twins >= MOST_TWINS
            || name.ends_with("-twin-twin")
            || self.laptops.iter().any(|one| one.name == name)
        {
            return Ok(());
        }
        let twin = self.laptops[at].twin(&self.time, &mut self.folders)?;
        self.laptops.push(twin);
        self.probes.pass(Probe::LaptopCloned);
        self.note(&format!("{} is cloned", self.laptops[at].name));
        Ok(())
    }
}
