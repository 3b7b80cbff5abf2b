//! One entry's key, as the tables hold it.

use model::doc_id::DocId;
use model::ids::UnitId;
use model::target::{EntryKey, Target};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use view::EntryOf;

/// Year, period, unit and task: the first columns of every table about entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key<'a> {
    pub plan_id: &'a str,
    pub period: &'a str,
    pub unit: &'a str,
    pub task: &'a str,
}

impl<'a> Key<'a> {
    pub fn new(plan_id: &'a str, unit: &'a UnitId, entry: &'a EntryKey) -> Self {
        Self { plan_id, period: entry.period.as_str(), unit: unit.as_str(), task: entry.task.as_str() }
    }

    /// The entry that a document's field belongs to: of the unit that the document is about.
    pub fn of(doc: &'a DocId, target: &'a Target) -> Option<Self> {
        Some(Self::new(doc.plan.as_str(), doc.about()?, target.entry()?))
    }

    pub fn of_entry(of: EntryOf<'a>) -> Self {
        Self::new(of.plan.as_str(), of.unit, of.entry)
    }

    pub fn columns(&self) -> (&'a str, &'a str, &'a str, &'a str) {
        (self.plan_id, self.period, self.unit, self.task)
    }
}

/// A target as columns hold it: its JSON, which is the same for the same target.
pub(crate) fn target_text(target: &Target) -> String {
    serde_json::to_string(target).expect("a target has string keys only")
}

/// Reads [`target_text`] back.
pub(crate) struct TargetColumn(pub Target);

impl FromSql for TargetColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let target = serde_json::from_str(value.as_str()?);
        target.map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Reads the name of a document.
pub(crate) struct DocColumn(pub DocId);

impl FromSql for DocColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
