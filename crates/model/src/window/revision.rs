//! The plan as its keeper changes it, what a change comes to, and the decisions that changed it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reminder::Said;
use crate::ids::{IndicatorId, RevisionId, TaskId, UnitId};
use crate::plan::{PlanChange, TaskForm, UnitTarget};

/// What may be changed of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlanForms {
    /// Whether the viewer's unit keeps the plan, on a laptop, and the plan is open.
    pub editable: bool,
    /// Those that have not ended, in the plan's order.
    pub tasks: Vec<TaskFormView>,
    pub indicators: Vec<TargetForm>,
    /// Units and groups that may be named.
    pub parties: Vec<PartyView>,
    /// Of this laptop, and not sent yet: what may be undone.
    pub waiting: Vec<RevisionView>,
}

/// A task as its form shows it first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskFormView {
    pub form: TaskForm,
    /// For each deadline its dates, in words.
    pub dates: Vec<String>,
    /// Names, as the annex writes them.
    pub lead: Vec<String>,
    pub with: Vec<String>,
}

/// What an indicator is to reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TargetForm {
    pub indicator: IndicatorId,
    pub name: String,
    pub task: TaskId,
    /// `>= 95 %`; empty where something else than the plan sets it.
    pub target: String,
    /// Of units that have one of their own.
    pub units: Vec<UnitTarget>,
    /// Who enters it, and so may have one of its own.
    pub by: Vec<PartyView>,
}

/// A unit or a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PartyView {
    pub id: String,
    pub name: String,
    pub group: bool,
}

/// What changes would come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlanPreview {
    /// Why the plan would not hold; none: it would.
    pub faults: Vec<String>,
    /// In the plan's order.
    pub tasks: Vec<TaskPreview>,
    /// Those whom it touches, in the plan's order.
    pub units: Vec<UnitPreview>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskPreview {
    pub task: TaskId,
    pub code: String,
    pub title: String,
    pub added: bool,
    pub parts: Vec<PartPreview>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PartPreview {
    pub part: TaskPart,
    /// What an indicator or a deadline is called; none of the others.
    pub name: Option<String>,
    /// Empty where there was nothing.
    pub before: String,
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum TaskPart {
    Code,
    Title,
    Lead,
    With,
    Outputs,
    Due,
    Target,
    /// It ends, and others come in its place.
    Ends,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitPreview {
    pub unit: UnitId,
    pub unit_name: String,
    pub lines: Vec<UnitLine>,
}

/// What changes for a unit in one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitLine {
    pub kind: UnitLineKind,
    pub task: TaskId,
    pub code: String,
    pub title: String,
    /// Dates, or what it was to reach.
    pub before: String,
    pub after: String,
    /// Entries in which the unit had told something, where it leaves the task.
    pub entered: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum UnitLineKind {
    /// It comes to lead the task.
    Leads,
    /// It comes to take part.
    Supports,
    /// It has no part any more.
    Leaves,
    Dates,
    Target,
}

/// A decision that changed the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevisionView {
    pub id: RevisionId,
    pub decision: String,
    pub decided_on: NaiveDate,
    pub from: NaiveDate,
    pub words: String,
    /// In the words that were confirmed.
    pub changes: Vec<String>,
    pub said: Said,
}

/// A revision as its form hands it over. Days as they are typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewRevision {
    pub changes: Vec<PlanChange>,
    pub decision: String,
    pub decided_on: String,
    /// Empty: the day of the decision.
    pub from: String,
    pub words: String,
}
