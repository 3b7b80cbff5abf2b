//! Questions of offices on entries, and what units answer.

use chrono::{DateTime, FixedOffset};
use document::{Held, Reading};
use model::doc_id::{DocId, DocKind};
use model::ids::{PersonId, PlanId, QuestionId, UnitId};
use model::target::{EntryKey, Target};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use view::{EntryOf, PeriodFacts, Question, QuestionOn, Words};

use crate::column::{DocColumn, Millis, list, millis, text};
use crate::history::{self, person};
use crate::key::Key;
use crate::scope::Within;
use crate::standing::received;
use crate::word;

pub(crate) const SQL: &str = "
-- A question of an office on an entry.
CREATE TABLE question (
  doc     INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  period  INTEGER NOT NULL,
  task    INTEGER NOT NULL,
  id      TEXT NOT NULL,
  text    TEXT NOT NULL,
  author  INTEGER NOT NULL,   -- author.no
  at      INTEGER NOT NULL,   -- a claim of the author's clock, milliseconds since 1970
  PRIMARY KEY (doc, period, task, id)
) STRICT, WITHOUT ROWID;

-- What the unit answers to one.
CREATE TABLE answer (
  doc     INTEGER NOT NULL,   -- doc.no: the unit's workbook
  id      TEXT NOT NULL,      -- question.id
  text    TEXT NOT NULL,
  author  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (doc, id)
) STRICT, WITHOUT ROWID;
";

pub(crate) const ANSWER_RECEIVED: &str = "
-- The server's clock; null until it arrived there, and of what was answered before this was kept.
ALTER TABLE answer ADD COLUMN received INTEGER;
";

pub(crate) const WITHDRAWN: &str = "
ALTER TABLE question ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0; -- 1: taken back by who knew no answer; one may have been on its way
";

/// Of a question that is not answered.
const OPEN: &str = "question.withdrawn = 0 AND NOT EXISTS (
  SELECT 1 FROM doc AS review JOIN doc AS workbook
    ON workbook.plan_id = review.plan_id AND workbook.unit = review.unit AND workbook.office IS NULL
  JOIN answer ON answer.doc = workbook.no AND answer.id = question.id WHERE review.no = question.doc)";

/// What a field holds that says something, and whose it is.
fn said(reading: &Reading) -> Option<(&str, &PersonId, &Held)> {
    let held = reading.contenders.first()?;
    let text = held.value.as_str().filter(|text| !text.is_empty())?;
    Some((text, held.by.as_ref()?, held))
}

pub(crate) fn write(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    (id, target): (&QuestionId, &Target),
    reading: &Reading,
) -> rusqlite::Result<()> {
    if !matches!(doc.kind, DocKind::Review { .. }) {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM question WHERE doc = ?1 AND period = ?2 AND task = ?3 AND id = ?4")?
        .execute(params![key.doc, key.period, key.task, id.as_str()])?;
    let (text, author, at, withdrawn) = match said(reading) {
        Some((text, by, held)) => (text.to_owned(), word::author(tx, by.as_str())?, held.at, false),
        // It was closed after its answer.
        None if reading.contenders.is_empty() => return Ok(()),
        // What was asked, for an answer that may be on its way.
        None => match history::last_words(tx, key, target)? {
            Some((text, author, at)) => (text, author, at, true),
            None => return Ok(()),
        },
    };
    tx.prepare_cached(
        "INSERT INTO question (doc, period, task, id, text, author, at, withdrawn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        id.as_str(),
        text,
        author,
        at.timestamp_millis(),
        withdrawn
    ])
    .map(drop)
}

pub(crate) fn write_answer(
    tx: &Connection,
    (key, id): (Key, &QuestionId),
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM answer WHERE doc = ?1 AND id = ?2")?
        .execute(params![key.doc, id.as_str()])?;
    let Some((text, by, held)) = said(reading) else { return Ok(()) };
    tx.prepare_cached(
        "INSERT INTO answer (doc, id, text, author, at, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        key.doc,
        id.as_str(),
        text,
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
        received(tx, key, target, by)?,
    ])
    .map(drop)
}

/// The answer has another place now.
pub(crate) fn answer_settled(
    tx: &Connection,
    (key, id): (Key, &QuestionId),
    target: &Target,
) -> rusqlite::Result<()> {
    let author: Option<i64> = tx
        .prepare_cached("SELECT author FROM answer WHERE doc = ?1 AND id = ?2")?
        .query_row(params![key.doc, id.as_str()], |row| row.get(0))
        .optional()?;
    let Some(author) = author else { return Ok(()) };
    let received = received(tx, key, target, &person(tx, author)?)?;
    tx.prepare_cached("UPDATE answer SET received = ?3 WHERE doc = ?1 AND id = ?2")?
        .execute(params![key.doc, id.as_str(), received])
        .map(drop)
}

/// What was asked of these units, and is not answered, or was since.
pub(crate) fn since(
    conn: &Connection,
    (plan, units): (&PlanId, &[&UnitId]),
    since: DateTime<FixedOffset>,
) -> rusqlite::Result<Vec<QuestionOn>> {
    let mut select = conn.prepare_cached(
        "SELECT review.name, question.id, question.text, question.author, question.at,
           answer.text, answer.author, answer.at, question.withdrawn, answer.received, period.word, task.word
         FROM doc AS review JOIN question ON question.doc = review.no
         JOIN word AS period ON period.no = question.period JOIN word AS task ON task.no = question.task
         LEFT JOIN doc AS workbook
           ON workbook.plan_id = review.plan_id AND workbook.unit = review.unit AND workbook.office IS NULL
         LEFT JOIN answer ON answer.doc = workbook.no AND answer.id = question.id
         WHERE review.plan_id = ?1 AND review.unit IN (SELECT value FROM json_each(?2))
           AND (answer.id IS NULL AND question.withdrawn = 0 OR answer.received >= ?3)
         ORDER BY question.at, question.id",
    )?;
    let units = list(units.iter().map(|unit| unit.as_str()));
    let mut rows = select.query(params![plan.as_str(), units, since.timestamp_millis()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(question) = read(conn, row)? else { continue };
        let Some(unit) = question.doc.about().cloned() else { continue };
        let entry = EntryKey { period: text(row, 10)?.into(), task: text(row, 11)?.into() };
        all.push(QuestionOn { unit, entry, question, answer_received: millis(row, 9)? });
    }
    Ok(all)
}

/// None of what is no office's.
fn read(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Option<Question>> {
    let doc = row.get::<_, DocColumn>(0)?.0;
    let DocKind::Review { office, .. } = &doc.kind else { return Ok(None) };
    let answer = match row.get::<_, Option<String>>(5)? {
        Some(_) => Some(words(conn, row, 5)?),
        None => None,
    };
    Ok(Some(Question {
        id: QuestionId::new(text(row, 1)?),
        office: office.clone(),
        asked: words(conn, row, 2)?,
        answer,
        withdrawn: row.get(8)?,
        doc,
    }))
}

/// In the order in which their authors' clocks say that they were asked.
pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Vec<Question>> {
    let mut select = conn.prepare_cached(
        "SELECT review.name, question.id, question.text, question.author, question.at,
           answer.text, answer.author, answer.at, question.withdrawn
         FROM doc AS review JOIN question ON question.doc = review.no
         LEFT JOIN doc AS workbook
           ON workbook.plan_id = review.plan_id AND workbook.unit = review.unit AND workbook.office IS NULL
         LEFT JOIN answer ON answer.doc = workbook.no AND answer.id = question.id
         WHERE review.plan_id = ?1 AND review.unit = ?2 AND question.period = ?3 AND question.task = ?4
           AND (question.withdrawn = 0 OR answer.text IS NOT NULL)
         ORDER BY question.at, question.id",
    )?;
    let Some((period, task)) = word::find(conn, of.period.as_str())?.zip(word::find(conn, of.task.as_str())?)
    else {
        return Ok(Vec::new());
    };
    let mut rows = select.query(params![of.plan.as_str(), of.unit.as_str(), period, task])?;
    let mut questions = Vec::new();
    while let Some(row) = rows.next()? {
        questions.extend(read(conn, row)?);
    }
    Ok(questions)
}

/// A text, its author and the time, in three columns from here on.
pub(crate) fn words(conn: &Connection, row: &Row<'_>, at: usize) -> rusqlite::Result<Words> {
    Ok(Words { text: row.get(at)?, by: person(conn, row.get(at + 1)?)?, at: row.get::<_, Millis>(at + 2)?.0 })
}

/// How many are not answered, by document.
pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT doc, task, count(*) FROM question WHERE {} AND {OPEN} GROUP BY doc, task",
        within.of_reviews()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (no, task) = (row.get(0)?, row.get(1)?);
        let (Some(doc), Some((unit, task))) = (within.doc(no), within.entry(no, task)) else { continue };
        all.at(unit, task).questions.push((doc.clone(), row.get(2)?));
    }
    Ok(())
}
