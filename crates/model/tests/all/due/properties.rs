//! What holds in every year.

use chrono::{Datelike, Days, NaiveDate};
use model::due::Lateness;
use model::due::{DueInstance, Entered, Settings, instances, lateness};
use model::ids::TaskId;
use model::plan::{Plan, PlanSource};
use model::plan::{Rule, YearDate};
use proptest::prelude::*;

use crate::support::{MANG_YANG_UNITS, date, mang_yang};

const HEAD: &str = "\
[plan]
id = \"p\"
title = \"T\"
issued_by = \"huyen\"
coordinated_by = \"noi-vu\"
decision = \"1\"
issued_on = 2019-01-01
year = 2019
[[report]]
id = \"Y\"
name = \"Năm\"
months = [1, 12]
due = \"Y-11-25\"
[[field]]
code = \"I\"
name = \"I\"
[[task]]
code = \"I.1\"
title = \"T\"
lead = [\"noi-vu\"]
";

/// The dates of one rule in one year.
fn dates(rule: &str, year: i32) -> Vec<NaiveDate> {
    let plan = format!("{HEAD}due = [[\"lời\", \"{rule}\"]]\n");
    let plan =
        Plan::load(&PlanSource::new(MANG_YANG_UNITS, &plan, "")).unwrap_or_else(|faults| panic!("{faults}"));
    let dues = instances(&plan.for_year(year), &TaskId::new("I.1"), &Settings::default());
    dues.into_iter().filter_map(|due| due.date).collect()
}

#[test]
fn an_entered_date_stays_with_its_rule_wherever_that_stands_and_whatever_becomes_of_the_others() {
    let task = TaskId::new("I.1");
    let mut settings = Settings::default();
    let day = date("2019-08-20");
    settings.entered.insert((task.clone(), "by-plan".into()), Entered { date: Some(day), basis: None });
    for rules in [
        r#"["A", "by-plan"], ["B", "by-regulation"]"#,
        r#"["B", "by-regulation"], ["Khác", "by Y-12-31"], ["A", "by-plan"]"#,
        r#"["B", "by-plan", "khac"], ["A", "by-regulation", "by-plan"]"#,
    ] {
        let plan = format!("{HEAD}due = [{rules}]\n");
        let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, &plan, "")).unwrap();
        let dues = instances(&plan, &task, &settings);
        let dated: Vec<&str> =
            dues.iter().filter(|due| due.date == Some(day)).map(|due| &*due.text).collect();
        assert_eq!(dated, ["A"], "{rules}");
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..40_543u64).prop_map(|days| date("1990-01-01") + Days::new(days))
}

proptest! {
    #[test]
    fn by_quarter_is_the_last_day_of_that_quarter(year in 1990..=2100, offset in -2..=2, quarter in 1..=4u32) {
        let written = if offset == 0 { "Y".to_owned() } else { format!("Y{offset:+}") };
        let dates = dates(&format!("by-quarter {written} Q{quarter}"), year);
        prop_assert_eq!(dates.len(), 1);
        let (last, next) = (dates[0], dates[0].succ_opt().unwrap());
        prop_assert_eq!((last.year(), last.month()), (year + offset, quarter * 3));
        prop_assert_eq!(next.day(), 1, "the next day begins another month");
    }

    #[test]
    fn each_quarter_gives_four_ascending_dates(year in 1990..=2100, day in 1..=31u32) {
        let dates = dates(&format!("each-quarter MM=last {day:02}"), year);
        let months: Vec<u32> = dates.iter().map(Datelike::month).collect();
        prop_assert_eq!(months, [3, 6, 9, 12]);
        prop_assert!(dates.is_sorted() && dates.iter().all(|date| date.year() == year));
        let days: Vec<u32> = dates.iter().map(Datelike::day).collect();
        prop_assert_eq!(days, [day, day.min(30), day.min(30), day], "June and September have no 31st");
    }

    #[test]
    fn by_moves_with_the_year(day in any_day(), year in 1990..=2100, offset in -9..=9) {
        let written = if offset == 0 { "Y".to_owned() } else { format!("Y{offset:+}") };
        let text = format!("{written}-{:02}-{:02}", day.month(), day.day());
        let parsed = YearDate::parse(&text).expect("a day of the calendar");
        let on = parsed.in_year(year);
        prop_assert_eq!((on.year(), on.month()), (year + offset, day.month()));
        let leaps = day.month() == 2 && day.day() == 29 && !on.leap_year();
        prop_assert_eq!(on.day(), if leaps { 28 } else { day.day() });
    }

    #[test]
    fn each_year_is_once_a_year(year in 1990..=2100) {
        prop_assert_eq!(dates("each-year 02-29", year), [NaiveDate::from_ymd_opt(year, 3, 1).unwrap().pred_opt().unwrap()]);
    }

    #[test]
    fn rules_never_panic(text in ".{0,40}") {
        let _ = Rule::parse(&text);
    }

    #[test]
    fn rules_near_the_good_ones_never_panic(text in "(by|by-quarter|each-quarter|each-year) Y?[-+]?[0-9Qé=]{0,4}[- ][0-9]{0,3}-?[0-9]{0,3}") {
        let _ = Rule::parse(&text);
    }

    #[test]
    fn lateness_counts_days(due in any_day(), today in any_day()) {
        let instance = DueInstance {
            rule: "by".into(), text: String::new(), date: Some(due), period: None, continuous: false, basis: None,
            counted: None,
            owed_by: Vec::new(), unowed: None,
        };
        let days = (due - today).num_days();
        match lateness(&instance, false, today) {
            Lateness::Late(late) => prop_assert_eq!(late, -days),
            Lateness::Soon(left) => prop_assert!(left == days && (0..=7).contains(&days)),
            Lateness::Later(left) => prop_assert!(left == days && days > 7),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn every_entered_date_has_a_period_in_every_year(day in any_day(), year in 1990..=2100) {
        let plan = mang_yang().for_year(year);
        let mut settings = Settings::default();
        let task = TaskId::new("II.1");
        settings.entered.insert((task.clone(), "by-plan".into()), Entered { date: Some(day), basis: None });
        let dues = instances(&plan, &task, &settings);
        let period = plan.period(dues[0].period.as_ref().unwrap()).unwrap();
        prop_assert!(!period.optional);
        prop_assert!(period.contains(day) || day.year() != year);
    }
}
