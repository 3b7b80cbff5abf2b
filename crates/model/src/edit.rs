//! A person's act on one field.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::target::Target;
use crate::value::Value;

/// Sets one field to one value. Every act of a person is one or a few of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub target: Target,
    pub value: Value,
}

/// An edit with its author and the time that the laptop's clock told: data of the document, never trusted
/// for order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampedEdit {
    pub edit: Edit,
    pub by: PersonId,
    pub at: DateTime<FixedOffset>,
}
