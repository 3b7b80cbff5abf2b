//! Of which days a report tells, and when its figures are closed.

use chrono::NaiveDate;

use super::{Settings, working_days_between};
use crate::ids::PeriodId;
use crate::period::Period;
use crate::plan::{DataDays, Plan};
use crate::target::PeriodDay;

/// The days of a period in its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodDays {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// None where nobody said.
    pub cut_off: Option<NaiveDate>,
}

impl Settings {
    /// The coordinating office's word, or else the plan's, or else the months of the period.
    pub fn days_of(&self, plan: &Plan, period: &Period) -> PeriodDays {
        let said = |day: PeriodDay| self.days.get(&(period.id.clone(), day)).copied();
        let data = plan.report(&period.id).map(|report| report.data).unwrap_or_default();
        let DataDays { from, to, cut_off } = data;
        let in_year = |day: Option<crate::plan::YearDate>| day.map(|day| day.in_year(plan.year()));
        PeriodDays {
            from: said(PeriodDay::From).or(in_year(from)).unwrap_or(period.first),
            to: said(PeriodDay::To).or(in_year(to)).unwrap_or(period.last),
            cut_off: said(PeriodDay::CutOff).or(in_year(cut_off)),
        }
    }

    /// Whether the period begins with another that ends before it, so that its figures hold those of the other.
    pub fn is_cumulative(&self, plan: &Plan, period: &Period) -> bool {
        let own = self.days_of(plan, period);
        let others = plan.periods().into_iter().filter(|other| other.id != period.id);
        others
            .map(|other| self.days_of(plan, &other))
            .any(|other| other.from == own.from && other.to < own.to)
    }

    /// Whether the days of another period are among those of one, so that its figures hold those of the other.
    pub fn contains(&self, plan: &Plan, period: &PeriodId, other: &PeriodId) -> bool {
        let days = |id: &PeriodId| plan.period(id).map(|period| self.days_of(plan, &period));
        days(period).zip(days(other)).is_some_and(|(own, other)| own.from <= other.from && other.to <= own.to)
    }

    /// The periods whose days, one after another, are those of the year up to this one's last day: the period alone where it tells of
    /// all of them. None where days are missing between two, or told twice, so that nothing may be added up.
    pub fn year_to(&self, plan: &Plan, period: &Period) -> Option<Vec<Period>> {
        let all: Vec<(Period, PeriodDays)> = plan
            .periods()
            .into_iter()
            .map(|one| {
                let days = self.days_of(plan, &one);
                (one, days)
            })
            .collect();
        let begins = all.iter().map(|(_, days)| days.from).min()?;
        let mut chain = Vec::new();
        let mut next = all.iter().find(|(one, _)| one.id == period.id);
        while let Some((one, days)) = next {
            chain.push(one.clone());
            if days.from == begins {
                chain.reverse();
                return Some(chain);
            }
            // Of several that end there the one that tells of most.
            let before = |other: &&(Period, PeriodDays)| {
                other.1.from <= other.1.to && other.1.to.succ_opt() == Some(days.from)
            };
            next = all.iter().filter(before).min_by_key(|(other, of)| (of.from, &other.id));
        }
        None
    }
}

/// What to know where less than one working day lies between closing the figures and sending them.
pub fn too_close(plan: &Plan, cut_off: NaiveDate, sent: NaiveDate) -> Option<String> {
    (working_days_between(plan, cut_off, sent) < 1)
        .then(|| "Từ mốc chốt số liệu đến ngày gửi chưa đủ 01 ngày làm việc".to_owned())
}
