//! What the rows refer to: every name must stand for something, once.

mod dues;
mod indicators;
mod parts;
mod references;
mod registers;
mod units;

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use chrono::NaiveDate;

pub(super) use units::{check as check_units, check_codes, check_unit_ids};

use super::Content;
use super::Standby;
use super::fault::PlanFaults;
use super::index::Index;
use super::organisation::Organisation;
use super::parts::{Above, Head, Task};
use super::raw::{Raw, RawHead, RawOrganisation, RawUnit};
use super::source::At;
use super::unit::Unit;
use crate::ids::{TaskId, UnitId};

/// The plan's content, or None where too much is wrong to put it together. Faults are told either way.
pub(super) fn check(mut raw: Raw<'_>, faults: &mut PlanFaults) -> Option<Content> {
    if let Some(units) = &raw.units {
        units::check(raw.units_file, units, faults);
        let kept_by = raw.organisation.kept_by.as_ref();
        if let Some(keeper) = kept_by.filter(|keeper| units.iter().all(|unit| unit.id.value != keeper.value))
        {
            let expected = "mã của một đơn vị đã khai báo";
            faults.add(raw.units_file, keeper.line, "organisation.kept_by", keeper.value.as_str(), expected);
        }
    }
    let all = raw.units.as_deref().unwrap_or_default().iter().map(unit).collect();
    let head = raw.plan.as_ref().and_then(|plan| plan.head.as_ref());
    let (within, year) = (head.and_then(|head| head.within.clone()), head.and_then(|head| head.year));
    if let Some(units) = &mut raw.units {
        let days = year.and_then(year_of);
        if let Some(within) = within {
            units::keep_within(raw.plan_file, (&within, days), units, faults);
        }
        if let Some((first, last)) = days {
            units.retain(|raw| unit(raw).exists_between(first, last));
        }
    }
    if let Some(plan) = &raw.plan {
        references::check_plan(raw.plan_file, plan, raw.units.as_deref(), faults);
        dues::check(&raw, &plan.tasks, faults);
        registers::check(&raw, plan, faults);
    }
    if let Some(indicators) = &raw.indicators {
        indicators::check(&raw, indicators, faults);
    }
    if !faults.is_empty() {
        return None;
    }
    content(raw, all)
}

/// The same as [`check_codes`] of a whole file.
pub(super) fn codes_once(file: &str, units: &[RawUnit], faults: &mut PlanFaults) {
    check_codes(file, &units.iter().map(unit).collect::<Vec<_>>(), |_| true, faults);
}

fn year_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// Puts together what has no fault.
fn content(raw: Raw<'_>, all: Vec<Unit>) -> Option<Content> {
    let (units, plan, indicators) = (raw.units?, raw.plan?, raw.indicators?);
    let names = references::Names::new(Some(&units), &plan.groups);
    let groups = references::groups(&plan.groups, &units);
    let mut tasks: Vec<Task> = plan.tasks.iter().map(|task| names.task(task)).collect();
    let standby = standby(&tasks, &raw.on);
    let off: HashSet<&TaskId> = standby.iter().filter(|one| !one.on).map(|one| &one.id).collect();
    tasks.retain(|task| !off.contains(&task.id));
    let indicators = indicators.iter().filter_map(|row| names.indicator(row));
    let indicators: Vec<_> = indicators.filter(|row| !off.contains(&row.of)).collect();
    let registers = plan.registers.iter().filter_map(|row| names.register(row));
    let registers: Vec<_> = registers.filter(|row| !off.contains(&row.of)).collect();
    let raw_head = plan.head?;
    let head = head(&raw_head)?;
    let place = |of: &At<UnitId>| units.iter().position(|unit| unit.id.value == of.value);
    let coordinator = place(raw_head.coordinated_by.as_ref()?)?;
    let RawOrganisation { id, name, kept_by } = raw.organisation;
    let organisation = Organisation::new(id?, name?, kept_by?.value, all);
    let (_, last) = year_of(head.year)?;
    let units: Vec<Unit> = units.iter().map(|raw| unit(raw).called_as_on(last)).collect();
    let index = Index::new(&units, &groups, &tasks, &indicators, coordinator);
    Some(Content {
        head,
        document: raw_head.document,
        definitions: values(raw_head.definitions),
        organisation,
        units,
        fields: values(plan.fields),
        tasks,
        registers,
        indicators,
        reports: values(plan.reports),
        milestones: values(raw_head.milestones),
        series: values(raw_head.series),
        requesters: values(raw_head.requesters),
        groups,
        holidays: raw_head.holidays,
        index,
        standby,
        items: Vec::new(),
    })
}

/// The duties that are not assigned before they are switched on.
fn standby(tasks: &[Task], on: &[TaskId]) -> Vec<Standby> {
    let standby = tasks.iter().filter(|task| task.standby.is_some());
    standby
        .map(|task| Standby { id: task.id.clone(), task: task.clone(), on: on.contains(&task.id) })
        .collect()
}

fn head(raw: &RawHead) -> Option<Head> {
    Some(Head {
        id: raw.id.clone()?.value,
        title: raw.title.clone()?.value,
        decision: raw.decision.clone()?.value,
        issued_by: raw.issued_by.clone()?.value,
        issued_on: raw.issued_on?,
        effective_from: raw.effective_from.as_ref().map(|day| day.value),
        year: raw.year?,
        report_series: raw.report_series.clone().map(|series| series.value),
        follows: raw.follows.as_ref().map(|plan| plan.value.clone()),
        under: raw
            .under
            .as_ref()
            .map(|(plan, task)| Above { plan: plan.value.clone(), task: task.value.clone() }),
    })
}

fn unit(raw: &RawUnit) -> Unit {
    Unit {
        id: raw.id.value.clone(),
        name: raw.name.clone(),
        kind: raw.kind.clone(),
        parent: raw.parent.as_ref().map(|parent| parent.value.clone()),
        code: raw.code.clone(),
        from: raw.from,
        until: raw.until,
        succeeds: raw.succeeds.iter().map(|before| before.value.clone()).collect(),
        renamed: raw.renamed.clone(),
        moved: raw.moved.iter().map(|moved| moved.value.clone()).collect(),
    }
}

fn values<T>(rows: Vec<At<T>>) -> Vec<T> {
    rows.into_iter().map(|row| row.value).collect()
}

/// Tells of every id that stands for two rows; gives the ids.
fn distinct<'r, T: Eq + Hash + Display>(
    file: &str,
    field: &str,
    ids: impl IntoIterator<Item = (&'r T, usize)>,
    faults: &mut PlanFaults,
) -> HashSet<&'r T> {
    let mut first: HashMap<&T, usize> = HashMap::new();
    for (id, line) in ids {
        if let Some(other) = first.get(id) {
            faults.add(file, line, field, &id.to_string(), format!("mã chưa dùng (đã có ở dòng {other})"));
        } else {
            first.insert(id, line);
        }
    }
    first.into_keys().collect()
}
