//! The whole picture on one page, for people who would rather look than read.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{FieldCode, PeriodId, UnitId};
use crate::state::Shown;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Overview {
    pub period: PeriodId,
    /// When this was worked out: "số liệu tính đến ...".
    pub as_of: DateTime<FixedOffset>,
    pub assignments: u32,
    /// How many of them stand where; what nothing stands in is left out.
    pub shown: BTreeMap<Shown, u32>,
    pub fields: Vec<FieldProgress>,
    pub units: Vec<UnitProgress>,
    /// Reports of the year's periods, in their order; those that nobody owes are left out.
    pub year: Vec<ReportsOfPeriod>,
    /// Of the fields that have any.
    pub targets: Vec<TargetsOfField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldProgress {
    pub field: FieldCode,
    pub name: String,
    pub assignments: u32,
    pub shown: BTreeMap<Shown, u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitProgress {
    pub unit: UnitId,
    pub unit_name: String,
    pub assignments: u32,
    pub shown: BTreeMap<Shown, u32>,
    /// See [`MatrixRow`](super::MatrixRow).
    pub complete: u8,
    pub on_time: Option<u8>,
    /// Whether it handed the period in.
    pub handed_in: bool,
}

/// How many units handed a period in; the four are all that answer for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportsOfPeriod {
    pub period: PeriodId,
    pub name: String,
    pub due: NaiveDate,
    /// By the day on which the server had it.
    pub on_time: u32,
    pub late: u32,
    /// Past the date, and not there.
    pub missing: u32,
    /// Not there, and its date is still to come, or was never owed.
    pub open: u32,
}

/// Numeric targets, each counted once for each unit that has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TargetsOfField {
    pub field: FieldCode,
    pub name: String,
    pub met: u32,
    pub missed: u32,
    /// Nothing is entered yet, or nothing is asked for.
    pub open: u32,
}
