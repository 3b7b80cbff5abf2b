//! Periods that units have handed in.

use chrono::{DateTime, FixedOffset};
use document::{ChangeHash, Reading};
use model::doc_id::{DocId, DocKind};
use model::ids::{PeriodId, PersonId, UnitId};
use model::target::Target;
use model::value::{self, Heads};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};
use view::{Place, Submission};

use crate::ancestry::Ancestry;
use crate::column::{Time, list, time};
use crate::key::Key;
use crate::person::person;
use crate::{doc, entry, history};

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

pub(crate) const HEADS: &str = "
ALTER TABLE submission ADD COLUMN heads TEXT NOT NULL DEFAULT ''; -- of the workbook, as it was handed in
ALTER TABLE submission ADD COLUMN confirmed_by TEXT;              -- person.id: who answers for the unit
ALTER TABLE submission ADD COLUMN withdrawn TEXT;                 -- when it was taken back; a claim of the laptop's clock
ALTER TABLE submission ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- history.place of the last of the two acts
-- 1: the entry has a change that what was handed in of its period does not contain
ALTER TABLE entry ADD COLUMN changed_after INTEGER NOT NULL DEFAULT 0;
";

pub(crate) const FIRST: &str = "
ALTER TABLE submission ADD COLUMN first_at TEXT;       -- when it was handed in first, since which it stands: what is handed in again adds to it
ALTER TABLE submission ADD COLUMN first_received TEXT; -- the server's clock then
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
    let Stands { place, received, first } = stands(tx, key, target, (by, handed_in.at))?;
    tx.prepare_cached(
        "INSERT OR REPLACE INTO submission
           (plan_id, period, unit, author, at, received, heads, confirmed_by, withdrawn, place, first_at, first_received)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        doc.plan.as_str(),
        period.as_str(),
        unit.as_str(),
        by.as_str(),
        Time(handed_in.at),
        received,
        String::from(handed_in.heads),
        handed_in.confirmed_by.as_ref().map(PersonId::as_str),
        handed_in.withdrawn.map(Time),
        place.number(),
        first.0,
        first.1,
    ])
    .map(drop)
}

struct Stands {
    /// Of the last act, be it that it was taken back.
    place: Place,
    /// When the server got what was handed in.
    received: Option<Time>,
    /// When it was handed in first, since which it stands, and when the server got that.
    first: (Time, Option<Time>),
}

/// `at`: what stands names it as the moment of its handing in.
fn stands(
    tx: &Connection,
    key: Key,
    target: &Target,
    (by, at): (&PersonId, DateTime<FixedOffset>),
) -> rusqlite::Result<Stands> {
    let last = history::last_of(tx, key, target, Some(by))?;
    let received = last.as_ref().and_then(|row| row.received.map(Time));
    let place = last.map_or(Place::here(0), |row| row.place);
    let mut stands = Stands { place, received, first: (Time(at), received) };
    let mut handed_in = false;
    for (row, value, _) in history::all_of(tx, key, target)?.into_iter().rev() {
        let Some(one) = value.as_record::<value::Submission>() else { break };
        match one.withdrawn {
            // What was taken back came when it was handed in.
            Some(_) if !handed_in => continue,
            Some(_) => break,
            None => handed_in = true,
        }
        let received = row.received.map(Time);
        if one.at == at {
            stands.received = received;
        }
        stands.first = (Time(one.at), received);
    }
    Ok(stands)
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
    let Stands { place, received, first } = stands(tx, key, target, (&standing.by, standing.at))?;
    tx.prepare_cached(
        "UPDATE submission SET received = ?4, place = ?5, first_at = ?6, first_received = ?7
         WHERE plan_id = ?1 AND period = ?2 AND unit = ?3",
    )?
    .execute(params![
        doc.plan.as_str(),
        period.as_str(),
        unit.as_str(),
        received,
        place.number(),
        first.0,
        first.1
    ])
    .map(drop)
}

/// Works out anew which entries of a period have a change that what was handed in does not contain.
pub(crate) fn compare_all<E: From<rusqlite::Error>>(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    doc::set_judged(tx, key.doc)?;
    let entries = history::entries_of(tx, (key.doc, key.period))?;
    let heads = heads_of(tx, doc)?;
    let Some((_, heads)) = heads.into_iter().find(|(period, _)| *period == key.period) else {
        return Ok(entries.into_iter().try_for_each(|entry| entry::set_changed_after(tx, entry, false))?);
    };
    compare(tx, doc, &heads, &entries, ancestry)
}

/// The histories of these entries have grown or shrunk, or these changes have come, which a submission may have named before they
/// were known here.
pub(crate) fn entries_changed<E: From<rusqlite::Error>>(
    tx: &Connection,
    (doc, no): (&DocId, i64),
    entries: &[Key],
    came: &[ChangeHash],
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    for (period, heads) in heads_of(tx, doc)? {
        if heads.iter().any(|head| came.contains(head)) {
            let all = history::entries_of(tx, (no, period))?;
            compare(tx, doc, &heads, &all, ancestry)?;
        } else {
            let own: Vec<Key> = entries.iter().copied().filter(|entry| entry.period == period).collect();
            compare(tx, doc, &heads, &own, ancestry)?;
        }
    }
    Ok(())
}

/// What was handed in of a workbook, by the numbers of periods.
fn heads_of(tx: &Connection, doc: &DocId) -> rusqlite::Result<Vec<(i64, Vec<ChangeHash>)>> {
    let DocKind::Workbook(unit) = &doc.kind else { return Ok(Vec::new()) };
    let mut select = tx.prepare_cached(
        "SELECT word.no, submission.heads FROM submission JOIN word ON word.word = submission.period
         WHERE plan_id = ?1 AND unit = ?2 AND submission.heads <> ''",
    )?;
    let of_period = |row: &rusqlite::Row<'_>| {
        let heads = Heads::try_from(row.get::<_, String>(1)?).unwrap_or_default();
        Ok((row.get(0)?, heads.iter().filter_map(ChangeHash::parse).collect()))
    };
    select.query_map([doc.plan.as_str(), unit.as_str()], of_period)?.collect()
}

fn compare<E: From<rusqlite::Error>>(
    tx: &Connection,
    doc: &DocId,
    heads: &[ChangeHash],
    entries: &[Key],
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let mut of_entries = Vec::new();
    for entry in entries {
        of_entries.push((*entry, history::changes(tx, *entry)?));
    }
    // Mostly nothing was changed, and one look at the workbook tells that of all.
    let all: Vec<ChangeHash> = of_entries
        .iter()
        .filter(|(_, (_, waits))| !waits)
        .flat_map(|(_, (changes, _))| changes)
        .copied()
        .collect();
    let any = !all.is_empty() && ancestry(doc, heads, &all)?;
    for (entry, (changes, waits)) in of_entries {
        let changed = waits || any && !changes.is_empty() && ancestry(doc, heads, &changes)?;
        entry::set_changed_after(tx, entry, changed)?;
    }
    Ok(())
}

/// One unit's submission of a period.
pub fn submission(
    conn: &Connection,
    plan_id: &str,
    period: &PeriodId,
    unit: &UnitId,
) -> rusqlite::Result<Option<Submission>> {
    conn.prepare_cached(
        "SELECT unit, author, at, received, heads, confirmed_by, withdrawn, place, first_at, first_received FROM submission
         WHERE plan_id = ?1 AND period = ?2 AND unit = ?3",
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
        "SELECT unit, author, at, received, heads, confirmed_by, withdrawn, place, first_at, first_received FROM submission
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
        heads: Heads::try_from(row.get::<_, String>(4)?).unwrap_or_default(),
        confirmed_by: row.get::<_, Option<String>>(5)?.map(PersonId::new),
        withdrawn: time(row, 6)?,
        place: Place::of_number(row.get(7)?),
        first_at: time(row, 8)?.unwrap_or(row.get::<_, Time>(2)?.0),
        first_received: if row.get_ref(8)? == ValueRef::Null { time(row, 3)? } else { time(row, 9)? },
    })
}
