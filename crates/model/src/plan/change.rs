//! What a person changes of a plan in a window, as forms hand it over.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{FieldCode, IndicatorId, RuleId, TaskId, UnitId};

/// One of the things that a revision changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "change", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PlanChange {
    /// A task as it shall be.
    Task { task: TaskForm },
    /// What an indicator is to reach.
    Targets { indicator: IndicatorId, target: String, units: Vec<UnitTarget> },
}

/// A task as it shall be. What a form does not show of it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskForm {
    /// None: it is added.
    pub id: Option<TaskId>,
    pub field: FieldCode,
    pub code: String,
    pub title: String,
    /// Ids of units and groups.
    pub lead: Vec<String>,
    pub with: Vec<String>,
    pub outputs: Vec<String>,
    pub due: Vec<DueForm>,
    /// Tasks in whose place it comes: they end where it begins. Of a task that is split each part names it.
    #[serde(default)]
    #[ts(as = "Option<Vec<TaskId>>", optional)]
    pub replaces: Vec<TaskId>,
    /// Indicators of the tasks in whose place it comes that go on with it. The first of several takes those that no other names,
    /// and the registers.
    #[serde(default)]
    #[ts(as = "Option<Vec<IndicatorId>>", optional)]
    pub carries: Vec<IndicatorId>,
}

/// One of a task's deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DueForm {
    /// None: it is added.
    pub rule: Option<RuleId>,
    /// In the words of the plan.
    pub text: String,
    pub when: DueWhen,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[ts(export)]
pub enum DueWhen {
    /// As it was.
    Same,
    /// A day as it is typed.
    On { day: String },
    /// Thường xuyên.
    Continuous,
    /// Whoever leads the task enters the date, with the document that sets it.
    ByPlan,
    /// With the periodic report of the plan.
    WithReport,
}

/// What one unit is to reach, where that is not what all are to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitTarget {
    pub unit: UnitId,
    /// `>= 95 %`
    pub target: String,
}
