//! The value of a field, as the documents hold it and as people write and read it.

mod kind;
mod named;
mod period;
mod record;
mod revision;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use kind::{
    CARRIED_PARTS, EVIDENCE_REMARK_PARTS, FILE_PARTS, FILE_SIZE, LOOK_PARTS, MAX_FILE_BYTES,
    MAX_GUIDANCE_CHARS, MAX_LINE_CHARS, MAX_PLACE, MAX_REMINDED, MAX_TEXT_CHARS, Part, REMINDER_PARTS,
    REQUEST_PARTS, SUBMISSION_PARTS, VERDICT_PARTS, ValueKind,
};
pub(crate) use kind::{MAX_DAYS, may_be, needed};
pub use named::{MAX_NAMED, MAX_NAMED_CHARS, NamedField, NamedFields};
pub use period::{
    CONFIRMATION_PARTS, Confirmation, EXTENSION_ANSWER_PARTS, EXTENSION_PARTS, Extension, ExtensionAnswer,
    Ground, PERIOD_CLOSING_PARTS, PeriodClosing,
};
pub use record::{
    CarriedFrom, EvidenceRemark, FileFacts, Heads, Lines, Look, MAX_HEADS, Reminder, RequestFacts,
    Submission, Verdict,
};
pub use revision::{
    MAX_CHANGES, MAX_PROPOSED, PROPOSAL_ANSWER_PARTS, PROPOSAL_PARTS, Proposal, ProposalAnswer, ProposalKind,
    REVISION_PARTS, Revision,
};

/// What one field holds. Taking a value away writes [`Value::Absent`]: a deletion would lose silently
/// against a concurrent value, and both must stay visible.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    Absent,
    Str(String),
    Int(i64),
    Bool(bool),
    /// Of several parts, by their keys, that are written, shown and chosen between together. What is not there is
    /// absent.
    Record(BTreeMap<String, Value>),
}

impl Value {
    /// Whether the value is one that a field of this kind may hold. Server and laptop refuse the rest.
    pub fn fits(&self, kind: ValueKind) -> bool {
        kind.takes(self)
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<NaiveDate> {
        self.as_str().and_then(|day| day.parse().ok())
    }

    /// One part of the value; the value itself where it has none.
    pub fn part(&self, key: &str) -> &Self {
        match self {
            Self::Record(parts) => parts.get(key).unwrap_or(&Self::Absent),
            whole => whole,
        }
    }
}
