//! What the search finds: the texts of entries and the descriptions of evidence, folded.

use model::fold::fold;
use model::ids::{EvidenceId, PeriodId, PlanId, TaskId, UnitId};
use model::target::EntryKey;
use rusqlite::{Connection, OptionalExtension as _, params};
use view::{Hit, HitOf};

use crate::column::{list, text};
use crate::key::Key;

pub(crate) const SQL: &str = "
-- What the search finds: the texts of an entry, or the description of a piece of evidence.
CREATE TABLE search (
  id       INTEGER PRIMARY KEY,
  plan_id     TEXT NOT NULL,
  unit     TEXT NOT NULL,
  period   TEXT NOT NULL,     -- '' for evidence
  task     TEXT NOT NULL,     -- '' for evidence
  evidence TEXT NOT NULL,     -- '' for an entry
  text     TEXT NOT NULL,
  folded   TEXT NOT NULL,     -- lower case, without marks, đ as d
  UNIQUE (plan_id, unit, period, task, evidence)
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5(folded, content = 'search', content_rowid = 'id');
CREATE TRIGGER search_added AFTER INSERT ON search BEGIN
  INSERT INTO search_index (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN
  INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER search_changed AFTER UPDATE ON search BEGIN
  INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.id, old.folded);
  INSERT INTO search_index (rowid, folded) VALUES (new.id, new.folded);
END;
";

/// The index follows by [`write`] instead. A statement that fires triggers can be undone by itself, and before each such
/// statement FTS5 writes all that it has gathered to the disk.
pub(crate) const WITHOUT_TRIGGERS: &str =
    "DROP TRIGGER search_added; DROP TRIGGER search_removed; DROP TRIGGER search_changed;";

pub(crate) fn write_entry(tx: &Connection, key: Key<'_>, texts: &[&str]) -> rusqlite::Result<()> {
    write(tx, (key.plan_id, key.unit, key.period, key.task, ""), texts)
}

/// The place of an entry's texts in the index, where they are in it. Written in the order of their places, texts are
/// gathered; else FTS5 writes to the disk before each that goes back.
pub(crate) fn place(tx: &Connection, key: Key<'_>) -> rusqlite::Result<Option<i64>> {
    tx.prepare_cached(
        "SELECT id FROM search WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND evidence = ''",
    )?
    .query_row(key.columns(), |row| row.get(0))
    .optional()
}

pub(crate) fn write_evidence(
    tx: &Connection,
    (plan_id, unit, id): (&str, &UnitId, &EvidenceId),
    words: &[&str],
) -> rusqlite::Result<()> {
    write(tx, (plan_id, unit.as_str(), "", "", id.as_str()), words)
}

fn write(tx: &Connection, key: (&str, &str, &str, &str, &str), texts: &[&str]) -> rusqlite::Result<()> {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let (plan_id, unit, period, task, evidence) = key;
    let text = texts.join(" · ");
    let folded = fold(&text);
    let before: Option<(i64, String)> = tx
        .prepare_cached(
            "SELECT id, folded FROM search
             WHERE plan_id = ?1 AND unit = ?2 AND period = ?3 AND task = ?4 AND evidence = ?5",
        )?
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, indexed)) = before else {
        if text.is_empty() {
            return Ok(());
        }
        tx.prepare_cached(
            "INSERT INTO search (plan_id, unit, period, task, evidence, text, folded)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![plan_id, unit, period, task, evidence, text, folded])?;
        return index(tx, tx.last_insert_rowid(), &folded);
    };
    if text.is_empty() {
        tx.prepare_cached("DELETE FROM search WHERE id = ?1")?.execute([id])?;
        return unindex(tx, id, &indexed);
    }
    tx.prepare_cached("UPDATE search SET text = ?2, folded = ?3 WHERE id = ?1")?
        .execute(params![id, text, folded])?;
    if folded == indexed {
        return Ok(());
    }
    unindex(tx, id, &indexed)?;
    index(tx, id, &folded)
}

fn index(tx: &Connection, id: i64, folded: &str) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached("INSERT INTO search_index (rowid, folded) VALUES (?1, ?2)")?;
    insert.execute(params![id, folded]).map(drop)
}

/// FTS5 must be told the very text that it holds.
fn unindex(tx: &Connection, id: i64, folded: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', ?1, ?2)";
    tx.prepare_cached(sql)?.execute(params![id, folded]).map(drop)
}

/// Rows of these units (of all where none are named) in which each of the words begins a word; best first.
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
    // Words hold letters and digits only, so that nothing in them can be an operator of FTS5.
    let matching: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let mut select = conn.prepare_cached(
        "SELECT search.unit, search.period, search.task, search.evidence, search.text
         FROM search_index JOIN search ON search.id = search_index.rowid
         WHERE search_index MATCH ?1 AND search.plan_id = ?2
           AND (?3 IS NULL OR search.unit IN (SELECT value FROM json_each(?3)))
         ORDER BY rank LIMIT ?4",
    )?;
    let units = units.map(|units| list(units.iter().map(|unit| unit.as_str())));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = select.query_map(params![matching.join(" "), plan.as_str(), units, limit], |row| {
        let of = match text(row, 3)? {
            "" => HitOf::Entry(EntryKey {
                task: TaskId::new(text(row, 2)?),
                period: PeriodId::new(text(row, 1)?),
            }),
            evidence => HitOf::Evidence(EvidenceId::new(evidence)),
        };
        Ok(Hit { unit: UnitId::new(text(row, 0)?), of, text: row.get(4)? })
    })?;
    rows.collect()
}
