//! Periods that units have handed in.

use document::Reading;
use model::doc_id::{DocId, DocKind};
use model::ids::{PeriodId, PersonId, UnitId};
use model::target::Target;
use model::value;
use rusqlite::{Connection, OptionalExtension, params};
use view::Submission;

use crate::column::{Time, list, time};
use crate::history;
use crate::key::Key;
use crate::person::person;

pub(crate) const SQL: &str = "
-- A unit handed in a period.
CREATE TABLE submission (
  plan_id  TEXT NOT NULL,
  period   TEXT NOT NULL,
  unit     TEXT NOT NULL,
  author   TEXT NOT NULL,      -- person.id
  at       TEXT NOT NULL,      -- a claim of the laptop's clock
  received TEXT,               -- the server's clock; null until it arrived there
  PRIMARY KEY (plan_id, period, unit)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    target: &Target,
    period: &PeriodId,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let DocKind::Workbook(unit) = &doc.kind else { return Ok(()) };
    let held = reading.contenders.first();
    let Some((by, handed_in)) =
        held.and_then(|held| Some((held.by.as_ref()?, held.value.as_record::<value::Submission>()?)))
    else {
        return tx
            .prepare_cached("DELETE FROM submission WHERE plan_id = ?1 AND period = ?2 AND unit = ?3")?
            .execute(params![doc.plan.as_str(), period.as_str(), unit.as_str()])
            .map(drop);
    };
    tx.prepare_cached(
        "INSERT INTO submission (plan_id, period, unit, author, at, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET author = excluded.author, at = excluded.at, received = excluded.received",
    )?
    .execute(params![
        doc.plan.as_str(),
        period.as_str(),
        unit.as_str(),
        by.as_str(),
        Time(handed_in.at),
        received(tx, key, target, by)?,
    ])
    .map(drop)
}

fn received(tx: &Connection, key: Key, target: &Target, by: &PersonId) -> rusqlite::Result<Option<Time>> {
    Ok(history::last_of(tx, key, target, Some(by))?.and_then(|row| row.received).map(Time))
}

/// A submission, which may be the one that counts, has another place now.
pub(crate) fn settled(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    target: &Target,
    period: &PeriodId,
) -> rusqlite::Result<()> {
    let DocKind::Workbook(unit) = &doc.kind else { return Ok(()) };
    let Some(standing) = submission(tx, doc.plan.as_str(), period, unit)? else { return Ok(()) };
    tx.prepare_cached("UPDATE submission SET received = ?4 WHERE plan_id = ?1 AND period = ?2 AND unit = ?3")?
        .execute(params![
            doc.plan.as_str(),
            period.as_str(),
            unit.as_str(),
            received(tx, key, target, &standing.by)?
        ])
        .map(drop)
}

/// One unit's submission of a period.
pub fn submission(
    conn: &Connection,
    plan_id: &str,
    period: &PeriodId,
    unit: &UnitId,
) -> rusqlite::Result<Option<Submission>> {
    conn.prepare_cached(
        "SELECT unit, author, at, received FROM submission WHERE plan_id = ?1 AND period = ?2 AND unit = ?3",
    )?
    .query_row(params![plan_id, period.as_str(), unit.as_str()], read)
    .optional()
}

/// Which of these units have handed the period in.
pub fn submissions<'u>(
    conn: &Connection,
    plan_id: &str,
    period: &PeriodId,
    units: impl IntoIterator<Item = &'u UnitId>,
) -> rusqlite::Result<Vec<Submission>> {
    let mut select = conn.prepare_cached(
        "SELECT unit, author, at, received FROM submission
         WHERE plan_id = ?1 AND period = ?2 AND unit IN (SELECT value FROM json_each(?3))",
    )?;
    let units = list(units.into_iter().map(UnitId::as_str));
    select.query_map(params![plan_id, period.as_str(), units], read)?.collect()
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Submission> {
    Ok(Submission {
        unit: UnitId::new(row.get::<_, String>(0)?),
        by: person(row, 1)?,
        at: row.get::<_, Time>(2)?.0,
        received: time(row, 3)?,
    })
}
