//! One reporting period: its days, who handed in and when, and what was in time.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::entry::ConflictView;
use super::times::{ConfirmationView, SaidView};
use super::work::PeriodView;
use crate::due::{Rests, Timing};
use crate::ids::{PeriodId, TaskId, UnitId};

/// A period with the reports of the units that the viewer may read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PeriodPage {
    pub period: PeriodView,
    /// "Báo cáo CCHC quý III"
    pub title: String,
    /// Whether it is asked for is not certain.
    pub optional: bool,
    pub days: DataDaysView,
    /// By which steps the report goes upwards, the units' own first.
    pub steps: Vec<ReportStep>,
    /// Where something is read in a certain way, or comes from elsewhere than the decision.
    pub notes: Vec<String>,
    /// The coordinating office's last act, where it closed the period or opened it again.
    pub closing: Option<ClosingView>,
    /// True on a laptop of the coordinating office: it answers, confirms, closes.
    pub keeps: bool,
    /// The viewer's own unit first, then in the plan's order.
    pub reports: Vec<ReportLine>,
    /// Of what is told here and the viewer's unit writes.
    pub conflicts: Vec<ConflictView>,
}

/// Of which days a report tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DataDaysView {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Begins with a period that ends before it, whose figures it holds.
    pub cumulative: bool,
    /// None where nobody said.
    pub cut_off: Option<NaiveDate>,
    /// Whether the plan or the coordinating office said so; else they are the period's months.
    pub said: bool,
}

/// A step upwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportStep {
    /// Who sends; empty for the units.
    pub by: String,
    pub to: Vec<String>,
    /// None where nobody said.
    pub due: Option<NaiveDate>,
    /// Of a level that has days of its own.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub cut_off: Option<NaiveDate>,
    /// The document that says so, where it is not the plan's decision.
    pub basis: Option<String>,
    pub notes: Vec<String>,
    /// "Từ mốc chốt số liệu đến ngày gửi chưa đủ 01 ngày làm việc", "Ngày này là thứ Bảy".
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ClosingView {
    pub closed: bool,
    pub reason: String,
    #[serde(flatten)]
    pub said: SaidView,
}

/// One unit's report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportLine {
    pub unit: UnitId,
    pub unit_name: String,
    /// True on a laptop of the unit: it asks for more time and enters its paper.
    pub editable: bool,
    /// The day that was granted, or that of all units.
    pub due: NaiveDate,
    pub granted: bool,
    /// Signed: number and date of the paper, as the unit entered them.
    pub number: String,
    pub signed: Option<NaiveDate>,
    /// Completed: when the unit handed in, by its laptop's clock. None: it did not.
    pub completed: Option<DateTime<FixedOffset>>,
    pub by: Option<String>,
    /// Received: by the server's clock.
    pub received: Option<DateTime<FixedOffset>>,
    /// It was handed in, and there is nothing in it: that is no report.
    pub empty: bool,
    /// It came into the log after the coordinating office had closed the period.
    pub after_closing: bool,
    /// Nobody is late: the day was before the plan took effect, or the report is optional. None of the rates counts it.
    pub unowed: bool,
    pub timing: Timing,
    /// On which of the dates `timing` rests.
    pub rests: Option<Rests>,
    pub extension: Option<ExtensionView>,
    pub confirmation: Option<ConfirmationView>,
    /// When the unit's laptops spoke with the server around its day; where the claim of a laptop is to be looked at.
    pub link: Option<LinkStory>,
}

/// What a unit asked for, and what it was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExtensionView {
    pub until: NaiveDate,
    pub reason: String,
    #[serde(flatten)]
    pub said: SaidView,
    /// The coordinating office has not answered this.
    pub waits: bool,
    pub answer: Option<ExtensionAnswerView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExtensionAnswerView {
    /// None: refused.
    pub until: Option<NaiveDate>,
    /// The day that was asked for then.
    /// Refused: the day that was granted before, which stays.
    pub stays: Option<NaiveDate>,
    pub asked: NaiveDate,
    pub words: String,
    #[serde(flatten)]
    pub said: SaidView,
}

/// When a unit's changes came to the server around a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LinkStory {
    /// The last before the day was over; None: nothing had come.
    pub before: Option<DateTime<FixedOffset>>,
    /// The first after that.
    pub after: Option<DateTime<FixedOffset>>,
}

/// What was complete and in time in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Timeliness {
    pub period: PeriodId,
    pub as_of: DateTime<FixedOffset>,
    pub total: Rates,
    /// By unit, of those that have a part.
    pub units: Vec<RatesOf>,
    /// By field.
    pub fields: Vec<RatesOf>,
    /// By period of the plan's year, all that the viewer may read.
    pub periods: Vec<RatesOf>,
    /// Claims of laptops that came after their day: those that wait for an office's word first.
    pub claims: Vec<Claim>,
    /// Continuous work of which nothing was told for long, the longest first.
    pub silent: Vec<SilentWork>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RatesOf {
    pub id: String,
    pub name: String,
    #[serde(flatten)]
    pub rates: Rates,
}

/// How many entries. `dated` is the sum of the five that follow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Rates {
    pub assigned: u32,
    /// Closed, and not empty.
    pub complete: u32,
    /// Closed, with nothing in them: they are not complete.
    pub empty: u32,
    /// With a day that was owed and has passed.
    pub dated: u32,
    /// Received by it.
    pub received: u32,
    /// Received later, and completed in time by an office's word.
    pub confirmed: u32,
    /// Received later, and completed in time by the laptop's clock alone.
    pub unverified: u32,
    pub late: u32,
    /// Not complete.
    pub missing: u32,
    /// Complete, of what is assigned; None where nothing is.
    pub complete_percent: Option<u8>,
    /// Received and confirmed, of what is dated; None where nothing is.
    pub in_time_percent: Option<u8>,
}

/// A claim of a laptop that came after its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Claim {
    pub unit: UnitId,
    pub unit_name: String,
    pub task: TaskId,
    pub title: String,
    pub due: NaiveDate,
    /// The last date on a paper that proves the entry.
    pub signed: Option<NaiveDate>,
    pub completed: DateTime<FixedOffset>,
    pub received: Option<DateTime<FixedOffset>>,
    pub timing: Timing,
    pub rests: Option<Rests>,
    pub confirmation: Option<ConfirmationView>,
    pub link: LinkStory,
    /// True where the viewer's office may say something, on its laptop.
    pub reviewable: bool,
}

/// Continuous work of which nothing was told for so many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SilentWork {
    pub unit: UnitId,
    pub unit_name: String,
    pub task: TaskId,
    pub title: String,
    /// When it was last told of in the period; None: never.
    pub last: Option<DateTime<FixedOffset>>,
    pub days: i64,
}
