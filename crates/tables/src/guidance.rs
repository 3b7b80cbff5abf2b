//! How tasks are done, as offices say it to all.

use document::Reading;
use model::ids::{PlanId, TaskId, UnitId};
use model::target::Target;
use rusqlite::{Connection, OptionalExtension as _, params};
use view::{GuidanceFacts, SaidFacts};

use crate::column::{Millis, millis, text};
use crate::history::person;
use crate::key::Key;
use crate::standing::received;
use crate::word;

pub(crate) const SQL: &str = "
-- What an office says to all units of how a task is done.
CREATE TABLE guidance (
  doc      INTEGER NOT NULL,   -- doc.no: the office's guidance
  task     TEXT NOT NULL,
  words    TEXT NOT NULL,
  author   INTEGER NOT NULL,   -- author.no
  at       INTEGER NOT NULL,   -- a claim of the author's clock
  received INTEGER,            -- the server's clock; null until it arrived there
  PRIMARY KEY (doc, task)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    (key, task): (Key, &TaskId),
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM guidance WHERE doc = ?1 AND task = ?2")?
        .execute(params![key.doc, task.as_str()])?;
    let Some(held) = reading.contenders.first() else { return Ok(()) };
    let (Some(by), Some(words)) = (held.by.as_ref(), held.value.as_str().filter(|words| !words.is_empty()))
    else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO guidance (doc, task, words, author, at, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        key.doc,
        task.as_str(),
        words,
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
        received(tx, key, target, by)?,
    ])
    .map(drop)
}

/// Something of this, which may be what counts, has another place now.
pub(crate) fn settled(tx: &Connection, (key, task): (Key, &TaskId), target: &Target) -> rusqlite::Result<()> {
    let mut select = tx.prepare_cached("SELECT author FROM guidance WHERE doc = ?1 AND task = ?2")?;
    let author: Option<i64> =
        select.query_row(params![key.doc, task.as_str()], |row| row.get(0)).optional()?;
    let Some(author) = author else { return Ok(()) };
    let received = received(tx, key, target, &person(tx, author)?)?;
    tx.prepare_cached("UPDATE guidance SET received = ?3 WHERE doc = ?1 AND task = ?2")?
        .execute(params![key.doc, task.as_str(), received])
        .map(drop)
}

pub(crate) fn of_task(
    conn: &Connection,
    plan: &PlanId,
    task: &TaskId,
) -> rusqlite::Result<Vec<GuidanceFacts>> {
    let mut select = conn.prepare_cached(
        "SELECT doc.office, words, author, at, received FROM guidance JOIN doc ON doc.no = guidance.doc
         WHERE doc.plan_id = ?1 AND doc.unit IS NULL AND task = ?2",
    )?;
    let mut rows = select.query(params![plan.as_str(), task.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(GuidanceFacts {
            office: UnitId::new(text(row, 0)?),
            words: row.get(1)?,
            said: SaidFacts {
                by: person(conn, row.get(2)?)?,
                at: row.get::<_, Millis>(3)?.0,
                received: millis(row, 4)?,
            },
        });
    }
    Ok(found)
}
