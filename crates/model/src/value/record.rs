//! Values of several parts, with a type of their own.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{NamedFields, Value};
use crate::ids::{FileHash, PeriodId, PersonId, PlanId, RuleId, TaskId};

/// Most heads that an acceptance or a submission names.
pub const MAX_HEADS: usize = 256;

/// The file of a piece of evidence. Set once and never changed: another file is another piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    #[serde(rename = "file-hash")]
    pub hash: FileHash,
    /// Bytes.
    #[serde(rename = "file-size")]
    pub size: u64,
    #[serde(rename = "file-name")]
    pub name: String,
    /// `application/pdf`, `image/jpeg`, ...
    #[serde(rename = "file-type")]
    pub media_type: String,
}

/// The reviewer's word on one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Verdict {
    Returned {
        #[serde(default)]
        reason: String,
        until: Option<NaiveDate>,
        /// As the entry stood that was sent back: what is changed since is shown at the second look.
        #[serde(default, skip_serializing_if = "Heads::is_empty")]
        heads: Heads,
        /// Those that the office means, with a word to each.
        #[serde(default, skip_serializing_if = "NamedFields::is_empty")]
        fields: NamedFields,
    },
    /// Accepted as it stood at these heads: what comes later is an amendment.
    Accepted {
        #[serde(default)]
        heads: Heads,
    },
}

/// A unit hands in a period, as it stood at these heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Submission {
    pub at: DateTime<FixedOffset>,
    pub heads: Heads,
    /// Who answers for the unit, and said that it is right; the name stands in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<PersonId>,
    /// When the unit took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<DateTime<FixedOffset>>,
}

/// That an office looked at what a unit had handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub at: DateTime<FixedOffset>,
    /// Those that the submission names, by which it is told from one before or after it.
    pub heads: Heads,
}

/// The entry of a plan before from which work goes on; of the same unit and task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedFrom {
    pub plan: PlanId,
    pub period: PeriodId,
}

/// The reviewer's word on a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum EvidenceRemark {
    Good {
        #[serde(default)]
        words: String,
    },
    Lacking {
        #[serde(default)]
        words: String,
    },
}

impl Submission {
    /// Handed in, and nobody has confirmed it by name.
    pub fn new(at: DateTime<FixedOffset>, heads: Heads) -> Self {
        Self { at, heads, confirmed_by: None, withdrawn: None }
    }
}

/// An office's word to a unit that something is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    pub words: String,
    /// None: of no one period.
    pub period: Option<PeriodId>,
    /// Ids of the tasks that are waited for; none: the report as a whole.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub tasks: Lines,
    /// By when.
    pub until: Option<NaiveDate>,
}

/// A request from above that sets a date (`on-request` in the plan's rules).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequestFacts {
    /// Number and symbol of the letter.
    pub number: String,
    pub task: TaskId,
    pub rule: RuleId,
    pub received_on: NaiveDate,
    pub due: NaiveDate,
    /// The ids of the units of which it asks something; none: of all that owe what the rule asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Lines>,
}

/// Hashes of changes, 64 hexadecimal digits each: the last ones of a document. Written with spaces between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
#[ts(export)]
pub struct Heads(Vec<String>);

impl Heads {
    pub fn new<H: fmt::Display>(hashes: impl IntoIterator<Item = H>) -> Self {
        Self(hashes.into_iter().map(|hash| hash.to_string()).collect())
    }

    /// None for what is no list of hashes, or too long a one.
    pub fn parse(text: &str) -> Option<Self> {
        let heads: Vec<String> = text.split_ascii_whitespace().map(str::to_owned).collect();
        let is_hash = |hash: &String| {
            hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        };
        let read = Self(heads);
        (read.0.len() <= MAX_HEADS && read.0.iter().all(is_hash) && String::from(read.clone()) == text)
            .then_some(read)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Heads> for String {
    fn from(heads: Heads) -> Self {
        heads.0.join(" ")
    }
}

impl TryFrom<String> for Heads {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no list of hashes")
    }
}

/// Short texts, written with line feeds between them ([`ValueKind::List`](super::ValueKind)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Lines(pub Vec<String>);

impl Lines {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Lines> for String {
    fn from(lines: Lines) -> Self {
        lines.0.join("\n")
    }
}

impl From<String> for Lines {
    fn from(text: String) -> Self {
        Self(text.lines().map(str::to_owned).collect())
    }
}

impl Value {
    /// Takes a type of several parts apart.
    pub fn record<T: Serialize>(value: &T) -> Self {
        let json = serde_json::to_value(value).expect("these types have string keys only");
        let serde_json::Value::Object(parts) = json else { return Self::Absent };
        let part = |json| match json {
            serde_json::Value::String(text) => Self::Str(text),
            serde_json::Value::Number(n) => n.as_i64().map_or(Self::Absent, Self::Int),
            serde_json::Value::Bool(flag) => Self::Bool(flag),
            _ => Self::Absent,
        };
        let parts = parts.into_iter().map(|(key, json)| (key, part(json)));
        Self::Record(parts.filter(|(_, value)| *value != Self::Absent).collect::<BTreeMap<_, _>>())
    }

    /// Puts it together again ([`FileFacts`], [`Verdict`], [`Submission`], [`Look`], [`EvidenceRemark`], [`RequestFacts`]). Parts that this program does
    /// not know are left out of it; None where one is missing that it needs.
    pub fn as_record<T: DeserializeOwned>(&self) -> Option<T> {
        let Self::Record(parts) = self else { return None };
        let json = |value: &Self| match value {
            Self::Absent | Self::Record(_) => serde_json::Value::Null,
            Self::Str(text) => serde_json::Value::from(text.as_str()),
            Self::Int(n) => serde_json::Value::from(*n),
            Self::Bool(flag) => serde_json::Value::from(*flag),
        };
        // A part that was taken away is one that is not there.
        let parts = parts.iter().filter(|(_, value)| **value != Self::Absent);
        let parts = parts.map(|(key, value)| (key.clone(), json(value))).collect();
        serde_json::from_value(serde_json::Value::Object(parts)).ok()
    }
}
