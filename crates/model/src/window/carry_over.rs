//! What was not finished in the year before, to choose what goes on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::register::RecordStanding;
use super::year::PlanBefore;
use crate::ids::{RecordId, RegisterId, TaskId, UnitId};
use crate::state::Shown;
use crate::target::EntryKey;

/// Unfinished in the plan of the year before, for whoever keeps a unit's workbook to choose what goes on. Nothing of the old year
/// is changed by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CarryOverPage {
    pub unit: UnitId,
    pub unit_name: String,
    /// None where no plan of the year before is there.
    pub from: Option<PlanBefore>,
    pub tasks: Vec<UnfinishedTask>,
    pub records: Vec<UnfinishedRecord>,
    /// Of all units, for the office that keeps the plan.
    pub plan_tasks: Vec<UnfinishedPlanTask>,
    /// On a laptop of the unit, while the new plan is open.
    pub editable: bool,
}

/// A task that a unit did not finish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnfinishedTask {
    /// What the old plan calls it.
    pub code: String,
    pub title: String,
    /// The last entry in which the unit told of it, or of the last period where it never did.
    pub entry: EntryKey,
    pub period_name: String,
    pub shown: Shown,
    pub percent: Option<u8>,
    /// Asked in that entry and not answered.
    pub questions: Vec<String>,
    pub carried: bool,
    /// Whether the unit has a part in it in the new plan.
    pub possible: bool,
}

/// A task that units did not finish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnfinishedPlanTask {
    pub task: TaskId,
    /// What the old plan calls it.
    pub code: String,
    pub title: String,
    /// Their names.
    pub units: Vec<String>,
    /// Of how many.
    pub assigned: u32,
    /// Whether the new plan has it.
    pub kept: bool,
    /// Whether the new plan says that it was carried over.
    pub carried: bool,
}

/// A record of a register that has not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnfinishedRecord {
    pub register: RegisterId,
    pub register_name: String,
    pub record: RecordId,
    /// What is filled in of it, in the order of its columns.
    pub words: String,
    pub standing: RecordStanding,
    pub carried: bool,
    /// Whether the new plan has the register.
    pub possible: bool,
}

/// One record of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordKey {
    pub register: RegisterId,
    pub record: RecordId,
}
