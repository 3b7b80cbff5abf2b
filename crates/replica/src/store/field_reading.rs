//! What each field holds as the person sees it: the document's reading, or the edit that waits on top of it.
//! An edit is checked for conflicts, and taken back, from here, so that no document is opened for it.

use ::document::{ChangeHash, Held, Reading};
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::PersonId;
use model::target::Target;
use model::value::Value;
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use super::{from_json, to_json};
use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE field_reading (
    doc     TEXT NOT NULL,
    target  TEXT NOT NULL, -- JSON
    reading TEXT NOT NULL, -- JSON: the contenders, the winner first
    PRIMARY KEY (doc, target)
) STRICT, WITHOUT ROWID;";

/// A reading as a column holds it.
#[derive(Serialize, Deserialize)]
struct Packed(Vec<PackedHeld>);

/// Without a side it is as it always was.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PackedHeld {
    OfSide(Value, Option<PersonId>, DateTime<FixedOffset>, String),
    Alone(Value, Option<PersonId>, DateTime<FixedOffset>),
}

impl From<&Held> for PackedHeld {
    fn from(held: &Held) -> Self {
        let (value, by, at) = (held.value.clone(), held.by.clone(), held.at);
        match held.side {
            Some(side) => Self::OfSide(value, by, at, side.to_string()),
            None => Self::Alone(value, by, at),
        }
    }
}

impl From<PackedHeld> for Held {
    fn from(packed: PackedHeld) -> Self {
        match packed {
            PackedHeld::OfSide(value, by, at, side) => Self { value, by, at, side: ChangeHash::parse(&side) },
            PackedHeld::Alone(value, by, at) => Self { value, by, at, side: None },
        }
    }
}

pub(super) fn pack(reading: &Reading) -> String {
    to_json(&Packed(reading.contenders.iter().map(PackedHeld::from).collect()))
}

pub(super) fn unpack(text: &str) -> Result<Reading> {
    let Packed(contenders) = from_json(text)?;
    Ok(Reading { contenders: contenders.into_iter().map(Held::from).collect() })
}

pub fn get(conn: &Connection, doc: &DocId, target: &Target) -> Result<Reading> {
    let mut statement =
        conn.prepare_cached("SELECT reading FROM field_reading WHERE doc = ?1 AND target = ?2")?;
    let text: Option<String> =
        statement.query_row((doc.to_string(), to_json(target)), |row| row.get(0)).optional()?;
    text.map_or_else(|| Ok(Reading::default()), |text| unpack(&text))
}

pub fn set(conn: &Connection, doc: &DocId, target: &Target, reading: &Reading) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO field_reading (doc, target, reading) VALUES (?1, ?2, ?3)
         ON CONFLICT (doc, target) DO UPDATE SET reading = excluded.reading",
    )?;
    statement.execute((doc.to_string(), to_json(target), pack(reading)))?;
    Ok(())
}

/// Every field of a document that was ever written, sorted.
pub fn of(conn: &Connection, doc: &DocId) -> Result<Vec<(Target, Reading)>> {
    let mut statement =
        conn.prepare_cached("SELECT target, reading FROM field_reading WHERE doc = ?1 ORDER BY target")?;
    let mut rows = statement.query([doc.to_string()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((from_json(&row.get::<_, String>(0)?)?, unpack(&row.get::<_, String>(1)?)?));
    }
    Ok(all)
}
