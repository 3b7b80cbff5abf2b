//! Evidence, and which entries it proves.

use std::collections::HashMap;

use model::ids::{EvidenceId, FileHash, PeriodId, PlanId, TaskId, UnitId};
use model::target::{EntryKey, EvidencePart};
use model::value::{FileFacts, Value};
use model::window::UsedIn;
use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql, params};
use view::{EvidenceFacts, PeriodFacts, Waiting};

use crate::column::{Day, day, list, text};
use crate::key::Key;
use crate::scope::Within;
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

/// How much evidence entries have, and of how much the server lacks the file.
pub(crate) fn load(conn: &Connection, scope: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let links = scope.sql("SELECT plan_id, unit, task, evidence FROM evidence_link", "");
    let mut select = conn.prepare_cached(&format!(
        "SELECT link.unit, link.task, count(*), sum(coalesce(file.complete, 0) = 0) FROM ({links}) AS link
         JOIN evidence ON evidence.plan_id = link.plan_id AND evidence.unit = link.unit AND evidence.id = link.evidence
         LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE evidence.removed = 0 AND evidence.file_hash IS NOT NULL GROUP BY link.unit, link.task"
    ))?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let facts = all.at(text(row, 0)?, text(row, 1)?);
        (facts.evidence, facts.waiting) = (row.get(2)?, row.get(3)?);
    }
    Ok(())
}

/// Of each of these units: how many files the server lacks, and how many bytes of them.
pub(crate) fn waiting(conn: &Connection, plan: &PlanId, units: &[&UnitId]) -> rusqlite::Result<Vec<Waiting>> {
    let mut select = conn.prepare_cached(
        "SELECT unit, count(*), sum(missing) FROM (
           SELECT DISTINCT evidence.unit, file.hash, max(file.size - file.received, 0) AS missing
           FROM evidence JOIN file ON file.hash = evidence.file_hash
           WHERE evidence.plan_id = ?1 AND evidence.unit IN (SELECT value FROM json_each(?2))
             AND evidence.removed = 0 AND file.complete = 0)
         GROUP BY unit",
    )?;
    let rows = select.query_map(params![plan.as_str(), units_list(units)], |row| {
        let (unit, bytes) = (UnitId::new(text(row, 0)?), row.get::<_, i64>(2)?.unsigned_abs());
        Ok(Waiting { unit, files: row.get(1)?, bytes })
    })?;
    rows.collect()
}

const COLUMNS: &str =
    "evidence.unit, evidence.id, number, symbol, issuer, signed, abstract, file_hash, file_name,
  evidence.size, media_type, coalesce(file.received, 0), coalesce(file.complete, 0), coalesce(file.here, 0)";

/// The evidence of an entry, with its place.
pub(crate) fn of_entry(conn: &Connection, key: Key<'_>) -> rusqlite::Result<Vec<EvidenceFacts>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, link.place FROM evidence_link AS link
         JOIN evidence ON evidence.plan_id = link.plan_id AND evidence.unit = link.unit AND evidence.id = link.evidence
         LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE link.plan_id = ?1 AND link.period = ?2 AND link.unit = ?3 AND link.task = ?4
           AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL"
    ))?;
    let found: Vec<EvidenceFacts> = select.query_map(key.columns(), read)?.collect::<Result<_, _>>()?;
    let ids = list(found.iter().map(|one| one.id.as_str()));
    let uses = uses(
        conn,
        "unit = ?2 AND evidence IN (SELECT value FROM json_each(?3))",
        params![key.plan_id, key.unit, ids],
    )?;
    Ok(with_uses(found, uses))
}

pub(crate) fn of_units(
    conn: &Connection,
    plan: &PlanId,
    units: &[&UnitId],
) -> rusqlite::Result<Vec<EvidenceFacts>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, '' FROM evidence LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE evidence.plan_id = ?1 AND evidence.unit IN (SELECT value FROM json_each(?2))
           AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL"
    ))?;
    let units = units_list(units);
    let found = select.query_map(params![plan.as_str(), units], read)?.collect::<Result<_, _>>()?;
    let uses = uses(conn, "unit IN (SELECT value FROM json_each(?2))", params![plan.as_str(), units])?;
    Ok(with_uses(found, uses))
}

/// One piece of evidence; none where it has no file yet or was withdrawn.
pub(crate) fn one(
    conn: &Connection,
    plan: &PlanId,
    unit: &UnitId,
    id: &EvidenceId,
) -> rusqlite::Result<Option<EvidenceFacts>> {
    let key = params![plan.as_str(), unit.as_str(), id.as_str()];
    let found = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, '' FROM evidence LEFT JOIN file ON file.hash = evidence.file_hash
             WHERE evidence.plan_id = ?1 AND evidence.unit = ?2 AND evidence.id = ?3
               AND evidence.removed = 0 AND evidence.file_hash IS NOT NULL"
        ))?
        .query_row(key, read)
        .optional()?;
    let uses = uses(conn, "unit = ?2 AND evidence = ?3", key)?;
    Ok(with_uses(found.into_iter().collect(), uses).pop())
}

fn units_list(units: &[&UnitId]) -> String {
    list(units.iter().map(|unit| unit.as_str()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<EvidenceFacts> {
    let text = |at| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
    let bytes = |at| row.get::<_, Option<i64>>(at).map(|bytes| bytes.unwrap_or_default().unsigned_abs());
    Ok(EvidenceFacts {
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
        used_in: Vec::new(),
    })
}

/// The entries that pieces of evidence prove, by period and task.
type Uses = HashMap<(UnitId, EvidenceId), Vec<UsedIn>>;

fn uses(conn: &Connection, which: &str, params: impl Params) -> rusqlite::Result<Uses> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT unit, evidence, task, period, place FROM evidence_link WHERE plan_id = ?1 AND {which}
         ORDER BY period, task"
    ))?;
    let mut rows = select.query(params)?;
    let mut uses = Uses::new();
    while let Some(row) = rows.next()? {
        let key = (UnitId::new(text(row, 0)?), EvidenceId::new(text(row, 1)?));
        let entry = EntryKey { task: TaskId::new(text(row, 2)?), period: PeriodId::new(text(row, 3)?) };
        uses.entry(key).or_default().push(UsedIn { entry, place: row.get(4)? });
    }
    Ok(uses)
}

fn with_uses(mut found: Vec<EvidenceFacts>, mut uses: Uses) -> Vec<EvidenceFacts> {
    for one in &mut found {
        one.used_in = uses.remove(&(one.unit.clone(), one.id.clone())).unwrap_or_default();
    }
    found
}

/// How much evidence the unit has.
pub(crate) fn count(conn: &Connection, plan: &PlanId, unit: &UnitId) -> rusqlite::Result<u32> {
    conn.prepare_cached(
        "SELECT count(*) FROM evidence WHERE plan_id = ?1 AND unit = ?2 AND removed = 0 AND file_hash IS NOT NULL",
    )?
    .query_row(params![plan.as_str(), unit.as_str()], |row| row.get(0))
}
