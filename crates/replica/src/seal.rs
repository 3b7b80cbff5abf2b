//! Sealing: the edits of a document that wait become one change, before anything of others is merged.

use std::collections::BTreeMap;

use ::document::{Document, interpret};
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;
use tables::Arrival;
use view::Place;

use crate::carry_on::carry_over;
use crate::error::Result;
use crate::rows;
use crate::sealing::{Sealing, give_back};
use crate::store::change::{self, Kept, State};
use crate::store::document;
use crate::store::outbox::{self, Queued};

/// Bytes of text in one change: far below what the server takes, so that no honest change is refused for its
/// size.
const LETTERS: usize = 100_000;
const EDITS: usize = 500;

/// Seals what waits in every document.
pub fn all(conn: &Connection, by: &Sealing<'_>) -> Result<()> {
    let waiting = || outbox::documents_waiting(conn);
    waiting()?.iter().try_for_each(|doc| document(conn, by, doc))?;
    // What was carried over waits in another document now.
    waiting()?.iter().try_for_each(|doc| document(conn, by, doc))
}

/// Seals what waits in one document. Edits that the plan, as it is now, no longer permits come back to the
/// person at once, and spare the others the refusal of the change that would have held them all.
pub fn document(conn: &Connection, by: &Sealing<'_>, doc: &DocId) -> Result<()> {
    if outbox::waiting(conn, doc)?.is_empty() {
        return Ok(());
    }
    let mut open = document::load(conn, doc)?;
    into(conn, by, &mut open)?;
    document::keep(conn, &mut open, false, by.limits)
}

/// The same, into a document that is open; the caller keeps it.
pub fn into(conn: &Connection, by: &Sealing<'_>, open: &mut Document) -> Result<()> {
    let doc = open.id().clone();
    let mut waiting = Vec::new();
    let all = outbox::waiting(conn, &doc)?;
    let going = by.going(&all);
    for queued in all {
        match by.permits(&queued) {
            _ if !by.understood.knows(queued.target()) => {}
            _ if let Some(to) = going.get(&queued.id) => carry_over(conn, &queued, to)?,
            Ok(()) => waiting.push(queued),
            Err(reason) => give_back(conn, &queued, reason)?,
        }
    }
    waiting.truncate(by.most);
    // One change for each author.
    waiting.sort_by(|a, b| a.edit.by.cmp(&b.edit.by).then(a.id.cmp(&b.id)));
    for group in portions(&waiting) {
        seal_group(conn, open, group, by)?;
    }
    Ok(())
}

fn portions(waiting: &[Queued]) -> Vec<&[Queued]> {
    let mut portions = Vec::new();
    let (mut start, mut letters) = (0, 0);
    for (at, queued) in waiting.iter().enumerate() {
        let weight = weight(queued);
        if at > start && (letters + weight > LETTERS || at - start >= EDITS) {
            portions.push(&waiting[start..at]);
            (start, letters) = (at, 0);
        }
        letters += weight;
    }
    if start < waiting.len() {
        portions.push(&waiting[start..]);
    }
    portions
}

/// At worst all of an old text is taken out and all of the new put in; other values are put in whole.
fn weight(queued: &Queued) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, str::len);
    let before = if queued.target().is_text() { length(queued.before.value()) } else { 0 };
    length(queued.value()) + before
}

fn seal_group(conn: &Connection, open: &mut Document, group: &[Queued], by: &Sealing<'_>) -> Result<()> {
    let doc = open.id().clone();
    let edits: Vec<StampedEdit> = group.iter().map(|queued| queued.edit.clone()).collect();
    let mut sealed: BTreeMap<Target, _> = BTreeMap::new();
    let mut reads = Vec::new();
    // After all that was sealed before, and before what is written since.
    let last = group.iter().map(|queued| queued.id).max().unwrap_or_default();
    let arrival = Arrival { place: Place::here(last), received: None };
    for raw in open.seal(&edits, by.actor) {
        let read = interpret(&raw).map_err(crate::Error::NotAllowed)?;
        change::keep(
            conn,
            &doc,
            &Kept { hash: read.hash, raw: &raw, state: State::ToSend, own: true, arrival },
        )?;
        let said = read.said(&doc.kind, by.known);
        sealed.extend(said.fields.into_iter().map(|said| (said.target, read.hash)));
        reads.push((read, arrival));
    }
    for queued in group {
        match sealed.get(queued.target()) {
            Some(hash) => {
                rows::forget_waiting(conn, queued)?;
                outbox::seal(conn, queued.id, *hash)?;
            }
            // The document holds this already.
            None => rows::drop_waiting(conn, queued)?,
        }
    }
    rows::take_in(conn, open, &reads, by.known)?;
    // What the document held already is in no change.
    rows::refresh(conn, open, group.iter().map(Queued::target).filter(|target| !sealed.contains_key(target)))
}
