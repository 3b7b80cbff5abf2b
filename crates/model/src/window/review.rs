//! What reviewers and a unit say to each other, and what was changed since.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{EvidenceId, PeriodId, QuestionId, TaskId, UnitId};
use crate::target::Target;

/// What an entry held at a moment that counts, and holds otherwise now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Difference {
    pub since: Since,
    /// In the order of the entry's fields.
    pub fields: Vec<FieldChange>,
}

/// The moment with which an entry is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Since {
    /// As the unit handed it in.
    HandedIn { at: DateTime<FixedOffset> },
    /// As the office sent it back.
    Returned { office: String, at: DateTime<FixedOffset> },
    /// As the office accepted it: what was changed is an amendment.
    Accepted { office: String, at: DateTime<FixedOffset> },
    /// As the office saw it on this laptop.
    Looked { at: DateTime<FixedOffset> },
}

/// One field, before and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldChange {
    pub target: Target,
    /// "Nội dung thực hiện", "Minh chứng 45/BC-UBND"
    pub what: String,
    pub before: String,
    pub after: String,
    /// What both begin with; empty where the two are no longer texts.
    pub head: String,
    pub gone: String,
    pub come: String,
    /// What both end with.
    pub tail: String,
}

/// A field that an office means when it returns an entry, and its word to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldWord {
    pub target: Target,
    /// "Nội dung thực hiện", "Minh chứng 45/BC-UBND"
    pub what: String,
    pub words: String,
}

/// A field of an entry for which it is returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldReason {
    pub target: Target,
    pub words: String,
}

/// What became of it since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NamedFieldView {
    pub field: FieldWord,
    pub office: String,
    pub at: DateTime<FixedOffset>,
    /// What was changed in it.
    pub changes: Vec<FieldChange>,
    /// Nothing was. False also where this machine cannot tell: it does not have what was sent back, or the figure is worked out
    /// of registers.
    pub unchanged: bool,
}

/// A field as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldThen {
    pub what: String,
    pub shown: String,
}

/// Why an entry is not accepted without more ado.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Stop {
    pub is: StopKind,
    /// Not at all while it lasts; else it is asked twice.
    pub blocks: bool,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum StopKind {
    /// People of the unit gave different values.
    Undecided,
    /// A file is still on a laptop of the unit.
    FileAway,
    FigureQuestioned,
    /// A question of an office is not answered.
    Unanswered,
    /// An office finds a piece of evidence lacking.
    EvidenceLacking,
    /// The unit took back what it had handed in.
    Withdrawn,
    /// Sent back because of a field that is as it was.
    NamedUnchanged,
}

/// A question of an office, and the unit's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QuestionView {
    pub id: QuestionId,
    pub office: UnitId,
    pub office_name: String,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub text: String,
    pub answer: Option<AnswerView>,
    /// The office took it back; the answer was on its way.
    pub withdrawn: bool,
    /// The viewer's office asked it, and may take it back.
    pub own: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AnswerView {
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub text: String,
}

/// An office's word on a piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EvidenceRemarkView {
    pub evidence: EvidenceId,
    pub office: UnitId,
    pub office_name: String,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub good: bool,
    pub words: String,
}

/// What became of a period that was handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HandedIn {
    pub stands: HandedInStands,
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub by: String,
    /// Who answers for the unit; None where nobody was named.
    pub confirmed_by: Option<String>,
    /// When the unit took it back, or tried to.
    pub withdrawn: Option<DateTime<FixedOffset>>,
    /// Which office saw it first.
    pub looked: Option<LookedBy>,
    /// Entries that were changed afterwards.
    pub changed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum HandedInStands {
    HandedIn,
    /// The unit took it back before an office had seen it.
    Withdrawn,
    /// The unit took it back, and an office's look was at the server before: it stays handed in, and both are shown.
    Crossed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LookedBy {
    pub office: String,
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}

/// One unit's period, as the reviewing office has it before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewRow {
    pub unit: UnitId,
    pub unit_name: String,
    pub handed_in: Option<HandedIn>,
    /// Entries that the viewer's office reviews, and of these:
    pub entries: u32,
    pub begun: u32,
    pub accepted: u32,
    /// Accepted, and changed since.
    pub amended: u32,
    /// Sent back, and waited for.
    pub returned: u32,
    /// Sent back, and changed since.
    pub mended: u32,
    /// Not answered.
    pub questions: u32,
    /// Seen on this laptop as they are, and neither accepted nor sent back: one act accepts them.
    pub looked: u32,
    /// The earliest of the new dates that returns set and that the unit has not kept.
    pub until: Option<NaiveDate>,
}

/// Handing in a period: what the check finds, and what was done so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HandInPage {
    pub unit: UnitId,
    pub unit_name: String,
    pub period: PeriodId,
    /// True where the viewer hands it in.
    pub writable: bool,
    /// What forbids it first.
    pub items: Vec<CheckItem>,
    pub blocking: u32,
    /// Who may confirm it.
    pub people: Vec<PersonView>,
    pub handed_in: Option<HandedIn>,
    /// Oldest first.
    pub acts: Vec<PeriodAct>,
    /// Tasks whose entries were changed afterwards, in the plan's order.
    pub changed: Vec<TaskId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonView {
    pub id: crate::ids::PersonId,
    pub name: String,
}

/// What somebody did about a period as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PeriodAct {
    /// "nộp lúc 09:31 ngày 05/9/2019"
    pub what: String,
    pub by: String,
    /// The office; None: the unit itself.
    pub office: Option<String>,
    pub at: DateTime<FixedOffset>,
    pub received: Option<DateTime<FixedOffset>>,
}

/// Something that the check finds, and where it is mended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CheckItem {
    pub is: CheckKind,
    /// The period is not handed in while it lasts.
    pub blocks: bool,
    pub task: Option<TaskId>,
    /// The field in which it is mended.
    pub target: Option<Target>,
    pub evidence: Option<EvidenceId>,
    pub words: String,
}

/// In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum CheckKind {
    /// Two people gave different values.
    Undecided,
    /// Sent back, and not mended.
    Returned,
    Unanswered,
    /// Contradicts itself.
    Contradiction,
    /// Contradicts the period before.
    LastPeriod,
    Empty,
    Figure,
    NoEvidence,
    UnreadableEvidence,
    /// Its file is not at the server.
    FileAway,
    /// A laptop of the unit has not spoken for long: what was written there is not known here.
    OtherLaptop,
    /// A part of the report that no entry fills.
    PartOfReport,
}
