//! What this laptop's office had before it when it looked at an entry: of this laptop alone, and nobody is told.

use chrono::{DateTime, FixedOffset};
use model::value::Heads;
use rusqlite::{Connection, OptionalExtension as _, params};
use view::{EntryOf, PeriodFacts, Seen};

use crate::column::{Millis, millis};
use crate::history;
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- That an entry was looked at on this laptop, and the time before at which it read otherwise.
CREATE TABLE seen (
  doc          INTEGER NOT NULL,   -- doc.no: the unit's workbook
  period       INTEGER NOT NULL,
  task         INTEGER NOT NULL,
  changes      INTEGER NOT NULL,   -- how many changes it had
  at           INTEGER NOT NULL,   -- milliseconds since 1970
  heads        TEXT NOT NULL,      -- of the workbook
  before_at    INTEGER,
  before_heads TEXT,
  PRIMARY KEY (doc, period, task)
) STRICT, WITHOUT ROWID;
";

/// Notes that the entry was looked at. Gives false, and notes nothing, where it has another stamp by now.
pub fn look_at(
    tx: &Connection,
    of: EntryOf<'_>,
    (changes, heads): (u32, &Heads),
    at: DateTime<FixedOffset>,
) -> rusqlite::Result<bool> {
    let Some(key) = Key::in_workbook(tx, of)? else { return Ok(changes == 0) };
    if stamp_of(tx, key)? != changes {
        return Ok(false);
    }
    tx.prepare_cached(
        "INSERT INTO seen (doc, period, task, changes, at, heads) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET
           before_at = iif(changes <> excluded.changes, at, before_at),
           before_heads = iif(changes <> excluded.changes, heads, before_heads),
           changes = excluded.changes, at = excluded.at, heads = excluded.heads",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        changes,
        at.timestamp_millis(),
        String::from(heads.clone()),
    ])?;
    Ok(true)
}

pub(crate) fn of_entry(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Option<Seen>> {
    let Some(key) = Key::in_workbook(conn, of)? else { return Ok(None) };
    let mut select = conn.prepare_cached(
        "SELECT changes, at, heads, before_at, before_heads FROM seen WHERE doc = ?1 AND period = ?2 AND task = ?3",
    )?;
    let now = stamp_of(conn, key)?;
    let heads = |text: String| Heads::try_from(text).unwrap_or_default();
    select
        .query_row(key.columns(), |row| {
            Ok(Seen {
                at: row.get::<_, Millis>(1)?.0,
                heads: heads(row.get(2)?),
                before: millis(row, 3)?.zip(row.get::<_, Option<String>>(4)?.map(heads)),
                changed: row.get::<_, u32>(0)? != now,
            })
        })
        .optional()
}

/// Of the entry as it is, edits that wait here among it, with the descriptions of its evidence.
pub(crate) fn stamp_of(conn: &Connection, key: Key) -> rusqlite::Result<u32> {
    history::stamp(conn, key)
}

/// Whether entries were changed since they were looked at.
pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!("SELECT doc, period, task, changes FROM seen WHERE {}", within.of_workbooks());
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let key = Key { doc: row.get(0)?, period: row.get(1)?, task: row.get(2)? };
        let Some((unit, task)) = within.entry(key.doc, key.task) else { continue };
        all.at(unit, task).looked = Some(row.get::<_, u32>(3)? != stamp_of(conn, key)?);
    }
    Ok(())
}
