//! Days off: a deadline on one is warned of, never moved.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Weekday};

use crate::plan::Plan;
use crate::time::{day_and_month, vi_date};

/// Public holidays that have the same date every year: month, day.
const FIXED: [(u32, u32); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];

/// Monday to Friday, and no holiday.
pub fn is_working_day(plan: &Plan, date: NaiveDate) -> bool {
    warning(plan, date).is_none()
}

/// The day that is so many working days after another, which is not counted itself.
pub fn after_working_days(plan: &Plan, date: NaiveDate, days: u16) -> NaiveDate {
    let mut left = days;
    let mut day = date;
    while left > 0 {
        let Some(next) = day.checked_add_days(Days::new(1)) else { return day };
        day = next;
        left -= u16::from(is_working_day(plan, day));
    }
    day
}

/// How many working days there are after a day, up to another and with it: as terms are counted, their first day is not one of
/// them and their last one is.
pub fn working_days_between(plan: &Plan, after: NaiveDate, upto: NaiveDate) -> usize {
    after.iter_days().skip(1).take_while(|day| *day <= upto).filter(|day| is_working_day(plan, *day)).count()
}

/// What to know of a deadline on this day: "Ngày này là thứ Bảy". None on a working day.
pub fn warning(plan: &Plan, date: NaiveDate) -> Option<String> {
    if FIXED.contains(&(date.month(), date.day())) || plan.holidays().binary_search(&date).is_ok() {
        return Some(format!("Ngày này là ngày nghỉ lễ ({})", day_and_month(date)));
    }
    match date.weekday() {
        Weekday::Sat => Some("Ngày này là thứ Bảy".to_owned()),
        Weekday::Sun => Some("Ngày này là Chủ nhật".to_owned()),
        _ => None,
    }
}

/// "16:05 ngày 05/9/2019".
pub fn vi_time(at: DateTime<FixedOffset>) -> String {
    format!("{} ngày {}", at.format("%H:%M"), vi_date(at.date_naive()))
}
