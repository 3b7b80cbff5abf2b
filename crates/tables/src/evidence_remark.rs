//! What offices say of pieces of evidence.

use document::Reading;
use model::doc_id::{DocId, DocKind};
use model::ids::EvidenceId;
use model::value::EvidenceRemark;
use rusqlite::{Connection, params};
use view::{EntryOf, EvidenceWord};

use crate::column::{DocColumn, text};
use crate::key::Key;
use crate::question::words;
use crate::word;

pub(crate) const SQL: &str = "
-- The word of an office on a piece of evidence of an entry.
CREATE TABLE evidence_remark (
  doc      INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  period   INTEGER NOT NULL,
  task     INTEGER NOT NULL,
  evidence TEXT NOT NULL,      -- evidence.id
  good     INTEGER NOT NULL,   -- 1: it proves the entry
  text     TEXT NOT NULL,
  author   INTEGER NOT NULL,   -- author.no
  at       INTEGER NOT NULL,   -- a claim of the author's clock, milliseconds since 1970
  PRIMARY KEY (doc, period, task, evidence)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    evidence: &EvidenceId,
    reading: &Reading,
) -> rusqlite::Result<()> {
    if !matches!(doc.kind, DocKind::Review { .. }) {
        return Ok(());
    }
    tx.prepare_cached(
        "DELETE FROM evidence_remark WHERE doc = ?1 AND period = ?2 AND task = ?3 AND evidence = ?4",
    )?
    .execute(params![key.doc, key.period, key.task, evidence.as_str()])?;
    let held = reading.contenders.first().and_then(|held| Some((held, held.by.as_ref()?)));
    let Some((held, by)) = held else { return Ok(()) };
    let (good, said) = match held.value.as_record() {
        Some(EvidenceRemark::Good { words }) => (true, words),
        Some(EvidenceRemark::Lacking { words }) => (false, words),
        None => return Ok(()),
    };
    tx.prepare_cached(
        "INSERT INTO evidence_remark (doc, period, task, evidence, good, text, author, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        evidence.as_str(),
        good,
        said,
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
    ])
    .map(drop)
}

/// Of the evidence that proves the entry still.
pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Vec<EvidenceWord>> {
    let (Some(period), Some(task)) =
        (word::find(conn, of.period.as_str())?, word::find(conn, of.task.as_str())?)
    else {
        return Ok(Vec::new());
    };
    let mut select = conn.prepare_cached(
        "SELECT review.name, remark.evidence, good, text, author, at
         FROM doc AS review JOIN evidence_remark AS remark ON remark.doc = review.no
         JOIN doc AS workbook
           ON workbook.plan_id = review.plan_id AND workbook.unit = review.unit AND workbook.office IS NULL
         JOIN evidence_link AS link ON link.doc = workbook.no AND link.period = remark.period
           AND link.task = remark.task AND link.evidence = remark.evidence
         WHERE review.plan_id = ?1 AND review.unit = ?2 AND remark.period = ?3 AND remark.task = ?4
         ORDER BY review.name, remark.evidence",
    )?;
    let mut rows = select.query(params![of.plan.as_str(), of.unit.as_str(), period, task])?;
    let mut remarks = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = row.get::<_, DocColumn>(0)?.0;
        let DocKind::Review { office, .. } = &doc.kind else { continue };
        remarks.push(EvidenceWord {
            evidence: EvidenceId::new(text(row, 1)?),
            office: office.clone(),
            good: row.get(2)?,
            said: words(conn, row, 3)?,
            doc,
        });
    }
    Ok(remarks)
}
