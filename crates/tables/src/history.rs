//! Who set what, when: one row for each field that a change touched, and for each edit that waits on a laptop.

use chrono::{DateTime, FixedOffset};
use document::ChangeHash;
use model::doc_id::DocId;
use model::ids::PersonId;
use model::target::Target;
use model::value::Value;
use model::words;
use rusqlite::{Connection, OptionalExtension, params};
use view::{Past, PeriodFacts};

use crate::column::{Time, text, time};
use crate::key::{DocColumn, Key, TargetColumn, target_text};
use crate::person::person;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- Who set what, when. Rows are only added; a laptop takes away those of edits that were taken back or sealed.
CREATE TABLE history (
  id       INTEGER PRIMARY KEY,   -- the order in which it came to this machine
  plan_id     TEXT NOT NULL,
  doc      TEXT NOT NULL,         -- mang-yang-2019/workbook/ayun
  change   INTEGER,               -- change.id; null while the edit waits on this laptop
  pending  INTEGER,               -- the number of the edit in this laptop's outbox, while it waits
  target   TEXT NOT NULL,         -- which field: JSON
  unit     TEXT,                  -- the unit that the document is about
  task     TEXT,                  -- task and period of the entry that the field belongs to
  period   TEXT,
  author   TEXT NOT NULL,         -- person.id
  at       TEXT NOT NULL,         -- a claim of the author's clock
  received TEXT,                  -- the server's clock; null until it arrived there
  after    TEXT NOT NULL,         -- the value for people
  value    TEXT                   -- the value as JSON; null for a text, where `after` is all
) STRICT;
CREATE UNIQUE INDEX history_by_change ON history(doc, change, target) WHERE change IS NOT NULL;
CREATE INDEX history_by_target ON history(doc, target, id);
CREATE INDEX history_by_entry ON history(plan_id, period, unit, task, id) WHERE task IS NOT NULL;
CREATE INDEX history_by_pending ON history(pending) WHERE pending IS NOT NULL;
CREATE INDEX history_unsent ON history(plan_id, period, unit, task) WHERE received IS NULL AND task IS NOT NULL;
";

pub(crate) const ARRIVAL: &str = "
CREATE INDEX history_by_arrival ON history(plan_id, period, unit, task, doc, received, id) WHERE task IS NOT NULL;
";

/// Rows of an entry are found by the index of their arrival alone: each index more is a page more to write for each
/// field of a document with a long history.
pub(crate) const FEWER_INDEXES: &str = "
DROP INDEX history_by_target;
DROP INDEX history_by_entry;
CREATE INDEX history_by_field ON history(doc, target, author, received, id) WHERE task IS NULL;
";

/// Where a row of the history comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A change of the document.
    Change(ChangeHash),
    /// An edit in this laptop's outbox, by its number there.
    Pending(i64),
}

/// That somebody set a field.
#[derive(Clone, Debug)]
pub struct HistoryRow<'a> {
    pub doc: &'a DocId,
    pub source: Source,
    pub target: &'a Target,
    pub by: &'a PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub value: &'a Value,
}

/// True where the row was not there.
pub(crate) fn add(tx: &Connection, row: &HistoryRow<'_>, change: Option<i64>) -> rusqlite::Result<bool> {
    let pending = match &row.source {
        Source::Change(_) => None,
        Source::Pending(id) => Some(id),
    };
    let entry = row.target.entry();
    let value = (!row.target.is_text())
        .then(|| serde_json::to_string(row.value).expect("a value has string keys only"));
    let after = match row.value {
        Value::Str(text) if row.target.is_text() => text.clone(),
        Value::Absent if row.target.is_text() => String::new(),
        value => words::shown(value, row.target),
    };
    let added = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO history
             (plan_id, doc, change, pending, target, unit, task, period, author, at, received, after, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            row.doc.plan.as_str(),
            row.doc.to_string(),
            change,
            pending,
            target_text(row.target),
            row.doc.about().map(|unit| unit.as_str()),
            entry.map(|entry| entry.task.as_str()),
            entry.map(|entry| entry.period.as_str()),
            row.by.as_str(),
            Time(row.at),
            row.received.map(Time),
            after,
            value,
        ])?;
    Ok(added > 0)
}

pub(crate) fn rows_of_change(
    tx: &Connection,
    doc: &str,
    change: i64,
) -> rusqlite::Result<Vec<(Target, DateTime<FixedOffset>)>> {
    let mut select = tx.prepare_cached("SELECT target, at FROM history WHERE doc = ?1 AND change = ?2")?;
    let rows = select.query_map(params![doc, change], |row| {
        Ok((row.get::<_, TargetColumn>(0)?.0, row.get::<_, Time>(1)?.0))
    })?;
    rows.collect()
}

pub(crate) fn targets(tx: &Connection, condition: &str, doc: &str, id: i64) -> rusqlite::Result<Vec<Target>> {
    let sql = format!("SELECT target FROM history WHERE doc = ?1 AND {condition}");
    let mut select = tx.prepare_cached(&sql)?;
    select.query_map(params![doc, id], |row| Ok(row.get::<_, TargetColumn>(0)?.0))?.collect()
}

/// The newest row of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Grows in the order in which rows came to this machine.
    pub seq: i64,
    pub by: PersonId,
    pub at: DateTime<FixedOffset>,
    pub received: Option<DateTime<FixedOffset>>,
    /// For people, see [`words::shown`]; the whole text for a text.
    pub after: String,
    /// The outbox number while it waits on this laptop.
    pub pending: Option<i64>,
}

/// Who set the field last.
pub fn last_record(conn: &Connection, doc: &DocId, target: &Target) -> rusqlite::Result<Option<Record>> {
    one(conn, (doc, target), "ORDER BY id DESC", None)
}

/// The hashes (hexadecimal) of the changes in which a person left a text reading like this.
pub fn changes_that_set(
    conn: &Connection,
    doc: &DocId,
    target: &Target,
    by: &PersonId,
    text: &str,
) -> rusqlite::Result<Vec<String>> {
    let (doc_text, target_text) = (doc.to_string(), target_text(target));
    let of = Of::new(doc, target);
    let mut select = conn.prepare_cached(&format!(
        "SELECT change.hash FROM history JOIN change ON change.id = history.change
         WHERE {} AND author = ?7 AND after = ?8",
        of.condition
    ))?;
    let (plan_id, period, unit, task) = of.columns;
    let params = params![plan_id, period, unit, task, doc_text, target_text, by.as_str(), text];
    select.query_map(params, |row| row.get(0))?.collect()
}

/// The record of the person (of anybody where none is named) that set the field and arrived last, or did not arrive
/// yet: of a person with two machines every machine takes the same.
pub(crate) fn newest_of(
    conn: &Connection,
    doc: &DocId,
    target: &Target,
    by: Option<&PersonId>,
) -> rusqlite::Result<Option<Record>> {
    let of = (doc, target);
    match one(conn, of, "AND received IS NULL ORDER BY id DESC", by)? {
        Some(waiting) => Ok(Some(waiting)),
        None => one(conn, of, "ORDER BY received DESC, id DESC", by),
    }
}

/// The rows of one field: parameters 1 to 6.
struct Of<'a> {
    condition: &'static str,
    columns: (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>),
}

impl<'a> Of<'a> {
    fn new(doc: &'a DocId, target: &'a Target) -> Self {
        match Key::of(doc, target) {
            Some(key) => Self {
                condition:
                    "history.plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND history.doc = ?5
                  AND history.target = ?6",
                columns: (key.plan_id, Some(key.period), Some(key.unit), Some(key.task)),
            },
            None => Self {
                condition: "task IS NULL AND history.doc = ?5 AND history.target = ?6",
                columns: (doc.plan.as_str(), None, None, None),
            },
        }
    }
}

fn one(
    conn: &Connection,
    (doc, target): (&DocId, &Target),
    which: &str,
    by: Option<&PersonId>,
) -> rusqlite::Result<Option<Record>> {
    let (doc_text, target_text) = (doc.to_string(), target_text(target));
    let of = Of::new(doc, target);
    let sql = format!(
        "SELECT id, author, at, received, after, pending FROM history
         WHERE {} AND (?7 IS NULL OR author = ?7) {which} LIMIT 1",
        of.condition
    );
    let (plan_id, period, unit, task) = of.columns;
    let params = params![plan_id, period, unit, task, doc_text, target_text, by.map(PersonId::as_str)];
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Record {
            seq: row.get(0)?,
            by: person(row, 1)?,
            at: row.get::<_, Time>(2)?.0,
            received: time(row, 3)?,
            after: row.get(4)?,
            pending: row.get(5)?,
        })
    };
    conn.prepare_cached(&sql)?.query_row(params, read).optional()
}

/// Who changed an entry last: what did not arrive at the server yet, or else what arrived last, by the server's
/// clock. Of changes that arrived together the one on top; and of those side by side one that every machine
/// chooses. The order in which rows came to this machine decides only between rows that are nowhere else.
pub(crate) fn last_of_entry(conn: &Connection, doc: &DocId, key: Key<'_>) -> rusqlite::Result<Option<Last>> {
    const ENTRY: &str = "plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND doc = ?5";
    let (plan_id, period, unit, task) = key.columns();
    let doc = doc.to_string();
    let params = params![plan_id, period, unit, task, doc];
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Last {
            by: person(row, 0)?,
            at: row.get::<_, Time>(1)?.0,
            received: time(row, 2)?,
            seq: row.get(3)?,
        })
    };
    let waiting = conn
        .prepare_cached(&format!(
            "SELECT author, at, received, id FROM history WHERE {ENTRY} AND received IS NULL ORDER BY id DESC LIMIT 1"
        ))?
        .query_row(params, read)
        .optional()?;
    if waiting.is_some() {
        return Ok(waiting);
    }
    conn.prepare_cached(&format!(
        "SELECT author, at, received, history.id FROM history JOIN change ON change.id = history.change
         WHERE {} AND received = (SELECT max(received) FROM history WHERE {ENTRY})
         ORDER BY depth DESC, hash DESC, at DESC, target LIMIT 1",
        ENTRY.replace("doc", "history.doc")
    ))?
    .query_row(params, read)
    .optional()
}

/// See [`last_of_entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Last {
    pub by: PersonId,
    pub at: DateTime<FixedOffset>,
    pub received: Option<DateTime<FixedOffset>>,
    pub seq: i64,
}

/// Of one entry, workbook and reviews together, in the order in which it came to this machine.
pub(crate) fn of_entry(conn: &Connection, key: Key<'_>) -> rusqlite::Result<Vec<Past>> {
    let mut select = conn.prepare_cached(
        "SELECT doc, target, author, at, received, after, value FROM history
         WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 ORDER BY id",
    )?;
    let rows = select.query_map(key.columns(), |row| {
        let value: Option<String> = row.get(6)?;
        let after: String = row.get(5)?;
        Ok(Past {
            doc: row.get::<_, DocColumn>(0)?.0,
            target: row.get::<_, TargetColumn>(1)?.0,
            by: person(row, 2)?,
            at: row.get::<_, Time>(3)?.0,
            received: time(row, 4)?,
            value: value.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or(Value::Str(after)),
        })
    })?;
    rows.collect()
}

/// Entries with anything that did not arrive at the server yet.
pub(crate) fn load_unsent(conn: &Connection, scope: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = scope.sql("SELECT DISTINCT unit, task FROM history", "received IS NULL AND task IS NOT NULL");
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        all.at(text(row, 0)?, text(row, 1)?).unsent = true;
    }
    Ok(())
}
