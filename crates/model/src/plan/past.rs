//! A plan as it read before it was revised: a period that had ended by then keeps the words, targets and dates of then.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::item::{ends, on};
use super::{Items, Plan, Term};
use crate::ids::{PeriodId, PlanId};

/// A plan of then that would not hold together with what is said since, of units for instance, is none: the one of today is read
/// in its place.
pub(super) fn of_items(id: &PlanId, term: Term, items: &Items) -> Arc<[(NaiveDate, Plan)]> {
    let then = |until: NaiveDate| {
        let items = Items { plan: on(&items.plan, until), ..items.clone() };
        Some((until, Plan::of_today(id, term, &items).ok()?))
    };
    ends(&items.plan).into_iter().filter_map(then).collect()
}

impl Plan {
    /// The plan by which the period is read: the one that was in force on its last day.
    pub fn in_period(&self, period: &PeriodId) -> &Self {
        let last = self.report(period).map(|report| self.days_of(report).1);
        let then = self.past.iter().find(|(until, _)| last.is_some_and(|last| last <= *until));
        then.map_or(self, |(_, plan)| plan)
    }

    /// What came in its place after the period, and from which days on.
    pub fn after_period(&self, period: &PeriodId) -> impl Iterator<Item = (NaiveDate, &Self)> {
        let last = self.report(period).map(|report| self.days_of(report).1);
        let from = |until: NaiveDate| until.checked_add_days(Days::new(1)).unwrap_or(until);
        let next = self.past.iter().skip(1).map(|(_, plan)| plan).chain([self]);
        let all = self.past.iter().map(move |(until, _)| from(*until)).zip(next);
        all.filter(move |(from, _)| last.is_some_and(|last| last < *from))
    }

    /// What was in force in the period before its last day, and until which days.
    pub fn early_in_period(&self, period: &PeriodId) -> impl Iterator<Item = (NaiveDate, &Self)> {
        let days = self.report(period).map(|report| self.days_of(report));
        let all = self.past.iter().map(|(until, plan)| (*until, plan));
        all.filter(move |(until, _)| days.is_some_and(|(first, last)| first <= *until && *until < last))
    }

    /// As it was in force on the last day of a period, and before that in it.
    pub fn of_period(&self, period: &PeriodId) -> impl Iterator<Item = &Self> {
        let early = self.early_in_period(period).map(|(_, plan)| plan);
        std::iter::once(self.in_period(period)).chain(early)
    }

    /// As it is now, and as it was.
    pub fn of_all_days(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.past.iter().map(|(_, plan)| plan))
    }
}
