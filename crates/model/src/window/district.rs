//! The district at a glance.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::HandedIn;
use crate::due::Lateness;
use crate::ids::{FieldCode, PeriodId, TaskId, UnitId};
use crate::plan::Role;
use crate::state::Shown;

/// Units x tasks in one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Matrix {
    pub period: PeriodId,
    /// When this was worked out: "số liệu tính đến ...".
    pub as_of: DateTime<FixedOffset>,
    pub fields: Vec<MatrixField>,
    pub rows: Vec<MatrixRow>,
    pub assignments: u32,
    pub begun: u32,
    pub closed: u32,
    pub accepted: u32,
    pub overdue: u32,
    pub conflicts: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MatrixField {
    pub code: FieldCode,
    pub name: String,
    pub tasks: Vec<MatrixTask>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MatrixTask {
    pub id: TaskId,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MatrixRow {
    pub unit: UnitId,
    pub unit_name: String,
    /// One for each task of `fields` in order; None where the unit has no part in it.
    pub cells: Vec<Option<Cell>>,
    /// Entries closed, per cent of the unit's assignments.
    pub complete: u8,
    /// None: not handed in.
    pub handed_in: Option<HandedIn>,
    /// Of the entries with a date that has come, per cent closed by it; None where no date has come.
    pub on_time: Option<u8>,
    /// The server's clock at the unit's last sync.
    pub last_heard: Option<DateTime<FixedOffset>>,
    pub waiting_files: u32,
    pub waiting_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Cell {
    pub shown: Shown,
    pub role: Role,
    pub percent: Option<u8>,
    pub conflict: bool,
    /// Asked as it was written by a moment: whether anything of it arrived after that.
    pub arrived_later: bool,
    pub evidence: u32,
    pub evidence_waiting: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Late {
    pub unit: UnitId,
    pub unit_name: String,
    pub task: TaskId,
    pub title: String,
    pub role: Role,
    pub shown: Shown,
    pub date: NaiveDate,
    pub lateness: Lateness,
}

/// A unit and when it was last heard from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Silent {
    pub unit: UnitId,
    pub unit_name: String,
    /// None: never.
    pub last_heard: Option<DateTime<FixedOffset>>,
    /// Whole days since; None: never heard from.
    pub days: Option<i64>,
    /// Enrolled and not revoked; None where only the server knows.
    pub laptops: Option<u32>,
    /// Files that its entries name and the server has not whole.
    pub waiting_files: u32,
    pub waiting_bytes: u64,
}
