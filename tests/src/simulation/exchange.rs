//! Messages: what a laptop sends, what the server makes of it, and what the laptop hears.

use anyhow::Result;
use protocol::ProblemCode;

use super::probe::Probe;
use super::server::Answer;
use super::wire::{Message, What};
use super::world::World;

impl World<'_> {
    /// A laptop that awaits nothing says what it has to say.
    pub(super) fn send(&mut self, at: usize) -> Result<()> {
        let laptop = &mut self.laptops[at];
        if laptop.awaits.is_some() {
            return Ok(());
        }
        let outgoing = laptop.replica.plan_request()?;
        self.exchanges += 1;
        let what = What::Request { token: laptop.token()?, bytes: outgoing.bytes.clone() };
        let restored = self.restored;
        self.wire.push(Message { laptop: at, exchange: self.exchanges, restored, what });
        self.probes.pass_if(outgoing.repeated, Probe::BatchRepeated);
        let changes: usize = outgoing.content.0.iter().map(|(_, hashes)| hashes.len()).sum();
        let line = format!(
            "{} sends request {} with {changes} changes{}",
            laptop.name,
            self.exchanges,
            if outgoing.repeated { ", again" } else { "" }
        );
        laptop.awaits = Some((self.exchanges, outgoing));
        self.ledger.look(&self.laptops[at], false)?;
        self.note(&line);
        Ok(())
    }

    /// A message arrives, where its way is open; otherwise it stays.
    pub(super) async fn arrive(&mut self, at: usize) -> Result<()> {
        if !self.laptops[self.wire[at].laptop].linked {
            return Ok(());
        }
        let Message { laptop, exchange, restored, what } = self.wire.remove(at);
        match what {
            What::Request { token, bytes } => {
                let awaited = self.laptops[laptop].awaits.as_ref();
                let batch = awaited.is_some_and(|(_, outgoing)| !outgoing.content.0.is_empty());
                self.probes.pass_if(batch && restored < self.restored, Probe::EpochOnTheWay);
                self.serve(laptop, exchange, &token, bytes).await
            }
            What::Reply(answer) => self.hear(laptop, exchange, *answer).await,
        }
    }

    async fn serve(&mut self, laptop: usize, exchange: u64, token: &str, bytes: Vec<u8>) -> Result<()> {
        if !self.server.is_up() {
            self.note(&format!("request {exchange} finds no server"));
            self.end(laptop, exchange);
            return Ok(());
        }
        let answer = self.server.sync(token, bytes).await?;
        self.counts.exchanges += 1;
        self.note(&match &answer {
            Ok(reply) => format!("server takes request {exchange}: {}", fates(reply)),
            Err(problem) => format!("server refuses request {exchange}: {:?}", problem.code),
        });
        if let Ok(reply) = &answer {
            self.look_at_page(laptop, reply);
            // Once all is quiet little waits any more.
            if reply.fates.iter().flatten().any(|fate| *fate == protocol::Fate::Parked) {
                let wrong = self.waiting(&self.server.rows()?)?;
                self.wrong.extend(wrong);
            }
        }
        let restored = self.restored;
        self.wire.push(Message { laptop, exchange, restored, what: What::Reply(Box::new(answer)) });
        Ok(())
    }

    /// The connection is gone, and the laptop knows.
    pub(super) fn end(&mut self, laptop: usize, exchange: u64) {
        self.laptops[laptop].awaits.take_if(|(awaited, _)| *awaited == exchange);
    }

    /// An answer to anything but the exchange that is awaited finds a closed connection.
    pub(super) async fn hear(&mut self, at: usize, exchange: u64, answer: Answer) -> Result<()> {
        let laptop = &mut self.laptops[at];
        let Some((_, outgoing)) = laptop.awaits.take_if(|(awaited, _)| *awaited == exchange) else {
            self.probes.pass(Probe::AnswerTooLate);
            return Ok(());
        };
        let name = laptop.name.clone();
        match answer {
            Ok(reply) => {
                let before = self.laptops[at].replica.queue()?.edits.len();
                let taken = self.take_in(at, &outgoing, reply)?;
                self.more = taken.more;
                let left = before.saturating_sub(self.laptops[at].replica.queue()?.edits.len());
                self.note(&format!(
                    "{name} hears {exchange}: {} new, {} refused, {left} edits left the queue",
                    taken.delivered, taken.refused
                ));
            }
            Err(problem) => {
                self.note(&format!("{name} is told: {:?}", problem.code));
                match problem.code {
                    ProblemCode::Clone => {
                        self.told_clone(at);
                        self.enrol_again(at).await?;
                    }
                    ProblemCode::Device => {
                        self.probes.pass(Probe::DeviceTold);
                        self.enrol_again(at).await?;
                    }
                    ProblemCode::Unabridged => {
                        self.probes.pass(Probe::UnabridgedAsked);
                        drop(self.laptops[at].replica.plan_in_full()?);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Only one that was copied is a clone.
    pub(super) fn told_clone(&mut self, at: usize) {
        self.probes.pass(Probe::CloneTold);
        let laptop = &self.laptops[at];
        if !laptop.copied {
            self.wrong.push(format!("{} is told that it is a clone, and nobody copied it", laptop.name));
        }
    }

    /// Its person asks for a code, as the message says.
    pub(super) async fn enrol_again(&mut self, at: usize) -> Result<()> {
        if !self.server.is_up() {
            return Ok(());
        }
        self.introduces(at)?;
        let laptop = &self.laptops[at];
        let waits = !laptop.replica.queue()?.edits.is_empty();
        self.probes.pass_if(waits, Probe::EnrolledWithQueue);
        self.server.enrol(&laptop.replica, &laptop.unit, laptop.person).await?;
        self.note(&format!("{} is enrolled anew", laptop.name));
        self.laptops[at].enrolled = true;
        Ok(())
    }
}

/// What became of what was sent, in one line.
pub(super) fn fates(reply: &protocol::SyncReply) -> String {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for fate in reply.fates.iter().flatten() {
        let name = match fate {
            protocol::Fate::Durable { .. } => "durable".to_owned(),
            protocol::Fate::Refused(refused) => refused.code.clone(),
            other => format!("{other:?}"),
        };
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let counted: Vec<String> = counted.into_iter().map(|(name, count)| format!("{count} {name}")).collect();
    let delivered: usize = reply.delivered.iter().map(|delivered| delivered.changes.len()).sum();
    format!("[{}], {delivered} to hear{}", counted.join(", "), if reply.more { ", more" } else { "" })
}
