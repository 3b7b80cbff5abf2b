//! What people have entered that due dates rest on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::ids::{MilestoneId, PeriodId, RequestId, RequesterId, RuleId, TaskId, UnitId};
use crate::period::{Period, asked_for};
use crate::plan::Plan;
use crate::target::PeriodDay;

/// Read from the documents by the caller; everything may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub milestones: BTreeMap<MilestoneId, Entered>,
    /// How many days before the district's own date the units hand in.
    pub unit_days: BTreeMap<PeriodId, u16>,
    /// Dates of rules that have none of their own, by task and position of the rule. Where several of
    /// [`Plan::date_setters`] entered one, that of the first of them.
    pub entered: BTreeMap<(TaskId, RuleId), Entered>,
    pub requests: Vec<DueRequest>,
    /// Of which days periods tell, where the coordinating office says so.
    pub days: BTreeMap<(PeriodId, PeriodDay), NaiveDate>,
    /// Until when units may hand in that asked for more time.
    pub granted: BTreeMap<(PeriodId, UnitId), NaiveDate>,
    /// Periods that the coordinating office closed (true) or opened again.
    pub closings: BTreeMap<PeriodId, bool>,
    /// Units to which time was granted after the period was closed.
    pub reopened: BTreeSet<(PeriodId, UnitId)>,
}

impl Settings {
    /// The day on which a unit hands the period in: so many days before the district's own date as the coordinating
    /// office set, or that date.
    pub fn unit_due(&self, period: &Period) -> NaiveDate {
        let days = self.unit_days.get(&period.id).copied().unwrap_or_default();
        period.due.checked_sub_days(Days::new(u64::from(days))).unwrap_or(period.due)
    }

    /// The same of one unit: the day that was granted to it, where one was.
    pub fn due_of(&self, period: &Period, unit: Option<&UnitId>) -> NaiveDate {
        let granted = unit.and_then(|unit| self.granted.get(&(period.id.clone(), unit.clone())));
        granted.copied().unwrap_or_else(|| self.unit_due(period))
    }

    /// The period whose [`Self::unit_due`] comes next (today counts), or else the last one. Optional reports are
    /// passed over: whether they are handed in is for the coordinating office to say.
    pub fn current_period(&self, plan: &Plan, today: NaiveDate) -> Option<Period> {
        let periods = asked_for(plan.periods());
        let next = periods.iter().filter(|period| self.unit_due(period) >= today);
        let next = next.min_by_key(|period| self.unit_due(period));
        next.or_else(|| periods.iter().max_by_key(|period| self.unit_due(period))).cloned()
    }
}

/// A date that someone entered, and the document that sets it. Either may still be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub date: Option<NaiveDate>,
    pub basis: Option<String>,
}

/// A request from above; it opens an instance of the `on-request` rules that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRequest {
    pub id: RequestId,
    pub who: RequesterId,
    /// Number and symbol of the letter.
    pub number: String,
    pub received_on: NaiveDate,
    pub due: NaiveDate,
    /// What it asks for; None: every task that waits for this requester.
    pub task: Option<TaskId>,
    /// Which rule of the task; None: each that waits for this requester.
    pub rule: Option<RuleId>,
    /// Of whom; empty: of all that owe what the rule asks for.
    pub units: Vec<UnitId>,
}

impl DueRequest {
    /// Whether the rule at this place, which waits for `who`, is asked for.
    pub fn asks_for(&self, task: &TaskId, rule: &RuleId, who: &RequesterId) -> bool {
        self.who == *who
            && self.task.as_ref().is_none_or(|asked| asked == task)
            && self.rule.as_ref().is_none_or(|asked| asked == rule)
    }

    /// "Công văn 12/SNV-CCHC, đến ngày 01/3/2019".
    pub fn basis(&self) -> String {
        format!("{}, đến ngày {}", self.number, crate::time::vi_date(self.received_on))
    }
}
