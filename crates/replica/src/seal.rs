//! Sealing: the edits of a document that wait become one change, before anything of others is merged.

use std::collections::BTreeMap;

use model::document::{Actor, DocId, Document, interpret};
use model::edit::StampedEdit;
use model::permission;
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;

use crate::error::Result;
use crate::store::change::{self, Kept, State};
use crate::store::outbox::{self, Queued};
use crate::store::{document, refused};
use crate::view;

/// Bytes of text in one change: far below what the server takes, so that no honest change is refused for its
/// size.
const LETTERS: usize = 100_000;
const EDITS: usize = 500;

/// Seals what waits in every document.
pub fn all(conn: &Connection, plan: Option<&Plan>, actor: Actor) -> Result<()> {
    for doc in outbox::documents_waiting(conn)? {
        if let Some(plan) = plan {
            document(conn, plan, &doc, actor)?;
        }
    }
    Ok(())
}

/// Seals what waits in one document. Edits that the plan, as it is now, no longer permits come back to the
/// person at once, and spare the others the refusal of the change that would have held them all.
pub fn document(conn: &Connection, plan: &Plan, doc: &DocId, actor: Actor) -> Result<()> {
    if outbox::waiting(conn, doc)?.is_empty() {
        return Ok(());
    }
    let mut open = document::load(conn, doc)?;
    into(conn, plan, &mut open, actor)?;
    document::keep(conn, &mut open, false)
}

/// The same, into a document that is open; the caller keeps it.
pub fn into(conn: &Connection, plan: &Plan, open: &mut Document, actor: Actor) -> Result<()> {
    let doc = open.id().clone();
    let mut waiting = outbox::waiting(conn, &doc)?;
    if doc.year == plan.year() {
        let (permitted, refused): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|queued| permission::may_edit(plan, &doc, queued.target()).is_ok());
        refused.iter().try_for_each(|queued| give_back(conn, plan, queued))?;
        waiting = permitted;
    }
    // One change for each author.
    waiting.sort_by(|a, b| a.edit.by.cmp(&b.edit.by).then(a.id.cmp(&b.id)));
    for group in portions(&waiting) {
        seal_group(conn, open, group, actor)?;
    }
    Ok(())
}

fn give_back(conn: &Connection, plan: &Plan, queued: &Queued) -> Result<()> {
    if let Err(reason) = permission::may_edit(plan, &queued.doc, queued.target()) {
        refused::add(conn, queued, &reason.into())?;
        view::drop_waiting(conn, &queued.doc, queued.id)?;
        view::put(conn, &queued.doc, queued.target(), &queued.before)?;
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

fn seal_group(conn: &Connection, open: &mut Document, group: &[Queued], actor: Actor) -> Result<()> {
    let doc = open.id().clone();
    let edits: Vec<StampedEdit> = group.iter().map(|queued| queued.edit.clone()).collect();
    let mut sealed: BTreeMap<Target, _> = BTreeMap::new();
    let mut reads = Vec::new();
    for raw in open.seal(&edits, actor) {
        let read = interpret(&raw).map_err(crate::Error::NotAllowed)?;
        let kept = Kept { hash: read.hash, raw: &raw, state: State::ToSend, own: true, received: None };
        change::keep(conn, &doc, &kept)?;
        sealed.extend(read.touched.iter().map(|touched| (touched.target.clone(), read.hash)));
        reads.push(read);
    }
    for queued in group {
        match sealed.get(queued.target()) {
            Some(hash) => {
                tables::forget(conn, &doc, tables::Source::Pending(queued.id))?;
                outbox::seal(conn, queued.id, *hash)?;
            }
            // The document holds this already.
            None => view::drop_waiting(conn, &doc, queued.id)?,
        }
    }
    for read in &reads {
        view::record_change(conn, open, read, None)?;
    }
    group.iter().try_for_each(|queued| view::refresh(conn, open, queued.target()))
}
