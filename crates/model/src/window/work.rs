//! Questions, and the lists of work.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::FieldWord;
use super::year::{AboveView, PlanBefore};
use crate::due::{Counted, Lateness, Phase};
use crate::ids::{
    EvidenceId, FieldCode, IndicatorId, PeriodId, PlanId, RecordId, RegisterId, RuleId, TaskId, UnitId,
};
use crate::plan::{PlanChange, Role, UnitChange};
use crate::state::Shown;
use crate::target::EntryKey;
use crate::value::Heads;

/// A question. Each names the type of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Ask {
    /// -> [`Home`]
    Home,
    /// Assignments of one unit, or of one task over all units -> [`WorkList`]
    Work { period: PeriodId, unit: Option<UnitId>, task: Option<TaskId> },
    /// -> [`EntryPage`](super::EntryPage)
    Entry { unit: UnitId, entry: EntryKey },
    /// Every date of a unit's year; of all units where none is named -> `Vec<Deadline>`
    Deadlines { unit: Option<UnitId> },
    /// -> `Vec<EvidenceView>` of one unit, or of all
    Evidence { unit: Option<UnitId> },
    /// -> `Vec<ConflictView>` of the documents that the viewer's unit writes
    Conflicts,
    /// Handing in a period: of the viewer's unit where none is named -> [`HandInPage`](super::HandInPage)
    HandIn { period: PeriodId, unit: Option<UnitId> },
    /// What waits for the viewer's office -> `Vec<ReviewRow>`
    Reviews { period: PeriodId },
    /// An entry as it stood at heads that a word of an office names -> `Vec<FieldThen>`
    AsSeen { unit: UnitId, entry: EntryKey, heads: Heads },
    /// -> [`Matrix`](super::Matrix)
    Matrix { period: PeriodId, field: Option<FieldCode> },
    /// -> [`FiguresPage`](super::FiguresPage)
    Figures { period: PeriodId, field: Option<FieldCode> },
    /// -> `Vec<Late>`
    Late { period: PeriodId, field: Option<FieldCode> },
    /// -> `Vec<Silent>`
    Silent,
    /// What a day asks of the viewer -> [`Day`](super::Day)
    Day,
    /// What waits for the viewer in the other open plans -> `Vec<WaitsElsewhere>`
    Elsewhere,
    /// Progress, timeliness and targets of all that the viewer may read -> [`Overview`](super::Overview)
    Overview { period: PeriodId },
    /// Of one unit, or of all; the newest first -> `Vec<ReminderView>`
    Reminders { unit: Option<UnitId> },
    /// What units propose to change of the plan: one unit, or all -> [`ProposalsPage`](super::ProposalsPage)
    Proposals { unit: Option<UnitId> },
    /// What may be changed of the plan -> [`PlanForms`](super::PlanForms)
    PlanForms,
    /// What changes of the plan would come to, from a day on as it is typed -> [`PlanPreview`](super::PlanPreview)
    PlanPreview { changes: Vec<PlanChange>, from: String },
    /// Every unit, and what became of it -> [`UnitsPage`](super::UnitsPage)
    Units,
    /// What changes of the list of units would come to, from a day on as it is typed -> [`UnitsPreview`](super::UnitsPreview)
    UnitsPreview { changes: Vec<UnitChange>, from: String },
    /// How a task is done, as offices say it -> `Vec<GuidanceView>`
    Guidance { task: TaskId },
    /// The decision that issued the plan -> [`DocumentView`](super::DocumentView)
    Document,
    /// One period: its days, who handed in and when -> [`PeriodPage`](super::PeriodPage)
    Period { period: PeriodId },
    /// What was complete and in time -> [`Timeliness`](super::Timeliness)
    Timeliness { period: PeriodId, field: Option<FieldCode> },
    /// Dates that the coordinating office enters -> [`YearSettings`](super::YearSettings)
    Settings,
    /// Every register, of one unit or of all that the viewer may read -> `Vec<RegisterShort>`
    Registers { unit: Option<UnitId> },
    /// -> [`RegisterPage`](super::RegisterPage), of one unit or of all
    Register { register: RegisterId, unit: Option<UnitId> },
    /// -> [`RecordPage`](super::RecordPage)
    Record { unit: UnitId, register: RegisterId, record: RecordId },
    /// What was copied in a table program, as records of the viewer's own register -> [`PastedView`](super::PastedView)
    Pasted { register: RegisterId, unit: UnitId, text: String },
    /// What was copied out of a portal's table, or read from a file of it, for the viewer's own unit; `period`: of lines that name
    /// none; where and on which day it was read, as far as that was typed -> [`PortalSheetView`](super::PortalSheetView)
    PastedPortal { unit: UnitId, period: PeriodId, text: String, source: String, read_on: String },
    /// What of the year before is not finished: of the viewer's unit where none is named -> [`CarryOverPage`](super::CarryOverPage)
    CarryOver { unit: Option<UnitId> },
    /// Duties that the annex does not carry -> `Vec<StandbyTask>`
    Standby,
    /// Search without marks: "duong" finds "đường" -> `Vec<Found>`, at most 50
    Find { text: String },
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Viewer {
    /// A unit that only does its own work.
    Unit,
    /// An office that leads tasks of others and sees their workbooks.
    Office,
    /// The coordinating office: sees all.
    Coordinator,
    /// A leader's account on the web page: sees all, writes nothing.
    Reader,
}

/// What frames every window: who, which plan, which periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Home {
    pub viewer: Viewer,
    /// None for a reader's account.
    pub unit: Option<UnitId>,
    pub unit_name: String,
    pub person: String,
    /// The one that this is about.
    pub plan: PlanId,
    /// All that the viewer may look at, those that are written first, the newest first.
    pub plans: Vec<PlanView>,
    pub decision: String,
    pub district: String,
    pub year: i32,
    pub today: NaiveDate,
    pub periods: Vec<PeriodView>,
    /// The period whose report is due next.
    pub current: PeriodId,
    pub fields: Vec<FieldView>,
    /// What the plan calls a task, where that is not its id.
    pub codes: BTreeMap<TaskId, String>,
    pub units: Vec<UnitView>,
    /// Units that are no more, in whose workbooks the viewer's goes on with the periods in which they were there. None where
    /// nothing is written.
    pub carries_on: Vec<Carried>,
    /// Assignments of the viewer's unit.
    pub work: u32,
    pub overdue: u32,
    /// In any period: what was sent back is owed, however long ago its report was.
    pub returned: u32,
    /// The period to look at for them: the current one where any is of it, else the first that has one.
    pub returned_in: Option<PeriodId>,
    pub evidence: u32,
    /// The plan of the year before, where the viewer may look at it.
    pub before: Option<PlanBefore>,
    /// The task above of which this plan is the detail, where the viewer may look at it.
    pub above: Option<AboveView>,
    /// Of the registers of the viewer's unit: those whose date has passed, and that have not ended.
    pub late_records: u32,
    pub conflicts: u32,
    /// Reminders to the viewer's unit that were not answered.
    pub reminders: u32,
    /// Proposals that wait for the word of the viewer's office, which keeps the plan.
    pub proposals: u32,
}

/// A unit whose work another one carries on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Carried {
    pub unit: UnitId,
    /// The last in which it was there.
    pub period: PeriodId,
}

/// A plan to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlanView {
    pub id: PlanId,
    pub title: String,
    pub year: i32,
    /// The unit that keeps it: a commune may have a plan of its own under the district's.
    pub coordinator: String,
    /// From this day on it is read, and written no more.
    pub closed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PeriodView {
    pub id: PeriodId,
    /// "Quý III/2019"
    pub name: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The district's date towards the province.
    pub due: NaiveDate,
    /// The day on which the viewer's unit hands in: that of all units (equal to `due` until the coordinating office sets days before
    /// it), or the one that was granted to it.
    pub unit_due: NaiveDate,
    /// It was granted.
    pub granted: bool,
    /// For the viewer's unit.
    pub phase: Phase,
    /// From today to `unit_due`; negative when it has passed.
    pub days_left: i64,
    /// `unit_due` lies before the plan took effect: nobody is late with it.
    pub before_effect: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldView {
    pub code: FieldCode,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitView {
    pub id: UnitId,
    pub name: String,
    /// `district`, `office`, `agency`, `commune`, or whatever the plan's data says.
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WorkList {
    pub rows: Vec<WorkRow>,
    /// Rows with any content in this period.
    pub begun: u32,
    pub overdue: u32,
}

/// One assignment in one period, as a row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WorkRow {
    pub unit: UnitId,
    pub unit_name: String,
    pub task: TaskId,
    pub field: FieldCode,
    pub title: String,
    pub role: Role,
    pub shown: Shown,
    pub percent: Option<u8>,
    /// The date that presses most; None where the task has none in this period.
    pub due: Option<DueView>,
    pub figures: Vec<FigureShort>,
    pub evidence: u32,
    /// Of these, how many files are still only on a laptop of the unit.
    pub evidence_waiting: u32,
    pub returned: Option<Returned>,
    /// Changed after the period was handed in.
    pub changed_after: bool,
    /// Questions of offices that are not answered.
    pub questions: u32,
    /// Whether the office has looked at it on this laptop, and whether it was changed since.
    pub looked: Option<Looked>,
    pub conflicts: u32,
    /// Holds edits that were not sent (on a laptop only).
    pub unsent: bool,
    /// Asked as it was written by a moment: whether anything of it arrived after that.
    pub arrived_later: bool,
    pub touched: Option<Touch>,
    /// Of continuous work: for how many days nothing was told of it in the period.
    pub silent_days: Option<i64>,
}

/// An office's look at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Looked {
    AsItIs,
    ChangedSince,
}

/// Who changed something last, and when their machine says that it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Touch {
    pub by: String,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}

/// One date of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DueView {
    /// Of the task's rules this one.
    pub rule: RuleId,
    /// The annex's own words.
    pub text: String,
    pub date: Option<NaiveDate>,
    pub lateness: Lateness,
    /// The document that set the date, where a person entered it.
    pub basis: Option<String>,
    /// Where it is counted from a document, which is entered with its date.
    pub counted: Option<Counted>,
    /// True when the viewer's unit is the one that enters this date.
    pub settable: bool,
    /// "Ngày này là thứ Bảy": a warning, never a shift.
    pub warning: Option<String>,
    /// Names of units and groups that owe it; empty: everyone who has a part in the task.
    pub owed_by: Vec<String>,
    /// What of the task is due by it; empty: the decision does not say.
    pub outputs: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FigureShort {
    pub indicator: IndicatorId,
    pub name: String,
    /// "98,7 %", "không phát sinh", or empty while nothing is entered.
    pub shown: String,
    /// "≥ 100 %"
    pub target: String,
    pub met: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Returned {
    pub office: String,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub reason: String,
    pub until: Option<NaiveDate>,
    pub fields: Vec<FieldWord>,
}

/// A date of the year's calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Deadline {
    /// None for a periodic report, which is of all tasks.
    pub task: Option<TaskId>,
    pub title: String,
    pub unit: Option<UnitId>,
    pub unit_name: Option<String>,
    pub period: PeriodId,
    /// Of what is owed for one record of a register, which stands in the task's entry.
    pub record: Option<FoundRecord>,
    pub due: DueView,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Found {
    pub kind: FoundKind,
    /// First line: code and title, or number and symbol.
    pub title: String,
    /// Where the words were found, with some of what stands around them.
    pub excerpt: String,
    pub unit: Option<UnitId>,
    pub unit_name: Option<String>,
    pub entry: Option<EntryKey>,
    pub evidence: Option<EvidenceId>,
    pub record: Option<FoundRecord>,
}

/// A record of a register, of the unit of what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FoundRecord {
    pub register: RegisterId,
    pub record: RecordId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FoundKind {
    Task,
    Entry,
    Evidence,
    Record,
    Unit,
}
