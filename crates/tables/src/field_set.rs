//! What one change set a field to, as the history's rows hold it: JSON that other tools read.

use chrono::TimeDelta;
use model::value::Value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a row says of one field: its name, the value, and how many milliseconds before the row's time it was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum FieldSet {
    AtOnce(String, Json),
    Before(String, Json, i64),
}

impl FieldSet {
    pub fn new(name: String, value: &Value, before: i64) -> Self {
        let value = bare(value);
        if before == 0 { Self::AtOnce(name, value) } else { Self::Before(name, value, before) }
    }

    pub fn parts(&self) -> (&str, &Json, TimeDelta) {
        match self {
            Self::AtOnce(name, value) => (name, value, TimeDelta::zero()),
            Self::Before(name, value, before) => (name, value, TimeDelta::milliseconds(*before)),
        }
    }
}

/// A value as other tools read it.
fn bare(value: &Value) -> Json {
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
