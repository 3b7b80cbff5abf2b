//! What a day asks of whoever sits down before the window.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reminder::ReminderView;
use crate::ids::{PeriodId, PlanId, RegisterId, TaskId, UnitId};

/// Of a unit: what it owes. Of an office: what came in, what waits for its word, who is late. In the order in which lines
/// press.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Day {
    /// "Since yesterday": the beginning of the last working day before today.
    pub since: DateTime<FixedOffset>,
    /// Those that stand unanswered before the viewer's unit, or before one whose work it carries on.
    pub reminders: Vec<ReminderView>,
    pub lines: Vec<DayLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayLine {
    pub kind: DayKind,
    /// Whose work it is: of what the viewer's unit owes another one's, where it carries that one's work on.
    pub unit: UnitId,
    pub unit_name: String,
    /// Of several the last.
    pub period: PeriodId,
    /// None: of several entries, or of the period's report.
    pub task: Option<TaskId>,
    /// Of records of one register.
    pub register: Option<RegisterId>,
    pub title: Option<String>,
    /// How many entries, reports, or conflicts the line is about.
    pub count: u32,
    /// By which it is owed; of several the earliest.
    pub date: Option<NaiveDate>,
    /// From today to `date`; negative when it has passed.
    pub days: Option<i64>,
    /// When it came to the server; of several the last.
    pub at: Option<DateTime<FixedOffset>>,
    /// An office's reason, or a unit's answer.
    pub words: Option<String>,
    /// Whose words these are.
    pub by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum DayKind {
    // --- what the viewer's own unit owes
    /// Sent back: one line for each entry.
    Returned,
    /// Different values of colleagues, one line for all.
    Conflicts,
    /// Questions of offices that wait for the unit's answer: one line for each entry.
    Question,
    /// Past its date: one line for each entry.
    Late,
    /// Records of a register that are past their date, or due soon: one line for each register.
    Records,
    /// The report of the period is to be handed in.
    HandIn,
    /// Due soon ([`SOON_DAYS`](crate::due::SOON_DAYS)): one line for each entry.
    DueSoon,
    /// More time was granted, which `date` tells, or refused, in the days before: one line for each period.
    TimeAnswered,
    /// What was decided of the unit's proposals since the last working day, one line for all.
    ProposalAnswered,
    /// What the unit proposed to change of the plan, while nothing is decided: one line for all.
    Proposed,
    // --- what others did, or owe: one line for each unit where no entry is named
    /// Handed in or closed, and no word of the viewer's office on it yet.
    WaitsForReview,
    /// A unit asks for more time, until `date`, and waits for the word of the office that keeps the plan.
    TimeAsked,
    /// Changed after it was accepted: one line for each entry.
    Amended,
    /// Proposals that wait for what was decided to be recorded.
    ProposalWaits,
    /// What the viewer's office asked was answered since the last working day: one line for each answer.
    QuestionAnswered,
    /// A reminder of the viewer's office was answered.
    Answered,
    /// Entries that are past their date.
    OthersLate,
    /// The period's report is past its date and was not handed in.
    NotHandedIn,
    /// Sent back, with the date by which it was asked for again: one line for each entry.
    Promised,
    /// Changed since the last working day.
    CameIn,
}

/// What waits for the viewer in another plan than the one that is looked at, as that plan's own day counts it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WaitsElsewhere {
    pub plan: PlanId,
    /// Reminders that stand unanswered.
    pub reminders: u32,
    /// In the order in which they press; what waits for nobody, or has time, is left out.
    pub waits: Vec<DayCount>,
}

/// How much of one kind a day tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayCount {
    pub kind: DayKind,
    pub count: u32,
}
