//! The names of documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::address::is_id;
use crate::ids::{OrganisationId, PlanId, UnitId};

/// Most bytes of a document's name.
pub const MAX_DOC_NAME_BYTES: usize = 160;

/// One document of one plan, or of the organisation. One set for each plan, so that history ends with the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId {
    /// For the document of an organisation, which stands above its plans, that one's id.
    pub plan: PlanId,
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
    /// What an office says to all units of how its tasks are done. Written by the office, read by all.
    Guidance(UnitId),
    /// The units of an organisation, above its plans: written by the unit that keeps the list, read by all.
    Organisation,
    /// Of a kind that a newer program knows: kept and carried, shown nowhere. What follows the plan's id, as it stands.
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "not a document's name: expected ORGANISATION/units, PLAN/plan, PLAN/workbook/UNIT, PLAN/review/OFFICE/UNIT, PLAN/guidance/OFFICE or another PLAN/KIND/ID..."
)]
pub struct NotADocId;

impl DocId {
    pub fn plan(plan: &PlanId) -> Self {
        Self { plan: plan.clone(), kind: DocKind::Plan }
    }

    /// The one of its units.
    pub fn organisation(id: &OrganisationId) -> Self {
        Self { plan: PlanId::new(id.as_str()), kind: DocKind::Organisation }
    }

    pub fn workbook(plan: &PlanId, unit: UnitId) -> Self {
        Self { plan: plan.clone(), kind: DocKind::Workbook(unit) }
    }

    pub fn review(plan: &PlanId, office: UnitId, unit: UnitId) -> Self {
        Self { plan: plan.clone(), kind: DocKind::Review { office, unit } }
    }

    pub fn guidance(plan: &PlanId, office: UnitId) -> Self {
        Self { plan: plan.clone(), kind: DocKind::Guidance(office) }
    }

    /// Whether what the document holds says who may do what.
    pub fn is_of_rules(&self) -> bool {
        matches!(self.kind, DocKind::Plan | DocKind::Organisation)
    }

    /// The unit that the document is about; none for what is said to all.
    pub fn about(&self) -> Option<&UnitId> {
        match &self.kind {
            DocKind::Workbook(unit) | DocKind::Review { unit, .. } => Some(unit),
            DocKind::Plan | DocKind::Guidance(_) | DocKind::Organisation | DocKind::Unknown(_) => None,
        }
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DocKind::Plan => write!(f, "{}/plan", self.plan),
            DocKind::Organisation => write!(f, "{}/units", self.plan),
            DocKind::Workbook(unit) => write!(f, "{}/workbook/{unit}", self.plan),
            DocKind::Review { office, unit } => write!(f, "{}/review/{office}/{unit}", self.plan),
            DocKind::Guidance(office) => write!(f, "{}/guidance/{office}", self.plan),
            DocKind::Unknown(rest) => write!(f, "{}/{rest}", self.plan),
        }
    }
}

impl FromStr for DocId {
    type Err = NotADocId;

    fn from_str(text: &str) -> Result<Self, NotADocId> {
        let (plan, rest) = text.split_once('/').ok_or(NotADocId)?;
        let parts: Vec<&str> = rest.split('/').collect();
        if text.len() > MAX_DOC_NAME_BYTES || !is_id(plan) || !parts.iter().all(|part| is_id(part)) {
            return Err(NotADocId);
        }
        let kind = match parts[..] {
            ["units"] => DocKind::Organisation,
            ["plan"] => DocKind::Plan,
            ["workbook", unit] => DocKind::Workbook(UnitId::new(unit)),
            ["review", office, unit] => {
                DocKind::Review { office: UnitId::new(office), unit: UnitId::new(unit) }
            }
            ["guidance", office] => DocKind::Guidance(UnitId::new(office)),
            _ => DocKind::Unknown(rest.to_owned()),
        };
        Ok(Self { plan: PlanId::new(plan), kind })
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
