//! What is said of a period as a whole, or of when an entry was completed: asks for more time and the answers, words on claims,
//! papers, days and closings. Each with who said it, when, and where it stands.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use document::Reading;
use model::doc_id::{DocId, DocKind};
use model::ids::{PeriodId, PlanId, UnitId};
use model::target::Target;
use rusqlite::{Connection, params};
use view::{Arrivals, ConfirmationFacts, PeriodFacts, Place, Said};

use crate::column::{DocColumn, Millis, millis, text};
use crate::field_set::{bare, value};
use crate::history::{self, person};
use crate::key::{Key, about};
use crate::scope::Within;
use crate::standing::stands;
use crate::{doc, field_name, word};

pub(crate) const SQL: &str = "
-- What a field holds that is said of a period, or of when an entry was completed.
CREATE TABLE said (
  doc      INTEGER NOT NULL,   -- doc.no
  period   INTEGER NOT NULL,   -- word.no
  task     INTEGER NOT NULL,   -- word.no; 0: of no entry
  field    TEXT NOT NULL,      -- extension, extension-answer, in-time, report-in-time, period-closing, cut-off, ...
  value    TEXT NOT NULL,      -- JSON
  author   INTEGER NOT NULL,   -- author.no
  at       INTEGER NOT NULL,   -- a claim of the author's clock, milliseconds since 1970
  received INTEGER,            -- the server's clock; null until it arrived there
  place    INTEGER NOT NULL,   -- history.place
  PRIMARY KEY (doc, period, task, field)
) STRICT, WITHOUT ROWID;
CREATE VIEW with_said AS
SELECT doc.plan_id, doc.name AS doc, period.word AS period, doc.unit, task.word AS task, field, value,
  author.word AS author,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', at / 1000.0, 'unixepoch', '+7 hours') AS at,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', received / 1000.0, 'unixepoch', '+7 hours') AS received
FROM said JOIN doc ON doc.no = said.doc JOIN word AS period ON period.no = said.period
  LEFT JOIN word AS task ON task.no = said.task JOIN author ON author.no = said.author;
";

/// Whether a field is kept here.
pub(crate) fn keeps(target: &Target) -> bool {
    match target {
        Target::InTime { .. } => true,
        // These have tables of their own.
        Target::Submission { .. } | Target::Look { .. } | Target::UnitDays { .. } => false,
        target => target.whole_period().is_some(),
    }
}

pub(crate) fn write(tx: &Connection, key: Key, target: &Target, reading: &Reading) -> rusqlite::Result<()> {
    let name = field_name::of(target);
    tx.prepare_cached("DELETE FROM said WHERE doc = ?1 AND period = ?2 AND task = ?3 AND field = ?4")?
        .execute(params![key.doc, key.period, key.task, name])?;
    let Some((held, by)) = reading.contenders.first().and_then(|held| Some((held, held.by.as_ref()?))) else {
        return Ok(());
    };
    let (place, received) = stands(tx, key, target, by)?;
    tx.prepare_cached(
        "INSERT INTO said (doc, period, task, field, value, author, at, received, place)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        name,
        bare(&held.value).to_string(),
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
        received,
        place.number(),
    ])
    .map(drop)
}

/// What was said, which may be what counts, has another place now.
pub(crate) fn settled(tx: &Connection, key: Key, target: &Target) -> rusqlite::Result<()> {
    let name = field_name::of(target);
    let mut select = tx.prepare_cached(
        "SELECT author FROM said WHERE doc = ?1 AND period = ?2 AND task = ?3 AND field = ?4",
    )?;
    let found = select.query(params![key.doc, key.period, key.task, name])?.next()?.map(|row| row.get(0));
    let Some(author) = found.transpose()? else { return Ok(()) };
    let Some(row) = history::last_of(tx, key, target, Some(&person(tx, author)?))? else { return Ok(()) };
    tx.prepare_cached(
        "UPDATE said SET received = ?5, place = ?6 WHERE doc = ?1 AND period = ?2 AND task = ?3 AND field = ?4",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        name,
        row.received.map(|at| at.timestamp_millis()),
        row.place.number(),
    ])
    .map(drop)
}

const SELECT: &str = "SELECT doc.name, period.word, field, value, author, at, received, place
  FROM said JOIN doc ON doc.no = said.doc JOIN word AS period ON period.no = said.period
  WHERE doc.plan_id = ?1 AND task = 0 AND ";

/// Of one period, in all documents of the plan.
pub(crate) fn of_period(conn: &Connection, plan: &PlanId, period: &PeriodId) -> rusqlite::Result<Vec<Said>> {
    let mut select = conn.prepare_cached(&format!("{SELECT} period.word = ?2"))?;
    let mut rows = select.query(params![plan.as_str(), period.as_str()])?;
    read(conn, &mut rows)
}

/// What the dates of all periods rest on: what stands in the plan's own document, and more time that was granted.
pub(crate) fn of_dates(conn: &Connection, plan: &PlanId) -> rusqlite::Result<Vec<Said>> {
    let mut select =
        conn.prepare_cached(&format!("{SELECT} (doc.unit IS NULL OR field = 'extension-answer')"))?;
    let mut rows = select.query(params![plan.as_str()])?;
    read(conn, &mut rows)
}

fn read(conn: &Connection, rows: &mut rusqlite::Rows<'_>) -> rusqlite::Result<Vec<Said>> {
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = row.get::<_, DocColumn>(0)?.0;
        let Some(target) = field_name::read(&doc.kind, &[text(row, 1)?], text(row, 2)?) else { continue };
        all.push(Said {
            target,
            value: value(&serde_json::from_str(text(row, 3)?).unwrap_or_default()),
            by: person(conn, row.get(4)?)?,
            at: row.get::<_, Millis>(5)?.0,
            received: millis(row, 6)?,
            place: Place::of_number(row.get(7)?),
            doc,
        });
    }
    Ok(all)
}

/// Offices' words on when entries were completed.
pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT doc, task, value, author, at, received, place FROM said WHERE field = 'in-time' AND {}",
        within.of_reviews()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (no, task) = (row.get(0)?, row.get(1)?);
        let (Some(doc), Some((unit, task))) = (within.doc(no), within.entry(no, task)) else { continue };
        let DocKind::Review { office, .. } = &doc.kind else { continue };
        let json = serde_json::from_str(text(row, 2)?).unwrap_or_default();
        let Some(said) = value(&json).as_record() else { continue };
        all.at(unit, task).confirmations.push(ConfirmationFacts {
            office: office.clone(),
            doc: doc.clone(),
            said,
            by: person(conn, row.get(3)?)?,
            at: row.get::<_, Millis>(4)?.0,
            received: millis(row, 5)?,
            place: Place::of_number(row.get(6)?),
        });
    }
    Ok(())
}

/// Where the word stands by which each of these units handed the period in.
pub(crate) fn places_of_submissions(
    conn: &Connection,
    plan: &PlanId,
    period: &PeriodId,
    units: &[&UnitId],
) -> rusqlite::Result<HashMap<UnitId, Place>> {
    let target = Target::Submission { period: period.clone() };
    let mut places = HashMap::new();
    for unit in units {
        let workbook = DocId::workbook(plan, (*unit).clone());
        let Some(no) = doc::find(conn, &workbook)? else { continue };
        let Some(key) = Key::find(conn, no, about(&target))? else { continue };
        let row = history::last_of(conn, key, &target, None)?;
        places.extend(row.map(|row| ((*unit).clone(), row.place)));
    }
    Ok(places)
}

/// When changes of a unit's workbook came to the server: the last before a moment, and the first from then on.
pub(crate) fn arrivals_around(
    conn: &Connection,
    workbook: &DocId,
    moment: DateTime<FixedOffset>,
) -> rusqlite::Result<Arrivals> {
    let Some(no) = doc::find(conn, workbook)? else { return Ok(Arrivals::default()) };
    let mut select = conn.prepare_cached(
        "SELECT max(received) FILTER (WHERE received < ?2), min(received) FILTER (WHERE received >= ?2)
         FROM history WHERE doc = ?1",
    )?;
    select.query_row(params![no, moment.timestamp_millis()], |row| {
        Ok(Arrivals { before: millis(row, 0)?, after: millis(row, 1)? })
    })
}
