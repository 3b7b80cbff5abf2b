//! Evidence, and which entries it proves.

use chrono::NaiveDate;
use model::ids::{EvidenceId, FileHash, PeriodId, TaskId, UnitId};
use model::target::{EntryKey, EvidencePart};
use model::value::{FileFacts, Value};
use model::window::UsedIn;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use crate::column::{Day, day, list};
use crate::key::Key;
use crate::scope::Scope;
use crate::{file, search};

pub(crate) const SQL: &str = "
-- A document that proves something, of one unit. One decision serves many tasks and is stored once.
CREATE TABLE evidence (
  plan_id       TEXT NOT NULL,
  unit       TEXT NOT NULL,
  id         TEXT NOT NULL,
  number     TEXT,             -- số
  symbol     TEXT,             -- ký hiệu
  issuer     TEXT,             -- cơ quan ban hành
  signed     TEXT,             -- ngày ký
  abstract   TEXT,             -- trích yếu
  file_hash  TEXT,             -- BLAKE3, hexadecimal; file.hash
  file_name  TEXT,
  size       INTEGER,          -- bytes
  media_type TEXT,
  removed    INTEGER NOT NULL DEFAULT 0,   -- 1: withdrawn
  PRIMARY KEY (plan_id, unit, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_file ON evidence(file_hash);

-- That a piece of evidence proves an entry.
CREATE TABLE evidence_link (
  plan_id     TEXT NOT NULL,
  period   TEXT NOT NULL,
  unit     TEXT NOT NULL,
  task     TEXT NOT NULL,
  evidence TEXT NOT NULL,      -- evidence.id, of the same unit
  place    TEXT NOT NULL,      -- section and page
  PRIMARY KEY (plan_id, period, unit, task, evidence)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_link_by_task ON evidence_link(plan_id, period, task);
CREATE INDEX evidence_link_by_evidence ON evidence_link(plan_id, unit, evidence);
";

/// A piece of evidence that has a file and was not withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EvidenceRow {
    pub unit: UnitId,
    pub id: EvidenceId,
    pub number: String,
    pub symbol: String,
    pub issuer: String,
    pub signed: Option<NaiveDate>,
    pub summary: String,
    pub file: FileHash,
    pub file_name: String,
    pub size: u64,
    pub media_type: String,
    pub received: u64,
    pub complete: bool,
    pub here: bool,
    /// Where it proves the entry asked about; empty in a list of all evidence.
    pub place: String,
}

/// Sets one part of an evidence's description.
pub(crate) fn write_part(
    tx: &Connection,
    (plan_id, unit, id): (&str, &UnitId, &EvidenceId),
    part: EvidencePart,
    value: &Value,
) -> rusqlite::Result<()> {
    let key = params![plan_id, unit.as_str(), id.as_str()];
    tx.prepare_cached("INSERT OR IGNORE INTO evidence (plan_id, unit, id) VALUES (?1, ?2, ?3)")?
        .execute(key)?;
    let removed = *value == Value::Bool(true);
    let signed = value.as_date().map(Day);
    let (column, value): (&str, &dyn ToSql) = match part {
        EvidencePart::File => return write_file(tx, (plan_id, unit, id), value.as_record()),
        EvidencePart::Number => ("number", &value.as_str()),
        EvidencePart::Symbol => ("symbol", &value.as_str()),
        EvidencePart::Issuer => ("issuer", &value.as_str()),
        EvidencePart::Abstract => ("abstract", &value.as_str()),
        EvidencePart::Signed => ("signed", &signed),
        EvidencePart::Removed => ("removed", &removed),
    };
    let sql = format!("UPDATE evidence SET {column} = ?4 WHERE plan_id = ?1 AND unit = ?2 AND id = ?3");
    tx.prepare_cached(&sql)?.execute(params![plan_id, unit.as_str(), id.as_str(), value])?;
    index(tx, (plan_id, unit, id))
}

fn write_file(
    tx: &Connection,
    (plan_id, unit, id): (&str, &UnitId, &EvidenceId),
    facts: Option<FileFacts>,
) -> rusqlite::Result<()> {
    let facts = facts.as_ref();
    let size = facts.map(|facts| i64::try_from(facts.size).unwrap_or(i64::MAX));
    tx.prepare_cached(
        "UPDATE evidence SET file_hash = ?4, file_name = ?5, size = ?6, media_type = ?7
         WHERE plan_id = ?1 AND unit = ?2 AND id = ?3",
    )?
    .execute(params![
        plan_id,
        unit.as_str(),
        id.as_str(),
        facts.map(|facts| facts.hash.as_str()),
        facts.map(|facts| &facts.name),
        size,
        facts.map(|facts| &facts.media_type),
    ])?;
    if let Some(facts) = facts {
        file::expect(tx, &facts.hash, facts.size)?;
    }
    index(tx, (plan_id, unit, id))
}

/// What the search finds of the evidence: its description and the file's name, until it is withdrawn.
fn index(tx: &Connection, (plan_id, unit, id): (&str, &UnitId, &EvidenceId)) -> rusqlite::Result<()> {
    let words: Vec<String> = tx
        .prepare_cached(
            "SELECT number, symbol, issuer, abstract, file_name FROM evidence
             WHERE plan_id = ?1 AND unit = ?2 AND id = ?3 AND removed = 0 AND file_hash IS NOT NULL",
        )?
        .query_row(params![plan_id, unit.as_str(), id.as_str()], |row| {
            (0..5).filter_map(|at| row.get::<_, Option<String>>(at).transpose()).collect()
        })
        .optional()?
        .unwrap_or_default();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    search::write_evidence(tx, (plan_id, unit, id), &words)
}

pub(crate) fn write_link(
    tx: &Connection,
    key: Key<'_>,
    evidence: &EvidenceId,
    place: Option<&str>,
) -> rusqlite::Result<()> {
    let (plan_id, period, unit, task) = key.columns();
    let changed = match place {
        Some(place) => tx
            .prepare_cached(
                "INSERT INTO evidence_link (plan_id, period, unit, task, evidence, place)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET place = excluded.place",
            )?
            .execute(params![plan_id, period, unit, task, evidence.as_str(), place]),
        None => tx
            .prepare_cached(
                "DELETE FROM evidence_link
                 WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 AND evidence = ?5",
            )?
            .execute(params![plan_id, period, unit, task, evidence.as_str()]),
    };
    changed.map(drop)
}

/// How much evidence an entry has, and of how much the server lacks the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub unit: String,
    pub task: String,
    pub evidence: u32,
    pub waiting: u32,
}

pub(crate) fn counts(conn: &Connection, scope: &Scope<'_>) -> rusqlite::Result<Vec<Count>> {
    let links = scope.sql("SELECT plan_id, unit, task, evidence FROM evidence_link", "");
    let mut select = conn.prepare_cached(&format!(
        "SELECT link.unit, link.task, count(*), sum(coalesce(file.complete, 0) = 0) FROM ({links}) AS link
         JOIN evidence ON evidence.plan_id = link.plan_id AND evidence.unit = link.unit AND evidence.id = link.evidence
         LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE evidence.removed = 0 AND evidence.file_hash IS NOT NULL GROUP BY link.unit, link.task"
    ))?;
    let rows = select.query_map(scope.params().as_slice(), |row| {
        Ok(Count { unit: row.get(0)?, task: row.get(1)?, evidence: row.get(2)?, waiting: row.get(3)? })
    })?;
    rows.collect()
}

/// Of each of these units: how many files the server lacks, and how many bytes of them.
pub(crate) fn waiting<'u>(
    conn: &Connection,
    plan_id: &str,
    units: impl IntoIterator<Item = &'u UnitId>,
) -> rusqlite::Result<Vec<(String, u32, u64)>> {
    let mut select = conn.prepare_cached(
        "SELECT unit, count(*), sum(missing) FROM (
           SELECT DISTINCT evidence.unit, file.hash, max(file.size - file.received, 0) AS missing
           FROM evidence JOIN file ON file.hash = evidence.file_hash
           WHERE evidence.plan_id = ?1 AND evidence.unit IN (SELECT value FROM json_each(?2))
             AND evidence.removed = 0 AND file.complete = 0)
         GROUP BY unit",
    )?;
    let units = list(units.into_iter().map(UnitId::as_str));
    select
        .query_map(params![plan_id, units], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()))
        })?
        .collect()
}

const COLUMNS: &str =
    "evidence.unit, evidence.id, number, symbol, issuer, signed, abstract, file_hash, file_name,
  evidence.size, media_type, coalesce(file.received, 0), coalesce(file.complete, 0), coalesce(file.here, 0)";

/// The evidence of an entry, with its place, oldest document first.
pub(crate) fn of_entry(conn: &Connection, key: Key<'_>) -> rusqlite::Result<Vec<EvidenceRow>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, link.place FROM evidence_link AS link
         JOIN evidence ON evidence.plan_id = link.plan_id AND evidence.unit = link.unit AND evidence.id = link.evidence
         LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE link.plan_id = ?1 AND link.period = ?2 AND link.unit = ?3 AND link.task = ?4
           AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL
         ORDER BY evidence.signed IS NULL, evidence.signed, evidence.id"
    ))?;
    select.query_map(key.columns(), read)?.collect()
}

/// The evidence of these units, newest document first.
pub(crate) fn of_units<'u>(
    conn: &Connection,
    plan_id: &str,
    units: impl IntoIterator<Item = &'u UnitId>,
) -> rusqlite::Result<Vec<EvidenceRow>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, '' FROM evidence LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE evidence.plan_id = ?1 AND evidence.unit IN (SELECT value FROM json_each(?2))
           AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL
         ORDER BY evidence.signed DESC, evidence.unit, evidence.id"
    ))?;
    select.query_map(params![plan_id, list(units.into_iter().map(UnitId::as_str))], read)?.collect()
}

/// One piece of evidence; none where it has no file yet or was withdrawn.
pub(crate) fn one(
    conn: &Connection,
    plan_id: &str,
    unit: &UnitId,
    id: &EvidenceId,
) -> rusqlite::Result<Option<EvidenceRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, '' FROM evidence LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE evidence.plan_id = ?1 AND evidence.unit = ?2 AND evidence.id = ?3
           AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL"
    ))?
    .query_row(params![plan_id, unit.as_str(), id.as_str()], read)
    .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<EvidenceRow> {
    let text = |at| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
    let bytes = |at| row.get::<_, Option<i64>>(at).map(|bytes| bytes.unwrap_or_default().unsigned_abs());
    Ok(EvidenceRow {
        unit: UnitId::new(text(0)?),
        id: EvidenceId::new(text(1)?),
        number: text(2)?,
        symbol: text(3)?,
        issuer: text(4)?,
        signed: day(row, 5)?,
        summary: text(6)?,
        file: FileHash::new(text(7)?),
        file_name: text(8)?,
        size: bytes(9)?,
        media_type: text(10)?,
        received: bytes(11)?,
        complete: row.get(12)?,
        here: row.get(13)?,
        place: text(14)?,
    })
}

/// The entries that a piece of evidence proves.
pub(crate) fn used_in(
    conn: &Connection,
    plan_id: &str,
    unit: &UnitId,
    id: &EvidenceId,
) -> rusqlite::Result<Vec<UsedIn>> {
    let mut select = conn.prepare_cached(
        "SELECT task, period, place FROM evidence_link WHERE plan_id = ?1 AND unit = ?2 AND evidence = ?3
         ORDER BY period, task",
    )?;
    let rows = select.query_map(params![plan_id, unit.as_str(), id.as_str()], |row| {
        let task = TaskId::new(row.get::<_, String>(0)?);
        let period = PeriodId::new(row.get::<_, String>(1)?);
        Ok(UsedIn { entry: EntryKey { task, period }, place: row.get(2)? })
    })?;
    rows.collect()
}

/// How much evidence the unit has.
pub(crate) fn count(conn: &Connection, plan_id: &str, unit: &UnitId) -> rusqlite::Result<u32> {
    conn.prepare_cached(
        "SELECT count(*) FROM evidence WHERE plan_id = ?1 AND unit = ?2 AND removed = 0 AND file_hash IS NOT NULL",
    )?
    .query_row(params![plan_id, unit.as_str()], |row| row.get(0))
}
