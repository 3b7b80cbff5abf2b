//! An organisation of another shape loads and works by its data alone.

use model::due::{Settings, instances};
use model::ids::{GroupId, PeriodId, TaskId, UnitId};
use model::plan::Role;

use crate::support::{date, province};

#[test]
fn loads_with_its_own_kinds_codes_and_groups() {
    let plan = province();
    assert_eq!((plan.units().len(), plan.tasks().len(), plan.indicators().len()), (9, 4, 2));
    assert_eq!(plan.coordinator(), &UnitId::new("so-noi-vu"));
    let members = &plan.group(&GroupId::new("so-nganh")).unwrap().members;
    let names: Vec<&str> = members.iter().map(UnitId::as_str).collect();
    assert_eq!(names, ["so-noi-vu", "so-tai-chinh", "trung-tam-pvhcc"], "by kind and by name together");
}

#[test]
fn counts_assignments_over_two_tiers() {
    let plan = province();
    // 1 + 2 + 5; A-02: 5 + 1; B-01: 3 leads, 3 of the communes left to support; B-02: 1.
    assert_eq!(plan.assignments().len(), 8 + 6 + 6 + 1);
    let role = |unit: &str| plan.assignment(&UnitId::new(unit), &TaskId::new("B-01")).unwrap().role;
    assert_eq!(role("pleiku"), Role::Lead, "a pilot unit leads, though its group of communes supports");
    assert_eq!(role("hra"), Role::Supporting);
}

#[test]
fn has_half_years_and_months_for_periods() {
    let plan = province();
    let names: Vec<String> = plan.periods().into_iter().map(|period| period.name).collect();
    assert_eq!(names, ["6 tháng/2026", "6 tháng cuối năm/2026", "Tháng 1/2026"]);
    let current = Settings::default().current_period(&plan, date("2026-01-10")).unwrap();
    assert_eq!(current.id, PeriodId::new("ky-1"), "an optional report is never the current one");
}

#[test]
fn reports_with_its_own_series() {
    let plan = province();
    let dues = instances(&plan, &TaskId::new("A-01"), &Settings::default());
    let dates: Vec<_> = dues.iter().filter_map(|due| due.date).collect();
    assert_eq!(dates, [date("2026-06-20"), date("2026-12-15"), date("2026-02-05"), date("2027-02-27")]);
}
