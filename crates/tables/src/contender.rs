//! Values that stand against each other in one field, until one of the unit's people decides.

use document::Reading;
use model::doc_id::{DocId, DocKind};
use model::ids::{PersonId, SideId, UnitId};
use model::target::Target;
use model::value::Value;
use rusqlite::{Connection, params};
use view::{Conflict, Contends, EntryOf, PeriodFacts, Scope};

use crate::column::{DocColumn, TargetColumn, Time, list, target_text, text};
use crate::doc::{self, DocRow};
use crate::person::person;

pub(crate) const SQL: &str = "
-- The values of a field for which people gave different ones without knowing of each other. No rows for a field
-- that holds one value or none.
CREATE TABLE contender (
  doc     TEXT NOT NULL,
  target  TEXT NOT NULL,       -- which field: JSON
  ord     INTEGER NOT NULL,    -- 0: the one shown meanwhile, the same on every machine
  plan_id    TEXT NOT NULL,
  writer  TEXT NOT NULL,       -- the unit that writes the document; '' for the plan
  unit    TEXT,                -- the unit that the document is about
  task    TEXT,                -- task and period of the entry that the field belongs to
  period  TEXT,
  value   TEXT NOT NULL,       -- JSON
  author  TEXT NOT NULL,       -- person.id; '' for a text as it reads meanwhile
  at      TEXT NOT NULL,       -- a claim of the author's clock
  PRIMARY KEY (doc, target, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX contender_by_writer ON contender(plan_id, writer);
CREATE INDEX contender_by_entry ON contender(plan_id, period, unit, task) WHERE task IS NOT NULL;
";

pub(crate) const SIDE: &str = "
-- Of fields that are decided together: the change with which this one's side wrote in any of them last.
ALTER TABLE contender ADD COLUMN side TEXT;
";

pub(crate) fn write(
    tx: &Connection,
    (doc, row): (&DocId, &mut DocRow),
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    if !row.contended && !reading.in_conflict() {
        return Ok(());
    }
    let (doc_text, target_text) = (doc.to_string(), target_text(target));
    tx.prepare_cached("DELETE FROM contender WHERE doc = ?1 AND target = ?2")?
        .execute([&doc_text, &target_text])?;
    if !reading.in_conflict() {
        return Ok(());
    }
    if !row.contended {
        doc::set_contended(tx, row.no)?;
        row.contended = true;
    }
    let entry = target.entry();
    let mut insert = tx.prepare_cached(
        "INSERT INTO contender (doc, target, ord, plan_id, writer, unit, task, period, value, author, at,
         side) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (ord, held) in (0i64..).zip(&reading.contenders) {
        // As a text reads now, nobody wrote it.
        let by = held.by.as_ref().filter(|_| ord > 0 || !target.is_text()).map_or("", PersonId::as_str);
        insert.execute(params![
            doc_text,
            target_text,
            ord,
            doc.plan.as_str(),
            writer(doc),
            doc.about().map(UnitId::as_str),
            entry.map(|entry| entry.task.as_str()),
            entry.map(|entry| entry.period.as_str()),
            serde_json::to_string(&held.value).expect("a value has string keys only"),
            by,
            Time(held.at),
            held.side.map(|side| side.to_string()),
        ])?;
    }
    Ok(())
}

fn writer(doc: &DocId) -> &str {
    match &doc.kind {
        DocKind::Plan | DocKind::Organisation => "",
        DocKind::Workbook(unit) => unit.as_str(),
        DocKind::Review { office, .. } | DocKind::Guidance(office) => office.as_str(),
        // No field of such a document is known, and so none is in conflict.
        DocKind::Unknown(_) => "",
    }
}

/// The conflicts in the documents that these units write; in the plan too where `plan` is set.
pub(crate) fn of_writers(
    conn: &Connection,
    plan_id: &str,
    writers: &[UnitId],
    plan: bool,
) -> rusqlite::Result<Vec<Conflict>> {
    let mut select = conn.prepare_cached(
        "SELECT doc, target, value, author, at, side FROM contender
         WHERE plan_id = ?1 AND (writer IN (SELECT value FROM json_each(?2)) OR (?3 AND writer = ''))
         ORDER BY doc, target, ord",
    )?;
    collect(select.query(params![plan_id, list(writers.iter().map(UnitId::as_str)), plan])?)
}

/// The conflicts of one entry, in the workbook and the reviews.
pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Vec<Conflict>> {
    let mut select = conn.prepare_cached(
        "SELECT doc, target, value, author, at, side FROM contender
         WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4 ORDER BY doc, target, ord",
    )?;
    collect(select.query([of.plan.as_str(), of.period.as_str(), of.unit.as_str(), of.task.as_str()])?)
}

fn collect(mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<Conflict>> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    while let Some(row) = rows.next()? {
        let (doc, target) = (row.get::<_, DocColumn>(0)?.0, row.get::<_, TargetColumn>(1)?.0);
        let value: String = row.get(2)?;
        let value = serde_json::from_str(&value).unwrap_or(Value::Str(value));
        let side = row.get::<_, Option<String>>(5)?.map(SideId::new);
        let contends = Contends { value, by: person(row, 3)?, at: row.get::<_, Time>(4)?.0, side };
        match conflicts.last_mut().filter(|last| last.doc == doc && last.target == target) {
            Some(last) => last.contenders.push(contends),
            None => conflicts.push(Conflict { doc, target, contenders: vec![contends] }),
        }
    }
    Ok(conflicts)
}

/// How many fields of entries are in conflict, by document.
pub(crate) fn load(conn: &Connection, scope: &Scope<'_>, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let units = scope.units.as_ref().map(|units| list(units.iter().map(|unit| unit.as_str())));
    let tasks = scope.tasks.as_ref().map(|tasks| list(tasks.iter().map(|task| task.as_str())));
    let mut select = conn.prepare_cached(
        "SELECT unit, task, doc, count(*) FROM contender
         WHERE plan_id = ?1 AND period = ?2 AND task IS NOT NULL AND ord = 1
           AND (?3 IS NULL OR unit IN (SELECT value FROM json_each(?3)))
           AND (?4 IS NULL OR task IN (SELECT value FROM json_each(?4)))
         GROUP BY unit, task, doc",
    )?;
    let mut rows = select.query(params![scope.plan.as_str(), scope.period.as_str(), units, tasks])?;
    while let Some(row) = rows.next()? {
        let (doc, count) = (row.get::<_, DocColumn>(2)?.0, row.get(3)?);
        all.at(text(row, 0)?, text(row, 1)?).conflicts.push((doc, count));
    }
    Ok(())
}

/// How many fields are in conflict in the documents that these units write.
pub fn count_of_writers(
    conn: &Connection,
    plan_id: &str,
    writers: &[UnitId],
    plan: bool,
) -> rusqlite::Result<u32> {
    conn.prepare_cached(
        "SELECT count(*) FROM contender WHERE plan_id = ?1 AND ord = 1
         AND (writer IN (SELECT value FROM json_each(?2)) OR (?3 AND writer = ''))",
    )?
    .query_row(params![plan_id, list(writers.iter().map(UnitId::as_str)), plan], |row| row.get(0))
}
