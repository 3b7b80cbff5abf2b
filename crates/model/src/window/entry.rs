//! One assignment in one period, with everything that belongs to it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::figure::{BaseView, PortalView, YearFigure};
use super::review::{
    Difference, EvidenceRemarkView, FieldWord, HandedIn, NamedFieldView, QuestionView, Stop,
};
use super::sums::EntryRegister;
use super::times::EntryTimes;
use super::work::{DueView, PeriodView, Touch};
use super::year::{CarriedEntry, DetailPlan, YearBefore};
use crate::ids::{
    CheckId, EvidenceId, FieldCode, FigureId, FileHash, IndicatorId, PlanId, RecordId, RegisterId, SideId,
    TaskId, UnitId,
};
use crate::plan::{FigureScope, Role};
use crate::state::{Shown, WorkState};
use crate::target::{EntryKey, Target};
use crate::value::Heads;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EntryPage {
    pub unit: UnitId,
    pub unit_name: String,
    pub entry: EntryKey,
    pub period: PeriodView,
    pub task: TaskView,
    /// What a revision makes of it before or after the days by which the entry is read.
    pub other_days: Vec<OtherDays>,
    pub role: Role,
    /// True on a laptop of the unit itself.
    pub editable: bool,
    /// True when the viewer's office may return or accept (on its own laptop).
    pub reviewable: bool,
    pub shown: Shown,
    pub state: WorkState,
    pub percent: Option<u8>,
    /// Every text that an entry has, the empty ones too.
    pub texts: Vec<TextView>,
    pub figures: Vec<FigureView>,
    pub registers: Vec<EntryRegister>,
    /// Where the work comes from that was not finished in the year before.
    pub carried: Option<CarriedEntry>,
    /// Plans that are the detail of the task.
    pub details: Vec<DetailPlan>,
    pub evidence: Vec<EvidenceView>,
    pub dues: Vec<DueView>,
    /// None while it is not completed.
    pub times: Option<EntryTimes>,
    /// The talk with the reviewer, oldest first.
    pub talk: Vec<Remark>,
    pub questions: Vec<QuestionView>,
    pub remarks: Vec<EvidenceRemarkView>,
    /// The fields that returns name and no later word of the same office took the place of.
    pub named: Vec<NamedFieldView>,
    /// What was changed since a moment that counts for the viewer, which stands first; fields that were named before the others.
    pub differences: Vec<Difference>,
    /// What is told against accepting it.
    pub stops: Vec<Stop>,
    /// Grows with each change of the entry: tells what was seen from what stands there later.
    pub stamp: u32,
    pub handed_in: Option<HandedIn>,
    /// Newest first, at most 200.
    pub history: Vec<HistoryItem>,
    pub conflicts: Vec<ConflictView>,
    pub unsent: bool,
    /// Asked as it was written by a moment: whether anything of it arrived after that.
    pub arrived_later: bool,
    pub touched: Option<Touch>,
}

impl EntryPage {
    /// One of its texts.
    pub fn text(&self, target: &Target) -> &str {
        let found = self.texts.iter().find(|text| text.target == *target);
        found.map(|text| text.text.as_str()).unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TextView {
    pub target: Target,
    /// `narrative`, `difficulties`, ...
    pub name: String,
    /// "Nội dung thực hiện"
    pub label: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskView {
    pub id: TaskId,
    pub title: String,
    pub field: FieldCode,
    pub field_name: String,
    /// As the annex writes them: names of units and of groups.
    pub lead: Vec<String>,
    pub with: Vec<String>,
    pub outputs: Vec<String>,
    /// Columns whose cell is empty in the annex, shown as "suy luận".
    pub inherited: Vec<String>,
    pub inferred: Vec<String>,
    /// Where the decision's text was mended, is read in a certain way, or contradicts itself.
    pub notes: Vec<String>,
    /// The plan from which it was carried over as a whole.
    pub carried_from: Option<PlanId>,
    /// "theo mục II.3": the annex does not carry it.
    pub standby: Option<String>,
    /// Its first day, where a decision added it.
    pub from: Option<NaiveDate>,
    /// Its last day, where others came in its place.
    pub until: Option<NaiveDate>,
    /// The tasks that came in its place.
    pub into: Vec<TaskLink>,
    /// The tasks in whose place it came.
    pub replaces: Vec<TaskLink>,
}

/// What was said of a task until a day, or is said from a day on, and otherwise in the entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OtherDays {
    /// One of the two.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// "Nội dung", "Chỉ tiêu “...”"
    pub what: String,
    pub text: String,
}

/// Another task, as a link shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TaskLink {
    pub id: TaskId,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FigureView {
    pub indicator: IndicatorId,
    pub name: String,
    /// `rate`, `count`, `change` or `checklist`.
    pub kind: String,
    /// "≥ 100 %", "đủ 3", "chưa giao"
    pub target: String,
    /// Of what the unit tells here; None where nobody tells the two apart.
    pub scope: Option<FigureScope>,
    /// Where the decision's text is read in a certain way, or does not say something.
    pub notes: Vec<String>,
    pub values: Vec<FigureValue>,
    /// Of a change whose figures are typed: what it is held against.
    pub base: Option<BaseView>,
    /// Where figures add up over periods.
    pub year: Option<YearFigure>,
    /// Where a portal works it out as well.
    pub portal: Option<PortalView>,
    /// The named things of a checklist.
    pub checks: Vec<CheckView>,
    pub none_arose: bool,
    /// Why the figures differ from what the registers come to; without it these count.
    pub reason: String,
    /// The rate, count or change, worked out: "98,7 %". None while a figure is missing.
    pub result: Option<String>,
    pub met: Option<bool>,
    /// None where there is no such year, or nothing was entered in it.
    pub year_before: Option<YearBefore>,
    /// What is odd about the figures, in words: a numerator over its denominator, a zero denominator, ten times what the period
    /// before had.
    pub warning: Option<String>,
}

/// One of the named things that a checklist asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CheckView {
    pub check: CheckId,
    pub name: String,
    /// The target is met without it.
    pub optional: bool,
    pub done: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FigureValue {
    pub figure: FigureId,
    pub label: String,
    /// "1.234,5", or empty while nothing is entered.
    pub text: String,
    /// What counted in the period before.
    pub last: Option<String>,
    pub counted: Option<CountedFigure>,
}

/// A figure that the unit's registers come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CountedFigure {
    pub register: RegisterId,
    /// "Hồ sơ TTHC"
    pub name: String,
    /// "giải quyết đúng hạn"
    pub count: String,
    /// "1.234"; None while the register holds nothing: the figure is typed then.
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EvidenceView {
    pub id: EvidenceId,
    pub unit: UnitId,
    pub unit_name: String,
    pub number: String,
    pub symbol: String,
    pub issuer: String,
    pub signed: Option<NaiveDate>,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub file: FileHash,
    pub file_name: String,
    /// `application/pdf`, `image/jpeg`, ...
    pub media_type: String,
    pub size: u64,
    /// Section and page that prove the point of the entry asked about; empty in a list of all evidence.
    pub place: String,
    pub used_in: Vec<UsedIn>,
    /// Records of registers that name it.
    pub records: Vec<RecordUse>,
    pub whereabouts: Whereabouts,
}

/// A record of a register that names a piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordUse {
    pub register: RegisterId,
    /// What the register is called.
    pub name: String,
    pub record: RecordId,
}

/// An entry that a piece of evidence proves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UsedIn {
    pub entry: EntryKey,
    pub place: String,
}

/// Where the bytes of a file are, as far as the one who answers knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[ts(export)]
pub enum Whereabouts {
    /// On this laptop and on the server.
    Everywhere,
    /// On this laptop alone, with so many bytes already sent.
    OnlyHere { sent: u64 },
    /// On the server (and, on a laptop, not here).
    OnServer,
    /// Still on a laptop of the unit that added it.
    OnTheirLaptop { sent: u64 },
    /// Nowhere for anybody: its unit withdrew it, or the district did.
    Withdrawn {
        reason: String,
        /// Other evidence shows it still.
        elsewhere: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Remark {
    pub office: String,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    /// True for an acceptance, false for a return.
    pub accepted: bool,
    pub text: String,
    pub until: Option<NaiveDate>,
    /// Of a return.
    pub fields: Vec<FieldWord>,
    /// What was before the office: it can be read as it was.
    pub heads: Option<Heads>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HistoryItem {
    pub by: String,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    /// That clock stood more than an hour ahead then, as what came later shows: the order is right, the hour is not.
    pub received_wrong: bool,
    /// "Trạng thái", "Nội dung thực hiện", ...
    pub what: String,
    pub before: Option<String>,
    pub after: String,
    /// False while it waits on this laptop.
    pub sent: bool,
}

/// One field for which the unit's people gave different values without knowing of each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConflictView {
    pub unit: UnitId,
    pub unit_name: String,
    pub target: Target,
    /// "III.6a · Tỷ lệ hoàn thành"
    pub what: String,
    pub title: String,
    /// Of a text, where the contenders are what it would read with each side's words: as it reads now, which nobody wrote.
    pub merged: Option<String>,
    pub contenders: Vec<Contender>,
    /// What stays beside a third value in the fields that are decided together: "Tổng số hồ sơ: 50".
    pub kept: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Contender {
    /// What `Act::Settle` takes back to choose it.
    pub text: String,
    /// So as well, where more than the text is chosen.
    pub side: Option<SideId>,
    /// What is decided with it, as the same side had it: "Tổng số hồ sơ: 50".
    pub with: Vec<String>,
    /// For people: "hoàn thành", "98 %".
    pub shown: String,
    pub by: String,
    pub at: DateTime<FixedOffset>,
}
