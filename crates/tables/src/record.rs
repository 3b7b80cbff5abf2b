//! Records of the registers that units keep.

use std::collections::BTreeMap;

use model::doc_id::DocId;
use model::due::vi_date;
use model::ids::{RecordId, RegisterId, UnitId};
use model::register::{ColumnOf, REMOVED};
use model::value::{Value, ValueKind};
use rusqlite::{Connection, params};
use view::{RecordFacts, RecordScope};

use crate::column::{list, text};
use crate::marked;

pub(crate) const SQL: &str = "
-- What a record of a register has in one column. A record is all of its cells.
CREATE TABLE record_cell (
  doc      INTEGER NOT NULL,   -- doc.no: the unit's workbook
  register TEXT NOT NULL,
  record   TEXT NOT NULL,
  item     TEXT NOT NULL,      -- finding/found-on
  value    ANY NOT NULL,       -- a text, a day, thousandths, or 0 and 1
  PRIMARY KEY (doc, register, record, item)
) STRICT, WITHOUT ROWID;

CREATE VIEW with_record_cell AS
SELECT doc.plan_id, doc.unit, register, record, item, value FROM record_cell JOIN doc ON doc.no = record_cell.doc;
";

pub(crate) const FILES: &str = "
-- Which piece of evidence a record names in a column: of none that is named so the file is waited for in vain.
CREATE TABLE record_file (
  doc      INTEGER NOT NULL,   -- doc.no: the unit's workbook
  register TEXT NOT NULL,
  record   TEXT NOT NULL,
  item     TEXT NOT NULL,      -- finding/file
  evidence TEXT NOT NULL,      -- evidence.id, of the same document
  PRIMARY KEY (doc, register, record, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_file_by_evidence ON record_file(doc, evidence);
";

pub(crate) fn write(
    tx: &Connection,
    (doc, register, record): (i64, &RegisterId, &RecordId),
    column: ColumnOf,
    value: &Value,
) -> rusqlite::Result<()> {
    let (of, item) = (params![doc, register.as_str(), record.as_str()], column.to_string());
    let sql = "INSERT INTO record_cell (doc, register, record, item, value) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO UPDATE SET value = excluded.value";
    let put = |value: &dyn rusqlite::ToSql| {
        let params = params![doc, register.as_str(), record.as_str(), item, value];
        tx.prepare_cached(sql)?.execute(params)
    };
    if column.get().is_file() {
        write_file(tx, (doc, register, record), &item, value.as_str())?;
    }
    match value {
        Value::Str(text) => put(text)?,
        Value::Int(n) => put(n)?,
        Value::Bool(flag) => put(flag)?,
        Value::Absent | Value::Record(_) => tx
            .prepare_cached(
                "DELETE FROM record_cell WHERE doc = ?1 AND register = ?2 AND record = ?3 AND item = ?4",
            )?
            .execute(params![of[0], of[1], of[2], item])?,
    };
    marked::mark_record(tx, doc, register, record)
}

fn write_file(
    tx: &Connection,
    (doc, register, record): (i64, &RegisterId, &RecordId),
    item: &str,
    evidence: Option<&str>,
) -> rusqlite::Result<()> {
    let changed = match evidence {
        Some(evidence) => tx
            .prepare_cached(
                "INSERT INTO record_file (doc, register, record, item, evidence) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET evidence = excluded.evidence",
            )?
            .execute(params![doc, register.as_str(), record.as_str(), item, evidence]),
        None => tx
            .prepare_cached(
                "DELETE FROM record_file WHERE doc = ?1 AND register = ?2 AND record = ?3 AND item = ?4",
            )?
            .execute(params![doc, register.as_str(), record.as_str(), item]),
    };
    changed.map(drop)
}

/// What the search finds of a record: its words, until it is taken out of the register.
pub(crate) fn words(
    conn: &Connection,
    doc: i64,
    register: &str,
    record: &str,
) -> rusqlite::Result<Vec<String>> {
    let mut select = conn.prepare_cached(
        "SELECT item, value FROM record_cell WHERE doc = ?1 AND register = ?2 AND record = ?3",
    )?;
    let mut rows = select.query(params![doc, register, record])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        let Some((column, value)) = cell(row, 0)? else { continue };
        match value {
            Value::Bool(true) if column.get().name == REMOVED => return Ok(Vec::new()),
            Value::Str(_) if column.get().is_file() => {}
            ref day if column.get().value == ValueKind::Date => words.extend(day.as_date().map(vi_date)),
            Value::Str(code) => {
                words.push(column.get().choice_label(&code).map_or(code.clone(), str::to_owned));
            }
            _ => {}
        }
    }
    Ok(words)
}

/// Whether anything is said of a record, though it may have been taken out of the register.
pub fn has_record(
    conn: &Connection,
    doc: &DocId,
    register: &RegisterId,
    record: &RecordId,
) -> rusqlite::Result<bool> {
    let mut select = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM record_cell JOIN doc ON doc.no = record_cell.doc
           WHERE doc.name = ?1 AND register = ?2 AND record = ?3)",
    )?;
    select.query_row([&doc.to_string(), register.as_str(), record.as_str()], |row| row.get(0))
}

/// What this program knows of a cell, which stands in two columns from one on.
fn cell(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Option<(ColumnOf, Value)>> {
    let column = text(row, at)?.split_once('/').and_then(|(kind, column)| ColumnOf::find(kind, column));
    let Some(column) = column else { return Ok(None) };
    let value = row.get_ref(at + 1)?;
    let value = match (value.as_i64(), value.as_str()) {
        (Ok(n), _) if column.get().value == ValueKind::Flag => Value::Bool(n != 0),
        (Ok(n), _) => Value::Int(n),
        (_, Ok(text)) => Value::Str(text.to_owned()),
        _ => Value::Absent,
    };
    Ok(Some((column, value)))
}

pub(crate) fn load(conn: &Connection, of: &RecordScope<'_>) -> rusqlite::Result<Vec<RecordFacts>> {
    let units = of.units.as_ref().map(|units| list(units.iter().map(|unit| unit.as_str())));
    let mut select = conn.prepare_cached(
        "SELECT doc.unit, register, record, item, value FROM doc JOIN record_cell ON record_cell.doc = doc.no
         WHERE doc.plan_id = ?1 AND doc.office IS NULL AND register IN (SELECT value FROM json_each(?2))
           AND (?3 IS NULL OR doc.unit IN (SELECT value FROM json_each(?3)))
         ORDER BY doc.no, register, record",
    )?;
    let registers = list(of.registers.iter().map(|register| register.as_str()));
    let mut rows = select.query(params![of.plan.as_str(), registers, units])?;
    let mut found: Vec<RecordFacts> = Vec::new();
    while let Some(row) = rows.next()? {
        let (unit, register, record) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
        let last = found.last().is_some_and(|last| {
            last.id.as_str() == record && last.register.as_str() == register && last.unit.as_str() == unit
        });
        if !last {
            found.push(RecordFacts {
                unit: UnitId::new(unit),
                register: RegisterId::new(register),
                id: RecordId::new(record),
                cells: BTreeMap::new(),
            });
        }
        if let (Some(one), Some((column, value))) = (found.last_mut(), cell(row, 3)?) {
            one.cells.insert(column.get().name.to_owned(), value);
        }
    }
    Ok(found)
}
