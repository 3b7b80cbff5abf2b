//! From rules to dates.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DueRequest, Entered, Settings, after_working_days};
use crate::ids::{PeriodId, RuleId, TaskId, UnitId};
use crate::period::{Period, asked_for, of_date};
use crate::plan::{DueRule, Party, Plan, Rule, Task, day_of};

/// One date of a task; a rule may give several in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueInstance {
    pub rule: RuleId,
    /// The annex's own words.
    pub text: String,
    /// The last day on which it is on time. None: continuous, or "chưa xác định".
    pub date: Option<NaiveDate>,
    /// The period in whose row it stands; None: in the row of every period.
    pub period: Option<PeriodId>,
    pub continuous: bool,
    /// The document that set the date, where a person entered it.
    pub basis: Option<String>,
    /// Where it is counted from a document.
    pub counted: Option<Counted>,
    /// Who owes what is due; empty: everyone who has a part in the task.
    pub owed_by: Vec<Party>,
    /// Why nobody owes anything by this date; None: it is owed.
    pub unowed: Option<Unowed>,
}

/// That a date lies so many working days after that of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Counted {
    /// The document's; none until it is entered.
    pub from: Option<NaiveDate>,
    pub days: u16,
}

/// Why a date binds nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unowed {
    /// It lies before the plan took effect.
    BeforeEffect,
    /// The text names its year, which was over before the plan's began.
    OtherYear,
    /// It goes with a report that nobody is asked for.
    NotAsked,
}

impl Unowed {
    pub fn on(plan: &Plan, date: NaiveDate) -> Option<Self> {
        (!plan.binds_on(date)).then_some(Self::BeforeEffect)
    }
}

impl DueInstance {
    pub fn shows_in(&self, period: &PeriodId) -> bool {
        self.period.as_ref().is_none_or(|own| own == period)
    }

    /// Someone has yet to enter the date.
    pub fn is_undetermined(&self) -> bool {
        self.date.is_none() && !self.continuous
    }
}

/// Every date of the task in the plan's year, by rule and then as the rule gives them. A list of many units needs them once for
/// each task: who of them owes what, [`Plan::owes`] says.
pub fn instances(plan: &Plan, task: &TaskId, settings: &Settings) -> Vec<DueInstance> {
    let Some(task) = plan.task(task) else { return Vec::new() };
    let periods = plan.periods();
    let calendar = Calendar { plan, task, settings, asked_for: asked_for(periods.clone()), periods };
    task.due.iter().flat_map(|rule| calendar.of_rule(rule)).collect()
}

/// The dates that stand in the task's row of one period.
pub fn for_period(plan: &Plan, task: &TaskId, settings: &Settings, period: &PeriodId) -> Vec<DueInstance> {
    let mut instances = instances(plan, task, settings);
    instances.retain(|instance| instance.shows_in(period));
    instances
}

impl Settings {
    /// The same dates as one unit has them: what is due with a period's report has the day that was granted to it, where that is
    /// later; what was due before it had a part in the task it does not owe, and what comes after it has left is none of its dates.
    pub fn granted<'d>(
        &self,
        plan: &Plan,
        (unit, task): (&UnitId, &TaskId),
        dues: &'d [DueInstance],
    ) -> Cow<'d, [DueInstance]> {
        let days = plan.assignment(unit, task).map(|one| (one.from, one.until)).unwrap_or_default();
        let (from, until) = days;
        if days == (None, None) && (self.granted.is_empty() || !self.granted.keys().any(|(_, of)| of == unit))
        {
            return Cow::Borrowed(dues);
        }
        let with_report = |due: &DueInstance| {
            let rule = plan.task(task).and_then(|task| task.rule(&due.rule));
            rule.is_some_and(
                |rule| matches!(&rule.rule, Rule::WithReport(series) if plan.report_series() == Some(series)),
            )
        };
        let moved = |due: &DueInstance| {
            let of_report = due.period.as_ref().filter(|_| with_report(due));
            let granted = of_report.and_then(|period| self.granted.get(&(period.clone(), unit.clone())));
            let date = due.date.max(granted.copied());
            let before = date.zip(from).is_some_and(|(date, from)| date < from);
            let unowed = due.unowed.or(before.then_some(Unowed::BeforeEffect));
            DueInstance { date, unowed, ..due.clone() }
        };
        let owed = |due: &&DueInstance| due.date.zip(until).is_none_or(|(date, until)| date <= until);
        Cow::Owned(dues.iter().filter(owed).map(moved).collect())
    }
}

/// What dates are worked out from.
struct Calendar<'p> {
    plan: &'p Plan,
    task: &'p Task,
    settings: &'p Settings,
    periods: Vec<Period>,
    asked_for: Vec<Period>,
}

impl Calendar<'_> {
    fn of_rule(&self, due: &DueRule) -> Vec<DueInstance> {
        let year = self.plan.year();
        let open = DueInstance {
            rule: due.id.clone(),
            text: due.text.clone(),
            date: None,
            period: None,
            continuous: false,
            basis: None,
            counted: None,
            owed_by: due.owed_by.clone(),
            unowed: None,
        };
        match &due.rule {
            Rule::By(date) => vec![self.on(&open, date.in_year(year))],
            Rule::On(date) if date.year() < year => {
                vec![DueInstance { unowed: Some(Unowed::OtherYear), ..self.on(&open, *date) }]
            }
            Rule::On(date) => vec![self.on(&open, *date)],
            Rule::ByQuarter { offset, quarter } => {
                vec![self.on(&open, day_of(year.saturating_add(*offset), quarter * 3, 31))]
            }
            Rule::EachQuarter { day } => [3, 6, 9, 12]
                .into_iter()
                .map(|month| self.in_quarter(&open, day_of(year, month, *day)))
                .collect(),
            Rule::EachYear { month, day } => vec![self.on(&open, day_of(year, *month, *day))],
            Rule::Continuous => vec![DueInstance { continuous: true, ..open }],
            Rule::ByPlan | Rule::ByRegulation | Rule::AfterConclusion => vec![self.entered(open)],
            Rule::AfterDocument { days } => vec![self.counted(open, *days)],
            Rule::WithReport(series) if self.plan.report_series() == Some(series) => {
                let with = |period: &Period| {
                    let on = self.on(&open, period.due);
                    let unowed = on.unowed.or(period.optional.then_some(Unowed::NotAsked));
                    DueInstance { period: Some(period.id.clone()), unowed, ..on }
                };
                self.periods.iter().map(with).collect()
            }
            Rule::WithReport(_) => vec![self.entered(open)],
            Rule::OnRequest(who) => {
                let asked: Vec<&DueRequest> = self
                    .settings
                    .requests
                    .iter()
                    .filter(|one| one.asks_for(&self.task.id, &due.id, who))
                    .collect();
                self.requested(open, asked)
            }
            Rule::BeforeMilestone(id) => {
                let day_before = |date: NaiveDate| date.checked_sub_days(Days::new(1)).unwrap_or(date);
                vec![self.by_hand(open, self.settings.milestones.get(id), day_before)]
            }
        }
    }

    /// One instance for each request; an open one until the first arrives.
    fn requested(&self, open: DueInstance, mut asked: Vec<&DueRequest>) -> Vec<DueInstance> {
        asked.sort_by_key(|request| (request.due, request.id.clone()));
        if asked.is_empty() {
            return vec![open];
        }
        let with = |request: &&DueRequest| {
            let asked = request.units.iter().cloned().map(Party::Unit);
            let owed_by = if request.units.is_empty() { open.owed_by.clone() } else { asked.collect() };
            DueInstance { basis: Some(request.basis()), owed_by, ..self.on(&open, request.due) }
        };
        asked.iter().map(with).collect()
    }

    fn entered(&self, open: DueInstance) -> DueInstance {
        let entered = self.settings.entered.get(&(self.task.id.clone(), open.rule.clone()));
        self.by_hand(open, entered, |date| date)
    }

    /// What is entered is the document and its date.
    fn counted(&self, open: DueInstance, days: u16) -> DueInstance {
        let entered = self.settings.entered.get(&(self.task.id.clone(), open.rule.clone()));
        let from = entered.and_then(|entered| entered.date);
        let open = DueInstance { counted: Some(Counted { from, days }), ..open };
        self.by_hand(open, entered, |date| after_working_days(self.plan, date, days))
    }

    /// `due`: the day that follows from the one that was entered.
    fn by_hand(
        &self,
        open: DueInstance,
        entered: Option<&Entered>,
        due: impl Fn(NaiveDate) -> NaiveDate,
    ) -> DueInstance {
        let Some(entered) = entered else { return open };
        let open = DueInstance { basis: entered.basis.clone(), ..open };
        match entered.date {
            Some(date) => self.on(&open, due(date)),
            None => open,
        }
    }

    /// The report of a quarter that is due on that very day, be it one that is asked for or not, is what is meant.
    fn in_quarter(&self, open: &DueInstance, date: NaiveDate) -> DueInstance {
        let on = self.on(open, date);
        let reported = self.periods.iter().find(|period| period.due == date).map(|period| period.id.clone());
        DueInstance { period: reported.or(on.period), ..on }
    }

    fn on(&self, open: &DueInstance, date: NaiveDate) -> DueInstance {
        let period = of_date(&self.asked_for, date).map(|period| period.id.clone());
        let unowed = Unowed::on(self.plan, date);
        DueInstance { date: Some(date), period, unowed, ..open.clone() }
    }
}
