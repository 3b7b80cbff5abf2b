//! What the search finds: the texts of entries and the descriptions of evidence, folded.
//!
//! What was written is marked, and indexed later in one go ([`index_marked`]): an index costs more than the words, and of
//! words that are written again soon only the last matter. What is marked is searched in its own words meanwhile.

use std::collections::HashMap;

use model::fold::fold_sought;
use model::ids::{EvidenceId, PeriodId, PlanId, RecordId, RegisterId, TaskId, UnitId};
use model::target::EntryKey;
use rusqlite::{Connection, OptionalExtension as _, params};
use view::{Hit, HitOf, matches};

use crate::column::{list, text};
use crate::key::Key;
use crate::marked::{self, Whose};
use crate::{entry_text, evidence, record, word};

pub(crate) const SQL: &str = "
-- What is in the index: the texts of an entry, or the description of a piece of evidence.
CREATE TABLE search (
  id       INTEGER PRIMARY KEY,   -- search_index.rowid
  doc      INTEGER NOT NULL,
  period   INTEGER NOT NULL,      -- 0 for evidence
  task     INTEGER NOT NULL,      -- 0 for evidence
  evidence TEXT NOT NULL,         -- '' for an entry
  UNIQUE (doc, period, task, evidence)
) STRICT;
-- Keeps no copy of the words: they stand in their own tables.
CREATE VIRTUAL TABLE search_index USING fts5(folded, content = '', contentless_delete = 1, detail = none);
";

pub(crate) const ZEROS: &str = "
-- What is in the index was put there with zeros that say nothing before single digits.
INSERT OR IGNORE INTO search_marked (doc, period, task, evidence) SELECT doc, period, task, evidence FROM search;
";

/// Puts at most so many of what is marked into the index. Says whether any is left.
pub fn index_marked(tx: &Connection, most: usize) -> rusqlite::Result<bool> {
    for (key, evidence) in marked::first(tx, most)? {
        index(tx, key, &evidence)?;
        marked::unmark(tx, key, &evidence)?;
    }
    marked::any_marked(tx)
}

fn index(tx: &Connection, key: Key, evidence: &str) -> rusqlite::Result<()> {
    let whose = params![key.doc, key.period, key.task, evidence];
    let sql = "SELECT id FROM search WHERE doc = ?1 AND period = ?2 AND task = ?3 AND evidence = ?4";
    let before: Option<i64> = tx.prepare_cached(sql)?.query_row(whose, |row| row.get(0)).optional()?;
    let words = words_of(tx, key, evidence)?;
    if let Some(id) = before {
        tx.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?.execute([id])?;
        if words.is_empty() {
            return tx.prepare_cached("DELETE FROM search WHERE id = ?1")?.execute([id]).map(drop);
        }
    }
    if words.is_empty() {
        return Ok(());
    }
    let id = match before {
        Some(id) => id,
        None => {
            tx.prepare_cached("INSERT INTO search (doc, period, task, evidence) VALUES (?1, ?2, ?3, ?4)")?
                .execute(whose)?;
            tx.last_insert_rowid()
        }
    };
    let mut insert = tx.prepare_cached("INSERT INTO search_index (rowid, folded) VALUES (?1, ?2)")?;
    insert.execute(params![id, fold_sought(&words)]).map(drop)
}

/// The words that are found, in one text.
fn words_of(conn: &Connection, key: Key, evidence: &str) -> rusqlite::Result<String> {
    let parts: Vec<String> = match evidence {
        "" => entry_text::of_entry(conn, key)?.into_values().collect(),
        id => match id.split_once('/') {
            Some((register, record)) => record::words(conn, key.doc, register, record)?,
            None => evidence::words(conn, key.doc, id)?,
        },
    };
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    Ok(parts.join(" · "))
}

/// Rows of these units (of all where none are named) in which each of the words begins a word; what was written last
/// first, then the best.
pub(crate) fn find(
    conn: &Connection,
    plan: &PlanId,
    units: Option<&[&UnitId]>,
    words: &[String],
    limit: usize,
) -> rusqlite::Result<Vec<Hit>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let units = units.map(|units| list(units.iter().map(|unit| unit.as_str())));
    let names = word::all(conn)?;
    let mut hits = Vec::new();
    for (whose, unit) in
        [just_written(conn, plan, units.as_deref())?, indexed(conn, plan, units.as_deref(), words)?]
            .into_iter()
            .flatten()
    {
        if hits.len() >= limit {
            break;
        }
        let text = words_of(conn, whose.0, &whose.1)?;
        if matches(&text, words) {
            hits.extend(hit(&names, whose, unit, text));
        }
    }
    Ok(hits)
}

fn hit(names: &HashMap<i64, String>, (key, evidence): Whose, unit: UnitId, text: String) -> Option<Hit> {
    let of = if evidence.is_empty() {
        let (task, period) = (names.get(&key.task)?, names.get(&key.period)?);
        HitOf::Entry(EntryKey { task: TaskId::new(task), period: PeriodId::new(period) })
    } else if let Some((register, record)) = evidence.split_once('/') {
        HitOf::Record(RegisterId::new(register), RecordId::new(record))
    } else {
        HitOf::Evidence(EvidenceId::new(evidence))
    };
    Some(Hit { unit, of, text })
}

/// What is not in the index as it reads now.
fn just_written(
    conn: &Connection,
    plan: &PlanId,
    units: Option<&str>,
) -> rusqlite::Result<Vec<(Whose, UnitId)>> {
    let mut select = conn.prepare_cached(
        "SELECT marked.doc, marked.period, marked.task, marked.evidence, doc.unit
         FROM search_marked AS marked JOIN doc ON doc.no = marked.doc
         WHERE doc.plan_id = ?1 AND (?2 IS NULL OR doc.unit IN (SELECT value FROM json_each(?2)))",
    )?;
    let rows = select.query_map(params![plan.as_str(), units], read)?;
    rows.collect()
}

fn indexed(
    conn: &Connection,
    plan: &PlanId,
    units: Option<&str>,
    words: &[String],
) -> rusqlite::Result<Vec<(Whose, UnitId)>> {
    /// More than are ever shown: what was written again since is passed over.
    const MOST: i64 = 500;
    // Words hold letters and digits only, so that nothing in them can be an operator of FTS5.
    let matching: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let mut select = conn.prepare_cached(
        "SELECT search.doc, search.period, search.task, search.evidence, doc.unit
         FROM search_index JOIN search ON search.id = search_index.rowid JOIN doc ON doc.no = search.doc
         WHERE search_index MATCH ?1 AND doc.plan_id = ?2
           AND (?3 IS NULL OR doc.unit IN (SELECT value FROM json_each(?3)))
           AND NOT EXISTS (SELECT 1 FROM search_marked AS marked WHERE marked.doc = search.doc
             AND marked.period = search.period AND marked.task = search.task AND marked.evidence = search.evidence)
         ORDER BY rank LIMIT ?4",
    )?;
    let rows = select.query_map(params![matching.join(" "), plan.as_str(), units, MOST], read)?;
    rows.collect()
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Whose, UnitId)> {
    let key = Key { doc: row.get(0)?, period: row.get(1)?, task: row.get(2)? };
    Ok(((key, row.get(3)?), UnitId::new(text(row, 4)?)))
}
