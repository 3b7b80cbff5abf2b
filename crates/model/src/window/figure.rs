//! Figures against targets, and what stands beside them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::year::YearBefore;
use crate::ids::{FieldCode, IndicatorId, TaskId, UnitId};
use crate::plan::FigureScope;
use crate::record::NewPortalFigure;

/// Of one period, over units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FiguresPage {
    pub rows: Vec<FigureRow>,
    /// What units come to together, where their figures add up.
    pub sums: Vec<FigureSum>,
}

/// One numeric target of one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FigureRow {
    pub indicator: IndicatorId,
    pub name: String,
    pub task: TaskId,
    pub field: FieldCode,
    pub unit: UnitId,
    pub unit_name: String,
    pub target: String,
    /// As entered, written as an office writes them; of a checklist what was done.
    pub values: Vec<String>,
    /// Whether they are such names.
    pub checks: bool,
    /// Of what the unit tells here; None where nobody tells the two apart.
    pub scope: Option<FigureScope>,
    /// "98,7 %", "không phát sinh", or empty.
    pub result: String,
    pub met: Option<bool>,
    /// Of a change: what it is held against.
    pub base: Option<BaseView>,
    /// Where figures add up over periods.
    pub year: Option<YearFigure>,
    /// Where something was read on a portal.
    pub portal: Option<PortalView>,
    /// None where there is no such year, or nothing was entered in it.
    pub year_before: Option<YearBefore>,
    /// What is odd about it.
    pub warning: Option<String>,
}

/// What several units come to together, each telling its own part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FigureSum {
    pub indicator: IndicatorId,
    /// "UBND các xã, thị trấn"; None: all that tell their own part.
    pub of: Option<String>,
    /// From how many there are figures, of how many that have some to tell.
    pub told: u32,
    pub units: u32,
    pub values: Vec<String>,
    pub result: String,
    pub met: Option<bool>,
    pub year: Option<YearFigure>,
}

/// What figures come to from the year's beginning, by the days of the periods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct YearFigure {
    pub values: Vec<String>,
    pub result: String,
    pub met: Option<bool>,
    /// Names of the periods that are added up: "Quý I/2019".
    pub periods: Vec<String>,
    /// Of which figures are missing yet.
    pub missing: Vec<String>,
    /// Days are missing between two periods, or told twice: nothing was added up.
    pub apart: bool,
    /// The sum is no number that can be held.
    pub too_large: bool,
}

/// What a change is held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BaseView {
    /// "1.234", or empty while nobody said.
    pub text: String,
    /// Where that is written.
    pub source: String,
    /// The plan says so, and nobody types it.
    pub of_plan: bool,
}

/// What a portal shows of an indicator, as the unit read it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PortalView {
    /// What the plan calls the portal.
    pub name: String,
    /// "98,7", or empty.
    pub text: String,
    /// The same with its unit: "98,7 %".
    pub shown: String,
    /// Where on the portal.
    pub source: String,
    pub read_on: Option<NaiveDate>,
    /// Why it differs.
    pub why: String,
    /// It is another number than the unit reports.
    pub differs: bool,
}

/// Figures out of a portal's table, as they were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PortalSheetView {
    /// Why nothing can be read.
    pub fault: Option<String>,
    pub lines: Vec<PortalLineView>,
    /// Lines of other units, which are passed over.
    pub of_others: u32,
    /// Lines behind the last one that was looked at.
    pub too_many: u32,
    /// Why the page or the day that were typed for all lines cannot be taken; empty ones are asked for when all is written.
    pub problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PortalLineView {
    /// As a person counts them.
    pub line: u32,
    /// What the indicator is called; as it stands there, where there is none.
    pub name: String,
    pub period_name: String,
    /// What would be written; None where it cannot be taken.
    pub figure: Option<NewPortalFigure>,
    /// What it is called with its unit: "98,7 %".
    pub shown: String,
    /// What was written of the portal so far: "98,7 %".
    pub stands: String,
    /// What the unit reports: "97,1 %".
    pub own: String,
    /// The portal shows another number than that.
    pub differs: bool,
    /// It stands there already, with the same page and day.
    pub unchanged: bool,
    /// Why it is not taken.
    pub problem: Option<String>,
}
