//! What one change set a field to, as the history's rows hold it: JSON that other tools read.

use chrono::TimeDelta;
use model::differing::differing;
use model::value::Value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a row says of one field: its name, the value, and how many milliseconds before the row's time it was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum FieldSet {
    AtOnce(String, Json),
    Before(String, Json, i64),
    /// Of a text that was not empty to its author.
    Changed(String, Json, i64, Splice),
}

/// What an author changed of a text: from which letter on so many letters came in place of those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Splice(usize, usize, String);

impl Splice {
    pub fn of(before: &str, after: &str) -> Self {
        let [before, after] = [before, after].map(|text| text.chars().collect::<Vec<char>>());
        let (gone, come) = differing(&before, &after);
        Self(come.start, come.len(), before[gone].iter().collect())
    }

    /// As the text read before.
    pub fn undone(&self, after: &str) -> String {
        let Self(from, come, gone) = self;
        let head = after.chars().take(*from);
        head.chain(gone.chars()).chain(after.chars().skip(from + come)).collect()
    }
}

impl FieldSet {
    /// `saw`: of a text, as it read to its author before.
    pub fn new(name: String, value: &Value, saw: Option<&str>, before: i64) -> Self {
        let json = bare(value);
        match (saw.filter(|saw| !saw.is_empty()), value.as_str()) {
            (Some(saw), Some(text)) => Self::Changed(name, json, before, Splice::of(saw, text)),
            _ if before == 0 => Self::AtOnce(name, json),
            _ => Self::Before(name, json, before),
        }
    }

    /// Of a text, as it read to its author before.
    pub fn saw(&self) -> Option<String> {
        match self {
            Self::Changed(_, value, _, splice) => Some(splice.undone(value.as_str().unwrap_or_default())),
            Self::AtOnce(..) | Self::Before(..) => None,
        }
    }

    pub fn parts(&self) -> (&str, &Json, TimeDelta) {
        match self {
            Self::AtOnce(name, value) => (name, value, TimeDelta::zero()),
            Self::Before(name, value, before) | Self::Changed(name, value, before, _) => {
                (name, value, TimeDelta::milliseconds(*before))
            }
        }
    }
}

/// A value as other tools read it.
pub(crate) fn bare(value: &Value) -> Json {
    match value {
        Value::Absent => Json::Null,
        Value::Str(text) => text.as_str().into(),
        Value::Int(n) => (*n).into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Record(parts) => {
            Json::Object(parts.iter().map(|(name, part)| (name.clone(), bare(part))).collect())
        }
    }
}

/// Reads [`bare`] back.
pub(crate) fn value(bare: &Json) -> Value {
    match bare {
        Json::String(text) => Value::Str(text.clone()),
        Json::Number(n) => n.as_i64().map_or(Value::Absent, Value::Int),
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Object(parts) => {
            Value::Record(parts.iter().map(|(name, part)| (name.clone(), value(part))).collect())
        }
        Json::Null | Json::Array(_) => Value::Absent,
    }
}
