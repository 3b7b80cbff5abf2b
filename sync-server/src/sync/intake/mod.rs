//! Takes the changes of one batch in, inside one transaction: what is admitted goes to the log and to the rows of
//! the view, what has to wait is parked, what is at fault is kept apart.

mod plan_change;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use ::document::{Admission, ChangeHash, Fields as _, Head, Interpreted, RawChange};
use model::doc_id::DocId;
use model::ids::UnitId;
use model::plan::Plan;
use model::plans::Plans;
use model::refusal::Refusal;
use model::vocabulary::Vocabulary;
use protocol::{ChangeBody, Cursor, Fate, UnixMillis};
use tables::Folded;

use super::prepare::{Admitted, By, Prepared};
use super::view::{self, Taken};
use crate::cache::{Cache, Loaded, current, lack};
use crate::error::Error;
use crate::limits::Limits;
use crate::snapshot_bytes;
use crate::store::log::NewLogRow;
use crate::store::parked::{ParkedRow, Waiting};
use crate::store::quarantine::Suspect;
use crate::store::snapshot::SnapshotRow;
use crate::store::{Tx, actor, district, document, log, parked, person, quarantine, snapshot};

pub(crate) struct Intake<'a> {
    pub tx: Tx<'a>,
    pub cache: &'a Mutex<Cache>,
    pub plans: &'a Arc<Plans>,
    pub known: &'a Vocabulary,
    pub limits: &'a Limits,
    /// What was worked out before this transaction began.
    pub prepared: Prepared,
    pub unit: &'a UnitId,
    pub device: i64,
    pub now: UnixMillis,
    /// Documents as this batch leaves them; to be put into the cache after the commit.
    pub updated: HashMap<DocId, Loaded>,
    /// The plans as this batch leaves them, where they changed.
    pub plans_after: Option<Plans>,
    /// What is wrong with a plan that was refused, in words.
    pub plan_faults: String,
    /// The server was restored, and the device has not yet said again all that it had said before.
    pub retells: bool,
    /// How much of the unit's waits; weighed when the first change has to.
    pub waiting: Option<Waiting>,
}

/// A change on its way in.
struct Incoming {
    raw: RawChange,
    device: i64,
    received: UnixMillis,
}

/// One document while a batch is taken in.
struct InHand<'d> {
    doc: &'d DocId,
    /// By whose rules it is written.
    plan: Arc<Plan>,
    loaded: Loaded,
    taken: Vec<Taken>,
    /// What of them was worked out before this transaction began.
    folded: Option<Folded>,
    /// Positions of the log that are kept for it.
    positions: Range<i64>,
    /// How many changes of the device are kept apart; counted when the first has to be.
    kept_apart: Option<i64>,
    refused: usize,
}

impl Intake<'_> {
    /// One fate for each change, in order.
    pub fn document(&mut self, doc: &DocId, changes: Vec<ChangeBody>) -> Result<Vec<Fate>, Error> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let plan = match self.plan_to_write(doc) {
            Ok(plan) => plan,
            Err(refusal) => return self.refused(doc, changes, refusal),
        };
        let incoming: Vec<Incoming> = changes
            .into_iter()
            .map(|body| Incoming { raw: body.unpack(), device: self.device, received: self.now })
            .collect();
        let (loaded, found, folded) = match self.prepared.take(self.tx, (self.plans, self.unit), doc)? {
            Some(Admitted { loaded, found, folded }) => (loaded, found, Some(folded)),
            None => {
                let mut loaded = self.take_loaded(doc)?;
                let found = self.admit(&plan, &mut loaded, &incoming)?;
                (loaded, found, None)
            }
        };
        let accepted = found.iter().filter(|one| matches!(one, Admission::Accepted(_))).count();
        let mut hand = InHand {
            doc,
            plan,
            loaded,
            taken: Vec::with_capacity(accepted),
            folded,
            positions: self.positions(accepted)?,
            kept_apart: None,
            refused: 0,
        };
        let mut fates = Vec::with_capacity(incoming.len());
        let mut waiting: HashMap<ChangeHash, Vec<usize>> = HashMap::new();
        for (change, found) in incoming.iter().zip(found) {
            if let Admission::Parked { hash, .. } = &found {
                waiting.entry(*hash).or_default().push(fates.len());
            }
            fates.push(self.settle(change, found, &mut hand)?);
        }
        for (hash, fate) in self.release(&mut hand)? {
            for at in waiting.remove(&hash).unwrap_or_default() {
                fates[at] = fate.clone();
            }
        }
        if hand.refused > 0 {
            tracing::warn!(device = self.device, refused = hand.refused, "changes refused");
        }
        self.write_down(&mut hand)?;
        self.updated.insert(doc.clone(), hand.loaded);
        Ok(fates)
    }

    /// By whose rules the unit writes the document now. What a restored server had admitted before the plan was closed,
    /// it admits again.
    fn plan_to_write(&self, doc: &DocId) -> Result<Arc<Plan>, Refusal> {
        let open = |plan: &Arc<Plan>| match plan.closed_on() {
            Some(_) if self.retells => Arc::new(plan.closing(None)),
            _ => Arc::clone(plan),
        };
        match self.plans.may_write(self.unit, doc) {
            Err(Refusal::PlanClosed) if self.retells => {
                self.plans.of(doc).map(open).ok_or(Refusal::PlanClosed)
            }
            other => other.map(open),
        }
    }

    /// What the unit may not write, but for what was written while it might. Whoever may not read the document is not
    /// told what it has.
    fn refused(&self, doc: &DocId, changes: Vec<ChangeBody>, refusal: Refusal) -> Result<Vec<Fate>, Error> {
        if !self.plans.may_read(self.unit, doc) {
            return Ok(vec![Fate::refused(refusal); changes.len()]);
        }
        let fate = |body: ChangeBody| {
            let raw = body.unpack();
            let place = Head::parse(raw.as_bytes())
                .map(|head| log::find(self.tx, doc, &head.hash))
                .transpose()?
                .flatten();
            Ok(match place {
                Some((position, received)) => Fate::Durable { position, received },
                None => Fate::refused(refusal),
            })
        };
        changes.into_iter().map(fate).collect()
    }

    fn positions(&self, count: usize) -> Result<Range<i64>, Error> {
        let first = district::next_positions(self.tx, count)?;
        Ok(first..first + i64::try_from(count).map_err(Error::unavailable)?)
    }

    fn take_loaded(&mut self, doc: &DocId) -> Result<Loaded, Error> {
        match self.updated.remove(doc) {
            Some(loaded) => Ok(loaded),
            None => current(self.tx, self.cache, doc),
        }
    }

    fn by<'b>(&'b self, plan: &'b Plan) -> By<'b> {
        By { plan, unit: self.unit, known: self.known, limits: self.limits, retells: self.retells }
    }

    /// Stores what became of one change.
    fn settle(&mut self, change: &Incoming, found: Admission, hand: &mut InHand<'_>) -> Result<Fate, Error> {
        match found {
            Admission::Accepted(read) => {
                let position = match hand.positions.next() {
                    Some(position) => position,
                    None => district::next_position(self.tx)?,
                };
                self.append((hand.doc, position), change, &read)?;
                hand.loaded.tail += change.raw.as_bytes().len();
                let (position, received) = (Cursor(position.cast_unsigned()), change.received);
                hand.taken.push(Taken { read, position, received });
                Ok(Fate::Durable { position, received })
            }
            Admission::Known(hash) => {
                let (position, received) = log::place(self.tx, hand.doc, &hash)?;
                Ok(Fate::Durable { position, received })
            }
            Admission::Parked { hash, wants } => {
                let raw = change.raw.clone();
                let row = ParkedRow { hash, raw, device: change.device, received: change.received };
                let waiting = match &mut self.waiting {
                    Some(waiting) => waiting,
                    none => none.insert(parked::weigh(self.tx, self.unit, self.device)?),
                };
                if !parked::park(self.tx, (hand.doc, self.unit), &row, &wants, (waiting, self.limits))? {
                    return Ok(Fate::refused(Refusal::TooMuchWaiting));
                }
                Ok(Fate::Parked)
            }
            Admission::Refused(refusal) => {
                hand.refused += 1;
                // Its device is told so: it must not come in by itself as well, where it waited since an earlier try.
                if let Some(head) = Head::parse(change.raw.as_bytes()) {
                    parked::release(self.tx, hand.doc, &head.hash)?;
                }
                if refusal.is_quarantine() {
                    self.keep_apart(change, refusal, hand)?;
                }
                Ok(match refusal {
                    Refusal::BrokenPlan | Refusal::PlanDropsWork => Fate::refused_for(
                        refusal,
                        format!("{refusal} {}", self.plan_faults).trim_end().to_owned(),
                    ),
                    _ => Fate::refused(refusal),
                })
            }
        }
    }

    fn keep_apart(&self, change: &Incoming, refusal: Refusal, hand: &mut InHand<'_>) -> Result<(), Error> {
        let before = match hand.kept_apart {
            Some(before) => before,
            None => quarantine::count(self.tx, change.device)?,
        };
        hand.kept_apart = Some(before + 1);
        let suspect =
            Suspect { doc: hand.doc, raw: &change.raw, refusal, device: change.device, now: self.now };
        quarantine::keep(self.tx, &suspect, before)
    }

    fn append(
        &self,
        (doc, position): (&DocId, i64),
        change: &Incoming,
        read: &Interpreted,
    ) -> Result<(), Error> {
        let skeleton = read.skeleton.as_ref().map(ToString::to_string);
        if let Some(author) = &read.author {
            actor::claim(self.tx, &read.actor, Some(change.device))?;
            person::note(self.tx, author, self.unit)?;
        }
        log::append(
            self.tx,
            position,
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

    /// Tries what waited for what has just come, and then what waited for that.
    fn release(&mut self, hand: &mut InHand<'_>) -> Result<Vec<(ChangeHash, Fate)>, Error> {
        let mut released = Vec::new();
        let (mut looked, admitted) = (0, hand.taken.len());
        while looked < hand.taken.len() {
            let came = hand.taken[looked].read.hash;
            looked += 1;
            let rows = parked::waiting_for(self.tx, hand.doc, &came)?;
            if rows.is_empty() {
                continue;
            }
            let (hashes, incoming): (Vec<ChangeHash>, Vec<Incoming>) = rows
                .into_iter()
                .map(|row| (row.hash, Incoming { raw: row.raw, device: row.device, received: row.received }))
                .unzip();
            let plan = Arc::clone(&hand.plan);
            let found = self.admit(&plan, &mut hand.loaded, &incoming)?;
            for ((hash, change), found) in hashes.into_iter().zip(&incoming).zip(found) {
                if let Admission::Parked { wants, .. } = &found {
                    parked::wants(self.tx, hand.doc, &hash, wants)?;
                    continue;
                }
                parked::release(self.tx, hand.doc, &hash)?;
                released.push((hash, self.settle(change, found, hand)?));
            }
        }
        if hand.taken.len() > admitted {
            hand.folded = None;
        }
        Ok(released)
    }

    fn write_down(&self, hand: &mut InHand<'_>) -> Result<(), Error> {
        if hand.taken.is_empty() {
            return Ok(());
        }
        let InHand { doc, loaded, taken, folded, .. } = hand;
        let last = district::need(self.tx)?.position.0.cast_signed();
        let heads = loaded.contents.heads();
        document::advance(self.tx, doc, last, &heads)?;
        loaded.last = last;
        if loaded.tail > self.limits.least_tail.max(loaded.snapshot) {
            let row = SnapshotRow { upto: last, bytes: snapshot_bytes::write(&loaded.contents) };
            snapshot::set(self.tx, doc, &row)?;
            loaded.snapshot = row.bytes.len();
            loaded.tail = 0;
        }
        let folded = match folded.take() {
            Some(folded) => folded,
            None => view::fold(&loaded.contents, taken.iter().map(|taken| &*taken.read), self.known),
        };
        view::write(self.tx, &loaded.contents, (&folded, taken), &|workbook, heads, changes| match self
            .updated
            .get(workbook)
        {
            Some(loaded) => Ok(loaded.contents.lack(heads, changes)),
            None => lack(self.tx, self.cache, workbook, (heads, changes)),
        })?;
        view::tell_of_withdrawn(self.tx, doc, &folded)
    }
}
