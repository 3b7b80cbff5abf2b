//! From documents to rows.

use chrono::{DateTime, FixedOffset};
use model::document::{DocId, DocKind, Fields, Interpreted, Reading, Touched};
use model::ids::UnitId;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;

use crate::ancestry::record_id;
use crate::history::{HistoryRow, Source, record_all};
use crate::key::Key;
use crate::{contender, due_date, entry, evidence, figure, search, setting, submission, verdict};

/// Writes one field's row: what the field holds now, and who stands against it. Also for an edit that waits on a
/// laptop ([`Reading::one`]). Writing the same again changes nothing.
///
/// Call [`record`](crate::record) for the field first: the server's times come from the history. A field that the document
/// cannot have, as a verdict in a workbook, is passed over.
pub fn write(tx: &Connection, doc: &DocId, target: &Target, reading: &Reading) -> rusqlite::Result<()> {
    contender::write(tx, doc, target, reading)?;
    match &doc.kind {
        DocKind::Workbook(unit) => match target.entry() {
            Some(entry) => write_entry(tx, doc, target, Key::new(doc.year, unit, entry), reading),
            None => write_workbook(tx, doc, unit, target, reading),
        },
        DocKind::Review { .. } => match target {
            Target::Verdict { .. } => verdict::write(tx, doc, target, reading),
            _ => Ok(()),
        },
        DocKind::Plan => write_plan(tx, doc.year, target, reading.value()),
    }
}

fn write_entry(
    tx: &Connection,
    doc: &DocId,
    target: &Target,
    key: Key<'_>,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let value = reading.value();
    let text = || Some(value.as_str().unwrap_or_default());
    match target {
        Target::State { .. } => entry::write_state(tx, doc, target, key, reading),
        Target::Percent { .. } => entry::write_percent(tx, key, value.as_int()),
        Target::Narrative { .. } => entry::write_text(tx, key, text(), None),
        Target::Difficulties { .. } => entry::write_text(tx, key, None, text()),
        Target::Figure { indicator, index, .. } => figure::write(tx, key, indicator, *index, value.as_int()),
        Target::NoneArose { indicator, .. } => {
            figure::write_none_arose(tx, key, indicator, *value == Value::Bool(true))
        }
        Target::Link { evidence, .. } => evidence::write_link(tx, key, evidence, value.as_str()),
        _ => Ok(()),
    }
}

fn write_workbook(
    tx: &Connection,
    doc: &DocId,
    unit: &UnitId,
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let value = reading.value();
    match target {
        Target::Evidence { evidence: id, part } => {
            evidence::write_part(tx, (doc.year, unit, id), *part, value)
        }
        Target::DueDate { task, rule } => {
            due_date::write_date(tx, (doc.year, unit, task, *rule), value.as_date())
        }
        Target::DueBasis { task, rule } => {
            due_date::write_basis(tx, (doc.year, unit, task, *rule), value.as_str())
        }
        Target::Submission { period } => submission::write(tx, doc, target, period, reading),
        _ => Ok(()),
    }
}

/// The texts of the plan's files have no rows: whoever answers questions holds the plan itself.
fn write_plan(tx: &Connection, year: i32, target: &Target, value: &Value) -> rusqlite::Result<()> {
    match target {
        Target::Milestone { milestone } => setting::write_milestone(tx, year, milestone, value.as_date()),
        Target::MilestoneBasis { milestone } => {
            setting::write_milestone_basis(tx, year, milestone, value.as_str())
        }
        Target::UnitDays { period } => setting::write_unit_days(tx, year, period, value.as_int()),
        Target::Request { request } => setting::write_request(tx, year, request, value.as_json()),
        _ => Ok(()),
    }
}

/// Takes an admitted change into the rows: its ancestry, its history, and every field that it touched, as the
/// document holds it now. Taking the same change again adds nothing, so a document's rows can be made anew from
/// its changes.
///
/// `document` already contains the change; `received`: the server's clock, none for a laptop's own change that
/// was not acknowledged yet.
pub fn take_in(
    tx: &Connection,
    document: &impl Fields,
    change: &Interpreted,
    received: Option<DateTime<FixedOffset>>,
) -> rusqlite::Result<()> {
    let doc = document.id();
    let id = record_id(tx, doc, &change.hash, &change.deps)?;
    let value = |target: &Target| match change.written.iter().find(|(written, _)| written == target) {
        Some((_, value)) => value.clone(),
        // A text's change is letters: what is kept of it is the text as it read to its author.
        None => Value::Str(document.text_as_of(target, &change.hash).unwrap_or_default()),
    };
    let values: Vec<Value> = change.touched.iter().map(|touched| value(&touched.target)).collect();
    let rows = change.touched.iter().zip(&values).map(|(touched, value)| HistoryRow {
        doc,
        source: Source::Change(change.hash),
        target: &touched.target,
        by: &change.author,
        at: touched.at,
        received,
        value,
    });
    record_all(tx, &rows.collect::<Vec<_>>(), id)?;
    let mut targets = Vec::with_capacity(change.touched.len());
    for Touched { target, .. } in &change.touched {
        let text = Key::of(doc, target).filter(|_| target.is_text());
        let place = text.map_or(Ok(None), |key| search::place(tx, key))?;
        targets.push((place, target));
    }
    // What is not there yet comes to the end.
    targets.sort_by_key(|(place, _)| (place.is_none(), *place));
    targets.into_iter().try_for_each(|(_, target)| write(tx, doc, target, &document.read(target)))
}
