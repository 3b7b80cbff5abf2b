//! The decision itself, as its paper has it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::revision::RevisionView;

/// What a person would look up in the paper; what the plan does not tell is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DocumentView {
    pub title: String,
    /// Number and symbol.
    pub decision: String,
    pub issued_by: String,
    pub issued_on: NaiveDate,
    /// Nothing is late that was due before it.
    pub effective_from: Option<NaiveDate>,
    /// The unit that keeps the plan.
    pub coordinator: String,
    pub bases: Vec<String>,
    /// What it came in place of.
    pub replaces: Option<String>,
    pub signed_as: Vec<String>,
    pub signed_by: Option<String>,
    pub recipients: Vec<String>,
    pub definitions: Vec<DefinitionView>,
    /// Decisions that changed it, the first first.
    pub revisions: Vec<RevisionView>,
    /// Where its text was mended, is read in a certain way, or contradicts itself.
    pub notes: Vec<String>,
}

/// A word of the decision, and how it is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DefinitionView {
    pub word: String,
    pub meaning: String,
}
