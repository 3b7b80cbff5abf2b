//! Who set what, when: one row for each entry and change that touched it, and for each edit that waits on a laptop. What a
//! change says of no entry has a row of its own.

use chrono::{DateTime, FixedOffset};
use document::ChangeHash;
use model::doc_id::DocId;
use model::ids::{EvidenceId, PersonId};
use model::target::Target;
use model::value::Value;
use rusqlite::{Connection, Row, params};
use serde_json::Value as Json;
use view::{PeriodFacts, Place};

use crate::column::{Millis, list, millis, text};
use crate::field_set::{FieldSet, value};
use crate::key::{Key, about};
use crate::scope::Within;
use crate::word::find_author;
use crate::{doc, evidence, field_name};

mod past;

pub use past::of_document;
pub(crate) use past::{of_entry, of_evidence, of_period, of_record};

pub(crate) const SQL: &str = "
-- Who set what. A laptop takes away the rows of edits that were taken back or sealed, and of changes that
-- were refused.
CREATE TABLE history (
  doc      INTEGER NOT NULL,      -- doc.no
  period   INTEGER NOT NULL,      -- word.no; 0: of no period
  task     INTEGER NOT NULL,      -- word.no; 0: of no entry
  place    INTEGER NOT NULL,      -- the position in the server's log; 2^62 and more: not at the server yet
  author   INTEGER NOT NULL,      -- author.no
  at       INTEGER NOT NULL,      -- a claim of the author's clock, milliseconds since 1970
  received INTEGER,               -- the server's clock; null until it arrived there
  hash     BLOB NOT NULL,         -- of the change; empty while the edit waits on this laptop
  -- JSON: [[field, value, milliseconds before `at` where it was set earlier, [from, come, gone]], ...]; the last of a text
  -- that was changed: from which letter on so many letters came in place of those that were there to its author.
  fields   TEXT NOT NULL,
  -- While a restored server's positions are heard, two changes may have one.
  PRIMARY KEY (doc, period, task, place, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_here ON history(doc, period, task) WHERE place >= 4611686018427387904;
";

/// That a field was set.
#[derive(Clone, Debug)]
pub(crate) struct Set<'t> {
    pub target: &'t Target,
    pub at: DateTime<FixedOffset>,
    pub value: Value,
    /// Of a text, as it read to its author before.
    pub saw: Option<String>,
}

/// That a person set fields of one entry, with one change or by an edit that waits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// One of the fields: all are of one entry.
    pub first: Target,
    pub at: DateTime<FixedOffset>,
    /// As the column holds them.
    pub fields: String,
}

impl Told {
    /// For each entry that any of the fields is of, and for what is of none.
    pub fn of<'t>(set: impl IntoIterator<Item = Set<'t>>) -> Vec<Self> {
        let mut groups: Vec<Vec<Set<'t>>> = Vec::new();
        for one in set {
            match groups.iter_mut().find(|group| about(group[0].target) == about(one.target)) {
                Some(group) => group.push(one),
                None => groups.push(vec![one]),
            }
        }
        groups.iter().map(|group| Self::of_entry(group)).collect()
    }

    fn of_entry(group: &[Set<'_>]) -> Self {
        let at = group.iter().map(|set| set.at).max().expect("a group begins with a field");
        let field = |set: &Set<'_>| {
            let before = (at - set.at).num_milliseconds();
            FieldSet::new(field_name::of(set.target), &set.value, set.saw.as_deref(), before)
        };
        let fields: Vec<FieldSet> = group.iter().map(field).collect();
        let fields = serde_json::to_string(&fields).expect("values have string keys only");
        Self { first: group[0].target.clone(), at, fields }
    }
}

/// Whose it is, where it stands and since when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stands<'a> {
    pub by: &'a PersonId,
    pub place: Place,
    pub received: Option<i64>,
    pub hash: Option<&'a ChangeHash>,
}

/// Adds a row, in place of one that a program wrote that knew fewer fields.
pub(crate) fn add(
    tx: &Connection,
    key: Key,
    told: &Told,
    (stands, author): (Stands<'_>, i64),
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO history (doc, period, task, place, author, at, received, hash, fields)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        key.doc,
        key.period,
        key.task,
        stands.place.number(),
        author,
        told.at.timestamp_millis(),
        stands.received,
        column(stands.hash),
        told.fields,
    ])
    .map(drop)
}

fn column(hash: Option<&ChangeHash>) -> &[u8] {
    hash.map_or(&[], |hash| &hash.0)
}

/// Of a change, or of an edit that waits where none is named.
pub(crate) fn remove(
    tx: &Connection,
    key: Key,
    (place, hash): (Place, Option<&ChangeHash>),
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "DELETE FROM history WHERE doc = ?1 AND period = ?2 AND task = ?3 AND place = ?4 AND hash = ?5",
    )?
    .execute(params![key.doc, key.period, key.task, place.number(), column(hash)])
    .map(drop)
}

/// The change has another place now.
pub(crate) fn settle(
    tx: &Connection,
    key: Key,
    change: &ChangeHash,
    (from, to): (Place, Place),
    received: i64,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE history SET place = ?5, received = ?6
         WHERE doc = ?1 AND period = ?2 AND task = ?3 AND place = ?4 AND hash = ?7",
    )?
    .execute(params![key.doc, key.period, key.task, from.number(), to.number(), received, change.0])
    .map(drop)
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct HistoryRow {
    pub place: Place,
    pub author: i64,
    pub at: DateTime<FixedOffset>,
    pub received: Option<DateTime<FixedOffset>>,
    pub hash: Option<ChangeHash>,
    fields: Vec<FieldSet>,
}

impl HistoryRow {
    /// What it says of a field: the value, and when.
    fn field(&self, name: &str) -> Option<(&Json, DateTime<FixedOffset>)> {
        let mut fields = self.fields.iter().map(FieldSet::parts);
        let (_, value, before) = fields.find(|set| set.0 == name)?;
        Some((value, self.at - before))
    }
}

const COLUMNS: &str = "place, author, at, received, hash, fields";

fn read(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    Ok(HistoryRow {
        place: Place::of_number(row.get(0)?),
        author: row.get(1)?,
        at: row.get::<_, Millis>(2)?.0,
        received: millis(row, 3)?,
        hash: hash(row, 4)?,
        // Written by this file alone; a newer program's value is left out.
        fields: serde_json::from_str(text(row, 5)?).unwrap_or_default(),
    })
}

/// None for an edit that waits.
fn hash(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<ChangeHash>> {
    Ok(row.get_ref(at)?.as_blob()?.try_into().ok().map(ChangeHash))
}

/// The rows of a key, the last first, until one is found.
fn last<T>(
    conn: &Connection,
    key: Key,
    mut found: impl FnMut(&HistoryRow) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM history WHERE doc = ?1 AND period = ?2 AND task = ?3 ORDER BY place DESC, hash DESC"
    ))?;
    let mut rows = select.query(key.columns())?;
    while let Some(row) = rows.next()? {
        if let Some(found) = found(&read(row)?) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The last row of an entry.
pub(crate) fn last_row(conn: &Connection, key: Key) -> rusqlite::Result<Option<HistoryRow>> {
    last(conn, key, |row| Some(row.clone()))
}

/// The last row in which the person set the field; of anybody where none is named.
pub(crate) fn last_of(
    conn: &Connection,
    key: Key,
    target: &Target,
    by: Option<&PersonId>,
) -> rusqlite::Result<Option<HistoryRow>> {
    let (name, author) = (field_name::of(target), by.map(|by| find_author(conn, by.as_str())).transpose()?);
    last(conn, key, |row| {
        let same = author.is_none_or(|author| author == Some(row.author));
        row.field(&name).filter(|_| same).map(|_| row.clone())
    })
}

/// Every row that set the field, the first first, with what it set and when.
pub(crate) fn all_of(
    conn: &Connection,
    key: Key,
    target: &Target,
) -> rusqlite::Result<Vec<(HistoryRow, Value, DateTime<FixedOffset>)>> {
    let (name, mut all) = (field_name::of(target), Vec::new());
    last(conn, key, |row| {
        all.extend(row.field(&name).map(|(bare, at)| (row.clone(), value(bare), at)));
        None::<()>
    })?;
    all.reverse();
    Ok(all)
}

/// What a field held last that said something: the words, whose (author.no), and when.
pub(crate) fn last_words(
    conn: &Connection,
    key: Key,
    target: &Target,
) -> rusqlite::Result<Option<(String, i64, DateTime<FixedOffset>)>> {
    let name = field_name::of(target);
    last(conn, key, |row| {
        let (bare, at) = row.field(&name)?;
        let words = value(bare).as_str().filter(|words| !words.is_empty())?.to_owned();
        Some((words, row.author, at))
    })
}

/// That somebody set a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
}

/// Who set the field of an entry last.
pub fn last_record(conn: &Connection, doc: &DocId, target: &Target) -> rusqlite::Result<Option<Record>> {
    let Some(key) = key_of(conn, doc, target)? else { return Ok(None) };
    let name = field_name::of(target);
    let found = last(conn, key, |row| Some((row.author, row.field(&name)?.1)))?;
    found.map(|(author, at)| Ok(Record { by: person(conn, author)?, at })).transpose()
}

/// The changes in which a person left a text of an entry reading like this.
pub fn changes_that_set(
    conn: &Connection,
    doc: &DocId,
    target: &Target,
    by: &PersonId,
    words: &str,
) -> rusqlite::Result<Vec<ChangeHash>> {
    let (Some(key), author) = (key_of(conn, doc, target)?, find_author(conn, by.as_str())?) else {
        return Ok(Vec::new());
    };
    let (name, mut changes) = (field_name::of(target), Vec::new());
    last(conn, key, |row| {
        let same = row.field(&name).is_some_and(|(value, _)| value.as_str() == Some(words));
        changes.extend(row.hash.filter(|_| same && Some(row.author) == author));
        None::<()>
    })?;
    Ok(changes)
}

fn key_of(conn: &Connection, doc: &DocId, target: &Target) -> rusqlite::Result<Option<Key>> {
    doc::find(conn, doc)?.map_or(Ok(None), |doc| Key::find(conn, doc, about(target)))
}

/// Of an author's number.
pub(crate) fn person(conn: &Connection, author: i64) -> rusqlite::Result<PersonId> {
    let mut select = conn.prepare_cached("SELECT word FROM author WHERE no = ?1")?;
    select.query_row([author], |row| Ok(PersonId::new(text(row, 0)?)))
}

/// Changes, and whether an edit waits beside them.
pub(crate) type Changes = (Vec<ChangeHash>, bool);

/// The changes that touched an entry, or the description of evidence that it uses.
pub(crate) fn changes(conn: &Connection, key: Key) -> rusqlite::Result<Changes> {
    let mut select =
        conn.prepare_cached("SELECT hash FROM history WHERE doc = ?1 AND period = ?2 AND task = ?3")?;
    let hashes = select.query_map(key.columns(), |row| hash(row, 0))?;
    let mut hashes: Vec<Option<ChangeHash>> = hashes.collect::<Result<_, _>>()?;
    let used = evidence::used_in(conn, key)?;
    hashes.extend(hashes_of_evidence(conn, key.doc, &used)?);
    Ok(parted(hashes))
}

/// The changes that touched the description of these pieces of evidence.
pub(crate) fn changes_of_evidence(
    conn: &Connection,
    doc: i64,
    ids: &[EvidenceId],
) -> rusqlite::Result<Changes> {
    Ok(parted(hashes_of_evidence(conn, doc, ids)?))
}

fn parted(hashes: Vec<Option<ChangeHash>>) -> Changes {
    let waits = hashes.iter().any(Option::is_none);
    (hashes.into_iter().flatten().collect(), waits)
}

fn hashes_of_evidence(
    conn: &Connection,
    doc: i64,
    ids: &[EvidenceId],
) -> rusqlite::Result<Vec<Option<ChangeHash>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = conn.prepare_cached(&format!("SELECT hash FROM history WHERE {OF_EVIDENCE}"))?;
    let hashes = select.query_map(params![doc, addresses(ids)], |row| hash(row, 0))?;
    hashes.collect()
}

/// What a change says of any evidence is of no entry.
const OF_EVIDENCE: &str = "doc = ?1 AND period = 0 AND task = 0
  AND EXISTS (SELECT 1 FROM json_each(?2) AS name WHERE instr(history.fields, name.value) > 0)";

/// How fields of these begin in a row.
fn addresses(ids: &[EvidenceId]) -> String {
    list(ids.iter().map(|id| format!("r/evidence/{id}:")))
}

/// By which an entry is told from what it was: how many changes touched it, edits that wait among them, and beside that how many
/// the descriptions of evidence that it uses now.
pub(crate) fn stamp(conn: &Connection, key: Key) -> rusqlite::Result<u32> {
    /// Far more than an entry ever has: evidence that comes or goes never makes up for the change that says so.
    const BESIDE: u32 = 1 << 16;
    let mut select =
        conn.prepare_cached("SELECT count(*) FROM history WHERE doc = ?1 AND period = ?2 AND task = ?3")?;
    let own: u32 = select.query_row(key.columns(), |row| row.get(0))?;
    let used = evidence::used_in(conn, key)?;
    if used.is_empty() {
        return Ok(own);
    }
    let mut select = conn.prepare_cached(&format!("SELECT count(*) FROM history WHERE {OF_EVIDENCE}"))?;
    let described: u32 = select.query_row(params![key.doc, addresses(&used)], |row| row.get(0))?;
    Ok(own.wrapping_add(described.wrapping_mul(BESIDE)))
}

/// The entries of a period in which there is anything.
pub(crate) fn entries_of(conn: &Connection, (doc, period): (i64, i64)) -> rusqlite::Result<Vec<Key>> {
    let mut select = conn
        .prepare_cached("SELECT DISTINCT task FROM history WHERE doc = ?1 AND period = ?2 AND task <> 0")?;
    select.query_map([doc, period], |row| Ok(Key { doc, period, task: row.get(0)? }))?.collect()
}

/// Entries with anything that arrived after a moment, or did not yet.
pub(crate) fn load_later(
    conn: &Connection,
    (within, after): (&Within, i64),
    all: &mut PeriodFacts,
) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT DISTINCT doc, task FROM history WHERE coalesce(received, {0}) > {after} AND {1}",
        i64::MAX,
        within.of_any()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        if let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) {
            all.at(unit, task).arrived_later = true;
        }
    }
    Ok(())
}

/// Entries with anything that did not arrive at the server yet.
pub(crate) fn load_unsent(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    // In the words of the index, or every row would be gone through.
    let sql = format!(
        "SELECT DISTINCT doc, task FROM history WHERE place >= {} AND {}",
        Place::FIRST_HERE,
        within.of_any()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        if let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) {
            all.at(unit, task).unsent = true;
        }
    }
    Ok(())
}
