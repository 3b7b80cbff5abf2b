//! What the server answered, taken in as one transaction.

use ::document::ChangeHash;
use model::doc_id::DocId;
use model::ids::UnitId;
use model::refusal::Refusal;
use protocol::{Cursor, Delivered, Fate, FileReceived, SyncReply, UnixMillis, Withdrawn};
use rusqlite::Connection;

use super::deliver::durable;
use super::plan::Outgoing;
use super::{deliver, refusal, repeated};
use crate::device::{Device, SyncStanding};
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::rows;
use crate::store::change::{self, State};
use crate::store::refused::Reason;
use crate::store::{batch, document, file, outbox, setting};

/// What came of a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// There is more to say or to hear: sync again at once.
    pub more: bool,
    /// Changes of others that are part of the documents now.
    pub delivered: usize,
    /// Changes that the server did not take.
    pub refused: usize,
    /// Changes that left their documents, since another copy of this laptop had sent the same words.
    pub taken_back: usize,
    /// The unit was merged into another, and its laptop goes on there; or it was not, after all.
    pub merged: bool,
    /// Something that a plan or the organisation had said is not there any more.
    pub(crate) plans_fell: bool,
}

impl Replica {
    /// Takes a reply in, whole or not at all. `sent` is the request that it answers.
    pub fn take_reply(&self, sent: &Outgoing, reply: SyncReply) -> Result<TakenIn> {
        let fits = reply.fates.len() == sent.content.0.len()
            && reply
                .fates
                .iter()
                .zip(&sent.content.0)
                .all(|(fates, (_, hashes))| fates.len() == hashes.len());
        if !fits {
            return Err(Error::Server(
                "Máy chủ trả lời không khớp với những gì đã gửi. Nội dung vẫn còn trên máy và sẽ được gửi lại; nếu lỗi lặp lại, hãy báo cán bộ CNTT của huyện.".into(),
            ));
        }
        let plan_came =
            reply.delivered.iter().any(|delivered| delivered.doc.id().is_some_and(|doc| doc.is_of_rules()));
        let plan_refused = sent.content.0.iter().any(|(doc, _)| doc.is_of_rules());
        let taken = self.write(|tx| self.take_in_reply(tx, sent, reply))?;
        if taken.refused > 0 {
            self.renew_actor()?;
        }
        if taken.merged {
            self.reload_device()?;
        }
        if plan_came || plan_refused || taken.plans_fell {
            self.reload_plans()?;
        }
        Ok(taken)
    }

    fn take_in_reply(&self, tx: &Connection, sent: &Outgoing, mut reply: SyncReply) -> Result<TakenIn> {
        let mut standing = SyncStanding::get(tx)?;
        if standing.epoch.0 != 0 && standing.epoch != reply.epoch {
            tracing::warn!("the server was restored from a backup; what this unit wrote is sent again");
            self.tell_all_again(tx, &self.unit()?)?;
        }
        // Before what it says of changes: what a server does not know, it refuses.
        if let Some(names) = &reply.vocabulary {
            setting::set(tx, setting::VOCABULARY, names)?;
        }
        let refused = self.take_fates(tx, sent, &reply)?;
        let durable = |fate: &Fate| matches!(fate, Fate::Durable { .. });
        let told = sent.content.0.iter().zip(&reply.fates);
        let rules =
            told.filter(|((doc, _), _)| doc.is_of_rules()).any(|(_, fates)| fates.iter().any(durable));
        if rules || reply.vocabulary.is_some() {
            change::send_held(tx)?;
        }
        let mut taken = TakenIn { refused: refused.len(), more: reply.more, ..TakenIn::default() };
        let orphans = self.take_delivered(tx, std::mem::take(&mut reply.delivered), &mut taken)?;
        if !reply.more && !orphans {
            taken.plans_fell = refusal::drop_earlier(self, tx)?;
        }
        refusal::take(self, tx, &refused)?;
        self.take_what_is_beside(tx, &reply)?;
        if let Some(batch) = batch::get(tx)?.filter(|batch| batch.bytes == sent.bytes) {
            (standing.counter, standing.previous) = (batch.counter, batch.hash);
            batch::clear(tx)?;
        }
        (standing.epoch, standing.cursor) = (reply.epoch, reply.cursor);
        (standing.heard_since, standing.backed_up) = (reply.now, reply.backed_up);
        standing.files_backed_up = reply.files_backed_up;
        if orphans && !standing.asked_anew {
            (standing.cursor, standing.asked_anew) = (Cursor(0), true);
        } else if !orphans && !reply.more {
            standing.asked_anew = false;
        }
        if standing.hears_first && !reply.more && !standing.asked_anew {
            standing.hears_first = false;
            taken.taken_back = repeated::take_back(self, tx)?;
            taken.more = outbox::any_waiting(tx)?;
        }
        self.take_merged(tx, &reply, (&mut standing, &mut taken))?;
        standing.set(tx)?;
        setting::set(tx, setting::LAST_SYNC, &self.now())?;
        taken.more |= asks_at_once(tx, &reply)?;
        Ok(taken)
    }

    /// Says whether a change came without its ancestors.
    fn take_delivered(
        &self,
        tx: &Connection,
        delivered: Vec<Delivered>,
        taken: &mut TakenIn,
    ) -> Result<bool> {
        let mut orphans = false;
        for delivered in delivered {
            let rules = delivered.doc.id().filter(DocId::is_of_rules);
            let came = deliver::take(self, tx, delivered)?;
            if rules.is_some() {
                change::send_held(tx)?;
            }
            taken.delivered += came.accepted;
            orphans |= came.orphans;
            if came.not_taken {
                setting::set(tx, setting::NOT_TAKEN, &true)?;
            }
        }
        Ok(orphans)
    }

    /// What the server has of files, what people are called, and who was heard when.
    fn take_what_is_beside(&self, tx: &Connection, reply: &SyncReply) -> Result<()> {
        reply.files.iter().try_for_each(|told| file_received(tx, told, reply.cursor))?;
        reply.withdrawn.iter().try_for_each(|told| file_withdrawn(tx, told))?;
        for told in &reply.elsewhere {
            tables::set_shown_elsewhere(tx, &told.hash, told.shown)?;
        }
        for person in &reply.people {
            tables::set_name(tx, &person.id, person.name.as_deref())?;
        }
        for heard in &reply.heard {
            if let Some(at) = rows::server_time(heard.at) {
                tables::heard_from(tx, &heard.unit, at)?;
            }
        }
        if let Some(laptops) = &reply.laptops {
            let heard = |at: UnixMillis| rows::server_time(at).filter(|_| at != UnixMillis::default());
            let laptops: Vec<_> = laptops.iter().map(|one| (one.person.clone(), heard(one.heard))).collect();
            tables::set_other_laptops(tx, &self.unit()?, &laptops)?;
        }
        // The server leaves out the unit itself: that it heard from it, this reply says.
        if let Some(at) = rows::server_time(reply.now) {
            tables::heard_from(tx, &self.unit()?, at)?;
        }
        Ok(())
    }

    /// The unit was merged into another, or was not after all.
    fn take_merged(
        &self,
        tx: &Connection,
        reply: &SyncReply,
        (standing, taken): (&mut SyncStanding, &mut TakenIn),
    ) -> Result<()> {
        let before = self.enrolled()?;
        if reply.merged == before.merged {
            return Ok(());
        }
        let mut device = Device::clone(&*before);
        device.merged.clone_from(&reply.merged);
        setting::set(tx, setting::DEVICE, &device)?;
        // What was refused meanwhile is sent, and what the unit may read from here on is asked for.
        self.tell_all_again(tx, device.merged.as_ref().unwrap_or(&device.unit))?;
        (standing.cursor, standing.asked_anew) = (Cursor(0), true);
        (standing.heard_since, taken.more, taken.merged) = (UnixMillis(0), true, true);
        Ok(())
    }

    /// What the server holds is not known any more: everything that the unit may write is sent again, and what the
    /// server has, it will say that it has. Of plans and units that others keep, what it does not have is not so any more.
    pub(crate) fn tell_all_again(&self, tx: &Connection, unit: &UnitId) -> Result<()> {
        let plans = self.plans();
        for doc in document::all(tx)? {
            if plans.writes(unit, &doc) {
                change::send_again(tx, &doc)?;
            } else if doc.is_of_rules() {
                change::hear_again(tx, &doc)?;
            }
        }
        file::forget_sent(tx)
    }

    /// What it acknowledged before, or of a plan that it does not have.
    fn may_be_taken_later(
        &self,
        tx: &Connection,
        doc: &DocId,
        hash: ChangeHash,
        fate: &Fate,
    ) -> Result<bool> {
        Ok(fate.refusal() == Some(Refusal::OtherPlan) || change::was_received(tx, doc, hash)?)
    }

    fn take_fates(
        &self,
        tx: &Connection,
        sent: &Outgoing,
        reply: &SyncReply,
    ) -> Result<Vec<refusal::RefusedChange>> {
        let mut refused = Vec::new();
        for ((doc, hashes), fates) in sent.content.0.iter().zip(&reply.fates) {
            let mut parked = false;
            for (hash, fate) in hashes.iter().zip(fates) {
                match fate {
                    Fate::Durable { position, received } => {
                        let arrival = rows::arrived(*position, *received);
                        durable(tx, (doc, *hash), arrival, self.known())?;
                    }
                    Fate::Parked => {
                        change::set_state(tx, doc, *hash, State::Parked)?;
                        parked = true;
                    }
                    // It stands on what is held, and waits with it.
                    Fate::Refused(_) if no_room_yet(fate) && change::any_held(tx, doc)? => {
                        change::set_state(tx, doc, *hash, State::Held)?;
                    }
                    Fate::Refused(_) if no_room_yet(fate) => {
                        // Once its ancestors were sent with it, they are not the reason.
                        parked |= change::state(tx, doc, *hash)? != Some(State::Crowded);
                        change::set_state(tx, doc, *hash, State::Crowded)?;
                    }
                    // It was restored, and has not yet heard again by what this was right, or is older than it was: whoever
                    // restored it will open the plan again or update it, or another laptop will tell it.
                    Fate::Refused(_) if self.may_be_taken_later(tx, doc, *hash, fate)? => {
                        change::set_state(tx, doc, *hash, State::Held)?;
                    }
                    Fate::Refused(why) => refused.push(refusal::RefusedChange {
                        doc: doc.clone(),
                        hash: *hash,
                        reason: Reason::told(why),
                    }),
                    // It stays as it was: to be sent.
                    Fate::Unknown { .. } => {}
                }
            }
            if parked
                && fates.iter().all(|fate| is_there(fate) || no_room_yet(fate))
                && !change::any_held(tx, doc)?
            {
                // The server lacks an ancestor that it acknowledged before.
                tracing::warn!("a change was parked; its document is sent again");
                change::send_again(tx, doc)?;
            }
        }
        Ok(refused)
    }
}

/// Whether there is more to say at once.
fn asks_at_once(conn: &Connection, reply: &SyncReply) -> Result<bool> {
    let mut fates = reply.fates.iter().flatten().peekable();
    // What became of a change is not known here: asking again at once would not tell.
    if fates.clone().any(|fate| matches!(fate, Fate::Unknown { .. })) {
        tracing::warn!("the server says of a change what only a newer program knows; it is sent again later");
        return Ok(false);
    }
    let hears_more = reply.vocabulary.is_some() && outbox::any_waiting(conn)?;
    // What came of the others may have made room for what there was none for.
    let room = fates.peek().is_some() && fates.all(is_there) && change::any_crowded(conn)?;
    Ok(hears_more || room || change::any_to_send(conn)?)
}

/// The server has it, be it that it waits.
fn is_there(fate: &Fate) -> bool {
    matches!(fate, Fate::Durable { .. } | Fate::Parked)
}

/// It is to wait for its ancestors, and too much waits there already.
fn no_room_yet(fate: &Fate) -> bool {
    fate.refusal() == Some(Refusal::TooMuchWaiting)
}

fn file_received(conn: &Connection, told: &FileReceived, by: Cursor) -> Result<()> {
    let whole = told.received >= told.size;
    file::set_sent(conn, &told.hash, told.received)?;
    file::set_safe_at(conn, &told.hash, whole.then_some(by.0))?;
    Ok(tables::set_received(conn, &told.hash, told.received, whole)?)
}

/// Its bytes go, wherever they came from; what was written of it stays, and why it is gone.
fn file_withdrawn(conn: &Connection, told: &Withdrawn) -> Result<()> {
    if let Some(stored) = file::find(conn, &told.hash)? {
        file::remove(conn, stored.id)?;
    }
    Ok(tables::set_withdrawn(conn, &told.hash, &told.reason)?)
}
