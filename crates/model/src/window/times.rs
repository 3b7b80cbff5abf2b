//! When something was said or completed, by whose clock, and what an office said of that.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::due::{Rests, Timing};
use crate::value::Ground;

/// By whom something was said, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaidView {
    pub by: String,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}

/// What an office said of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConfirmationView {
    pub office: String,
    /// None: the office could not take the claim for true.
    pub ground: Option<Ground>,
    pub words: String,
    #[serde(flatten)]
    pub said: SaidView,
}

/// When an entry was completed, and whether that was in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EntryTimes {
    /// The day that was owed and presses most; None where there is none.
    pub due: Option<NaiveDate>,
    /// The last date on a paper that proves the entry.
    pub signed: Option<NaiveDate>,
    /// By the laptop's clock, or the arrival where that was earlier.
    pub completed: DateTime<FixedOffset>,
    /// By the server's clock; None until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    /// None where no day was owed.
    pub timing: Option<Timing>,
    pub rests: Option<Rests>,
    pub confirmation: Option<ConfirmationView>,
}
