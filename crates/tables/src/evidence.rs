//! Evidence, and which entries it proves.

use std::collections::{BTreeSet, HashMap};

use model::ids::{EvidenceId, FileHash, PeriodId, PlanId, RecordId, RegisterId, TaskId, UnitId};
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{FileFacts, Value};
use model::window::{RecordKey, UsedIn};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, params};
use view::{EntryOf, EvidenceFacts, PeriodFacts, Waiting};

use crate::column::{Day, day, list, text};
use crate::key::Key;
use crate::scope::Within;
use crate::{file, marked};

mod by_file;

pub use by_file::{
    WithdrawnRow, documents_that_show, documents_that_withdrew, file_name, file_of, uses_file, withdrawn,
    withdrawn_files,
};

pub(crate) const SQL: &str = "
-- A document that proves something, of one unit. One decision serves many tasks and is stored once.
CREATE TABLE evidence (
  doc        INTEGER NOT NULL, -- doc.no: the unit's workbook
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
  PRIMARY KEY (doc, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_file ON evidence(file_hash);

-- That a piece of evidence proves an entry.
CREATE TABLE evidence_link (
  doc      INTEGER NOT NULL,
  period   INTEGER NOT NULL,
  task     INTEGER NOT NULL,
  evidence TEXT NOT NULL,      -- evidence.id, of the same document
  place    TEXT NOT NULL,      -- section and page
  PRIMARY KEY (doc, period, task, evidence)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_link_by_evidence ON evidence_link(doc, evidence);
";

pub(crate) const WITHDRAWN: &str = "
ALTER TABLE evidence ADD COLUMN withdrawn TEXT; -- why nobody is to see its file any more
DROP VIEW with_evidence;
CREATE VIEW with_evidence AS
SELECT doc.plan_id, doc.unit, id, number, symbol, issuer, signed, abstract, file_hash, file_name, size, media_type,
  removed, withdrawn
FROM evidence JOIN doc ON doc.no = evidence.doc;
";

/// A piece of evidence that has a file and was not taken out of the book. Its file may be withdrawn.
const STANDS: &str = "evidence.removed = 0 AND evidence.file_hash IS NOT NULL";
/// One that an entry uses, or a record names: of any other nobody waits for the file.
const LINKED: &str = "(EXISTS (SELECT 1 FROM evidence_link AS link WHERE link.doc = evidence.doc AND link.evidence = evidence.id)
  OR EXISTS (SELECT 1 FROM record_file AS named WHERE named.doc = evidence.doc AND named.evidence = evidence.id))";
/// One whose file proves something to whoever may see it.
const PROVES: &str = "evidence.removed = 0 AND evidence.file_hash IS NOT NULL AND evidence.withdrawn IS NULL";

/// Sets one part of an evidence's description.
pub(crate) fn write_part(
    tx: &Connection,
    (doc, id): (i64, &EvidenceId),
    part: EvidencePart,
    value: &Value,
) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO evidence (doc, id) VALUES (?1, ?2)")?
        .execute(params![doc, id.as_str()])?;
    let removed = *value == Value::Bool(true);
    let signed = value.as_date().map(Day);
    let (column, value): (&str, &dyn ToSql) = match part {
        EvidencePart::File => return write_file(tx, (doc, id), value.as_record()),
        EvidencePart::Number => ("number", &value.as_str()),
        EvidencePart::Symbol => ("symbol", &value.as_str()),
        EvidencePart::Issuer => ("issuer", &value.as_str()),
        EvidencePart::Abstract => ("abstract", &value.as_str()),
        EvidencePart::Signed => ("signed", &signed),
        EvidencePart::Removed => ("removed", &removed),
        EvidencePart::Withdrawn => ("withdrawn", &value.as_str()),
    };
    tx.prepare_cached(&format!("UPDATE evidence SET {column} = ?3 WHERE doc = ?1 AND id = ?2"))?
        .execute(params![doc, id.as_str(), value])?;
    marked::mark_evidence(tx, doc, id)
}

fn write_file(
    tx: &Connection,
    (doc, id): (i64, &EvidenceId),
    facts: Option<FileFacts>,
) -> rusqlite::Result<()> {
    let facts = facts.as_ref();
    let size = facts.map(|facts| i64::try_from(facts.size).unwrap_or(i64::MAX));
    tx.prepare_cached(
        "UPDATE evidence SET file_hash = ?3, file_name = ?4, size = ?5, media_type = ?6 WHERE doc = ?1 AND id = ?2",
    )?
    .execute(params![
        doc,
        id.as_str(),
        facts.map(|facts| facts.hash.as_str()),
        facts.map(|facts| &facts.name),
        size,
        facts.map(|facts| &facts.media_type),
    ])?;
    if let Some(facts) = facts {
        file::expect(tx, &facts.hash, facts.size)?;
    }
    marked::mark_evidence(tx, doc, id)
}

/// What the search finds of the evidence: its description and the file's name, until it is withdrawn.
pub(crate) fn words(conn: &Connection, doc: i64, id: &str) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "SELECT number, symbol, issuer, abstract, file_name FROM evidence WHERE doc = ?1 AND id = ?2 AND {STANDS}"
    );
    let words = conn.prepare_cached(&sql)?.query_row(params![doc, id], |row| {
        (0..5).filter_map(|at| row.get::<_, Option<String>>(at).transpose()).collect()
    });
    Ok(words.optional()?.unwrap_or_default())
}

pub(crate) fn write_link(
    tx: &Connection,
    key: Key,
    evidence: &EvidenceId,
    place: Option<&str>,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let changed = match place {
        Some(place) => tx
            .prepare_cached(
                "INSERT INTO evidence_link (doc, period, task, evidence, place) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET place = excluded.place",
            )?
            .execute(params![doc, period, task, evidence.as_str(), place]),
        None => tx
            .prepare_cached(
                "DELETE FROM evidence_link WHERE doc = ?1 AND period = ?2 AND task = ?3 AND evidence = ?4",
            )?
            .execute(params![doc, period, task, evidence.as_str()]),
    };
    changed.map(drop)
}

/// How much evidence entries have, and of how much the server lacks the file.
pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT link.doc, link.task, count(*), sum(coalesce(file.complete, 0) = 0)
         FROM (SELECT doc, task, evidence FROM evidence_link WHERE {}) AS link
         JOIN evidence ON evidence.doc = link.doc AND evidence.id = link.evidence
         LEFT JOIN file ON file.hash = evidence.file_hash
         WHERE {PROVES} AND file.withdrawn IS NULL GROUP BY link.doc, link.task",
        within.of_workbooks()
    ))?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        let facts = all.at(unit, task);
        (facts.evidence, facts.waiting) = (row.get(2)?, row.get(3)?);
    }
    Ok(())
}

/// Of each of these units: how many files the server lacks, and how many bytes of them.
pub(crate) fn waiting(conn: &Connection, plan: &PlanId, units: &[&UnitId]) -> rusqlite::Result<Vec<Waiting>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT unit, count(*), sum(missing) FROM (
           SELECT DISTINCT doc.unit, file.hash, max(file.size - file.received, 0) AS missing
           FROM file JOIN evidence ON evidence.file_hash = file.hash JOIN doc ON doc.no = evidence.doc
           WHERE file.complete = 0 AND file.withdrawn IS NULL AND doc.plan_id = ?1
             AND doc.unit IN (SELECT value FROM json_each(?2)) AND {PROVES} AND {LINKED})
         GROUP BY unit"
    ))?;
    let rows = select.query_map(params![plan.as_str(), units_list(units)], |row| {
        let (unit, bytes) = (UnitId::new(text(row, 0)?), row.get::<_, i64>(2)?.unsigned_abs());
        Ok(Waiting { unit, files: row.get(1)?, bytes })
    })?;
    rows.collect()
}

fn select(which: &str) -> String {
    format!(
        "SELECT doc.unit, evidence.id, number, symbol, issuer, signed, abstract, file_hash, file_name,
           evidence.size, media_type, coalesce(file.received, 0), coalesce(file.complete, 0), coalesce(file.here, 0),
           coalesce(file.withdrawn, evidence.withdrawn),
           evidence.withdrawn IS NOT NULL AND file.withdrawn IS NULL AND (file.shown_elsewhere OR EXISTS (
             SELECT 1 FROM evidence AS other WHERE other.file_hash = evidence.file_hash AND (other.doc, other.id) <> (evidence.doc, evidence.id)
               AND other.removed = 0 AND other.withdrawn IS NULL)), file_look.dots
         FROM doc JOIN evidence ON evidence.doc = doc.no LEFT JOIN file ON file.hash = evidence.file_hash
         LEFT JOIN file_look ON file_look.hash = evidence.file_hash
         WHERE {STANDS} AND doc.plan_id = ?1 AND doc.office IS NULL AND {which}"
    )
}

/// The evidence of an entry, with its place.
pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Vec<EvidenceFacts>> {
    let Some(key) = Key::in_workbook(conn, of)? else { return Ok(Vec::new()) };
    let ids: Vec<String> = conn
        .prepare_cached("SELECT evidence FROM evidence_link WHERE doc = ?1 AND period = ?2 AND task = ?3")?
        .query_map(key.columns(), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let which = "doc.unit = ?2 AND evidence.id IN (SELECT value FROM json_each(?3))";
    let mut found = found(conn, which, params![of.plan.as_str(), of.unit.as_str(), list(&ids)])?;
    let here = |used: &&UsedIn| used.entry.task == *of.task && used.entry.period == *of.period;
    for one in &mut found {
        one.place = one.used_in.iter().find(here).map(|used| used.place.clone()).unwrap_or_default();
    }
    Ok(found)
}

pub(crate) fn of_units(
    conn: &Connection,
    plan: &PlanId,
    units: &[&UnitId],
) -> rusqlite::Result<Vec<EvidenceFacts>> {
    let which = "doc.unit IN (SELECT value FROM json_each(?2))";
    found(conn, which, params![plan.as_str(), units_list(units)])
}

/// One piece of evidence; none where it has no file yet or was withdrawn.
pub(crate) fn one(
    conn: &Connection,
    plan: &PlanId,
    unit: &UnitId,
    id: &EvidenceId,
) -> rusqlite::Result<Option<EvidenceFacts>> {
    let which = "doc.unit = ?2 AND evidence.id = ?3";
    Ok(found(conn, which, params![plan.as_str(), unit.as_str(), id.as_str()])?.pop())
}

fn found(conn: &Connection, which: &str, params: &[&dyn ToSql]) -> rusqlite::Result<Vec<EvidenceFacts>> {
    let mut found: Vec<EvidenceFacts> =
        conn.prepare_cached(&select(which))?.query_map(params, read)?.collect::<Result<_, _>>()?;
    let mut uses: HashMap<(UnitId, EvidenceId), Vec<UsedIn>> = HashMap::new();
    let mut select = conn.prepare_cached(&format!(
        "SELECT doc.unit, evidence.id, task.word, period.word, link.place FROM doc
         JOIN evidence ON evidence.doc = doc.no
         JOIN evidence_link AS link ON link.doc = doc.no AND link.evidence = evidence.id
         JOIN word AS task ON task.no = link.task JOIN word AS period ON period.no = link.period
         WHERE {STANDS} AND doc.plan_id = ?1 AND doc.office IS NULL AND {which}
         ORDER BY period.word, task.word"
    ))?;
    let mut rows = select.query(params)?;
    while let Some(row) = rows.next()? {
        let of = (UnitId::new(text(row, 0)?), EvidenceId::new(text(row, 1)?));
        let entry = EntryKey { task: TaskId::new(text(row, 2)?), period: PeriodId::new(text(row, 3)?) };
        uses.entry(of).or_default().push(UsedIn { entry, place: row.get(4)? });
    }
    let mut named = named_in_records(conn, which, params)?;
    for one in &mut found {
        let of = (one.unit.clone(), one.id.clone());
        one.used_in = uses.remove(&of).unwrap_or_default();
        one.records = named.remove(&of).unwrap_or_default();
    }
    Ok(found)
}

type NamedIn = HashMap<(UnitId, EvidenceId), Vec<RecordKey>>;

fn named_in_records(conn: &Connection, which: &str, params: &[&dyn ToSql]) -> rusqlite::Result<NamedIn> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT DISTINCT doc.unit, evidence.id, named.register, named.record FROM doc
         JOIN evidence ON evidence.doc = doc.no
         JOIN record_file AS named ON named.doc = doc.no AND named.evidence = evidence.id
         WHERE {STANDS} AND doc.plan_id = ?1 AND doc.office IS NULL AND {which}
         ORDER BY named.register, named.record"
    ))?;
    let (mut rows, mut found) = (select.query(params)?, NamedIn::new());
    while let Some(row) = rows.next()? {
        let of = (UnitId::new(text(row, 0)?), EvidenceId::new(text(row, 1)?));
        let (register, record) = (RegisterId::new(text(row, 2)?), RecordId::new(text(row, 3)?));
        found.entry(of).or_default().push(RecordKey { register, record });
    }
    Ok(found)
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
        withdrawn: row.get(14)?,
        shown_elsewhere: row.get::<_, Option<bool>>(15)?.unwrap_or_default(),

        dots: row.get(16)?,
        place: String::new(),
        used_in: Vec::new(),
        records: Vec::new(),
    })
}

/// What an entry uses.
pub(crate) fn used_in(conn: &Connection, key: Key) -> rusqlite::Result<Vec<EvidenceId>> {
    let mut select = conn
        .prepare_cached("SELECT evidence FROM evidence_link WHERE doc = ?1 AND period = ?2 AND task = ?3")?;
    select.query_map(key.columns(), |row| Ok(EvidenceId::new(text(row, 0)?)))?.collect()
}

/// The entries that use a piece of evidence of which one of these fields tells.
pub(crate) fn entries_that_use<'t>(
    conn: &Connection,
    doc: i64,
    fields: impl IntoIterator<Item = &'t Target>,
) -> rusqlite::Result<Vec<Key>> {
    let told = fields.into_iter().filter_map(|field| match field {
        Target::Evidence { evidence, .. } => Some(evidence),
        _ => None,
    });
    let told: BTreeSet<&EvidenceId> = told.collect();
    let mut select =
        conn.prepare_cached("SELECT period, task FROM evidence_link WHERE doc = ?1 AND evidence = ?2")?;
    let mut entries = Vec::new();
    for id in told {
        let keys = select.query_map(params![doc, id.as_str()], |row| {
            Ok(Key { doc, period: row.get(0)?, task: row.get(1)? })
        })?;
        entries.extend(keys.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(entries)
}

/// How much evidence the unit has.
pub(crate) fn count(conn: &Connection, plan: &PlanId, unit: &UnitId) -> rusqlite::Result<u32> {
    let sql = format!(
        "SELECT count(*) FROM doc JOIN evidence ON evidence.doc = doc.no
         WHERE {STANDS} AND doc.plan_id = ?1 AND doc.office IS NULL AND doc.unit = ?2"
    );
    conn.prepare_cached(&sql)?.query_row(params![plan.as_str(), unit.as_str()], |row| row.get(0))
}
