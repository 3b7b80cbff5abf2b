//! Periods of the year and the one that comes next.

use model::due::Settings;
use model::ids::PeriodId;

use crate::support::{date, mang_yang};

fn current(settings: &Settings, today: &str) -> String {
    settings.current_period(&mang_yang(), date(today)).unwrap().id.to_string()
}

#[test]
fn have_the_names_that_people_use() {
    let names: Vec<String> = mang_yang().periods().into_iter().map(|period| period.name).collect();
    assert_eq!(names, ["Quý I/2019", "6 tháng/2019", "Quý III/2019", "Năm 2019", "Quý IV/2019"]);
}

#[test]
fn run_from_the_first_to_the_last_day_of_their_months() {
    let q1 = mang_yang().for_year(2020).period(&PeriodId::new("Q1")).unwrap();
    assert_eq!((q1.first, q1.last, q1.due), (date("2020-01-01"), date("2020-03-31"), date("2020-03-05")));
    assert_eq!(mang_yang().period(&PeriodId::new("Q9")), None);
}

#[test]
fn are_handed_in_some_days_before_the_districts_own_date() {
    let plan = mang_yang();
    let q3 = plan.period(&PeriodId::new("Q3")).unwrap();
    let mut settings = Settings::default();
    assert_eq!(settings.unit_due(&q3), q3.due, "until the coordinating office sets days");
    settings.unit_days.insert(q3.id.clone(), 5);
    assert_eq!(settings.unit_due(&q3), date("2019-08-31"));
}

#[test]
fn the_current_one_is_the_next_to_be_handed_in() {
    let mut settings = Settings::default();
    assert_eq!(current(&settings, "2018-12-01"), "Q1");
    assert_eq!(current(&settings, "2019-03-05"), "Q1", "its own day still counts");
    assert_eq!(current(&settings, "2019-03-06"), "H1");
    assert_eq!(current(&settings, "2019-09-06"), "Y");
    assert_eq!(current(&settings, "2019-11-26"), "Y", "the optional Q4 report is not asked for");
    assert_eq!(current(&settings, "2030-01-01"), "Y", "after the last, the last");
    settings.unit_days.insert(PeriodId::new("Q1"), 10);
    assert_eq!(current(&settings, "2019-02-24"), "H1", "the units' own date counts");
}
