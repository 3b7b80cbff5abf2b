//! The dates of Mang Yang's tasks in 2019.

use model::due::{DueInstance, DueRequest, Entered, Settings, Unowed, for_period, instances, warning};
use model::ids::{MilestoneId, PeriodId, RequestId, RequesterId, RuleId, TaskId};
use model::plan::Rule;

use crate::support::{date, mang_yang, province};

fn dues(task: &str, settings: &Settings) -> Vec<DueInstance> {
    instances(&mang_yang(), &TaskId::new(task), settings)
}

/// Rule, date and period of each.
fn listed(dues: &[DueInstance]) -> Vec<(String, String, String)> {
    let text = |due: &DueInstance| due.date.map(|date| date.to_string()).unwrap_or_default();
    let period = |due: &DueInstance| due.period.as_ref().map(ToString::to_string).unwrap_or_default();
    dues.iter().map(|due| (due.rule.to_string(), text(due), period(due))).collect()
}

fn expect(dues: &[DueInstance], expected: &[(&str, &str, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, date, period)| ((*rule).to_owned(), (*date).to_owned(), (*period).to_owned()))
        .collect();
    assert_eq!(listed(dues), expected);
}

#[test]
fn plans_of_the_year_before_stand_in_the_first_period() {
    let i1 = dues("I.1", &Settings::default());
    expect(
        &i1,
        &[
            ("ke-hoach", "2018-12-31", "Q1"),
            ("ke-hoach-kiem-tra", "2019-03-31", "Q1"),
            ("with-report-cchc", "2019-03-05", "Q1"),
            ("with-report-cchc", "2019-06-05", "H1"),
            ("with-report-cchc", "2019-09-05", "Q3"),
            ("with-report-cchc", "2019-11-25", "Y"),
            ("with-report-cchc", "2019-12-05", "Q4"),
        ],
    );
}

#[test]
fn nothing_is_owed_of_what_was_due_before_the_plan_took_effect() {
    let unowed = |task: &str| -> Vec<(String, bool)> {
        let dues = dues(task, &Settings::default()).into_iter();
        dues.filter_map(|due| Some((due.date?.to_string(), due.unowed == Some(Unowed::BeforeEffect))))
            .collect()
    };
    let expected = |dates: &[(&str, bool)]| -> Vec<(String, bool)> {
        dates.iter().map(|(date, unowed)| ((*date).to_owned(), *unowed)).collect()
    };
    let i1 = [
        ("2018-12-31", true),
        ("2019-03-31", true),
        ("2019-03-05", true),
        ("2019-06-05", true),
        ("2019-09-05", true),
        ("2019-11-25", false),
        ("2019-12-05", false),
    ];
    assert_eq!(unowed("I.1"), expected(&i1), "in force from 11/11/2019");
    let plan = mang_yang();
    assert!(plan.binds_on(date("2019-11-11")), "the day itself");
    assert!(!plan.binds_on(date("2019-11-10")));
    let next = instances(&plan.for_year(2020), &TaskId::new("I.1"), &Settings::default());
    let asked = |due: &&DueInstance| due.period.as_ref().is_none_or(|period| period.as_str() != "Q4");
    assert!(next.iter().filter(asked).all(|due| due.unowed.is_none()), "the year after is owed: {next:?}");
    let not_asked = next.iter().find(|due| !asked(due)).and_then(|due| due.unowed);
    assert_eq!(
        not_asked,
        Some(Unowed::NotAsked),
        "nobody owes what goes with a report that is not asked for"
    );
    // A date that somebody entered is no other.
    let mut settings = Settings::default();
    let place = (TaskId::new("II.1"), "by-plan".into());
    settings.entered.insert(place, Entered { date: Some(date("2019-08-20")), basis: None });
    assert_eq!(dues("II.1", &settings)[0].unowed, Some(Unowed::BeforeEffect));
}

#[test]
fn a_year_that_the_text_names_stays_where_it_is() {
    let plan = mang_yang();
    let of = |year: i32| {
        let plan = plan.for_year(year);
        let mut dues = instances(&plan, &TaskId::new("VI.4"), &Settings::default());
        assert_eq!(dues.len(), 1, "“Trong năm 2019”");
        dues.remove(0)
    };
    assert_eq!((of(2019).date, of(2019).unowed), (Some(date("2019-12-31")), None));
    assert_eq!((of(2020).date, of(2020).unowed), (Some(date("2019-12-31")), Some(Unowed::OtherYear)));
}

#[test]
fn quarters_years_and_the_year_after_stand_in_their_periods() {
    let i2 = dues("I.2", &Settings::default());
    expect(
        &i2,
        &[
            ("each-quarter", "2019-03-05", "Q1"),
            ("each-quarter", "2019-06-05", "H1"),
            ("each-quarter", "2019-09-05", "Q3"),
            ("each-quarter", "2019-12-05", "Q4"),
            ("bao-cao-6-thang", "2019-06-05", "H1"),
            ("bao-cao-nam", "2019-11-25", "Y"),
            ("by", "2020-02-14", "Y"),
            ("by-regulation", "", ""),
            ("on-request-so-noi-vu", "", ""),
            ("on-request-so-tttt", "", ""),
        ],
    );
    assert!(
        i2[7..].iter().all(DueInstance::is_undetermined),
        "by-regulation and on-request wait for someone"
    );
}

#[test]
fn continuous_work_stands_in_every_period() {
    let plan = mang_yang();
    for period in plan.periods() {
        let row = for_period(&plan, &TaskId::new("III.6a"), &Settings::default(), &period.id);
        assert_eq!(row.len(), 1, "{}", period.name);
        assert!(row[0].continuous && !row[0].is_undetermined());
    }
}

#[test]
fn an_entered_date_moves_the_task_to_its_period() {
    let mut settings = Settings::default();
    let place = (TaskId::new("II.1"), RuleId::new("by-plan"));
    let basis = Some("45/KH-UBND".to_owned());
    settings.entered.insert(place.clone(), Entered { date: None, basis: basis.clone() });
    let open = dues("II.1", &settings);
    assert!(open[0].is_undetermined(), "a document without a date sets none");
    assert_eq!(open[0].basis, basis);
    settings.entered.insert(place, Entered { date: Some(date("2019-08-20")), basis });
    expect(&dues("II.1", &settings), &[("by-plan", "2019-08-20", "Q3")]);
}

#[test]
fn a_series_that_is_not_the_plans_own_has_an_entered_date() {
    let plan = mang_yang();
    assert!(dues("III.7a", &Settings::default())[0].is_undetermined());
    let entered =
        |task: &str, place: usize| plan.task(&TaskId::new(task)).unwrap().due[place].rule.is_entered(&plan);
    assert!(entered("III.7a", 0));
    assert!(entered("VI.2", 0));
    assert!(!entered("I.1", 2), "the plan's own series has the reports' dates");
    assert!(!entered("V.1", 1), "a request sets its own date");
}

#[test]
fn each_request_opens_an_instance() {
    let request = |id: &str, due: &str, task: Option<&str>| DueRequest {
        id: RequestId::new(id),
        who: RequesterId::new("so-noi-vu"),
        number: format!("Công văn {id}/SNV"),
        received_on: date("2019-03-01"),
        due: date(due),
        task: task.map(TaskId::new),
        rule: None,
        units: Vec::new(),
    };
    let mut settings = Settings::default();
    settings.requests.push(request("2", "2019-07-15", Some("V.1")));
    settings.requests.push(request("1", "2019-03-20", None));
    let v1 = dues("V.1", &settings);
    expect(
        &v1,
        &[
            ("continuous", "", ""),
            ("on-request-so-noi-vu", "2019-03-20", "Q1"),
            ("on-request-so-noi-vu", "2019-07-15", "Q3"),
        ],
    );
    assert_eq!(v1[1].basis.as_deref(), Some("Công văn 1/SNV, đến ngày 01/3/2019"));
    expect(&dues("V.5", &settings), &[("on-request-so-noi-vu", "2019-03-20", "Q1")]);
    assert!(dues("VII.1", &settings)[0].is_undetermined(), "another body was to ask for that");
}

#[test]
fn a_milestone_makes_the_day_before_it_due() {
    let mut settings = Settings::default();
    assert!(dues("VI.3", &settings)[0].is_undetermined());
    let milestone = MilestoneId::new("nop-bao-cao-cham-diem");
    let entered = |date, basis: Option<&str>| Entered { date, basis: basis.map(str::to_owned) };
    settings.milestones.insert(milestone.clone(), entered(None, Some("15/SNV")));
    assert!(dues("VI.3", &settings)[0].is_undetermined(), "a document without a date sets none");
    settings.milestones.insert(milestone, entered(Some(date("2020-01-01")), Some("15/SNV")));
    let due = dues("VI.3", &settings);
    expect(&due, &[("before-milestone-nop-bao-cao-cham-diem", "2019-12-31", "Y")]);
    assert_eq!(due[0].basis.as_deref(), Some("15/SNV"));
}

#[test]
fn an_unknown_task_has_no_dates() {
    assert!(dues("X.1", &Settings::default()).is_empty());
}

#[test]
fn every_dated_instance_stands_in_exactly_one_period() {
    for plan in [mang_yang(), province()] {
        for task in plan.tasks() {
            let all = instances(&plan, &task.id, &Settings::default());
            for due in all.iter().filter(|due| due.date.is_some()) {
                let own = due.period.as_ref().expect("a date has its period");
                assert!(plan.period(own).is_some());
            }
        }
    }
}

#[test]
fn a_date_outside_every_period_stands_in_the_next_or_the_last() {
    let plan = province();
    let of = |task: &str| listed(&instances(&plan, &TaskId::new(task), &Settings::default()));
    let expected = [
        ("each-quarter", "2026-03-25", "ky-1"),
        ("each-quarter", "2026-06-25", "ky-1"),
        ("each-quarter", "2026-09-25", "ky-2"),
        ("each-quarter", "2026-12-25", "ky-2"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, on, of)| ((*rule).to_owned(), (*on).to_owned(), (*of).to_owned()))
        .collect();
    assert_eq!(of("B-01")[..4], expected[..]);
    assert_eq!(
        of("A-01")[3],
        ("by".to_owned(), "2027-02-27".to_owned(), "ky-2".to_owned()),
        "after the year: the last period"
    );
    assert!(
        !for_period(&plan, &TaskId::new("B-01"), &Settings::default(), &PeriodId::new("T1"))
            .iter()
            .any(|due| due.date.is_some())
    );
}

#[test]
fn days_off_are_warned_of_and_never_moved() {
    let plan = mang_yang();
    let warned = |on: &str| warning(&plan, date(on));
    assert_eq!(warned("2019-10-05").as_deref(), Some("Ngày này là thứ Bảy"));
    assert_eq!(warned("2019-10-06").as_deref(), Some("Ngày này là Chủ nhật"));
    assert_eq!(warned("2019-09-02").as_deref(), Some("Ngày này là ngày nghỉ lễ (02/9)"));
    assert_eq!(warned("2020-01-01").as_deref(), Some("Ngày này là ngày nghỉ lễ (01/01)"));
    assert_eq!(warned("2019-11-25"), None);
    assert_eq!(warning(&province(), date("2026-02-17")).as_deref(), Some("Ngày này là ngày nghỉ lễ (17/02)"));
}

#[test]
fn rules_read_as_their_words() {
    assert_eq!(Rule::parse(" continuous "), Ok(Rule::Continuous));
    assert_eq!(Rule::parse("by-quarter Y-1  Q4"), Ok(Rule::ByQuarter { offset: -1, quarter: 4 }));
    assert!(Rule::parse("").is_err());
    assert!(Rule::parse("by Yé-01-01").is_err(), "no panic inside a letter");
}
