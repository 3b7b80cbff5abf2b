//! The end of some runs: one laptop is lost for good, and another's link only sends. The others go on without them.

use anyhow::Result;

use super::laptop::Laptop;
use super::probe::Probe;
use super::world::World;

/// Of a hundred runs so many end like this.
const CHANCE: usize = 30;
/// So many take part at least: one is lost, one is not heard from, the others are to be equal.
const LEAST: usize = 4;

impl World<'_> {
    /// Nothing is on the wire any more.
    pub(super) fn part(&mut self) -> Result<()> {
        let reads_all = self.coordinator;
        let may: Vec<usize> =
            (0..self.laptops.len()).filter(|at| self.laptops[*at].unit != *reads_all).collect();
        // What a restored server lost may be on no other laptop that writes it.
        if self.restored > 0 || may.len() < 2 || self.laptops.len() < LEAST || !self.dice.percent(CHANCE) {
            return Ok(());
        }
        let lost = *self.dice.pick(&may);
        let gone = self.laptops.remove(lost);
        self.ledger.laptop_lost(&gone, &self.server)?;
        self.note(&format!("{} is lost for good", gone.name));
        self.probes.pass(Probe::LaptopLost);
        let left: Vec<usize> =
            (0..self.laptops.len()).filter(|at| self.laptops[*at].unit != *self.coordinator).collect();
        let deaf = *self.dice.pick(&left);
        self.laptops[deaf].deaf = true;
        self.ledger.never_hears(&self.laptops[deaf], &self.server)?;
        self.note(&format!("{} is heard from now on, and hears nothing", self.laptops[deaf].name));
        self.probes.pass(Probe::OneWay);
        Ok(())
    }

    /// Those that hear: they are to be equal in the end.
    pub(super) fn listening(&self) -> impl Iterator<Item = &Laptop> {
        self.laptops.iter().filter(|laptop| !laptop.deaf)
    }

    /// What a laptop sends that hears nothing has arrived, once the server took it.
    /// Says whether the log grew.
    pub(super) async fn call_out(&mut self, at: usize) -> Result<bool> {
        self.follow()?;
        let before = self.oracle.upto();
        let laptop = &self.laptops[at];
        let outgoing = laptop.replica.plan_request()?;
        self.ledger.look(&self.laptops[at], false)?;
        let laptop = &self.laptops[at];
        self.counts.exchanges += 1;
        let Ok(reply) = self.server.sync(&laptop.token()?, outgoing.bytes.clone()).await? else {
            return Ok(false);
        };
        self.follow()?;
        for ((doc, hashes), fates) in outgoing.content.0.iter().zip(&reply.fates) {
            for (hash, fate) in hashes.iter().zip(fates) {
                let arrived = self.oracle.has(doc, hash.0);
                if matches!(fate, protocol::Fate::Durable { .. }) && !arrived {
                    let name = &self.laptops[at].name;
                    self.wrong.push(format!("{hash} of {name} in {doc} is said to be there, and is not"));
                }
            }
        }
        Ok(self.oracle.upto() > before)
    }
}
