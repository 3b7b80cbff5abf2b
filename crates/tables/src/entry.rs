//! What a unit tells of one assignment in one period.

use chrono::{DateTime, FixedOffset};
use document::Reading;
use model::doc_id::DocId;
use model::ids::PersonId;
use model::state::WorkState;
use model::target::Target;
use rusqlite::{Connection, ToSql, params};
use view::{LastChange, PeriodFacts};

use crate::column::{Time, text, time};
use crate::history;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- What a unit tells of one assignment (a task at the unit) in one period.
CREATE TABLE entry (
  plan_id             TEXT NOT NULL,
  period           TEXT NOT NULL,
  unit             TEXT NOT NULL,
  task             TEXT NOT NULL,
  state            TEXT,           -- not-started, in-progress, done, not-applicable; null: not said
  percent          INTEGER,
  text_chars       INTEGER NOT NULL DEFAULT 0,  -- letters in its texts together
  closed_at        TEXT,           -- when the state became done or not-applicable: a claim of the laptop's clock
  closed_received  TEXT,           -- the same by the server's clock
  changed_by       TEXT,           -- person.id: the last change of anything in the entry
  changed_at       TEXT,           -- a claim of the laptop's clock
  changed_received TEXT,           -- the server's clock; null until it arrived there
  changed_seq      INTEGER,        -- history.id
  PRIMARY KEY (plan_id, period, unit, task)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_task ON entry(plan_id, period, task, unit);
";

/// Sets columns of the entry's row (parameters 5 and on), which is made when there is none.
fn set(tx: &Connection, key: Key<'_>, columns: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
    let (plan_id, period, unit, task) = key.columns();
    let mut params: Vec<&dyn ToSql> = vec![&plan_id, &period, &unit, &task];
    params.extend(values);
    let sql =
        format!("UPDATE entry SET {columns} WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4");
    let mut update = tx.prepare_cached(&sql)?;
    if update.execute(&params[..])? == 0 {
        tx.prepare_cached("INSERT INTO entry (plan_id, period, unit, task) VALUES (?1, ?2, ?3, ?4)")?
            .execute(key.columns())?;
        update.execute(&params[..])?;
    }
    Ok(())
}

/// The state, and when it came to be closed where it is. The server's time is that of the winner's own record.
pub(crate) fn write_state(
    tx: &Connection,
    doc: &DocId,
    target: &Target,
    key: Key<'_>,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let code = reading.value().as_str();
    let closed = code.and_then(WorkState::from_code).is_some_and(WorkState::is_closed);
    let winner = reading.contenders.first().filter(|_| closed);
    let received = match winner {
        Some(held) => {
            history::newest_of(tx, doc, target, held.by.as_ref())?.and_then(|record| record.received)
        }
        None => None,
    };
    let values = params![code, winner.map(|held| Time(held.at)), received.map(Time)];
    set(tx, key, "state = ?5, closed_at = ?6, closed_received = ?7", values)
}

/// The change of this time, which may be the one that closed the entry, arrived at the server.
pub(crate) fn close_received(
    tx: &Connection,
    doc: &DocId,
    target: &Target,
    at: DateTime<FixedOffset>,
    received: DateTime<FixedOffset>,
) -> rusqlite::Result<()> {
    let Some(key) = Key::of(doc, target) else { return Ok(()) };
    let (plan_id, period, unit, task) = key.columns();
    tx.prepare_cached(
        "UPDATE entry SET closed_received = ?5 WHERE plan_id = ?1 AND period = ?2 AND unit = ?3 AND task = ?4
         AND closed_at = ?6",
    )?
    .execute(params![plan_id, period, unit, task, Time(received), Time(at)])
    .map(drop)
}

pub(crate) fn write_percent(tx: &Connection, key: Key<'_>, percent: Option<i64>) -> rusqlite::Result<()> {
    set(tx, key, "percent = ?5", params![percent])
}

/// How many letters the entry's texts have together.
pub(crate) fn write_text_chars(tx: &Connection, key: Key<'_>, chars: usize) -> rusqlite::Result<()> {
    set(tx, key, "text_chars = ?5", params![i64::try_from(chars).unwrap_or(i64::MAX)])
}

/// Sets who changed the entry last from its history.
pub(crate) fn touch(tx: &Connection, doc: &DocId, key: Key<'_>) -> rusqlite::Result<()> {
    let last = history::last_of_entry(tx, doc, key)?;
    let last = last.as_ref();
    let values = params![
        last.map(|last| last.by.as_str()),
        last.map(|last| Time(last.at)),
        last.and_then(|last| last.received).map(Time),
        last.map(|last| last.seq),
    ];
    set(tx, key, "changed_by = ?5, changed_at = ?6, changed_received = ?7, changed_seq = ?8", values)
}

/// What the rows of entries hold.
pub(crate) fn load(conn: &Connection, scope: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = scope.sql(
        "SELECT unit, task, state, percent, text_chars > 0, closed_at, changed_by, changed_at, changed_received,
           changed_seq FROM entry",
        "",
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(scope.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let facts = all.at(text(row, 0)?, text(row, 1)?);
        facts.state = row.get_ref(2)?.as_str_or_null()?.and_then(WorkState::from_code);
        facts.percent = row.get(3)?;
        facts.has_text = row.get(4)?;
        facts.closed_at = time(row, 5)?;
        facts.last = match row.get::<_, Option<String>>(6)? {
            Some(by) => Some(LastChange {
                by: PersonId::new(by),
                at: row.get::<_, Time>(7)?.0,
                received: time(row, 8)?,
                seq: row.get(9)?,
            }),
            None => None,
        };
    }
    Ok(())
}
