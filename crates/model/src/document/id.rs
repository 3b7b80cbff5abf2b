//! The names of documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::UnitId;

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
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a document's name: expected YEAR/plan, YEAR/workbook/UNIT or YEAR/review/OFFICE/UNIT")]
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
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DocKind::Plan => write!(f, "{}/plan", self.year),
            DocKind::Workbook(unit) => write!(f, "{}/workbook/{unit}", self.year),
            DocKind::Review { office, unit } => write!(f, "{}/review/{office}/{unit}", self.year),
        }
    }
}

impl FromStr for DocId {
    type Err = NotADocId;

    fn from_str(text: &str) -> Result<Self, NotADocId> {
        let parts: Vec<&str> = text.split('/').collect();
        let (year, rest) = parts.split_first().ok_or(NotADocId)?;
        let year = year.parse().map_err(|_| NotADocId)?;
        if rest.iter().any(|part| part.is_empty() || part.len() > 64) {
            return Err(NotADocId);
        }
        let kind = match rest {
            ["plan"] => DocKind::Plan,
            ["workbook", unit] => DocKind::Workbook(UnitId::new(*unit)),
            ["review", office, unit] => {
                DocKind::Review { office: UnitId::new(*office), unit: UnitId::new(*unit) }
            }
            _ => return Err(NotADocId),
        };
        Ok(Self { year, kind })
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
