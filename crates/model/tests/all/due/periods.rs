//! Of which days periods tell, how far they are, and how much time a unit has.

use model::due::{Phase, Settings, for_period};
use model::ids::{PeriodId, TaskId, UnitId};
use model::period::Period;
use model::plan::{Plan, PlanSource};
use model::target::PeriodDay;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, date, mang_yang};

fn period(plan: &Plan, id: &str) -> Period {
    plan.period(&PeriodId::new(id)).unwrap()
}

fn q3() -> PeriodId {
    PeriodId::new("Q3")
}

fn days(plan: &Plan, settings: &Settings, id: &str) -> [String; 3] {
    let days = settings.days_of(plan, &period(plan, id));
    [days.from.to_string(), days.to.to_string(), days.cut_off.map(|day| day.to_string()).unwrap_or_default()]
}

#[test]
fn what_the_decision_does_not_say_are_the_months_and_no_cut_off() {
    let plan = mang_yang();
    assert_eq!(days(&plan, &Settings::default(), "Q3"), ["2019-07-01", "2019-09-30", ""]);
}

#[test]
fn what_the_office_says_counts_before_what_the_plan_says() {
    let due = "due = \"Y-09-05\"\n";
    let own = format!("{due}data_from = \"Y-06-15\"\ndata_to = \"Y-09-14\"\ncut_off = \"Y-09-03\"\n");
    let with_days = MANG_YANG_PLAN.replacen(due, &own, 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, &with_days, MANG_YANG_INDICATORS)).unwrap();
    let mut settings = Settings::default();
    assert_eq!(days(&plan, &settings, "Q3"), ["2019-06-15", "2019-09-14", "2019-09-03"]);
    assert_eq!(days(&plan.for_year(2020), &settings, "Q3")[0], "2020-06-15", "they move with the year");
    settings.days.insert((q3(), PeriodDay::CutOff), date("2019-08-30"));
    assert_eq!(days(&plan, &settings, "Q3"), ["2019-06-15", "2019-09-14", "2019-08-30"]);
}

#[test]
fn a_period_that_begins_with_another_and_ends_later_is_cumulative() {
    let plan = mang_yang();
    let mut settings = Settings::default();
    let cumulative = |settings: &Settings| -> Vec<String> {
        let all = plan.periods().into_iter().filter(|one| settings.is_cumulative(&plan, one));
        all.map(|one| one.id.to_string()).collect()
    };
    assert_eq!(cumulative(&settings), ["H1", "Y"], "by their months");
    // As the ministry has them.
    for (id, to) in [("Q1", "2019-03-14"), ("H1", "2019-06-14"), ("Y", "2019-12-14")] {
        settings.days.insert((PeriodId::new(id), PeriodDay::From), date("2018-12-15"));
        settings.days.insert((PeriodId::new(id), PeriodDay::To), date(to));
    }
    settings.days.insert((q3(), PeriodDay::From), date("2019-06-15"));
    assert_eq!(cumulative(&settings), ["H1", "Y"], "only the third quarter is a window of its own");
}

#[test]
fn the_series_of_the_ministry_stands_above_the_decisions() {
    let plan = mang_yang();
    let dates: Vec<[String; 4]> = plan
        .reports()
        .iter()
        .flat_map(|report| report.levels.iter().map(move |level| (report, level)))
        .map(|(report, level)| {
            let day = |day: Option<model::plan::YearDate>| day.unwrap().in_year(2019).to_string();
            [report.id.to_string(), day(level.data.from), day(level.data.cut_off), day(level.due)]
        })
        .collect();
    let expected = [
        ["Q1", "2018-12-15", "2019-03-14", "2019-03-20"],
        ["H1", "2018-12-15", "2019-06-14", "2019-06-20"],
        ["Q3", "2019-06-15", "2019-09-14", "2019-09-20"],
        ["Y", "2018-12-15", "2019-12-14", "2019-12-20"],
    ];
    assert_eq!(dates, expected.map(|row| row.map(str::to_owned)), "four reports, none for Q2 and Q4");
    assert!(plan.reports().iter().all(|report| report.data.cut_off.is_none()), "the decision has no cut-off");
    let noted = |level: &model::plan::Level| level.basis.is_some() && !level.notes.is_empty();
    assert!(
        plan.reports().iter().flat_map(|report| &report.levels).all(noted),
        "where it comes from is said"
    );
}

fn phase(settings: &Settings, unit: Option<&str>, today: &str) -> Phase {
    let plan = mang_yang();
    settings.phase(&plan, &period(&plan, "Q3"), unit.map(UnitId::new).as_ref(), date(today))
}

#[test]
fn a_period_is_open_closing_and_closed_by_its_dates() {
    let mut settings = Settings::default();
    assert_eq!(phase(&settings, None, "2019-08-28"), Phase::Open);
    assert_eq!(phase(&settings, None, "2019-08-29"), Phase::Closing, "a week before its day");
    assert_eq!(phase(&settings, None, "2019-09-05"), Phase::Closing, "the day itself");
    assert_eq!(phase(&settings, None, "2019-09-06"), Phase::Closed);
    settings.days.insert((q3(), PeriodDay::CutOff), date("2019-08-20"));
    assert_eq!(phase(&settings, None, "2019-08-20"), Phase::Open);
    assert_eq!(phase(&settings, None, "2019-08-21"), Phase::Closing, "its figures are closed");
}

#[test]
fn the_offices_act_counts_before_any_date_and_a_later_grant_for_its_unit() {
    let mut settings = Settings::default();
    settings.closings.insert(q3(), true);
    assert_eq!(phase(&settings, None, "2019-08-01"), Phase::Closed);
    settings.closings.insert(q3(), false);
    assert_eq!(phase(&settings, None, "2019-09-20"), Phase::Closing, "opened again after its day");
    settings.closings.insert(q3(), true);
    let ayun = (q3(), UnitId::new("ayun"));
    settings.granted.insert(ayun.clone(), date("2019-09-12"));
    assert_eq!(phase(&settings, Some("ayun"), "2019-09-06"), Phase::Closed, "granted before it was closed");
    settings.reopened.insert(ayun);
    assert_eq!(phase(&settings, Some("ayun"), "2019-09-06"), Phase::Closing);
    assert_eq!(phase(&settings, Some("ayun"), "2019-09-13"), Phase::Closed, "and that day has passed too");
    assert_eq!(phase(&settings, Some("hra"), "2019-09-06"), Phase::Closed, "of no other unit");
}

#[test]
fn what_was_granted_moves_what_is_due_with_the_report_and_nothing_else() {
    let plan = mang_yang();
    let (task, ayun) = (TaskId::new("I.1"), UnitId::new("ayun"));
    let mut settings = Settings::default();
    let dues = for_period(&plan, &task, &settings, &q3());
    let dates = |settings: &Settings, unit: &str| -> Vec<String> {
        let own = settings.granted(&plan, (&UnitId::new(unit), &task), &dues);
        own.iter().filter_map(|due| due.date).map(|date| date.to_string()).collect()
    };
    assert_eq!(dates(&settings, "ayun"), ["2019-09-05"]);
    settings.granted.insert((q3(), ayun.clone()), date("2019-09-12"));
    assert_eq!(dates(&settings, "ayun"), ["2019-09-12"]);
    assert_eq!(dates(&settings, "hra"), ["2019-09-05"]);
    settings.granted.insert((q3(), ayun), date("2019-09-03"));
    assert_eq!(dates(&settings, "ayun"), ["2019-09-05"], "it takes no time away");
    let others = for_period(&plan, &TaskId::new("I.2"), &settings, &q3());
    assert_eq!(*settings.granted(&plan, (&UnitId::new("ayun"), &TaskId::new("I.2")), &others), others[..]);
}

fn year_to(plan: &Plan, settings: &Settings, id: &str) -> Option<Vec<String>> {
    let chain = settings.year_to(plan, &period(plan, id))?;
    Some(chain.into_iter().map(|one| one.id.to_string()).collect())
}

fn ids(ids: &[&str]) -> Option<Vec<String>> {
    Some(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn a_window_of_its_own_adds_to_those_before_it_and_a_cumulative_one_stands_alone() {
    let plan = mang_yang();
    let mut settings = Settings::default();
    assert_eq!(year_to(&plan, &settings, "Q1"), ids(&["Q1"]));
    assert_eq!(year_to(&plan, &settings, "H1"), ids(&["H1"]), "it has the first quarter in it");
    assert_eq!(year_to(&plan, &settings, "Q3"), ids(&["H1", "Q3"]), "not the first quarter twice");
    assert_eq!(year_to(&plan, &settings, "Q4"), ids(&["H1", "Q3", "Q4"]));
    assert_eq!(year_to(&plan, &settings, "Y"), ids(&["Y"]));
    // As the ministry has them: cumulative from 15/12, the third quarter alone a window of its own.
    for (id, to) in [("Q1", "2019-03-14"), ("H1", "2019-06-14"), ("Y", "2019-12-14")] {
        settings.days.insert((PeriodId::new(id), PeriodDay::From), date("2018-12-15"));
        settings.days.insert((PeriodId::new(id), PeriodDay::To), date(to));
    }
    settings.days.insert((q3(), PeriodDay::From), date("2019-06-15"));
    settings.days.insert((q3(), PeriodDay::To), date("2019-09-14"));
    assert_eq!(year_to(&plan, &settings, "Q3"), ids(&["H1", "Q3"]));
    assert_eq!(year_to(&plan, &settings, "Y"), ids(&["Y"]), "it does not add up with anything");
    assert!(settings.contains(&plan, &PeriodId::new("Y"), &q3()), "whose days are among its own");
    assert!(!settings.contains(&plan, &q3(), &PeriodId::new("H1")));
}

#[test]
fn nothing_is_added_up_where_days_are_missing_or_told_twice() {
    let plan = mang_yang();
    for from in ["2019-06-15", "2019-07-02"] {
        let mut settings = Settings::default();
        settings.days.insert((q3(), PeriodDay::From), date(from));
        assert_eq!(
            year_to(&plan, &settings, "Q3"),
            None,
            "the half year ends on 30/6, and this begins on {from}"
        );
    }
    let mut settings = Settings::default();
    settings.days.insert((q3(), PeriodDay::To), date("2019-06-30"));
    assert_eq!(year_to(&plan, &settings, "Q3"), ids(&["H1", "Q3"]), "days that are no days end all the same");
}
