//! What the person sees of a field, kept in step: the rows of the view, the history, and the field's reading.
//! The one place where this crate writes the tables of the view.

use std::collections::BTreeSet;

use ::document::{ChangeHash, Document, Interpreted, Reading, interpret};
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use model::vocabulary::Vocabulary;
use protocol::UnixMillis;
use rusqlite::Connection;
use tables::{HistoryRow, Source};

use crate::error::{Error, Result};
use crate::store::{change, document, field_reading, outbox};

/// The server's time as the view keeps it.
pub fn server_time(at: UnixMillis) -> Option<DateTime<FixedOffset>> {
    DateTime::from_timestamp_millis(at.0).map(|at| at.with_timezone(&hanoi()))
}

/// Shows an edit that waits: the row, its line in the history, and its place in the outbox.
pub fn show_waiting(conn: &Connection, doc: &DocId, edit: &StampedEdit, before: &Reading) -> Result<i64> {
    let id = outbox::add(conn, doc, edit, before)?;
    let (target, value) = (&edit.edit.target, &edit.edit.value);
    tables::record(
        conn,
        &HistoryRow {
            doc,
            source: Source::Pending(id),
            target,
            by: &edit.by,
            at: edit.at,
            received: None,
            value,
        },
    )?;
    put(conn, doc, target, &shown(edit))?;
    Ok(id)
}

/// Takes a waiting edit out of outbox and history; the caller writes what its field holds instead.
pub fn drop_waiting(conn: &Connection, doc: &DocId, id: i64) -> Result<()> {
    outbox::remove(conn, id)?;
    tables::forget(conn, doc, Source::Pending(id))?;
    Ok(())
}

/// Writes what a field holds.
pub fn put(conn: &Connection, doc: &DocId, target: &Target, reading: &Reading) -> Result<()> {
    tables::write(conn, doc, target, reading)?;
    field_reading::set(conn, doc, target, reading)
}

/// Reads a field again from its document and writes the row; an edit that waits for it stays on top.
pub fn refresh(conn: &Connection, document: &Document, target: &Target) -> Result<()> {
    let doc = document.id();
    let reading = read(conn, document, target)?;
    match outbox::waiting_for(conn, doc, target)? {
        Some(waiting) => outbox::set_before(conn, waiting.id, &reading),
        None => put(conn, doc, target, &reading),
    }
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

/// Tells the view of a change that is part of the document now: its ancestors, and who set what. Gives the fields that
/// it says something of.
pub fn record_change(
    conn: &Connection,
    document: &Document,
    read: &Interpreted,
    received: Option<UnixMillis>,
    known: &Vocabulary,
) -> Result<Vec<Target>> {
    let said = read.said(&document.id().kind, known);
    tables::record_said(conn, document, read, &said, received.and_then(server_time))?;
    Ok(said.fields.into_iter().map(|said| said.target).collect())
}

/// Makes the rows of documents anew in which there was something that an older program did not know.
pub fn learn(conn: &Connection, known: &Vocabulary) -> Result<()> {
    for name in tables::documents_with_unknown(conn)? {
        let doc: DocId = name.parse().map_err(|_| Error::Damaged)?;
        let open = document::load(conn, &doc)?;
        tables::forget_unknown(conn, &doc)?;
        let mut touched = BTreeSet::new();
        for stored in change::of(conn, &doc, 0)? {
            let read = interpret(&stored.raw)?;
            if read.skeleton.is_none() {
                let received = stored.received.map(UnixMillis);
                touched.extend(record_change(conn, &open, &read, received, known)?);
            }
        }
        touched.iter().try_for_each(|target| refresh(conn, &open, target))?;
    }
    Ok(())
}

/// Takes a refused change out of the history.
pub fn forget_change(conn: &Connection, doc: &DocId, change: ChangeHash) -> Result<()> {
    Ok(tables::forget(conn, doc, Source::Change(change))?)
}

pub fn mark_received(conn: &Connection, doc: &DocId, change: ChangeHash, at: UnixMillis) -> Result<()> {
    if let Some(at) = server_time(at) {
        tables::mark_received(conn, doc, &change, at)?;
    }
    Ok(())
}

/// A sealed edit waits again: the change that held it is gone. The row still shows it; the caller refreshes the
/// field, which notes what the document holds without it.
pub fn wait_again(conn: &Connection, queued: &outbox::Queued) -> Result<()> {
    outbox::unseal(conn, queued.id)?;
    let (target, value) = (queued.target(), queued.value());
    tables::record(
        conn,
        &HistoryRow {
            doc: &queued.doc,
            source: Source::Pending(queued.id),
            target,
            by: &queued.edit.by,
            at: queued.edit.at,
            received: None,
            value,
        },
    )?;
    put(conn, &queued.doc, target, &shown(&queued.edit))
}

fn shown(edit: &StampedEdit) -> Reading {
    match &edit.edit.value {
        Value::Absent => Reading::default(),
        value => Reading::one(value.clone(), edit.by.clone(), edit.at),
    }
}
