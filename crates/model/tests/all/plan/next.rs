//! The plan of the year that follows, made out of the one that there is.

use model::ids::{PlanId, TaskId};
use model::plan::{Files, Items, NextYear, NoNextYear, Plan, PlanSource, Rule};
use model::plans::Plans;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn items(units: &str, plan: &str, indicators: &str) -> (Plan, Items) {
    Plan::load_items(&PlanSource::new(units, plan, indicators)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn next(carried: &[&str]) -> Result<NextYear, NoNextYear> {
    let (plan, items) = items(MANG_YANG_UNITS, MANG_YANG_PLAN, MANG_YANG_INDICATORS);
    let carried: Vec<TaskId> = carried.iter().map(|task| TaskId::new(*task)).collect();
    items.next_year((plan.id(), plan.year()), &carried)
}

fn read(units: &str, files: &Files) -> Plan {
    let source = PlanSource::new(units, &files.plan, &files.indicators);
    Plan::load(&source).unwrap_or_else(|faults| panic!("{faults}\n{}", files.plan))
}

/// Tasks that have no date but one of a year that is over.
fn over(plan: &Plan) -> Vec<TaskId> {
    let all = plan.tasks().iter();
    let over = all.filter(|task| task.due.iter().all(|due| matches!(due.rule, Rule::On(_))));
    over.map(|task| task.id.clone()).collect()
}

#[test]
fn the_files_of_the_next_year_are_read_as_the_same_plan_a_year_later() {
    let (old, made) = (mang_yang(), next(&[]).unwrap());
    let plan = read(MANG_YANG_UNITS, &made.files);
    assert_eq!((plan.id().as_str(), plan.year()), ("mang-yang-2020", 2020));
    assert_eq!(plan.before(), PlanId::new("mang-yang-2019"), "it names the plan that it follows");
    let gone = over(&old);
    assert!(!gone.is_empty(), "the plan has a task of 2019 alone, or this shows nothing");
    let tasks: Vec<_> = old.tasks().iter().filter(|task| !gone.contains(&task.id)).cloned().collect();
    assert_eq!(plan.tasks(), tasks, "titles, parties, outputs, rules and notes are what they were");
    let indicators: Vec<_> = old.indicators().iter().filter(|one| !gone.contains(&one.of)).cloned().collect();
    assert_eq!(plan.indicators(), indicators);
    assert_eq!((plan.reports(), plan.groups()), (old.reports(), old.groups()));
    assert_eq!((plan.fields(), plan.registers()), (old.fields(), old.registers()));
    assert_eq!((plan.milestones(), plan.series()), (old.milestones(), old.series()));
    assert_eq!((plan.requesters(), plan.standby()), (old.requesters(), old.standby()));
    assert_eq!((plan.document(), plan.definitions()), (old.document(), old.definitions()));
    assert_eq!((plan.decision(), plan.issued_on()), (old.decision(), old.issued_on()));
    assert_eq!(plan.effective_from(), None, "it binds all of the new year");
    assert!(plan.holidays().is_empty(), "those of the old year are no days off in the new one");
}

#[test]
fn what_no_rule_works_out_is_told_and_stands_at_the_head_of_the_file() {
    let made = next(&[]).unwrap();
    for about in
        ["title:", "decision, issued_on:", "effective_from:", "holidays:", "milestones:", "entered_series:"]
    {
        let line = made.look_at.iter().find(|line| line.starts_with(about));
        let line = line.unwrap_or_else(|| panic!("{about} is for a person to look at: {:?}", made.look_at));
        assert!(made.files.plan.contains(&format!("# - {line}")), "{line}");
    }
    let codes: Vec<String> = over(&mang_yang()).iter().map(ToString::to_string).collect();
    assert_eq!(made.left_out, codes, "and what was left out");
}

#[test]
fn a_task_of_the_old_year_alone_goes_on_where_that_is_chosen_and_names_where_it_comes_from() {
    let one = over(&mang_yang()).remove(0);
    let made = next(&[one.as_str(), "III.6a"]).unwrap();
    assert!(!made.left_out.contains(&one.to_string()));
    let plan = read(MANG_YANG_UNITS, &made.files);
    let from = |task: &str| plan.task(&TaskId::new(task)).unwrap().carried_from.clone();
    assert_eq!(from(one.as_str()), Some(PlanId::new("mang-yang-2019")));
    assert_eq!(from("III.6a"), Some(PlanId::new("mang-yang-2019")), "any task may be named");
    assert_eq!(from("III.6b"), None);
    assert!(
        made.look_at.iter().any(|line| line.starts_with(&format!("{one}: hạn cố định"))),
        "its date stays where it was, which is for a person to look at: {:?}",
        made.look_at
    );
}

#[test]
fn a_task_that_the_plan_has_not_is_refused_by_its_name() {
    let told = next(&["III.6a", "XIX.1"]).unwrap_err();
    assert!(matches!(&told, NoNextYear::NoTask(codes) if codes == &["XIX.1"]), "{told}");
}

#[test]
fn every_plan_is_written_so_that_it_is_read_as_it_was() {
    let units = include_str!("../../../../../tests/fixtures/province/units.toml");
    let plan = include_str!("../../../../../tests/fixtures/province/plan.toml");
    let indicators = include_str!("../../../../../tests/fixtures/province/indicators.toml");
    let (old, items) = items(units, plan, indicators);
    let made = items.next_year((old.id(), old.year()), &[]).unwrap();
    let new = read(units, &made.files);
    let kept = old.tasks().iter().filter(|task| !over(&old).contains(&task.id));
    assert_eq!(new.tasks(), kept.cloned().collect::<Vec<_>>());
    assert_eq!((new.reports(), new.groups(), new.fields()), (old.reports(), old.groups(), old.fields()));
    assert_eq!(new.before(), *old.id());
}

#[test]
fn words_with_quotes_and_strokes_come_back_as_they_were() {
    let odd = MANG_YANG_PLAN.replace(
        "title = \"Kế hoạch duy trì",
        "title = \"Kế hoạch \\\"một cửa\\\" C:\\\\cchc \\u0022 duy trì",
    );
    let (old, items) = items(MANG_YANG_UNITS, &odd, MANG_YANG_INDICATORS);
    assert!(old.title().contains("\"một cửa\" C:\\cchc"), "{}", old.title());
    let made = items.next_year((old.id(), old.year()), &[]).unwrap();
    assert_eq!(read(MANG_YANG_UNITS, &made.files).title(), old.title());
}

#[test]
fn a_plan_under_a_task_goes_under_the_next_years_plan() {
    let under = "year = 2019\nunder = { plan = \"huyen-2019\", task = \"I.1\" }\nfollows = \"cu-2018\"";
    let text = MANG_YANG_PLAN.replacen("year = 2019", under, 1);
    let (old, items) = items(MANG_YANG_UNITS, &text, MANG_YANG_INDICATORS);
    assert_eq!(old.before(), PlanId::new("cu-2018"), "as the file says");
    let above = |plan: &Plan| plan.above().map(|above| (above.plan.to_string(), above.task.to_string()));
    assert_eq!(above(&old), Some(("huyen-2019".into(), "I.1".into())));
    let new = read(MANG_YANG_UNITS, &items.next_year((old.id(), 2019), &[]).unwrap().files);
    assert_eq!(above(&new), Some(("huyen-2020".into(), "I.1".into())));
    assert_eq!(new.before(), *old.id());
}

#[test]
fn what_names_another_plan_badly_is_a_fault_on_its_line() {
    let faulty = |line: &str| {
        let text = MANG_YANG_PLAN.replacen("year = 2019", &format!("year = 2019\n{line}"), 1);
        let read = Plan::load(&PlanSource::new(MANG_YANG_UNITS, &text, MANG_YANG_INDICATORS));
        read.unwrap_err().to_string()
    };
    for (line, field) in [
        ("follows = \"mang-yang-2019\"", "plan.follows"),
        ("follows = \"kế hoạch\"", "plan.follows"),
        ("under = \"I.1\"", "plan.under"),
        ("under = { plan = \"huyen-2019\" }", "under.task"),
        ("under = { plan = \"mang-yang-2019\", task = \"I.1\" }", "plan.under"),
        ("under = { plan = \"huyen-2019\", task = \"I.1\", more = 1 }", "under.more"),
    ] {
        assert!(faulty(line).contains(field), "{line}: {}", faulty(line));
    }
}

#[test]
fn of_plans_of_one_year_the_detail_of_another_is_looked_at_last_whatever_it_is_called() {
    let under = "year = 2019\nunder = { plan = \"mang-yang-2019\", task = \"I.1\" }";
    let text = MANG_YANG_PLAN.replacen("year = 2019", under, 1);
    let text = text.replacen("id = \"mang-yang-2019\"", "id = \"a-chi-tiet\"", 1);
    let below = items(MANG_YANG_UNITS, &text, MANG_YANG_INDICATORS).0;
    let plans = Plans::from_iter([below, mang_yang()]);
    let order: Vec<&str> = plans.all().iter().map(|plan| plan.id().as_str()).collect();
    assert_eq!(
        order,
        ["mang-yang-2019", "a-chi-tiet"],
        "a window that names none opens with the plan itself"
    );
    let of = |task: &str| plans.details_of(&mang_yang(), &TaskId::new(task)).count();
    assert_eq!((of("I.1"), of("I.2")), (1, 0));
    assert!(plans.before(&mang_yang()).is_none(), "no plan of 2018 is there");
    let years = Plans::from_iter([mang_yang(), mang_yang().for_year(2020)]);
    let new = years.get(&PlanId::new("mang-yang-2020")).unwrap();
    assert_eq!(years.before(new).map(|plan| plan.year()), Some(2019));
}
