//! Working days, and what is counted in them.

use model::due::{
    Counted, Entered, Settings, after_working_days, instances, is_working_day, too_close,
    working_days_between,
};
use model::ids::TaskId;
use model::plan::{Plan, PlanSource, Rule};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, date, mang_yang};

/// Mang Yang's plan with another rule for II.1.
fn with_rule(rule: &str) -> Plan {
    let plan = MANG_YANG_PLAN.replacen("\"by-plan\"", &format!("\"{rule}\""), 1);
    assert_ne!(plan, MANG_YANG_PLAN);
    Plan::load(&PlanSource::new(MANG_YANG_UNITS, &plan, MANG_YANG_INDICATORS))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn are_monday_to_friday_without_holidays() {
    let plan = mang_yang();
    let working = |day: &str| is_working_day(&plan, date(day));
    assert!(working("2019-09-05") && working("2019-09-06"));
    assert!(!working("2019-09-07") && !working("2019-09-08"), "a weekend");
    assert!(!working("2019-09-02"), "the national day");
    assert!(!working("2019-02-05"), "Tết, which the data gives");
    assert!(!working("2019-04-15"), "in place of a Sunday, which the data gives");
}

#[test]
fn are_counted_after_the_first_day_and_with_the_last() {
    let plan = mang_yang();
    let after = |day: &str, days| after_working_days(&plan, date(day), days);
    assert_eq!(after("2019-09-05", 0), date("2019-09-05"));
    assert_eq!(after("2019-09-05", 1), date("2019-09-06"));
    assert_eq!(after("2019-09-06", 1), date("2019-09-09"), "over a weekend");
    assert_eq!(after("2019-08-30", 1), date("2019-09-03"), "over a weekend and a holiday");
    assert_eq!(after("2019-02-01", 5), date("2019-02-15"), "over Tết");
    assert_eq!(after("2019-09-07", 1), date("2019-09-09"), "from a day off");
    let between = |from: &str, to: &str| working_days_between(&plan, date(from), date(to));
    assert_eq!(between("2019-09-05", "2019-09-05"), 0);
    assert_eq!(between("2019-09-06", "2019-09-08"), 0, "a weekend has none");
    assert_eq!(between("2019-09-06", "2019-09-09"), 1);
    assert_eq!(between("2019-09-09", "2019-09-06"), 0, "not backwards");
    for days in 1..40 {
        let day = after("2019-01-31", days);
        assert_eq!(working_days_between(&plan, date("2019-01-31"), day), usize::from(days));
        assert!(is_working_day(&plan, day), "a count ends on a working day");
    }
}

#[test]
fn too_little_between_closing_the_figures_and_sending_them_is_told() {
    let plan = mang_yang();
    let told = |cut: &str, sent: &str| too_close(&plan, date(cut), date(sent)).is_some();
    assert!(told("2019-09-05", "2019-09-05"), "the same day");
    assert!(told("2019-08-30", "2019-09-02"), "nothing but days off in between");
    assert!(told("2019-09-06", "2019-09-05"), "closed after it was sent");
    assert!(!told("2019-09-04", "2019-09-05"));
}

#[test]
fn a_date_counted_from_a_document_comes_when_the_document_is_entered() {
    let plan = with_rule("after-document 7");
    let task = TaskId::new("II.1");
    let mut settings = Settings::default();
    let open = instances(&plan, &task, &settings).remove(0);
    assert_eq!(open.rule.as_str(), "after-document");
    assert!(open.is_undetermined(), "no document, no date");
    assert_eq!(open.counted, Some(Counted { from: None, days: 7 }));
    let place = (task.clone(), open.rule);
    let basis = Some("45/QĐ-UBND".to_owned());
    settings.entered.insert(place.clone(), Entered { date: None, basis: basis.clone() });
    assert!(instances(&plan, &task, &settings)[0].is_undetermined(), "a document without a date sets none");
    settings.entered.insert(place, Entered { date: Some(date("2019-08-28")), basis });
    let due = instances(&plan, &task, &settings).remove(0);
    assert_eq!(due.date, Some(date("2019-09-09")), "the 29th, 30th, then 3rd to 6th and 9th of September");
    assert_eq!(due.counted, Some(Counted { from: Some(date("2019-08-28")), days: 7 }));
    assert_eq!(due.basis.as_deref(), Some("45/QĐ-UBND"));
    assert_eq!(due.period.unwrap().as_str(), "Q3", "it stands where its own date is");
}

#[test]
fn a_rule_that_counts_is_read_and_written_and_anything_else_refused() {
    for (written, days) in [("after-document 1", 1), ("after-document 365", 365)] {
        let rule = Rule::parse(written).unwrap();
        assert_eq!(rule, Rule::AfterDocument { days });
        assert_eq!(rule.to_string(), written);
    }
    for bad in [
        "after-document",
        "after-document 0",
        "after-document 366",
        "after-document -1",
        "after-document bảy",
        "after-document 7 45/QĐ",
    ] {
        assert!(Rule::parse(bad).is_err(), "{bad}");
    }
    assert!(
        with_rule("after-document 7").task(&TaskId::new("II.1")).unwrap().due[0]
            .rule
            .is_entered(&mang_yang())
    );
}
