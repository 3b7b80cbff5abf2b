//! What a day asks of whoever sits down before the window.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reminder::ReminderView;
use crate::ids::{PeriodId, RegisterId, TaskId, UnitId};

/// Of a unit: what it owes. Of an office: what came in, what waits for its word, who is late. In the order in which lines
/// press.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Day {
    /// "Since yesterday": the beginning of the last working day before today.
    pub since: DateTime<FixedOffset>,
    /// Those that stand unanswered before the viewer's unit.
    pub reminders: Vec<ReminderView>,
    pub lines: Vec<DayLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayLine {
    pub kind: DayKind,
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
    /// Past its date: one line for each entry.
    Late,
    /// Records of a register that are past their date, or due soon: one line for each register.
    Records,
    /// The report of the period is to be handed in.
    HandIn,
    /// Due soon ([`SOON_DAYS`](crate::due::SOON_DAYS)): one line for each entry.
    DueSoon,
    /// What was decided of the unit's proposals since the last working day, one line for all.
    ProposalAnswered,
    /// What the unit proposed to change of the plan, while nothing is decided: one line for all.
    Proposed,
    // --- what others did, or owe: one line for each unit where no entry is named
    /// Handed in or closed, and no word of the viewer's office on it yet.
    WaitsForReview,
    /// Changed after it was accepted: one line for each entry.
    Amended,
    /// Proposals that wait for what was decided to be recorded.
    ProposalWaits,
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
