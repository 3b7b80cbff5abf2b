//! Whether a period is open, closing or closed.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SOON_DAYS, Settings};
use crate::ids::UnitId;
use crate::period::Period;
use crate::plan::Plan;

/// How far a period is. What is written after it was closed is taken all the same, and shown as what came afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Phase {
    Open,
    /// Its figures are closed, or the day to hand in is within a week.
    Closing,
    /// The day to hand in has passed, or the coordinating office closed it.
    Closed,
}

impl Settings {
    /// For a unit, or for all to whom nothing was granted. The office's last act counts before any date; what it grants to a unit
    /// after that counts for the unit.
    pub fn phase(&self, plan: &Plan, period: &Period, unit: Option<&UnitId>, today: NaiveDate) -> Phase {
        let due = self.due_of(period, unit);
        let reopened = unit.is_some_and(|unit| self.reopened.contains(&(period.id.clone(), unit.clone())));
        let cut_off = self.days_of(plan, period).cut_off;
        let week_before = due.checked_sub_days(Days::new(SOON_DAYS.unsigned_abs())).unwrap_or(due);
        let closing = today >= week_before || cut_off.is_some_and(|cut_off| today > cut_off);
        match self.closings.get(&period.id) {
            Some(true) if !reopened => Phase::Closed,
            Some(false) if today > due => Phase::Closing,
            _ if today > due => Phase::Closed,
            _ if closing => Phase::Closing,
            _ => Phase::Open,
        }
    }
}
