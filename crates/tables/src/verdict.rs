//! The reviewing offices' words on entries, and what an acceptance contained.
//!
//! An acceptance names the heads of the workbook that the office had before it. What is an ancestor of these
//! heads was seen; any other change of the entry, also one made offline before the acceptance that arrives
//! later, is an amendment. This is asked of the changes' ancestry, never of a clock or of the order of arrival, so
//! every machine comes to the same answer. The answer is kept in `amended` and worked out anew when a verdict is
//! written, when the entry's history grows or shrinks, and when a head that was not known yet arrives.

use document::{ChangeHash, Reading};
use model::doc_id::{DocId, DocKind};
use model::target::Target;
use model::value::{Heads, NamedField, NamedFields, Verdict};
use rusqlite::{Connection, params};
use view::{PeriodFacts, Place, VerdictFacts};

use crate::ancestry::Ancestry;
use crate::column::{Day, Millis, day, millis, text};
use crate::history::{self, person};
use crate::key::Key;
use crate::scope::Within;
use crate::standing::stands;
use crate::{doc, word};

pub(crate) const SQL: &str = "
-- The last word of each office on an entry.
CREATE TABLE verdict (
  doc      INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  period   INTEGER NOT NULL,
  task     INTEGER NOT NULL,
  kind     TEXT NOT NULL,      -- returned, accepted
  reason   TEXT NOT NULL,      -- of a return
  until    TEXT,               -- the new date that a return sets
  author   INTEGER NOT NULL,   -- author.no
  at       INTEGER NOT NULL,   -- a claim of the author's clock
  received INTEGER,            -- the server's clock; null until it arrived there
  place    INTEGER NOT NULL,   -- history.place
  heads    TEXT NOT NULL,      -- the last changes of the workbook that the office had before it
  amended  INTEGER NOT NULL,   -- 1: accepted, and the entry has a change that the acceptance did not contain
  PRIMARY KEY (doc, period, task)
) STRICT, WITHOUT ROWID;
";

pub(crate) const FIELDS: &str = "
-- Fields of the entry that a return names: a name, a space and a word to it on a line each.
-- Of a return, `amended` tells that a piece of evidence that it names was changed since.
ALTER TABLE verdict ADD COLUMN fields TEXT NOT NULL DEFAULT '';
";

pub(crate) fn write<E: From<rusqlite::Error>>(
    tx: &Connection,
    (doc, key): (&DocId, Key),
    target: &Target,
    reading: &Reading,
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let DocKind::Review { unit, .. } = &doc.kind else { return Ok(()) };
    tx.prepare_cached("DELETE FROM verdict WHERE doc = ?1 AND period = ?2 AND task = ?3")?
        .execute(key.columns())?;
    let Some((held, by)) = reading.contenders.first().and_then(|held| Some((held, held.by.as_ref()?))) else {
        return Ok(());
    };
    let (kind, reason, until, heads, fields) = match held.value.as_record() {
        Some(Verdict::Returned { reason, until, heads, fields }) => {
            ("returned", reason, until, heads, fields)
        }
        Some(Verdict::Accepted { heads }) => ("accepted", String::new(), None, heads, NamedFields::default()),
        None => return Ok(()),
    };
    let word = Against { key, heads, accepts: kind == "accepted", fields };
    let (place, received) = stands(tx, key, target, by)?;
    tx.prepare_cached(
        "INSERT INTO verdict (doc, period, task, kind, reason, until, author, at, received, place, heads, amended,
           fields)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        kind,
        reason,
        until.map(Day),
        word::author(tx, by.as_str())?,
        held.at.timestamp_millis(),
        received,
        place.number(),
        String::from(word.heads.clone()),
        String::from(word.fields.clone()),
    ])?;
    let workbook = DocId::workbook(&doc.plan, unit.clone());
    let row = doc::row(tx, &workbook)?;
    if !row.judged {
        doc::set_judged(tx, row.no)?;
    }
    compare(tx, (&workbook, row.no), &word, ancestry)
}

/// What a word contained, with which what there is now is compared.
struct Against {
    key: Key,
    heads: Heads,
    accepts: bool,
    /// That a return names.
    fields: NamedFields,
}

/// A verdict, which may be the one that counts, has another place now.
pub(crate) fn settled(tx: &Connection, key: Key, target: &Target) -> rusqlite::Result<()> {
    let mut select =
        tx.prepare_cached("SELECT author FROM verdict WHERE doc = ?1 AND period = ?2 AND task = ?3")?;
    let Some(author) = select.query(key.columns())?.next()?.map(|row| row.get(0)).transpose()? else {
        return Ok(());
    };
    let (place, received) = stands(tx, key, target, &person(tx, author)?)?;
    tx.prepare_cached(
        "UPDATE verdict SET received = ?4, place = ?5 WHERE doc = ?1 AND period = ?2 AND task = ?3",
    )?
    .execute(params![key.doc, key.period, key.task, received, place.number()])
    .map(drop)
}

/// The histories of these entries have grown or shrunk, or these changes of the workbook have come, which acceptances may
/// have named before they were known here.
pub(crate) fn entries_changed<E: From<rusqlite::Error>>(
    tx: &Connection,
    (workbook, no): (&DocId, i64),
    entries: &[Key],
    came: &[ChangeHash],
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let Some(unit) = workbook.about() else { return Ok(()) };
    let mut select = tx.prepare_cached(
        "SELECT doc, period, task, heads, kind = 'accepted', fields FROM verdict WHERE (kind = 'accepted' OR fields <> '') AND doc IN
           (SELECT no FROM doc WHERE plan_id = ?1 AND unit = ?2 AND office IS NOT NULL)",
    )?;
    let words = select.query_map([workbook.plan.as_str(), unit.as_str()], |row| {
        Ok(Against {
            key: Key { doc: row.get(0)?, period: row.get(1)?, task: row.get(2)? },
            heads: Heads::try_from(row.get::<_, String>(3)?).unwrap_or_default(),
            accepts: row.get(4)?,
            fields: NamedFields::from(row.get::<_, String>(5)?),
        })
    })?;
    let words: Vec<Against> = words.collect::<Result<_, _>>()?;
    let came: Vec<String> = came.iter().map(ToString::to_string).collect();
    for word in words {
        let of = (word.key.period, word.key.task);
        let touched = entries.iter().any(|entry| (entry.period, entry.task) == of);
        if touched || word.heads.iter().any(|head| came.iter().any(|came| came == head)) {
            compare(tx, (workbook, no), &word, ancestry)?;
        }
    }
    Ok(())
}

/// Whether there is a change that the word did not contain: of the entry, where it accepts; of a piece of evidence that it names, where
/// it returns.
fn compare<E: From<rusqlite::Error>>(
    tx: &Connection,
    (workbook, no): (&DocId, i64),
    Against { key, heads, accepts, fields }: &Against,
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let (changes, waits) = if *accepts {
        history::changes(tx, Key { doc: no, ..*key })?
    } else {
        let named = fields.0.iter().filter_map(NamedField::evidence);
        history::changes_of_evidence(tx, no, &named.collect::<Vec<_>>())?
    };
    let heads: Vec<ChangeHash> = heads.iter().filter_map(ChangeHash::parse).collect();
    let amended = waits || !changes.is_empty() && ancestry(workbook, &heads, &changes)?;
    tx.prepare_cached("UPDATE verdict SET amended = ?4 WHERE doc = ?1 AND period = ?2 AND task = ?3")?
        .execute(params![key.doc, key.period, key.task, amended])?;
    Ok(())
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT doc, task, kind, reason, until, author, at, received, place, amended, heads, fields
         FROM verdict WHERE {}",
        within.of_reviews()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let (no, task) = (row.get(0)?, row.get(1)?);
        let (Some(doc), Some((unit, task))) = (within.doc(no), within.entry(no, task)) else { continue };
        let DocKind::Review { office, .. } = &doc.kind else { continue };
        all.at(unit, task).verdicts.push(VerdictFacts {
            office: office.clone(),
            doc: doc.clone(),
            accepted: text(row, 2)? == "accepted",
            reason: row.get(3)?,
            until: day(row, 4)?,
            by: person(conn, row.get(5)?)?,
            at: row.get::<_, Millis>(6)?.0,
            received: millis(row, 7)?,
            place: Place::of_number(row.get(8)?),
            amended: row.get(9)?,
            heads: Heads::try_from(row.get::<_, String>(10)?).unwrap_or_default(),
            fields: NamedFields::from(row.get::<_, String>(11)?),
        });
    }
    Ok(())
}
