//! A laptop takes a reply in: what its person is told by it, and which places were passed.

use std::collections::BTreeSet;

use anyhow::Result;
use model::refusal::Refusal;
use model::window::WaitsFor;
use protocol::{Fate, SyncReply};
use replica::sync::{Outgoing, TakenIn};

use super::ledger::queue;
use super::probe::Probe;
use super::world::World;

impl World<'_> {
    pub(super) fn take_in(&mut self, at: usize, outgoing: &Outgoing, reply: SyncReply) -> Result<TakenIn> {
        self.look_at_fates(outgoing, &reply);
        let replica = &self.laptops[at].replica;
        let before = queue(&self.laptops[at])?;
        let taken = replica.take_reply(outgoing, reply)?;
        let laptop = &mut self.laptops[at];
        if !outgoing.content.0.is_empty() && laptop.said.last() != Some(&outgoing.content.0) {
            laptop.said.push(outgoing.content.0.clone());
        }
        let sent = self.ledger.look(&self.laptops[at], taken.refused + taken.taken_back > 0)?;
        self.was_told(at, &sent)?;
        let sealed: BTreeSet<i64> =
            before.values().filter(|edit| !edit.can_take_back).map(|edit| edit.id).collect();
        let after = queue(&self.laptops[at])?;
        let again = after.values().any(|edit| edit.can_take_back && sealed.contains(&edit.id));
        let held = after.values().any(|edit| edit.waits_for == Some(WaitsFor::Plan));
        let probes = &mut self.probes;
        probes.pass_if(held, Probe::WaitsForPlan);
        probes.pass_if(taken.refused > 0 && again, Probe::RefusedWithOthersOnTop);
        probes.pass_if(taken.taken_back > 0, Probe::WordsTakenBack);
        probes.pass_if(taken.more && !outgoing.content.0.is_empty(), Probe::RequestFull);
        let waited =
            |id: &i64| before.get(id).is_some_and(|edit| edit.waits_for == Some(WaitsFor::NewerServer));
        let waits = after.values().any(|edit| edit.waits_for == Some(WaitsFor::NewerServer));
        let released =
            after.values().any(|edit| waited(&edit.id) && edit.waits_for != Some(WaitsFor::NewerServer));
        probes.pass_if(waits, Probe::WaitsForNewer);
        probes.pass_if(released, Probe::WaitedForNewerSent);
        Ok(taken)
    }

    fn look_at_fates(&mut self, outgoing: &Outgoing, reply: &SyncReply) {
        for ((doc, hashes), fates) in outgoing.content.0.iter().zip(&reply.fates) {
            for (hash, fate) in hashes.iter().zip(fates) {
                if *fate == Fate::Parked {
                    self.probes.pass(Probe::Parked);
                    self.parked.push((doc.clone(), hash.0));
                }
                match fate.refusal() {
                    Some(Refusal::TooMuchWaiting) => self.probes.pass(Probe::ParkedTooMuch),
                    Some(Refusal::TooManyFiles) => self.probes.pass(Probe::TooManyFiles),
                    Some(Refusal::PlanClosed) => self.probes.pass(Probe::RefusedPlanClosed),
                    Some(Refusal::UnknownField) => self.probes.pass(Probe::RefusedNotUnderstood),
                    _ => {}
                }
            }
        }
    }

    /// Where pages end and begin.
    pub(super) fn look_at_page(&mut self, at: usize, reply: &SyncReply) {
        let places = reply.delivered.iter().flat_map(|delivered| {
            delivered.changes.iter().map(move |change| (change.position, delivered.doc.clone()))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|(position, _)| *position);
        let name = self.laptops[at].name.clone();
        let first = places.first().map(|(_, doc)| doc);
        if let (Some(Some(last)), Some(first)) = (self.pages.get(&name), first) {
            self.probes.pass_if(last == first, Probe::PageSameDocument);
        }
        self.probes.pass_if(reply.more, Probe::PageFull);
        self.probes.pass_if(reply.more && places.len() == 1, Probe::PageOfOneChange);
        self.probes.pass_if(reply.more && places.is_empty() && reply.files.is_empty(), Probe::PageOfNothing);
        let last = places.last().filter(|_| reply.more).map(|(_, doc)| doc.clone());
        self.pages.insert(name, last);
    }
}
