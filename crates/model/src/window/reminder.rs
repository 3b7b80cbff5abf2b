//! What offices say to units: how a task is done, and what is waited for; and what became of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{PeriodId, ReminderId, TaskId, UnitId};

/// One office's reminder to one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReminderView {
    pub id: ReminderId,
    pub office: UnitId,
    pub office_name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub words: String,
    pub period: Option<PeriodId>,
    /// None: the report as a whole.
    pub tasks: Vec<TaskId>,
    pub until: Option<NaiveDate>,
    pub sent: Said,
    /// Who of the unit had it before them first.
    pub seen: Option<Said>,
    pub answer: Option<String>,
    pub answered: Option<Said>,
    /// The office took it back; the answer was on its way.
    pub dropped: bool,
    /// Whether the viewer's unit is the one that answers, on a laptop: in its own workbook, or in that of a unit whose work it
    /// carries on.
    pub answerable: bool,
    /// Whether the viewer's unit sent it, on a laptop.
    pub takeable: bool,
}

/// Who said something, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Said {
    pub by: String,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}

/// What one office says to all units of how a task is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidanceView {
    pub office: UnitId,
    pub office_name: String,
    /// Empty where the viewer's own office has said nothing yet.
    pub text: String,
    pub said: Option<Said>,
    /// Whether the viewer's unit writes it, on a laptop.
    pub editable: bool,
}
