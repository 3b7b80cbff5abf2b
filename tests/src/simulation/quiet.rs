//! After the last fault: everybody syncs, and soon nobody has anything left to say or to hear.

use anyhow::{Result, bail};
use protocol::ProblemCode;

use super::exchange::fates;
use super::probe::Probe;
use super::stage::LATER;
use super::world::World;

/// Rounds in which everything must have been said and heard.
const ROUNDS: usize = 3;
/// Exchanges of one laptop in one round, before it is going in circles.
const MOST_EXCHANGES: usize = 900;

const MOST_AT_A_MEETING: usize = 30;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    changes: usize,
    heard: usize,
}

impl World<'_> {
    /// No more faults: links hold, clocks are right, processes run. What was on the wire is gone.
    pub async fn end_faults(&mut self) -> Result<()> {
        self.wire.clear();
        if !self.server.is_up() {
            self.server.start().await?;
        }
        for laptop in &mut self.laptops {
            (laptop.linked, laptop.awaits) = (true, None);
            laptop.clock.jump(0);
        }
        self.time.server_jumps(0);
        if self.plans.all().iter().any(|plan| plan.year() == LATER) {
            self.add_plan()?;
        }
        self.update_all().await?;
        self.part()?;
        self.log.note("no more faults");
        Ok(())
    }

    /// In the middle of a run: whoever has a link and waits for nothing says and hears what there is.
    pub(super) async fn meet(&mut self) -> Result<()> {
        self.note("they meet");
        for at in 0..self.laptops.len() {
            for _ in 0..MOST_AT_A_MEETING {
                if !self.server.is_up() || !self.laptops[at].linked || self.laptops[at].awaits.is_some() {
                    break;
                }
                self.send(at)?;
                let exchange = self.exchanges;
                for _ in ["request", "reply"] {
                    let on_the_wire = self.wire.iter().position(|one| one.exchange == exchange);
                    if let Some(place) = on_the_wire {
                        self.arrive(place).await?;
                    }
                }
                if !self.more {
                    break;
                }
            }
        }
        Ok(())
    }

    pub async fn fall_quiet(&mut self) -> Result<()> {
        for round in 1..=ROUNDS + 1 {
            let mut said = Vec::new();
            for at in 0..self.laptops.len() {
                self.time.pass(60_000);
                if self.laptops[at].deaf {
                    if self.call_out(at).await? {
                        said.push(format!("{} was heard", self.laptops[at].name));
                    }
                    continue;
                }
                let Said { changes, heard } = self.sync(at).await?;
                if changes + heard > 0 {
                    said.push(format!("{} said {changes}, heard {heard}", self.laptops[at].name));
                }
            }
            self.log.note(format_args!("round {round}: {}", said.join("; ")));
            if said.is_empty() {
                self.quiet = true;
                return Ok(());
            }
        }
        bail!("not quiet after {ROUNDS} rounds")
    }

    /// Says and hears everything, as the driver does in one round; a laptop that is told to enrols anew.
    async fn sync(&mut self, at: usize) -> Result<Said> {
        let mut said = Said::default();
        for _ in 0..MOST_EXCHANGES {
            let laptop = &self.laptops[at];
            let outgoing = laptop.replica.plan_request()?;
            self.ledger.look(&self.laptops[at], false)?;
            let laptop = &self.laptops[at];
            self.counts.exchanges += 1;
            let reply = match self.server.sync(&laptop.token()?, outgoing.bytes.clone()).await? {
                Ok(reply) => {
                    if !outgoing.content.0.is_empty() {
                        self.log.note(format_args!("{} is told: {}", laptop.name, fates(&reply)));
                    }
                    reply
                }
                Err(problem) if matches!(problem.code, ProblemCode::Clone | ProblemCode::Device) => {
                    self.log
                        .note(format_args!("{} is told: {:?}, and enrols anew", laptop.name, problem.code));
                    let clone = problem.code == ProblemCode::Clone;
                    self.introduces(at)?;
                    let laptop = &self.laptops[at];
                    self.server.enrol(&laptop.replica, &laptop.unit, laptop.person).await?;
                    self.laptops[at].enrolled = true;
                    match clone {
                        true => self.told_clone(at),
                        false => self.probes.pass(Probe::DeviceTold),
                    }
                    continue;
                }
                Err(problem) if problem.code == ProblemCode::Unabridged => {
                    // Kept until it is answered: what is planned next.
                    laptop.replica.plan_in_full()?;
                    self.probes.pass(Probe::UnabridgedAsked);
                    continue;
                }
                Err(problem) => bail!("{} is refused: {:?}", laptop.name, problem.code),
            };
            said.changes += outgoing.content.0.iter().map(|(_, hashes)| hashes.len()).sum::<usize>();
            said.heard += reply.delivered.iter().map(|delivered| delivered.changes.len()).sum::<usize>();
            let taken = self.take_in(at, &outgoing, reply)?;
            if !taken.more {
                return Ok(said);
            }
        }
        bail!("{} and the server go in circles", self.laptops[at].name)
    }
}
