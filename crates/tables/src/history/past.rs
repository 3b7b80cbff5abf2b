//! The rows as they are told: each field that was set, by whom, what it held before.

use model::doc_id::DocId;
use model::ids::{EvidenceId, PeriodId, TaskId};
use model::target::Target;
use rusqlite::{Connection, params};
use view::{EntryOf, Past, RecordOf};

use super::{COLUMNS, HistoryRow, OF_EVIDENCE, addresses, last, person, read};
use crate::field_set::{FieldSet, value};
use crate::key::Key;
use crate::{doc, field_name, word};

/// Of one entry, workbook and reviews together, in the order of their places.
pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Vec<Past>> {
    of_about(conn, (of.plan.as_str(), of.unit.as_str()), (of.period, Some(of.task)))
}

/// The same of a period as a whole.
pub(crate) fn of_period(
    conn: &Connection,
    (plan, unit): (&str, &str),
    period: &PeriodId,
) -> rusqlite::Result<Vec<Past>> {
    of_about(conn, (plan, unit), (period, None))
}

fn of_about(
    conn: &Connection,
    (plan, unit): (&str, &str),
    (period, task): (&PeriodId, Option<&TaskId>),
) -> rusqlite::Result<Vec<Past>> {
    let mut past = Vec::new();
    let ids: Vec<&str> = task.map(TaskId::as_str).into_iter().chain([period.as_str()]).collect();
    for (no, doc) in doc::about(conn, plan, unit)? {
        let Some(key) = Key::find(conn, no, (Some(period), task))? else { continue };
        let mut rows = Vec::new();
        last(conn, key, |row| {
            rows.push(row.clone());
            None::<()>
        })?;
        for row in rows {
            past.extend(told(conn, &doc, &row, &ids)?);
        }
    }
    past.sort_by_key(|one| one.place);
    Ok(past)
}

/// Of pieces of evidence of a workbook, in the order of their places.
pub(crate) fn of_evidence(conn: &Connection, doc: &DocId, ids: &[EvidenceId]) -> rusqlite::Result<Vec<Past>> {
    let Some(no) = doc::find(conn, doc)? else { return Ok(Vec::new()) };
    let mut select = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM history WHERE {OF_EVIDENCE}"))?;
    let mut rows = select.query(params![no, addresses(ids)])?;
    let mut past = Vec::new();
    while let Some(row) = rows.next()? {
        let told = told(conn, doc, &read(row)?, &[])?.into_iter();
        past.extend(told.filter(|one| match &one.target {
            Target::Evidence { evidence, .. } => ids.contains(evidence),
            _ => false,
        }));
    }
    past.sort_by_key(|one| one.place);
    Ok(past)
}

/// Of one record of a register, in the order of their places.
pub(crate) fn of_record(conn: &Connection, of: RecordOf<'_>) -> rusqlite::Result<Vec<Past>> {
    let doc = DocId::workbook(of.plan, of.unit.clone());
    let Some(no) = doc::find(conn, &doc)? else { return Ok(Vec::new()) };
    // Of no entry and no period: what else stands there, its address tells apart.
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM history WHERE doc = ?1 AND period = 0 AND task = 0 AND instr(fields, ?2) > 0"
    ))?;
    let address = format!("/{}:{}/", of.register, of.record);
    let mut rows = select.query(params![no, address])?;
    let mut past = Vec::new();
    while let Some(row) = rows.next()? {
        past.extend(told(conn, &doc, &read(row)?, &[])?);
    }
    past.retain(|one| match &one.target {
        Target::Cell { register, record, .. } => register == of.register && record == of.record,
        _ => false,
    });
    past.sort_by_key(|one| one.place);
    Ok(past)
}

/// All that anybody set in a document, in the order of their places.
pub fn of_document(conn: &Connection, doc: &DocId) -> rusqlite::Result<Vec<Past>> {
    let Some(no) = doc::find(conn, doc)? else { return Ok(Vec::new()) };
    let words = word::all(conn)?;
    let mut select =
        conn.prepare_cached(&format!("SELECT {COLUMNS}, period, task FROM history WHERE doc = ?1"))?;
    let mut rows = select.query([no])?;
    let mut past = Vec::new();
    while let Some(row) = rows.next()? {
        let numbers: [i64; 2] = [row.get(7)?, row.get(6)?];
        let ids: Vec<&str> = numbers.iter().filter_map(|no| words.get(no)).map(String::as_str).collect();
        past.extend(told(conn, doc, &read(row)?, &ids)?);
    }
    past.sort_by_key(|one| one.place);
    Ok(past)
}

fn told(conn: &Connection, doc: &DocId, row: &HistoryRow, ids: &[&str]) -> rusqlite::Result<Vec<Past>> {
    let by = person(conn, row.author)?;
    let one = |set: &FieldSet| {
        let (name, bare, before) = set.parts();
        let target = field_name::read(&doc.kind, ids, name)?;
        let (received, place) = (row.received, row.place);
        Some(Past {
            doc: doc.clone(),
            target,
            by: by.clone(),
            at: row.at - before,
            received,
            place,
            value: value(bare),
            before: set.saw(),
        })
    };
    Ok(row.fields.iter().filter_map(one).collect())
}
