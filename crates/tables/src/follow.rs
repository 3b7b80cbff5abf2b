//! What follows when the history of a document grows or shrinks: the rows that speak of an entry's last change, and what an
//! acceptance did not contain.

use chrono::{DateTime, FixedOffset};
use document::ChangeHash;
use model::doc_id::{DocId, DocKind};
use model::target::Target;
use rusqlite::{Connection, params};

use crate::ancestry::{self, change_id};
use crate::column::Time;
use crate::history::{HistoryRow, Source, add, rows_of_change, targets};
use crate::key::Key;
use crate::{entry, submission, verdict};

/// Tells what a change was made on top of. To be called for every change that is taken in (skeletons may be left
/// out), in any order; once more does no harm.
pub fn record_change(
    tx: &Connection,
    doc: &DocId,
    hash: &ChangeHash,
    deps: &[ChangeHash],
) -> rusqlite::Result<()> {
    record_id(tx, doc, hash, deps).map(drop)
}

/// The same, and the row of the change.
pub(crate) fn record_id(
    tx: &Connection,
    doc: &DocId,
    hash: &ChangeHash,
    deps: &[ChangeHash],
) -> rusqlite::Result<i64> {
    let id = ancestry::note(tx, doc, hash, deps)?;
    verdict::head_came(tx, doc, hash)?;
    Ok(id)
}

/// Adds a row; a change's row that is there already stays as it is. To be called before
/// [`write`](crate::write) of the same field, which takes the server's times from here.
pub fn record(tx: &Connection, row: &HistoryRow<'_>) -> rusqlite::Result<()> {
    let change = match &row.source {
        Source::Change(hash) => Some(change_id(tx, row.doc, hash)?),
        Source::Pending(_) => None,
    };
    if add(tx, row, change)? { touched(tx, row.doc, row.target) } else { Ok(()) }
}

/// Adds the rows of one change. The rows that speak of an entry's last change follow once for each entry.
pub(crate) fn record_all(tx: &Connection, rows: &[HistoryRow<'_>], change: i64) -> rusqlite::Result<()> {
    let mut entries: Vec<&HistoryRow<'_>> = Vec::new();
    for row in rows {
        let same = |other: &&HistoryRow<'_>| other.target.entry() == row.target.entry();
        if add(tx, row, Some(change))? && !entries.iter().any(same) {
            entries.push(row);
        }
    }
    entries.into_iter().try_for_each(|row| touched(tx, row.doc, row.target))
}

/// Takes away what a pending edit (taken back, or about to be sealed into a change) or a refused change had
/// added. The caller then writes the fields again as the document holds them.
pub fn forget(tx: &Connection, doc: &DocId, source: Source) -> rusqlite::Result<()> {
    let doc_text = doc.to_string();
    let (condition, id) = match source {
        Source::Pending(id) => ("pending = ?2", id),
        Source::Change(hash) => match ancestry::find(tx, &doc_text, &hash.to_string())? {
            Some(id) => ("change = ?2", id),
            None => return Ok(()),
        },
    };
    let targets = targets(tx, condition, &doc_text, id)?;
    tx.prepare_cached(&format!("DELETE FROM history WHERE doc = ?1 AND {condition}"))?
        .execute(params![doc_text, id])?;
    targets.iter().try_for_each(|target| touched(tx, doc, target))
}

/// The change arrived at the server, by the server's clock: an acknowledgement.
pub fn mark_received(
    tx: &Connection,
    doc: &DocId,
    change: &ChangeHash,
    received: DateTime<FixedOffset>,
) -> rusqlite::Result<()> {
    let doc_text = doc.to_string();
    let Some(id) = ancestry::find(tx, &doc_text, &change.to_string())? else { return Ok(()) };
    tx.prepare_cached("UPDATE history SET received = ?3 WHERE doc = ?1 AND change = ?2")?
        .execute(params![doc_text, id, Time(received)])?;
    // Said again by a server that was restored, a time takes the place of the one before.
    for (target, at) in rows_of_change(tx, &doc_text, id)? {
        match &target {
            Target::State { .. } => entry::close_received(tx, doc, &target, at, received)?,
            Target::Verdict { .. } => verdict::received(tx, doc, &target)?,
            Target::Submission { period } => submission::received(tx, doc, &target, period)?,
            // Of these no row keeps when they arrived.
            Target::Percent { .. }
            | Target::Narrative { .. }
            | Target::Difficulties { .. }
            | Target::Recommendations { .. }
            | Target::Figure { .. }
            | Target::NoneArose { .. }
            | Target::Link { .. }
            | Target::Evidence { .. }
            | Target::DueDate { .. }
            | Target::DueBasis { .. }
            | Target::Milestone { .. }
            | Target::MilestoneBasis { .. }
            | Target::UnitDays { .. }
            | Target::Request { .. }
            | Target::PlanItem { .. }
            | Target::OrganisationItem { .. }
            | Target::Year
            | Target::Closed => {}
        }
        touched(tx, doc, &target)?;
    }
    Ok(())
}

/// The rows that speak of an entry's last change follow its history.
fn touched(tx: &Connection, doc: &DocId, target: &Target) -> rusqlite::Result<()> {
    let (DocKind::Workbook(_), Some(key)) = (&doc.kind, Key::of(doc, target)) else { return Ok(()) };
    entry::touch(tx, doc, key)?;
    verdict::entry_changed(tx, doc, key)
}
