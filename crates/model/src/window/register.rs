//! Registers and their records.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::entry::{ConflictView, EvidenceView, HistoryItem};
use super::sums::{CountView, RecordSums};
use super::year::PlanBefore;
use crate::ids::{FieldCode, PeriodId, RecordId, RegisterId, TaskId, UnitId};

/// One register in the list of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RegisterShort {
    pub register: RegisterId,
    pub name: String,
    /// `finding`
    pub kind: String,
    pub task: TaskId,
    pub field: FieldCode,
    /// Whether the viewer's unit keeps one.
    pub own: bool,
    pub sums: RecordSums,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RegisterPage {
    pub register: RegisterId,
    pub name: String,
    /// The first part of what its fields are called: `finding`.
    pub kind: String,
    /// "vấn đề"
    pub one: String,
    pub task: TaskId,
    pub task_title: String,
    pub notes: Vec<String>,
    /// Whether a record is owed until it ends.
    pub ends: bool,
    pub columns: Vec<ColumnView>,
    /// Of one unit: its own. Of all: those that keep one and that the viewer may read.
    pub units: Vec<RegisterUnit>,
    /// Those that are owed first, the latest first; then the newest.
    pub records: Vec<RecordView>,
    /// What is counted of all these records in each period.
    pub periods: Vec<PeriodCounts>,
    /// "Chỉ tiêu: ..." that rest on what is counted here.
    pub indicators: Vec<String>,
    /// On a laptop of the unit whose register this is.
    pub editable: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ColumnView {
    /// `found-on`
    pub name: String,
    pub label: String,
    pub holds: ColumnHolds,
    pub needed: bool,
    /// What may be chosen: words, or the fields of the plan.
    pub choices: Vec<ChoiceView>,
}

/// What a column holds, as far as a window treats it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ColumnHolds {
    Words,
    Day,
    Number,
    Choice,
    Flag,
    /// A document of the unit's evidence, by its id.
    File,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChoiceView {
    pub code: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RegisterUnit {
    pub unit: UnitId,
    pub unit_name: String,
    pub sums: RecordSums,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PeriodCounts {
    pub period: PeriodId,
    pub counts: Vec<CountView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordView {
    pub unit: UnitId,
    pub unit_name: String,
    pub id: RecordId,
    /// In the order of the columns.
    pub cells: Vec<CellView>,
    pub standing: RecordStanding,
    /// Columns that are empty and should not be, by their labels.
    pub missing: Vec<String>,
    /// In conflict in any of its cells.
    pub conflict: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CellView {
    /// As a person would type it.
    pub text: String,
    /// As people read it; empty where there is nothing.
    pub shown: String,
}

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[ts(export)]
pub enum RecordStanding {
    Told,
    Open,
    Late {
        days: i64,
    },
    /// Said to have ended; these are missing.
    Unproved {
        missing: Vec<String>,
    },
    Ended {
        on: chrono::NaiveDate,
    },
}

/// One record with all that became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordPage {
    pub register: RegisterId,
    pub name: String,
    pub kind: String,
    pub one: String,
    pub columns: Vec<ColumnView>,
    pub record: RecordView,
    /// The documents that its columns name, as far as they are in the unit's book.
    pub files: Vec<EvidenceView>,
    /// Taken out of the register: it can be put back.
    pub removed: bool,
    /// The plan of the year before, where the record goes on from there.
    pub before: Option<PlanBefore>,
    pub editable: bool,
    /// Newest first, at most 200.
    pub history: Vec<HistoryItem>,
    pub conflicts: Vec<ConflictView>,
}

/// What was pasted into a register, as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PastedView {
    /// For each column of the pasted cells what it was taken for; none: it is passed over.
    pub columns: Vec<Option<String>>,
    pub rows: Vec<PastedRow>,
    /// Lines behind the last that is taken in one go.
    pub too_many: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PastedRow {
    /// In the order of the register's columns.
    pub cells: Vec<PastedCell>,
    /// Words that are taken nowhere.
    pub beside: Vec<String>,
    /// The register has a record that holds the same, or a line before it does.
    pub twice: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PastedCell {
    pub text: String,
    /// Why it cannot be taken, and what to type.
    pub problem: Option<String>,
}

/// A duty that the annex does not carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StandbyTask {
    pub task: TaskId,
    pub code: String,
    pub field: FieldCode,
    pub title: String,
    /// "theo mục II.3"
    pub mark: String,
    pub lead: Vec<String>,
    pub with: Vec<String>,
    /// Assigned by the plan as it is in force here.
    pub on: bool,
    /// As it was said last, where that is not in force yet.
    pub said: Option<bool>,
}
