//! What the coordinating office enters for the year, and what waits for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::entry::ConflictView;
use super::period::DataDaysView;
use super::work::PeriodView;
use crate::ids::{MilestoneId, PeriodId, RequestId, RequesterId, RuleId, TaskId, UnitId};

/// The dates that rest on the coordinating office's word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct YearSettings {
    /// True on a laptop of the coordinating office, while the plan is open.
    pub editable: bool,
    /// True on a laptop of the coordinating office: it closes the plan, and opens it again.
    pub keeps: bool,
    /// From this day on the plan is read, and written no more.
    pub closed_on: Option<NaiveDate>,
    /// In the plan's order.
    pub reports: Vec<ReportSetting>,
    pub milestones: Vec<MilestoneSetting>,
    /// By the day on which they are due.
    pub requests: Vec<RequestSetting>,
    /// Every rule of the plan whose date comes with a request.
    pub awaiting: Vec<Awaiting>,
    /// Of these fields, on a laptop of the coordinating office.
    pub conflicts: Vec<ConflictView>,
}

/// One periodic report, and when units hand theirs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportSetting {
    pub period: PeriodView,
    /// "Báo cáo CCHC quý III"
    pub title: String,
    /// Whether it is asked for is not certain.
    pub optional: bool,
    /// How many days before the district's own date the units hand in; None: nobody said.
    pub days: Option<u16>,
    /// Of the units' day: "Ngày này là thứ Bảy".
    pub warning: Option<String>,
    /// Of which days it tells.
    pub data: DataDaysView,
    /// What the coordinating office itself said of them; the plan's stand behind.
    pub data_from: Option<NaiveDate>,
    pub data_to: Option<NaiveDate>,
    pub cut_off: Option<NaiveDate>,
    /// Less than one working day lies between cut-off and a date.
    pub too_close: Option<String>,
}

/// A yearly date that the plan waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MilestoneSetting {
    pub id: MilestoneId,
    pub name: String,
    pub date: Option<NaiveDate>,
    /// The document that sets it; empty while nobody said.
    pub basis: String,
    /// The tasks that are due on the day before.
    pub tasks: Vec<TaskId>,
    /// Of the day before it.
    pub warning: Option<String>,
}

/// What one letter from above asks of one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RequestSetting {
    pub id: RequestId,
    pub requester: RequesterId,
    pub requester_name: String,
    pub task: TaskId,
    pub rule: RuleId,
    /// The period in whose row it stands.
    pub period: Option<PeriodId>,
    pub number: String,
    pub received_on: NaiveDate,
    pub due: NaiveDate,
    /// Of whom it asks something; empty: of all that owe it.
    pub units: Vec<UnitId>,
    /// Of the day on which it is due.
    pub warning: Option<String>,
}

/// A rule whose date comes with a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Awaiting {
    pub requester: RequesterId,
    pub requester_name: String,
    pub task: TaskId,
    pub title: String,
    /// Of the task's rules this one.
    pub rule: RuleId,
    /// The annex's own words.
    pub text: String,
    /// Who has a part in the task.
    pub units: Vec<UnitId>,
}
