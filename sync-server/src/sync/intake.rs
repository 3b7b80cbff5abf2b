//! Takes the changes of one batch in, inside one transaction: what is admitted goes to the log and to the rows of
//! the view, what has to wait is parked, what is at fault is kept apart.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use model::document::{
    ChangeHash, DocId, DocKind, Document, Interpreted, Outcome as Admission, RawChange, Refusal, Rules, admit,
};
use model::ids::UnitId;
use model::permission;
use model::plan::Plan;
use model::target::Target;
use protocol::{ChangeBody, Outcome, UnixMillis};
use rusqlite::Connection;

use super::ahead::{Admitted, Ahead, in_place};
use super::cache::{Cache, Loaded, current, load};
use super::view;
use crate::error::Error;
use crate::plan_in_force::plan_of;
use crate::store::log::NewLogRow;
use crate::store::parked::ParkedRow;
use crate::store::quarantine::Suspect;
use crate::store::{actor, district, document, log, parked, quarantine};

/// A snapshot is written when the changes after it weigh this much, or as much as itself: so that writing
/// snapshots costs no more than writing the changes, and loading never reads a long tail.
const LEAST_TAIL: usize = 32 << 10;

pub(crate) struct Intake<'a> {
    pub conn: &'a Connection,
    pub cache: &'a Mutex<Cache>,
    pub plan: &'a Arc<Plan>,
    /// What was worked out before this transaction began.
    pub ahead: Ahead,
    pub unit: &'a UnitId,
    pub device: i64,
    pub now: UnixMillis,
    /// Documents as this batch leaves them; to be put into the cache after the commit.
    pub updated: HashMap<DocId, Loaded>,
    /// The plan as this batch leaves it, where it changed.
    pub plan_after: Option<Plan>,
}

/// A change on its way in.
struct Incoming {
    raw: RawChange,
    device: i64,
    received: UnixMillis,
}

/// A change that is part of the document now.
pub(super) struct Taken {
    pub read: Box<Interpreted>,
    pub received: UnixMillis,
}

/// One document while a batch is taken in.
struct InHand<'d> {
    doc: &'d DocId,
    loaded: Loaded,
    taken: Vec<Taken>,
    /// How many changes wait for it; counted when the first has to.
    parked: Option<i64>,
    /// How many changes of the device are kept apart; counted when the first has to be.
    kept_apart: Option<i64>,
    refused: usize,
}

impl InHand<'_> {
    fn parked(&mut self, conn: &Connection) -> Result<i64, Error> {
        let parked = match self.parked {
            Some(parked) => parked,
            None => parked::count(conn, self.doc)?,
        };
        self.parked = Some(parked);
        Ok(parked)
    }
}

impl Intake<'_> {
    /// One outcome for each change, in order.
    pub fn document(&mut self, doc: &DocId, changes: Vec<ChangeBody>) -> Result<Vec<Outcome>, Error> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        if let Err(refusal) = permission::may_write(self.plan, self.unit, doc) {
            return Ok(vec![Outcome::refused(refusal); changes.len()]);
        }
        let incoming: Vec<Incoming> = changes
            .into_iter()
            .map(|body| Incoming { raw: body.unpack(), device: self.device, received: self.now })
            .collect();
        let (loaded, found) = match self.ahead.take(self.conn, (self.plan, self.unit), doc)? {
            Some(Admitted { loaded, found }) => (loaded, found),
            None => {
                let mut loaded = self.take_loaded(doc)?;
                let found = self.admit(&mut loaded, &incoming)?;
                (loaded, found)
            }
        };
        let mut hand = InHand { doc, loaded, taken: Vec::new(), parked: None, kept_apart: None, refused: 0 };
        let mut outcomes = Vec::with_capacity(incoming.len());
        let mut waiting: HashMap<ChangeHash, Vec<usize>> = HashMap::new();
        for (change, found) in incoming.iter().zip(found) {
            if let Admission::Parked(hash) = &found {
                waiting.entry(*hash).or_default().push(outcomes.len());
            }
            outcomes.push(self.settle(change, found, &mut hand)?);
        }
        for (hash, outcome) in self.release(&mut hand)? {
            for at in waiting.remove(&hash).unwrap_or_default() {
                outcomes[at] = outcome;
            }
        }
        if hand.refused > 0 {
            tracing::warn!(device = self.device, refused = hand.refused, "changes refused");
        }
        self.write_down(&mut hand)?;
        self.updated.insert(doc.clone(), hand.loaded);
        Ok(outcomes)
    }

    fn take_loaded(&mut self, doc: &DocId) -> Result<Loaded, Error> {
        match self.updated.remove(doc) {
            Some(loaded) => Ok(loaded),
            None => current(self.conn, self.cache, doc),
        }
    }

    /// Admits into the document: in place, or, where that proves too little, the careful way into a copy.
    fn admit(&mut self, loaded: &mut Loaded, incoming: &[Incoming]) -> Result<Vec<Admission>, Error> {
        if loaded.document.id().kind != DocKind::Plan {
            let raws: Vec<RawChange> = incoming.iter().map(|change| change.raw.clone()).collect();
            match in_place(self.conn, (self.plan, self.unit), loaded, &raws)? {
                Some(found) => return Ok(found),
                None => *loaded = load(self.conn, &loaded.document.id().clone())?,
            }
        }
        self.admit_carefully(loaded, incoming)
    }

    /// A change whose actor is another unit's, or that would leave no plan, is taken
    /// out and the rest admitted anew.
    fn admit_carefully(
        &mut self,
        loaded: &mut Loaded,
        incoming: &[Incoming],
    ) -> Result<Vec<Admission>, Error> {
        let mut barred: HashMap<usize, Refusal> = HashMap::new();
        loop {
            let open: Vec<usize> = (0..incoming.len()).filter(|at| !barred.contains_key(at)).collect();
            let raws: Vec<RawChange> = open.iter().map(|&at| incoming[at].raw.clone()).collect();
            let rules = Rules::Writer { plan: self.plan, unit: self.unit };
            let admitted = admit(&loaded.document, &raws, rules);
            let accepted: Vec<(usize, &Interpreted)> = open
                .iter()
                .zip(&admitted.outcomes)
                .filter_map(|(&at, outcome)| match outcome {
                    Admission::Accepted(read) => Some((at, &**read)),
                    _ => None,
                })
                .collect();
            let mut fresh = self.foreign_actors(&accepted)?;
            if fresh.is_empty() {
                fresh = self.broken_plan(&admitted.document, &accepted);
            }
            if fresh.is_empty() {
                loaded.document = admitted.document;
                let mut rest = admitted.outcomes.into_iter();
                let verdict = |at| barred.get(&at).map(|refusal| Admission::Refused(*refusal));
                return Ok((0..incoming.len())
                    .filter_map(|at| verdict(at).or_else(|| rest.next()))
                    .collect());
            }
            barred.extend(fresh);
        }
    }

    fn foreign_actors(&self, accepted: &[(usize, &Interpreted)]) -> Result<Vec<(usize, Refusal)>, Error> {
        let mut foreign = Vec::new();
        for (at, read) in accepted.iter().filter(|(_, read)| !read.skeleton) {
            if !actor::is_free_for(self.conn, &read.actor, self.unit)? {
                foreign.push((*at, Refusal::ActorReused));
            }
        }
        Ok(foreign)
    }

    /// Notes the plan that the document now holds; or bars the changes after which it holds none.
    fn broken_plan(&mut self, after: &Document, accepted: &[(usize, &Interpreted)]) -> Vec<(usize, Refusal)> {
        if after.id().kind != DocKind::Plan {
            return Vec::new();
        }
        let rewrites = |read: &Interpreted| {
            read.touched.iter().any(|touched| matches!(touched.target, Target::Source { .. }))
        };
        let rewriting: Vec<usize> =
            accepted.iter().filter(|(_, read)| rewrites(read)).map(|(at, _)| *at).collect();
        if rewriting.is_empty() {
            return Vec::new();
        }
        match plan_of(after) {
            Ok(plan) => {
                self.plan_after = Some(plan);
                Vec::new()
            }
            Err(_) => rewriting.into_iter().map(|at| (at, Refusal::BrokenPlan)).collect(),
        }
    }

    /// Stores what became of one change.
    fn settle(&self, change: &Incoming, found: Admission, hand: &mut InHand<'_>) -> Result<Outcome, Error> {
        match found {
            Admission::Accepted(read) => {
                self.append(hand.doc, change, &read)?;
                hand.loaded.tail += change.raw.as_bytes().len();
                hand.taken.push(Taken { read, received: change.received });
                Ok(Outcome::Durable { received: change.received })
            }
            Admission::Known(hash) => {
                let received = log::received(self.conn, hand.doc, &hash)?.unwrap_or(self.now);
                Ok(Outcome::Durable { received })
            }
            Admission::Parked(hash) => {
                if hand.parked(self.conn)? >= parked::MOST {
                    return Ok(Outcome::refused(Refusal::TooLarge));
                }
                let raw = change.raw.clone();
                let row = ParkedRow { hash, raw, device: change.device, received: change.received };
                if parked::park(self.conn, hand.doc, &row)? {
                    hand.parked = hand.parked.map(|parked| parked + 1);
                }
                Ok(Outcome::Parked)
            }
            Admission::Refused(refusal) => {
                hand.refused += 1;
                if refusal.is_quarantine() {
                    self.keep_apart(change, refusal, hand)?;
                }
                Ok(Outcome::refused(refusal))
            }
        }
    }

    fn keep_apart(&self, change: &Incoming, refusal: Refusal, hand: &mut InHand<'_>) -> Result<(), Error> {
        let before = match hand.kept_apart {
            Some(before) => before,
            None => quarantine::count(self.conn, change.device)?,
        };
        hand.kept_apart = Some(before + 1);
        let suspect =
            Suspect { doc: hand.doc, raw: &change.raw, refusal, device: change.device, now: self.now };
        quarantine::keep(self.conn, &suspect, before)
    }

    fn append(&self, doc: &DocId, change: &Incoming, read: &Interpreted) -> Result<(), Error> {
        let skeleton = if read.skeleton { String::from_utf8(read.actor.clone()).ok() } else { None };
        if !read.skeleton {
            actor::claim(self.conn, &read.actor, Some(change.device))?;
        }
        log::append(
            self.conn,
            &NewLogRow {
                doc,
                hash: read.hash,
                raw: &change.raw,
                skeleton,
                device: Some(change.device),
                received: change.received,
            },
        )?;
        Ok(())
    }

    /// Tries what is parked for the document, for as long as something new came in.
    fn release(&mut self, hand: &mut InHand<'_>) -> Result<Vec<(ChangeHash, Outcome)>, Error> {
        let mut released = Vec::new();
        let mut before = 0;
        while hand.taken.len() > before {
            before = hand.taken.len();
            let rows = parked::of_document(self.conn, hand.doc)?;
            if rows.is_empty() {
                break;
            }
            let (hashes, incoming): (Vec<ChangeHash>, Vec<Incoming>) = rows
                .into_iter()
                .map(|row| (row.hash, Incoming { raw: row.raw, device: row.device, received: row.received }))
                .unzip();
            let found = self.admit(&mut hand.loaded, &incoming)?;
            for ((hash, change), found) in hashes.into_iter().zip(&incoming).zip(found) {
                if matches!(found, Admission::Parked(_)) {
                    continue;
                }
                parked::release(self.conn, hand.doc, &hash)?;
                released.push((hash, self.settle(change, found, hand)?));
            }
        }
        Ok(released)
    }

    fn write_down(&self, hand: &mut InHand<'_>) -> Result<(), Error> {
        if hand.taken.is_empty() {
            return Ok(());
        }
        let InHand { doc, loaded, taken, .. } = hand;
        let last = district::need(self.conn)?.position.0.cast_signed();
        let heads = loaded.document.heads();
        document::advance(self.conn, doc, last, &heads)?;
        loaded.last = last;
        if loaded.tail > LEAST_TAIL.max(loaded.snapshot) {
            let snapshot = loaded.document.save();
            document::set_snapshot(self.conn, doc, &snapshot, last)?;
            loaded.snapshot = snapshot.len();
            loaded.tail = 0;
        }
        view::write(self.conn, &loaded.document, taken)
    }
}
