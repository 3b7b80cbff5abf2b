//! What the search finds: the texts of entries and the descriptions of evidence, folded.

use model::fold::{fold, fold_char};
use model::ids::{EvidenceId, UnitId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::column::list;
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

/// A row that holds every word asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub unit: String,
    pub period: String,
    pub task: String,
    pub evidence: String,
    pub text: String,
}

/// The words of a query: what stands between spaces, signs and whatever else a person types; at most twelve of
/// at most forty letters, for no sentence needs more to be found.
pub(crate) fn words(query: &str) -> Vec<String> {
    const LONGEST_QUERY: usize = 500;
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let folded = fold(&query);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(40).collect()).take(12).collect()
}

/// Rows of these units (of all where none are named) in which each of the words begins a word; best first.
pub(crate) fn find<'u>(
    conn: &Connection,
    plan_id: &str,
    units: Option<impl IntoIterator<Item = &'u UnitId>>,
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
    let units = units.map(|units| list(units.into_iter().map(UnitId::as_str)));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = select.query_map(params![matching.join(" "), plan_id, units, limit], |row| {
        Ok(Hit {
            unit: row.get(0)?,
            period: row.get(1)?,
            task: row.get(2)?,
            evidence: row.get(3)?,
            text: row.get(4)?,
        })
    })?;
    rows.collect()
}

/// Whether each of the words begins a word of the text.
pub(crate) fn matches(text: &str, words: &[String]) -> bool {
    let folded = fold(text);
    let begins = |word: &String| {
        folded.split(|c: char| !c.is_alphanumeric()).any(|of_text| of_text.starts_with(word.as_str()))
    };
    !words.is_empty() && words.iter().all(begins)
}

/// Some of the text around the first of the words, in one line.
pub(crate) fn excerpt(text: &str, words: &[String]) -> String {
    const BEFORE: usize = 40;
    const LENGTH: usize = 160;
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    // Each folded letter with the place of the letter that it comes from.
    let folded: Vec<(usize, char)> =
        chars.iter().enumerate().flat_map(|(at, c)| fold_char(*c).map(move |c| (at, c))).collect();
    let begins = |at: usize, word: &String| {
        let free = at == 0 || !folded[at - 1].1.is_alphanumeric();
        free && word.chars().enumerate().all(|(i, c)| folded.get(at + i).is_some_and(|found| found.1 == c))
    };
    let first = (0..folded.len()).find(|&at| words.iter().any(|word| begins(at, word)));
    let found = first.map_or(0, |at| folded[at].0);
    let mut start = found.saturating_sub(BEFORE);
    if start > 0 {
        // Not from the middle of a word.
        start = (start..found).find(|&at| chars[at] == ' ').map_or(start, |space| space + 1);
    }
    let end = (start + LENGTH).min(chars.len());
    let mut excerpt: String = chars[start..end].iter().collect();
    if start > 0 {
        excerpt.insert(0, '…');
    }
    if end < chars.len() {
        excerpt.push('…');
    }
    excerpt
}
