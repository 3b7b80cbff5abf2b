//! The communes of the district as they became five on 1/7/2025, one of them with a commune of the next district.

use chrono::NaiveDate;
use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId, UnitId};
use model::permission::{may_edit, may_read, may_write, readers};
use model::plan::{Plan, PlanSource, Role};
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::{EntryKey, Target};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, date};

const UNITS: &str = include_str!("../../../../../tests/fixtures/merger/units.toml");

fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

fn plan_of(year: i32) -> Plan {
    let plan = MANG_YANG_PLAN
        .replacen("\nyear = 2019\n", &format!("\nyear = {year}\nwithin = \"huyen\"\n"), 1)
        .replacen("id = \"mang-yang-2019\"", &format!("id = \"mang-yang-{year}\""), 1);
    Plan::load(&PlanSource::new(UNITS, &plan, MANG_YANG_INDICATORS))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

fn answering(plan: &Plan, period: &str) -> usize {
    let communes = plan.units().iter().filter(|unit| unit.kind == "commune");
    communes.filter(|unit| plan.answers_for(&unit.id, &PeriodId::new(period))).count()
}

fn narrative(period: &str) -> Target {
    Target::Narrative { entry: EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) } }
}

#[test]
fn past_periods_keep_the_old_units_and_later_ones_have_the_new() {
    let plan = plan_of(2025);
    assert_eq!((answering(&plan, "Q1"), answering(&plan, "H1")), (12, 12), "to the last day of June");
    assert_eq!((answering(&plan, "Q3"), answering(&plan, "Q4"), answering(&plan, "Y")), (5, 5, 5));
    let years: Vec<usize> = [2024, 2025, 2026]
        .map(|year| plan_of(year).units().iter().filter(|one| one.kind == "commune").count())
        .into();
    assert_eq!(years, [12, 17, 5], "a plan has the units of its year");
    let roles = |unit: &str| {
        let own = plan.assignments_of(&UnitId::new(unit));
        (own.iter().filter(|one| one.role == Role::Lead).count(), own.len())
    };
    assert_eq!(roles("ayun"), roles("xa-ayun"), "by the same groups");
    assert!(plan.unit(&unit("hai-yang")).is_none(), "the next district's commune was never in this plan");
}

#[test]
fn a_code_is_given_anew_and_an_id_never() {
    let plan = plan_of(2025);
    let code = |id: &str| plan.unit(&unit(id)).unwrap().code.clone().unwrap();
    assert_eq!((code("dak-jo-ta"), code("xa-ayun")), ("23798".into(), "23798".into()));
    assert_ne!(code("ayun"), code("xa-ayun"), "the new Ayun has another's code, not the old Ayun's");
    assert_eq!(code("kon-thup"), code("xa-lo-pang"));
    let organisation = plan.organisation();
    let before = organisation.predecessors(
        organisation.units().iter().find(|one| one.name == "Xã Mang Yang").map(|one| &one.id).unwrap(),
    );
    assert_eq!(before, [&unit("kon-dong"), &unit("dak-ya"), &unit("dak-djrang"), &unit("hai-yang")]);
}

#[test]
fn its_people_work_as_the_new_unit_from_its_first_day() {
    let plan = plan_of(2025);
    let acting =
        |id: &str, day: &str| plan.organisation().acting(&unit(id), day.parse().unwrap()).to_string();
    assert_eq!(acting("kon-dong", "2025-06-30"), "kon-dong");
    assert_eq!(acting("kon-dong", "2025-07-01"), "xa-mang-yang");
    assert_eq!(acting("hai-yang", "2025-12-31"), "xa-mang-yang");
    assert_eq!(acting("xa-ayun", "2025-07-01"), "xa-ayun");
    assert_eq!(acting("noi-vu", "2030-01-01"), "noi-vu");
    assert_eq!(acting("nobody", "2030-01-01"), "nobody");
}

#[test]
fn the_new_unit_writes_what_the_old_ones_had_left_and_nothing_of_later_periods_for_them() {
    let plan = plan_of(2025);
    let old = DocId::workbook(plan.id(), unit("ayun"));
    let new = DocId::workbook(plan.id(), unit("xa-ayun"));
    for (of, doc, may) in [
        ("ayun", &old, Ok(())),
        ("xa-ayun", &old, Ok(())),
        ("xa-ayun", &new, Ok(())),
        ("xa-hra", &old, Err(Refusal::NotYourDocument)),
        ("ayun", &new, Err(Refusal::NotYourDocument)),
        ("dak-jo-ta", &old, Err(Refusal::NotYourDocument)),
    ] {
        assert_eq!(may_write(&plan, &unit(of), doc), may, "{of} in {doc}");
    }
    for (doc, period, may) in [
        (&old, "H1", Ok(())),
        (&old, "Y", Ok(())),
        (&old, "Q3", Err(Refusal::NotThereThen)),
        (&new, "Q3", Ok(())),
        (&new, "Y", Ok(())),
        (&new, "Q1", Err(Refusal::NotThereThen)),
    ] {
        assert_eq!(may_edit(&plan, doc, &narrative(period)), may, "{period} in {doc}");
    }
}

#[test]
fn its_people_read_what_the_old_units_wrote_and_what_was_written_of_them() {
    for plan in [plan_of(2024), plan_of(2025)] {
        let reads = |of: &str, doc: &DocId| may_read(&plan, &unit(of), doc);
        let workbook = |of: &str| DocId::workbook(plan.id(), unit(of));
        assert!(reads("xa-ayun", &workbook("ayun")) && reads("xa-ayun", &workbook("dak-jo-ta")));
        assert!(reads("xa-ayun", &DocId::review(plan.id(), unit("noi-vu"), unit("ayun"))));
        assert!(!reads("xa-ayun", &workbook("hra")) && !reads("xa-hra", &workbook("ayun")));
        assert!(!reads("ayun", &workbook("dak-jo-ta")), "the old ones read no more than before");
        assert!(reads("xa-ayun", &DocId::plan(plan.id())));
        let told: Vec<UnitId> = readers(&plan, &workbook("ayun")).into_iter().cloned().collect();
        assert!(told.contains(&unit("xa-ayun")) && told.contains(&unit("ayun")), "{told:?}");
    }
    let plans = Plans::from_iter([plan_of(2024), plan_of(2025), plan_of(2026)]);
    let years = |of: &str| plans.of_unit(&unit(of)).into_iter().map(|plan| plan.year()).collect::<Vec<_>>();
    assert_eq!(years("xa-ayun"), [2026, 2025, 2024], "the year before it was there is its people's, too");
    assert_eq!(years("ayun"), [2025, 2024]);
}

/// A unit that was split, and one that was renamed.
const OTHERS: &str = "
[[unit]]
id = \"phong\"
name = \"Phòng\"
kind = \"office\"
parent = \"huyen\"
until = 2025-03-31

[[unit]]
id = \"phong-a\"
name = \"Phòng A\"
kind = \"office\"
parent = \"huyen\"
from = 2025-04-01
succeeds = [\"phong\"]
renamed = [{ from = 2026-03-01, name = \"Phòng A và C\", code = \"7\" }]

[[unit]]
id = \"phong-b\"
name = \"Phòng B\"
kind = \"office\"
parent = \"huyen\"
from = 2025-04-01
succeeds = [\"phong\"]
";

fn with_others(year: i32) -> Plan {
    let plan =
        MANG_YANG_PLAN.replacen("\nyear = 2019\n", &format!("\nyear = {year}\nwithin = \"huyen\"\n"), 1);
    Plan::load(&PlanSource::new(&format!("{UNITS}{OTHERS}"), &plan, MANG_YANG_INDICATORS)).unwrap()
}

#[test]
fn of_a_unit_that_was_split_both_read_and_nobody_writes_for_it() {
    let plan = with_others(2025);
    let old = DocId::workbook(plan.id(), unit("phong"));
    for one in ["phong-a", "phong-b"] {
        assert!(may_read(&plan, &unit(one), &old));
        assert_eq!(
            may_write(&plan, &unit(one), &old),
            Err(Refusal::NotYourDocument),
            "a document has one writing unit"
        );
    }
    let day: NaiveDate = date("2025-05-01");
    assert_eq!(
        plan.organisation().acting(&unit("phong"), day),
        &unit("phong"),
        "nobody can say as which of the two"
    );
}

#[test]
fn a_name_is_that_of_the_plans_year() {
    let called = |year: i32| {
        let plan = with_others(year);
        let found = plan.unit(&unit("phong-a")).unwrap();
        (found.name.clone(), found.code.clone())
    };
    assert_eq!(called(2025), ("Phòng A".into(), None));
    assert_eq!(called(2026), ("Phòng A và C".into(), Some("7".into())));
}
