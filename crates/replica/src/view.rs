//! What the person sees of a field, kept in step: the rows of the view, the history, and the field's reading.
//! The one place where this crate writes the tables of the view.

use chrono::{DateTime, FixedOffset};
use model::document::{ChangeHash, DocId, Document, Fields as _, Interpreted, Reading, hanoi};
use model::edit::StampedEdit;
use model::target::Target;
use model::value::Value;
use protocol::UnixMillis;
use rusqlite::Connection;
use tables::{HistoryRow, Source};

use crate::error::Result;
use crate::store::{field, outbox};

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
    field::set(conn, doc, target, reading)
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
        (held.by, held.at) = (last.by, last.at);
    }
    Ok(reading)
}

/// Tells the view of a change that is part of the document now: its ancestors, and who set what.
pub fn record_change(
    conn: &Connection,
    document: &Document,
    read: &Interpreted,
    received: Option<UnixMillis>,
) -> Result<()> {
    let doc = document.id();
    tables::record_change(conn, doc, &read.hash, &read.deps)?;
    for touched in &read.touched {
        let written = read.written.iter().find(|(target, _)| *target == touched.target);
        let value = match written {
            Some((_, value)) => value.clone(),
            // Of a text, as it read to its author.
            None => Value::Str(document.text_as_of(&touched.target, &read.hash).unwrap_or_default()),
        };
        tables::record(
            conn,
            &HistoryRow {
                doc,
                source: Source::Change(read.hash),
                target: &touched.target,
                by: &read.author,
                at: touched.at,
                received: received.and_then(server_time),
                value: &value,
            },
        )?;
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
