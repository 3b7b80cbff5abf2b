//! The reviewing offices' words on entries, and what an acceptance contained.
//!
//! An acceptance names the heads of the workbook that the office had before it. What is an ancestor of these
//! heads was seen; any other change of the entry, also one made offline before the acceptance that arrives
//! later, is an amendment. This is asked of the changes' ancestry, never of a clock or of the order of arrival, so
//! every machine comes to the same answer. The answer is kept in `amended` and worked out anew when a verdict is
//! written, when the entry's history grows or shrinks, and when a head that was not known yet arrives.

use document::{ChangeHash, Reading};
use model::doc_id::{DocId, DocKind};
use model::ids::{PersonId, PlanId, UnitId};
use model::target::Target;
use model::value::{Heads, Verdict};
use rusqlite::{Connection, OptionalExtension as _, params};
use view::{PeriodFacts, VerdictFacts};

use crate::ancestry::CONTAINED;
use crate::column::{Day, Time, day, list, text, time};
use crate::history;
use crate::key::Key;
use crate::person::person;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- The last word of each office on an entry.
CREATE TABLE verdict (
  plan_id     TEXT NOT NULL,
  period   TEXT NOT NULL,
  unit     TEXT NOT NULL,
  task     TEXT NOT NULL,
  office   TEXT NOT NULL,
  kind     TEXT NOT NULL,      -- returned, accepted
  reason   TEXT NOT NULL,      -- of a return
  until    TEXT,               -- the new date that a return sets
  author   TEXT NOT NULL,      -- person.id
  at       TEXT NOT NULL,      -- a claim of the author's clock
  received TEXT,               -- the server's clock; null until it arrived there
  seq      INTEGER NOT NULL,   -- history.id
  amended  INTEGER NOT NULL,   -- 1: accepted, and the entry has a change that the acceptance did not contain
  PRIMARY KEY (plan_id, period, unit, task, office)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_task ON verdict(plan_id, period, task);

-- The changes of the workbook that an acceptance names as the last that it contains.
CREATE TABLE accepted_head (
  hash   TEXT NOT NULL,        -- change.hash
  plan_id   TEXT NOT NULL,
  period TEXT NOT NULL,
  unit   TEXT NOT NULL,
  task   TEXT NOT NULL,
  office TEXT NOT NULL,
  PRIMARY KEY (plan_id, period, unit, task, office, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX accepted_head_by_hash ON accepted_head(hash);
";

pub(crate) fn write(
    tx: &Connection,
    doc: &DocId,
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let (DocKind::Review { office, .. }, Some(key)) = (&doc.kind, Key::of(doc, target)) else {
        return Ok(());
    };
    let (plan_id, period, unit, task) = key.columns();
    for table in ["verdict", "accepted_head"] {
        tx.prepare_cached(&format!(
            "DELETE FROM {table} WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND office = ?5"
        ))?
        .execute(params![plan_id, period, unit, task, office.as_str()])?;
    }
    let Some((held, by)) = reading.contenders.first().and_then(|held| Some((held, held.by.as_ref()?))) else {
        return Ok(());
    };
    let (kind, reason, until, heads) = match held.value.as_record() {
        Some(Verdict::Returned { reason, until }) => ("returned", reason, until, Heads::default()),
        Some(Verdict::Accepted { heads }) => ("accepted", String::new(), None, heads),
        None => return Ok(()),
    };
    let record = match history::newest_of(tx, doc, target, Some(by))? {
        Some(record) => Some(record),
        None => history::last_record(tx, doc, target)?,
    };
    let (received, seq) = record.map_or((None, 0), |record| (record.received, record.seq));
    tx.prepare_cached(
        "INSERT INTO verdict (plan_id, period, unit, task, office, kind, reason, until, author, at, received, seq, amended)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0)",
    )?
    .execute(params![
        plan_id,
        period,
        unit,
        task,
        office.as_str(),
        kind,
        reason,
        until.map(Day),
        by.as_str(),
        Time(held.at),
        received.map(Time),
        seq,
    ])?;
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO accepted_head (hash, plan_id, period, unit, task, office) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for head in heads.iter() {
        insert.execute(params![head, plan_id, period, unit, task, office.as_str()])?;
    }
    if kind == "accepted" { compare(tx, key, office.as_str()) } else { Ok(()) }
}

/// A verdict, which may be the one that counts, arrived at the server.
pub(crate) fn received(tx: &Connection, doc: &DocId, target: &Target) -> rusqlite::Result<()> {
    let (DocKind::Review { office, .. }, Some(key)) = (&doc.kind, Key::of(doc, target)) else {
        return Ok(());
    };
    let (plan_id, period, unit, task) = key.columns();
    let by: Option<String> = tx
        .prepare_cached(
            "SELECT author FROM verdict WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND office = ?5",
        )?
        .query_row(params![plan_id, period, unit, task, office.as_str()], |row| row.get(0))
        .optional()?;
    let Some(by) = by else { return Ok(()) };
    let Some(record) = history::newest_of(tx, doc, target, Some(&PersonId::new(by)))? else { return Ok(()) };
    tx.prepare_cached(
        "UPDATE verdict SET received = ?6, seq = ?7 WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4
         AND office = ?5",
    )?
    .execute(params![plan_id, period, unit, task, office.as_str(), record.received.map(Time), record.seq])
    .map(drop)
}

/// The entry's history has grown or shrunk.
pub(crate) fn entry_changed(tx: &Connection, workbook: &DocId, key: Key<'_>) -> rusqlite::Result<()> {
    debug_assert!(matches!(workbook.kind, DocKind::Workbook(_)), "an entry stands in a workbook");
    let offices: Vec<String> = tx
        .prepare_cached(
            "SELECT office FROM verdict
             WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND kind = 'accepted'",
        )?
        .query_map(key.columns(), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    offices.iter().try_for_each(|office| compare(tx, key, office))
}

/// A change has come that acceptances may have named before it was known here.
pub(crate) fn head_came(tx: &Connection, workbook: &DocId, hash: &ChangeHash) -> rusqlite::Result<()> {
    let DocKind::Workbook(unit) = &workbook.kind else { return Ok(()) };
    let named: Vec<(String, String, String)> = tx
        .prepare_cached(
            "SELECT period, task, office FROM accepted_head WHERE hash = ?1 AND plan_id = ?2 AND unit = ?3",
        )?
        .query_map(params![hash.to_string(), workbook.plan.as_str(), unit.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    named.iter().try_for_each(|(period, task, office)| {
        compare(tx, Key { plan_id: workbook.plan.as_str(), period, unit: unit.as_str(), task }, office)
    })
}

/// Whether the entry's history has a row that the acceptance did not contain.
fn compare(tx: &Connection, key: Key<'_>, office: &str) -> rusqlite::Result<()> {
    let (plan_id, period, unit, task) = key.columns();
    let heads: Vec<String> = tx
        .prepare_cached(
            "SELECT hash FROM accepted_head
             WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND office = ?5",
        )?
        .query_map(params![plan_id, period, unit, task, office], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let workbook = format!("{plan_id}/workbook/{unit}");
    let amended: bool = tx
        .prepare_cached(&format!(
            "{CONTAINED} SELECT EXISTS (SELECT 1 FROM history
             WHERE plan_id = ?3 AND period = ?4 AND unit = ?5 AND task = ?6 AND doc = ?1
             AND (change IS NULL OR change NOT IN (SELECT id FROM contained)))"
        ))?
        .query_row(params![workbook, list(&heads), plan_id, period, unit, task], |row| row.get(0))?;
    tx.prepare_cached(
        "UPDATE verdict SET amended = ?6
         WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND office = ?5",
    )?
    .execute(params![plan_id, period, unit, task, office, amended])
    .map(drop)
}

pub(crate) fn load(conn: &Connection, scope: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = scope.sql(
        "SELECT unit, task, office, kind, reason, until, author, at, received, seq, amended, plan_id FROM verdict",
        "",
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (unit, office) = (text(row, 0)?, UnitId::new(text(row, 2)?));
        let doc = DocId::review(&PlanId::new(text(row, 11)?), office.clone(), UnitId::new(unit));
        all.at(unit, text(row, 1)?).verdicts.push(VerdictFacts {
            office,
            doc,
            accepted: text(row, 3)? == "accepted",
            reason: row.get(4)?,
            until: day(row, 5)?,
            by: person(row, 6)?,
            at: row.get::<_, Time>(7)?.0,
            received: time(row, 8)?,
            seq: row.get(9)?,
            amended: row.get(10)?,
        });
    }
    Ok(())
}
