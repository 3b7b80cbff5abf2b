//! What offices reminded units of, and what these said to it.

use document::Reading;
use model::ids::{PlanId, ReminderId, UnitId};
use model::target::Target;
use model::value::{Lines, Reminder};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use view::{ReminderFacts, SaidFacts};

use crate::column::{Day, DocColumn, Millis, day, list, millis, text};
use crate::history::{self, person};
use crate::key::Key;
use crate::standing::received;
use crate::word;

pub(crate) const SQL: &str = "
-- An office waits for something of a unit, and says so.
CREATE TABLE reminder (
  doc      INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  id       TEXT NOT NULL,
  words    TEXT NOT NULL,
  period   TEXT,
  tasks    TEXT NOT NULL,      -- a line for each; empty: the report as a whole
  until    TEXT,
  author   INTEGER NOT NULL,   -- author.no
  at       INTEGER NOT NULL,   -- a claim of the author's clock
  received INTEGER,            -- the server's clock; null until it arrived there
  PRIMARY KEY (doc, id)
) STRICT, WITHOUT ROWID;

-- What a unit said to it.
CREATE TABLE reminded (
  doc      INTEGER NOT NULL,   -- doc.no: the unit's workbook
  id       TEXT NOT NULL,
  said     TEXT NOT NULL,      -- seen, answer
  words    TEXT NOT NULL,
  author   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  received INTEGER,
  PRIMARY KEY (doc, id, said)
) STRICT, WITHOUT ROWID;
";

pub(crate) const DROPPED: &str = "
ALTER TABLE reminder ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0; -- 1: taken back; an answer may have been on its way
";

/// Who says what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Sent,
    Seen,
    Answer,
}

impl Said {
    fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Seen => "seen",
            Self::Answer => "answer",
        }
    }
}

pub(crate) fn write(
    tx: &Connection,
    (key, id): (Key, &ReminderId),
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM reminder WHERE doc = ?1 AND id = ?2")?
        .execute(params![key.doc, id.as_str()])?;
    let held = reading.contenders.first();
    let stands = held.and_then(|held| {
        Some((held.value.as_record()?, word::author(tx, held.by.as_ref()?.as_str()), held.at))
    });
    let (reminder, author, at, dropped) = match stands {
        Some((reminder, author, at)) => (reminder, author?, at, false),
        // What was said, as long as anybody may have answered it.
        None => {
            let before = history::all_of(tx, key, target)?.into_iter().rev();
            let mut said = before.filter_map(|(row, value, at)| Some((value.as_record()?, row.author, at)));
            let Some((reminder, author, at)) = said.next() else { return Ok(()) };
            (reminder, author, at, true)
        }
    };
    let Reminder { words, period, tasks, until } = reminder;
    tx.prepare_cached(
        "INSERT INTO reminder (doc, id, words, period, tasks, until, author, at, received, dropped)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        key.doc,
        id.as_str(),
        words,
        period.as_ref().map(|period| period.as_str()),
        String::from(tasks),
        until.map(Day),
        author,
        at.timestamp_millis(),
        received(tx, key, target, &person(tx, author)?)?,
        dropped,
    ])
    .map(drop)
}

pub(crate) fn write_said(
    tx: &Connection,
    (key, id): (Key, &ReminderId),
    target: &Target,
    (said, reading): (Said, &Reading),
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM reminded WHERE doc = ?1 AND id = ?2 AND said = ?3")?.execute(params![
        key.doc,
        id.as_str(),
        said.word()
    ])?;
    let Some(held) = reading.contenders.first() else { return Ok(()) };
    let (Some(by), Some(words)) = (held.by.as_ref(), held.value.as_str().filter(|words| !words.is_empty()))
    else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO reminded (doc, id, said, words, author, at, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        key.doc,
        id.as_str(),
        said.word(),
        words,
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
        received(tx, key, target, by)?,
    ])
    .map(drop)
}

/// Something of this, which may be what counts, has another place now.
pub(crate) fn settled(
    tx: &Connection,
    (key, id): (Key, &ReminderId),
    target: &Target,
    said: Said,
) -> rusqlite::Result<()> {
    let (table, only) = match said {
        Said::Sent => ("reminder", "?3 = 'sent'"),
        Said::Seen | Said::Answer => ("reminded", "said = ?3"),
    };
    let found = params![key.doc, id.as_str(), said.word()];
    let sql = format!("SELECT author FROM {table} WHERE doc = ?1 AND id = ?2 AND {only}");
    let author: Option<i64> = tx.prepare_cached(&sql)?.query_row(found, |row| row.get(0)).optional()?;
    let Some(author) = author else { return Ok(()) };
    let received = received(tx, key, target, &person(tx, author)?)?;
    let sql = format!("UPDATE {table} SET received = ?4 WHERE doc = ?1 AND id = ?2 AND {only}");
    tx.prepare_cached(&sql)?.execute(params![key.doc, id.as_str(), said.word(), received]).map(drop)
}

/// Those of offices to these units, the newest first.
pub(crate) fn of_units(
    conn: &Connection,
    plan: &PlanId,
    units: &[&UnitId],
) -> rusqlite::Result<Vec<ReminderFacts>> {
    let mut select = conn.prepare_cached(
        "SELECT doc.name, doc.unit, doc.office, reminder.id, reminder.words, period, tasks, until,
           reminder.author, reminder.at, reminder.received,
           seen.author, seen.at, seen.received, answer.author, answer.at, answer.received, answer.words,
           reminder.dropped
         FROM doc JOIN reminder ON reminder.doc = doc.no
           LEFT JOIN doc AS book ON book.plan_id = doc.plan_id AND book.unit = doc.unit AND book.office IS NULL
           LEFT JOIN reminded AS seen ON seen.doc = book.no AND seen.id = reminder.id AND seen.said = 'seen'
           LEFT JOIN reminded AS answer ON answer.doc = book.no AND answer.id = reminder.id AND answer.said = 'answer'
         WHERE doc.plan_id = ?1 AND doc.unit IN (SELECT value FROM json_each(?2)) AND doc.office IS NOT NULL
           AND (reminder.dropped = 0 OR answer.words IS NOT NULL)
         ORDER BY reminder.at DESC, reminder.id",
    )?;
    let mut rows = select.query(params![plan.as_str(), list(units.iter().map(|unit| unit.as_str()))])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let tasks = text(row, 6)?.to_owned();
        let answer =
            said(conn, row, 14)?.map(|by| Ok::<_, rusqlite::Error>((row.get(17)?, by))).transpose()?;
        found.push(ReminderFacts {
            doc: row.get::<_, DocColumn>(0)?.0,
            unit: UnitId::new(text(row, 1)?),
            office: UnitId::new(text(row, 2)?),
            id: ReminderId::new(text(row, 3)?),
            reminder: Reminder {
                words: row.get(4)?,
                period: row.get::<_, Option<String>>(5)?.map(Into::into),
                tasks: Lines::from(tasks),
                until: day(row, 7)?,
            },
            sent: said(conn, row, 8)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
            seen: said(conn, row, 11)?,
            answer,
            dropped: row.get(18)?,
        });
    }
    Ok(found)
}

/// Author, claim and the server's time, from this column on.
fn said(conn: &Connection, row: &Row<'_>, at: usize) -> rusqlite::Result<Option<SaidFacts>> {
    let Some(author) = row.get::<_, Option<i64>>(at)? else { return Ok(None) };
    let claimed = row.get::<_, Millis>(at + 1)?.0;
    Ok(Some(SaidFacts { by: person(conn, author)?, at: claimed, received: millis(row, at + 2)? }))
}
