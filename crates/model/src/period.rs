//! Reporting periods: a report of the plan in its year, as people call it, and when it is due.

use chrono::NaiveDate;

use crate::ids::PeriodId;
use crate::plan::{Plan, Report, day_of, last_day};

/// A reporting period of the plan's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: PeriodId,
    /// "Quý III/2019", "6 tháng/2019", "Năm 2019".
    pub name: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The district's own date, towards the level above.
    pub due: NaiveDate,
    pub optional: bool,
}

impl Period {
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl Plan {
    /// In the files' order.
    pub fn periods(&self) -> Vec<Period> {
        self.reports().iter().map(|report| self.in_year(report)).collect()
    }

    pub fn period(&self, id: &PeriodId) -> Option<Period> {
        self.report(id).map(|report| self.in_year(report))
    }

    /// The period whose report was due before this one's.
    pub fn period_before(&self, id: &PeriodId) -> Option<&PeriodId> {
        let due = |report: &Report| report.due.in_year(self.year());
        let own = self.report(id)?;
        let before = self.reports().iter().filter(|other| due(other) < due(own));
        before.max_by_key(|other| due(other)).map(|report| &report.id)
    }

    fn in_year(&self, report: &Report) -> Period {
        let (first, last) = self.days_of(report);
        Period {
            id: report.id.clone(),
            name: self.name_of(report),
            first,
            last,
            due: report.due.in_year(self.year()),
            optional: report.optional,
        }
    }

    /// The first and the last.
    pub(crate) fn days_of(&self, report: &Report) -> (NaiveDate, NaiveDate) {
        let (first, last) = report.months;
        (day_of(self.year(), u32::from(first), 1), last_day(self.year(), u32::from(last)))
    }

    /// The usual name of the months; the report's own where two reports have the same months.
    fn name_of(&self, report: &Report) -> String {
        let year = self.year();
        if self.reports().iter().filter(|other| other.months == report.months).count() > 1 {
            return format!("{} năm {year}", report.name);
        }
        match report.months {
            (1, 12) => format!("Năm {year}"),
            (1, last @ (6 | 9)) => format!("{last} tháng/{year}"),
            (7, 12) => format!("6 tháng cuối năm/{year}"),
            (first, last) if first % 3 == 1 && last == first + 2 => {
                let quarter = ["I", "II", "III", "IV"][usize::from(first / 3) % 4];
                format!("Quý {quarter}/{year}")
            }
            (first, last) if first == last => format!("Tháng {first}/{year}"),
            (first, last) => format!("Tháng {first}–{last}/{year}"),
        }
    }
}

/// The periods that are handed in for certain, or all where every one is optional.
pub(crate) fn asked_for(periods: Vec<Period>) -> Vec<Period> {
    let certain: Vec<Period> = periods.iter().filter(|period| !period.optional).cloned().collect();
    if certain.is_empty() { periods } else { certain }
}

/// The period in whose row a date stands: the shortest that contains it. A date before all periods stands in
/// the first, one in a gap in the next, one after all in the longest of those that end last (the annual one).
pub(crate) fn of_date(periods: &[Period], date: NaiveDate) -> Option<&Period> {
    let length = |period: &&Period| period.last - period.first;
    periods
        .iter()
        .filter(|period| period.contains(date))
        .min_by_key(length)
        .or_else(|| {
            periods
                .iter()
                .filter(|period| period.first > date)
                .min_by_key(|period| (period.first, period.last))
        })
        .or_else(|| periods.iter().max_by_key(|period| (period.last, length(period))))
}
