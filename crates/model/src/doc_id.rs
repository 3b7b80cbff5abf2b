//! The names of documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::address::is_id;
use crate::ids::UnitId;

/// Most bytes of a document's name.
pub const MAX_DOC_NAME_BYTES: usize = 160;

/// One document of one plan year. One set for each year, so that history ends with the year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId {
    pub year: i32,
    pub kind: DocKind,
}

/// Whose words a document holds. One unit writes each; nobody edits another's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKind {
    /// Written by the coordinating office, read by all.
    Plan,
    /// Written by the unit; read by the coordinating office and the offices that lead one of its tasks.
    Workbook(UnitId),
    /// Written by the office about the unit; read by the unit and the coordinating office.
    Review { office: UnitId, unit: UnitId },
    /// Of a kind that a newer program knows: kept and carried, shown nowhere. What follows the year, as it stands.
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "not a document's name: expected YEAR/plan, YEAR/workbook/UNIT, YEAR/review/OFFICE/UNIT or another YEAR/KIND/ID..."
)]
pub struct NotADocId;

impl DocId {
    pub fn plan(year: i32) -> Self {
        Self { year, kind: DocKind::Plan }
    }

    pub fn workbook(year: i32, unit: UnitId) -> Self {
        Self { year, kind: DocKind::Workbook(unit) }
    }

    pub fn review(year: i32, office: UnitId, unit: UnitId) -> Self {
        Self { year, kind: DocKind::Review { office, unit } }
    }

    /// The unit that the document is about; none for the plan.
    pub fn about(&self) -> Option<&UnitId> {
        match &self.kind {
            DocKind::Workbook(unit) | DocKind::Review { unit, .. } => Some(unit),
            DocKind::Plan | DocKind::Unknown(_) => None,
        }
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DocKind::Plan => write!(f, "{}/plan", self.year),
            DocKind::Workbook(unit) => write!(f, "{}/workbook/{unit}", self.year),
            DocKind::Review { office, unit } => write!(f, "{}/review/{office}/{unit}", self.year),
            DocKind::Unknown(rest) => write!(f, "{}/{rest}", self.year),
        }
    }
}

impl FromStr for DocId {
    type Err = NotADocId;

    fn from_str(text: &str) -> Result<Self, NotADocId> {
        let (year, rest) = text.split_once('/').ok_or(NotADocId)?;
        let parts: Vec<&str> = rest.split('/').collect();
        let year: i32 = year.parse().map_err(|_| NotADocId)?;
        if text.len() > MAX_DOC_NAME_BYTES || !parts.iter().all(|part| is_id(part)) {
            return Err(NotADocId);
        }
        let kind = match parts[..] {
            ["plan"] => DocKind::Plan,
            ["workbook", unit] => DocKind::Workbook(UnitId::new(unit)),
            ["review", office, unit] => {
                DocKind::Review { office: UnitId::new(office), unit: UnitId::new(unit) }
            }
            _ => DocKind::Unknown(rest.to_owned()),
        };
        let read = Self { year, kind };
        // One document has one name: no "+2019" and no "02019".
        if read.to_string() == text { Ok(read) } else { Err(NotADocId) }
    }
}

impl Serialize for DocId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
