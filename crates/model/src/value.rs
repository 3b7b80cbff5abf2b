//! The value of a field, as the documents hold it and as people write and read it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::{FileHash, RequestId, TaskCode};
use crate::target::{EvidencePart, Target};

/// What one field holds. Taking a value away writes [`Value::Absent`]: a deletion would lose silently
/// against a concurrent value, and both must stay visible.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    Absent,
    Str(String),
    Int(i64),
    Bool(bool),
}

/// The kind of value that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Merged letter by letter.
    Text,
    State,
    Percent,
    /// An [`Amount`](crate::amount::Amount) in thousandths.
    Amount,
    Flag,
    /// One line or a short paragraph, set whole.
    Line,
    /// ISO 8601 day.
    Date,
    Days,
    Year,
    /// JSON of [`FileFacts`].
    File,
    /// JSON of [`Verdict`].
    Verdict,
    /// JSON of [`Submission`].
    Submission,
    /// JSON of [`Request`].
    Request,
    /// A whole TOML file.
    Source,
}

impl Target {
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::State { .. } => ValueKind::State,
            Self::Percent { .. } => ValueKind::Percent,
            Self::Narrative { .. } | Self::Difficulties { .. } => ValueKind::Text,
            Self::Figure { .. } => ValueKind::Amount,
            Self::NoneArose { .. } => ValueKind::Flag,
            Self::Link { .. } | Self::DueBasis { .. } | Self::MilestoneBasis { .. } => ValueKind::Line,
            Self::Evidence { part, .. } => match part {
                EvidencePart::File => ValueKind::File,
                EvidencePart::Signed => ValueKind::Date,
                EvidencePart::Removed => ValueKind::Flag,
                _ => ValueKind::Line,
            },
            Self::DueDate { .. } | Self::Milestone { .. } => ValueKind::Date,
            Self::Submission { .. } => ValueKind::Submission,
            Self::Verdict { .. } => ValueKind::Verdict,
            Self::UnitDays { .. } => ValueKind::Days,
            Self::Request { .. } => ValueKind::Request,
            Self::Source { .. } => ValueKind::Source,
            Self::Year => ValueKind::Year,
        }
    }

    /// True where two people's words merge in one text, so that no conflict can arise.
    pub fn is_text(&self) -> bool {
        self.kind() == ValueKind::Text
    }
}

/// The file of a piece of evidence. Set once and never changed: another file is another piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    pub hash: FileHash,
    /// Bytes.
    pub size: u64,
    pub name: String,
    /// `application/pdf`, `image/jpeg`, ...
    pub media_type: String,
}

/// The reviewer's word on one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Verdict {
    Returned {
        reason: String,
        until: Option<NaiveDate>,
    },
    /// Accepted as it stood at these heads (hexadecimal): what comes later is an amendment.
    Accepted {
        heads: Vec<String>,
    },
}

/// A unit hands in a period, as it stood at these heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub at: DateTime<FixedOffset>,
    pub heads: Vec<String>,
}

/// A request from above that sets a date (`on-request` in the plan's rules).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub id: RequestId,
    pub task: TaskCode,
    pub rule: u8,
    /// Number and symbol of the letter.
    pub number: String,
    pub received_on: NaiveDate,
    pub due: NaiveDate,
}

/// The longest values that a document takes; what is longer is refused with a word to the person.
pub const MAX_TEXT_CHARS: usize = 20_000;
pub const MAX_LINE_CHARS: usize = 2_000;
pub const MAX_SOURCE_BYTES: usize = 4 << 20;
pub const MAX_FILE_BYTES: u64 = 200 << 20;

impl Value {
    /// Whether the value is one that a field of this kind may hold. Server and laptop refuse the rest.
    pub fn fits(&self, kind: ValueKind) -> bool {
        use crate::state::WorkState;
        match (kind, self) {
            (ValueKind::Text, Self::Str(text)) => text.chars().count() <= MAX_TEXT_CHARS,
            (ValueKind::Text | ValueKind::File | ValueKind::Source | ValueKind::Year, Self::Absent) => false,
            (_, Self::Absent) => true,
            (ValueKind::State, Self::Str(code)) => WorkState::from_code(code).is_some(),
            (ValueKind::Percent, Self::Int(n)) => (0..=100).contains(n),
            (ValueKind::Amount, Self::Int(_)) | (ValueKind::Flag, Self::Bool(_)) => true,
            (ValueKind::Days, Self::Int(n)) => (0..=60).contains(n),
            (ValueKind::Year, Self::Int(n)) => (1990..=2200).contains(n),
            (ValueKind::Line, Self::Str(text)) => text.chars().count() <= MAX_LINE_CHARS,
            (ValueKind::Date, Self::Str(day)) => day.parse::<NaiveDate>().is_ok(),
            (ValueKind::File, Self::Str(json)) => serde_json::from_str::<FileFacts>(json).is_ok_and(|file| {
                file.hash.is_well_formed() && file.size <= MAX_FILE_BYTES && file.name.chars().count() <= 255
            }),
            (ValueKind::Verdict, Self::Str(json)) => serde_json::from_str::<Verdict>(json).is_ok(),
            (ValueKind::Submission, Self::Str(json)) => serde_json::from_str::<Submission>(json).is_ok(),
            (ValueKind::Request, Self::Str(json)) => serde_json::from_str::<Request>(json).is_ok(),
            (ValueKind::Source, Self::Str(text)) => text.len() <= MAX_SOURCE_BYTES,
            _ => false,
        }
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

    /// Reads a value that is kept as JSON ([`FileFacts`], [`Verdict`], [`Submission`], [`Request`]).
    pub fn as_json<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        self.as_str().and_then(|json| serde_json::from_str(json).ok())
    }

    /// Keeps a structured value as one scalar, so that it is set or lost whole.
    pub fn json<T: Serialize>(value: &T) -> Self {
        Self::Str(serde_json::to_string(value).expect("these types have string keys only"))
    }
}
