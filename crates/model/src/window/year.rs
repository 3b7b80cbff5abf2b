//! A year beside the one before it, and plans under a task.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{PeriodId, PlanId, TaskId};
use crate::state::Shown;
use crate::target::EntryKey;

/// What a figure was in the same period of the year before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct YearBefore {
    pub year: i32,
    /// As entered then: "45"; of a checklist nothing.
    pub values: Vec<String>,
    /// "95,2 %"
    pub result: String,
    /// "+3,5 điểm phần trăm", "-12 (-10,5 %)", "không đổi". None where the two cannot be compared.
    pub change: Option<String>,
}

/// The plan of the year before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlanBefore {
    pub plan: PlanId,
    pub year: i32,
    pub title: String,
}

/// The task of a plan above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AboveView {
    pub plan: PlanId,
    pub plan_title: String,
    pub task: TaskId,
    pub code: String,
    pub title: String,
}

/// Where an entry's work comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CarriedEntry {
    pub plan: PlanId,
    pub year: i32,
    pub entry: EntryKey,
    pub period_name: String,
    /// As the old plan's entry stands; None for whoever may not read it.
    pub was: Option<EntryWas>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EntryWas {
    pub shown: Shown,
    pub percent: Option<u8>,
    /// "Nội dung thực hiện", and what stands there; the empty ones are left out.
    pub texts: Vec<(String, String)>,
    /// Asked then and not answered.
    pub questions: Vec<String>,
}

/// A plan that is the detail of a task, as it stands for one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DetailPlan {
    pub plan: PlanId,
    pub title: String,
    pub coordinator: String,
    /// Of that plan: the one that is told of here.
    pub period: PeriodId,
    pub period_name: String,
    /// True: of all units that have a part in it; else of the entry's unit alone.
    pub whole: bool,
    pub assignments: u32,
    pub begun: u32,
    pub closed: u32,
    pub accepted: u32,
    pub overdue: u32,
    pub figures: u32,
    pub figures_met: u32,
    pub figures_missed: u32,
    pub tasks: Vec<DetailTask>,
}

/// One of its tasks, over the same units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DetailTask {
    pub task: TaskId,
    pub code: String,
    pub title: String,
    pub assignments: u32,
    pub closed: u32,
    pub overdue: u32,
}
