//! What the person sees of a field, kept in step: the rows of the view, the history, and the field's reading.
//! The one place where this crate writes the tables of the view.

use std::collections::{BTreeMap, BTreeSet};

use ::document::{ChangeHash, Document, Fields, Held, Interpreted, Reading, interpret};
use chrono::{DateTime, FixedOffset};
use model::address::ObjectName;
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use model::vocabulary::Vocabulary;
use protocol::{Cursor, UnixMillis};
use rusqlite::Connection;
use tables::Arrival;
use view::Place;

use crate::error::{Error, Result};
use crate::store::change::{self, Stored};
use crate::store::outbox::{self, Queued};
use crate::store::{document, field_reading};

/// The server's time as the view keeps it.
pub fn server_time(at: UnixMillis) -> Option<DateTime<FixedOffset>> {
    DateTime::from_timestamp_millis(at.0).map(|at| at.with_timezone(&hanoi()))
}

/// The ancestry of workbooks; of the one that is open, with what it was not kept with yet.
fn ancestry<'a>(
    conn: &'a Connection,
    open: Option<&'a Document>,
) -> impl Fn(&DocId, &[ChangeHash], &[ChangeHash]) -> Result<bool> + 'a {
    move |workbook, heads, changes| match open.filter(|open| open.id() == workbook) {
        Some(open) => Ok(open.lack(heads, changes)),
        None => Ok(document::load(conn, workbook)?.lack(heads, changes)),
    }
}

/// A document as its person sees it: edits that wait stand on top.
pub(crate) struct WithWaiting<'a> {
    document: &'a Document,
    waiting: BTreeMap<Target, Reading>,
}

impl<'a> WithWaiting<'a> {
    pub(crate) fn of(conn: &Connection, document: &'a Document) -> Result<Self> {
        let waiting = outbox::waiting(conn, document.id())?.into_iter();
        let waiting = waiting.map(|queued| (queued.target().clone(), shown(&queued.edit))).collect();
        Ok(Self { document, waiting })
    }

    /// With some of them alone.
    pub(crate) fn only(mut self, which: impl Fn(&Target) -> bool) -> Self {
        self.waiting.retain(|target, _| which(target));
        self
    }
}

/// Behind what a text reads: what it would read with each side's words, where they stand against each other.
fn sides(text: &Reading) -> Vec<Held> {
    text.contenders.get(1..).unwrap_or_default().to_vec()
}

impl Fields for WithWaiting<'_> {
    fn id(&self) -> &DocId {
        self.document.id()
    }

    fn read(&self, target: &Target) -> Reading {
        let waiting = self.waiting.get(target).cloned();
        if !target.is_text() {
            return waiting.unwrap_or_else(|| self.document.read(target));
        }
        let mut document = self.document.read(target);
        if target.looked().is_some_and(|looked| self.waiting.contains_key(&looked)) {
            document.contenders.truncate(1);
        }
        match waiting {
            None => document,
            Some(mut waiting) => {
                waiting.contenders.extend(sides(&document));
                waiting
            }
        }
    }

    fn read_with(&self, target: &Target) -> Vec<Target> {
        self.document.read_with(target)
    }

    fn keys(&self, register: &ObjectName) -> Vec<String> {
        let mut keys = self.document.keys(register);
        let waiting = self.waiting.keys().flat_map(Target::addresses);
        keys.extend(waiting.filter(|address| address.object == *register).map(|address| address.key.into()));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        self.document.text_as_of(target, change)
    }

    fn text_before(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        self.document.text_before(target, change)
    }

    fn lack(&self, heads: &[ChangeHash], changes: &[ChangeHash]) -> bool {
        self.document.lack(heads, changes)
    }
}

/// Shows an edit that waits: the row, its line in the history, and its place in the outbox.
pub fn show_waiting(conn: &Connection, doc: &DocId, edit: &StampedEdit, before: &Reading) -> Result<()> {
    let id = outbox::add(conn, doc, edit, before)?;
    show(conn, doc, edit, (id, before))
}

/// A sealed edit waits again: the change that held it is gone. The row still shows it; the caller refreshes the
/// field, which notes what the document holds without it.
pub fn wait_again(conn: &Connection, queued: &Queued) -> Result<()> {
    outbox::unseal(conn, queued.id)?;
    show(conn, &queued.doc, &queued.edit, (queued.id, &queued.before))
}

fn show(conn: &Connection, doc: &DocId, edit: &StampedEdit, (id, before): (i64, &Reading)) -> Result<()> {
    let target = &edit.edit.target;
    let mut reading = shown(edit);
    if target.is_text() {
        reading.contenders.extend(sides(&still_asked(conn, doc, target, before.clone())?));
    }
    tables::wait(conn, doc, edit, (before, &reading), Place::here(id), &ancestry(conn, None))?;
    field_reading::set(conn, doc, target, &reading)?;
    match target.looked_at() {
        Some(text) => {
            let mut reading = field_reading::get(conn, doc, &text)?;
            reading.contenders.truncate(1);
            put(conn, doc, &text, &reading)
        }
        None => Ok(()),
    }
}

/// A field's reading without what its person was asked about a text and has answered, while the answer waits.
fn still_asked(conn: &Connection, doc: &DocId, target: &Target, mut reading: Reading) -> Result<Reading> {
    if let Some(looked) = target.looked()
        && outbox::waiting_for(conn, doc, &looked)?.is_some()
    {
        reading.contenders.truncate(1);
    }
    Ok(reading)
}

/// Takes a waiting edit out of outbox and history; the caller writes what its field holds instead.
pub fn drop_waiting(conn: &Connection, queued: &Queued) -> Result<()> {
    outbox::remove(conn, queued.id)?;
    forget_waiting(conn, queued)
}

/// The same of the history alone: it is about to be sealed.
pub fn forget_waiting(conn: &Connection, queued: &Queued) -> Result<()> {
    let waits = (Place::here(queued.id), None);
    tables::forget(conn, &queued.doc, [queued.target()], waits, &ancestry(conn, None))
}

/// Writes what a field holds.
pub fn put(conn: &Connection, doc: &DocId, target: &Target, reading: &Reading) -> Result<()> {
    tables::put(conn, doc, &[(target.clone(), reading.clone())], &ancestry(conn, None))?;
    field_reading::set(conn, doc, target, reading)
}

/// Writes what a field held before an edit that does not wait any more. A person who has answered what was asked about a text
/// is not asked again.
pub fn put_back(conn: &Connection, doc: &DocId, target: &Target, before: &Reading) -> Result<()> {
    put(conn, doc, target, &still_asked(conn, doc, target, before.clone())?)
}

/// Reads fields again from their document and writes the rows; edits that wait for them stay on top.
pub fn refresh<'t>(
    conn: &Connection,
    document: &Document,
    targets: impl IntoIterator<Item = &'t Target> + Clone,
) -> Result<()> {
    let with_waiting = WithWaiting::of(conn, document)?;
    // Whoever else wrote here is perhaps not in the document any more.
    let others = |target: &Target| target.together().into_iter().chain(target.looked_at());
    let targets: BTreeSet<Target> =
        targets.clone().into_iter().flat_map(others).chain(targets.into_iter().cloned()).collect();
    let fields: Vec<(Target, Reading)> =
        targets.iter().map(|target| (target.clone(), with_waiting.read(target))).collect();
    tables::put(conn, document.id(), &fields, &ancestry(conn, Some(document)))?;
    note_readings(conn, document, &targets)
}

/// What fields hold, for the next edit of them.
fn note_readings<'t>(
    conn: &Connection,
    document: &Document,
    targets: impl IntoIterator<Item = &'t Target>,
) -> Result<()> {
    let doc = document.id();
    for target in targets {
        let reading = still_asked(conn, doc, target, read(conn, document, target)?)?;
        match outbox::waiting_for(conn, doc, target)? {
            Some(waiting) => outbox::set_before(conn, waiting.id, &reading)?,
            None => field_reading::set(conn, doc, target, &reading)?,
        }
    }
    Ok(())
}

/// A document's reading, with a text's last author from the history.
fn read(conn: &Connection, document: &Document, target: &Target) -> Result<Reading> {
    let mut reading = document.read(target);
    if target.is_text()
        && let Some(held) = reading.contenders.first_mut()
        && let Some(last) = tables::last_record(conn, document.id(), target)?
    {
        (held.by, held.at) = (Some(last.by), last.at);
    }
    Ok(reading)
}

/// Takes changes that are part of the document now into the rows.
pub fn take_in(
    conn: &Connection,
    document: &Document,
    changes: &[(Interpreted, Arrival)],
    known: &Vocabulary,
) -> Result<()> {
    let arrivals: BTreeMap<ChangeHash, Arrival> =
        changes.iter().map(|(read, arrival)| (read.hash, *arrival)).collect();
    let folded = tables::fold(&WithWaiting::of(conn, document)?, changes.iter().map(|(read, _)| read), known);
    let arrival = |hash: &ChangeHash| arrivals[hash];
    tables::take_in(conn, document.id(), &folded, arrival, &ancestry(conn, Some(document)))?;
    note_readings(conn, document, folded.targets())
}

/// Where the server has a change, and since when.
pub fn arrived(position: Cursor, received: UnixMillis) -> Arrival {
    Arrival { place: Place::in_log(position.0), received: Some(received.0) }
}

/// Makes the rows of documents anew in which there was something that an older program did not know.
pub fn learn(conn: &Connection, known: &Vocabulary) -> Result<()> {
    for name in tables::documents_with_unknown(conn)? {
        let doc: DocId = name.parse().map_err(|_| Error::Damaged)?;
        tables::forget_unknown(conn, &doc)?;
        make_anew(conn, &doc, known)?;
    }
    Ok(())
}

fn make_anew(conn: &Connection, doc: &DocId, known: &Vocabulary) -> Result<()> {
    let logged = change::log(conn, doc)?.into_iter();
    let mut changes: Vec<_> = logged.map(|one| (one.read, one.arrival)).collect();
    // A skeleton says nothing of anybody.
    changes.retain(|(read, _)| read.skeleton.is_none());
    take_in(conn, &document::load(conn, doc)?, &changes, known)
}

/// Takes a change out of the history that is in its document no more.
pub fn forget_change(
    conn: &Connection,
    stored: &Stored,
    (read, document): (&Interpreted, &Document),
    known: &Vocabulary,
) -> Result<()> {
    let said = read.said(&stored.doc.kind, known);
    let targets = said.fields.iter().map(|set| &set.target);
    let change = (stored.place, Some(&stored.hash));
    tables::forget(conn, &stored.doc, targets, change, &ancestry(conn, Some(document)))
}

/// The server has the change at this place.
pub fn settle(conn: &Connection, stored: &Stored, to: (Place, i64), known: &Vocabulary) -> Result<()> {
    if (stored.place, stored.received) == (to.0, Some(to.1)) {
        return Ok(());
    }
    let said = interpret(&stored.raw)?.said(&stored.doc.kind, known);
    let targets = said.fields.iter().map(|set| &set.target);
    Ok(tables::settle(conn, &stored.doc, targets, (&stored.hash, stored.place), to)?)
}

fn shown(edit: &StampedEdit) -> Reading {
    match &edit.edit.value {
        Value::Absent => Reading::default(),
        value => Reading::one(value.clone(), edit.by.clone(), edit.at),
    }
}
