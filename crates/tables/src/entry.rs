//! What a unit tells of one assignment in one period.

use chrono::{DateTime, FixedOffset};
use model::state::WorkState;
use model::target::Target;
use rusqlite::{Connection, params};
use view::{LastChange, PeriodFacts, Place};

use crate::column::{Millis, millis};
use crate::history;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- What a unit tells of one assignment (a task at the unit) in one period.
CREATE TABLE entry (
  doc              INTEGER NOT NULL,           -- doc.no: the unit's workbook
  period           INTEGER NOT NULL,           -- word.no
  task             INTEGER NOT NULL,           -- word.no
  state            TEXT,                       -- not-started, in-progress, done, not-applicable; null: not said
  percent          INTEGER,
  texts            INTEGER NOT NULL DEFAULT 0, -- which of its texts hold anything: a bit for each
  closed_at        INTEGER,                    -- when the state became done or not-applicable: a claim of the laptop's clock
  changed_by       INTEGER,                    -- author.no: the last change of anything in the entry
  changed_at       INTEGER,                    -- a claim of the laptop's clock
  changed_received INTEGER,                    -- the server's clock; null until it arrived there
  changed_place    INTEGER,                    -- history.place
  PRIMARY KEY (doc, period, task)
) STRICT, WITHOUT ROWID;
";

/// Since when the server has it that the state became done or not-applicable. Of entries that were there before, what their history
/// says.
pub(crate) const CLOSED_RECEIVED: &str = "
ALTER TABLE entry ADD COLUMN closed_received INTEGER;   -- the server's clock; null until it arrived there
UPDATE entry SET closed_received = (
  SELECT received FROM history AS told
  WHERE told.doc = entry.doc AND told.period = entry.period AND told.task = entry.task
    AND EXISTS (SELECT 1 FROM json_each(told.fields) AS field WHERE field.value ->> 0 = 'state')
  ORDER BY place DESC, hash DESC LIMIT 1)
WHERE closed_at IS NOT NULL;
DROP VIEW with_entry;
CREATE VIEW with_entry AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, state, percent, texts <> 0 AS has_text,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', closed_at / 1000.0, 'unixepoch', '+7 hours') AS closed_at,
  author.word AS changed_by,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', changed_at / 1000.0, 'unixepoch', '+7 hours') AS changed_at,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', changed_received / 1000.0, 'unixepoch', '+7 hours') AS changed_received,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', closed_received / 1000.0, 'unixepoch', '+7 hours') AS closed_received
FROM entry JOIN doc ON doc.no = entry.doc JOIN word AS period ON period.no = entry.period
  JOIN word AS task ON task.no = entry.task LEFT JOIN author ON author.no = entry.changed_by;
";

/// The state's code; and where it is closed, when it came to be, and when the server had that.
type State = (Option<&'static str>, Option<DateTime<FixedOffset>>, Option<DateTime<FixedOffset>>);

/// What is written of an entry at once. What is none stays as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntryUpdate {
    pub state: Option<State>,
    pub percent: Option<Option<i64>>,
    /// Of which texts it tells, and which of them hold anything: a bit for each.
    pub texts: (i64, i64),
    pub last: Option<Last>,
}

/// The last change of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Last {
    pub author: i64,
    pub at: DateTime<FixedOffset>,
    pub received: Option<i64>,
    pub place: Place,
}

/// One write, whatever is told. A change that stands before the last one does not take its place.
pub(crate) fn put(tx: &Connection, key: Key, update: &EntryUpdate) -> rusqlite::Result<()> {
    let EntryUpdate { state, percent, texts: (which, full), last } = update;
    let (code, closed, closed_received) = state.unwrap_or_default();
    tx.prepare_cached(
        "INSERT INTO entry (doc, period, task, state, closed_at, percent, texts,
           changed_by, changed_at, changed_received, changed_place, closed_received)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?15)
         ON CONFLICT DO UPDATE SET
           state = iif(?12, excluded.state, state), closed_at = iif(?12, excluded.closed_at, closed_at),
           closed_received = iif(?12, excluded.closed_received, closed_received),
           percent = iif(?13, excluded.percent, percent), texts = (texts & ~?14) | excluded.texts,
           changed_by = iif(excluded.changed_place >= coalesce(changed_place, 0), excluded.changed_by, changed_by),
           changed_at = iif(excluded.changed_place >= coalesce(changed_place, 0), excluded.changed_at, changed_at),
           changed_received = iif(excluded.changed_place >= coalesce(changed_place, 0),
             excluded.changed_received, changed_received),
           changed_place = iif(excluded.changed_place >= coalesce(changed_place, 0), excluded.changed_place, changed_place)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        code,
        closed.map(|at| at.timestamp_millis()),
        percent.flatten(),
        full,
        last.map(|last| last.author),
        last.map(|last| last.at.timestamp_millis()),
        last.and_then(|last| last.received),
        last.map(|last| last.place.number()),
        state.is_some(),
        percent.is_some(),
        which,
        closed_received.map(|at| at.timestamp_millis()),
    ])
    .map(drop)
}

/// Who changed the entry last follows from its history, which has shrunk, or in which a change has another place now.
pub(crate) fn follow(tx: &Connection, key: Key) -> rusqlite::Result<()> {
    let last = history::last_row(tx, key)?;
    let last = last.as_ref();
    tx.prepare_cached(
        "UPDATE entry SET changed_by = ?4, changed_at = ?5, changed_received = ?6, changed_place = ?7
         WHERE doc = ?1 AND period = ?2 AND task = ?3",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        last.map(|last| last.author),
        last.map(|last| last.at.timestamp_millis()),
        last.and_then(|last| last.received).map(|at| at.timestamp_millis()),
        last.map(|last| last.place.number()),
    ])
    .map(drop)
}

/// What set the state, which may be what closed the entry, has another place now.
pub(crate) fn closing_settled(tx: &Connection, key: Key, target: &Target) -> rusqlite::Result<()> {
    let received = history::last_of(tx, key, target, None)?.and_then(|row| row.received);
    tx.prepare_cached(
        "UPDATE entry SET closed_received = ?4
         WHERE doc = ?1 AND period = ?2 AND task = ?3 AND closed_at IS NOT NULL",
    )?
    .execute(params![key.doc, key.period, key.task, received.map(|at| at.timestamp_millis())])
    .map(drop)
}

/// Whether the entry has a change that what was handed in of its period does not contain.
pub(crate) fn set_changed_after(tx: &Connection, key: Key, changed: bool) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE entry SET changed_after = ?4 WHERE doc = ?1 AND period = ?2 AND task = ?3")?
        .execute(params![key.doc, key.period, key.task, changed])
        .map(drop)
}

/// What the rows of entries hold.
pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT doc, task, state, percent, texts <> 0, closed_at, changed_at, changed_received, changed_place,
           closed_received, changed_after
         FROM entry WHERE {}",
        within.of_workbooks()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        let facts = all.at(unit, task);
        facts.state = row.get_ref(2)?.as_str_or_null()?.and_then(WorkState::from_code);
        facts.percent = row.get(3)?;
        facts.has_text = row.get(4)?;
        facts.closed_at = millis(row, 5)?;
        facts.closed_received = millis(row, 9)?;

        facts.changed_after = row.get(10)?;
        facts.last = match row.get::<_, Option<i64>>(8)? {
            Some(place) => Some(LastChange {
                at: row.get::<_, Millis>(6)?.0,
                received: millis(row, 7)?,
                place: Place::of_number(place),
            }),
            None => None,
        };
    }
    Ok(())
}

/// Whose the last change is.
pub(crate) fn changed_by(conn: &Connection, key: Key) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT changed_by FROM entry WHERE doc = ?1 AND period = ?2 AND task = ?3";
    conn.prepare_cached(sql)?.query(key.columns())?.next()?.map_or(Ok(None), |row| row.get(0))
}
