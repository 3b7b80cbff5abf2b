//! Plans beside the first, and the units above them all: added, revised, closed.

use std::fs;
use std::path::Path;

use ::document::Document;
use chrono::NaiveDate;
use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{OrganisationId, PlanId, UnitId};
use model::item::OrganisationItem;
use model::plan::{Items, Plan, PlanSource};
use model::plans::Plans;
use model::target::Target;
use model::value::Value;
use protocol::UnixMillis;
use tables::{items_of, units_of};

use super::folder::{reading, writing};
use super::init::{PlanFiles, has_id, opening};
use super::{AdminError, document};
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::plans_in_force::read;
use crate::store::{Tx, account, code, device, district};
use crate::sync::put_in_force;

/// One line of the list.
#[derive(Debug)]
pub struct PlanLine {
    pub id: PlanId,
    pub year: i32,
    pub title: String,
    pub coordinator: String,
    pub closed_on: Option<NaiveDate>,
}

/// Opens another plan under the units that there are, for `year` (the plan's own where none is given).
pub fn add_plan(
    data: &Path,
    files: &PlanFiles,
    year: Option<i32>,
    clock: &Clock,
) -> Result<Plan, AdminError> {
    change(data, clock, |tx, before, now| {
        let (above, units) = organisation(tx)?;
        let source = PlanSource::under((&above, &units), &files.plan, &files.indicators);
        let (plan, items) = loaded(&source.in_year(year))?;
        has_id(&plan)?;
        if before.get(plan.id()).is_some() {
            return Err(AdminError::PlanExists(plan.id().clone()));
        }
        let [_, (doc, edits)] = opening(&plan, items);
        document::write_stamped(tx, Document::empty(doc), &edits, now)?;
        device::hear_all_again(tx)?;
        Ok(plan)
    })
}

/// Writes what the files say in place of what the plan of their id says. What people entered stays. Tasks and indicators
/// that the files leave out are taken away where that is meant (`remove`).
pub fn revise_plan(data: &Path, files: &PlanFiles, remove: bool, clock: &Clock) -> Result<Plan, AdminError> {
    change(data, clock, |tx, before, now| {
        let (above, units) = organisation(tx)?;
        let (plan, items) = loaded(&PlanSource::under((&above, &units), &files.plan, &files.indicators))?;
        let now_held = own(before, plan.id())?;
        if now_held.year() != plan.year() {
            let (id, year) = (plan.id().clone(), now_held.year());
            return Err(AdminError::OtherYear { id, year, file: plan.year() });
        }
        if now_held.closed_on().is_some() {
            return Err(AdminError::Closed(plan.id().clone()));
        }
        let there = document::open(tx, &DocId::plan(plan.id()))?;
        let held = items_of(&document::open(tx, &DocId::organisation(&above))?, &there);
        let [_, (_, edits)] = items.edits(plan.id(), Some(&held));
        no_id_twice(&there, &edits)?;
        takes_nothing_away(&edits, remove)?;
        document::write(tx, there, edits, now)?;
        Ok(plan)
    })
}

/// Writes what the file says of units in place of what the organisation says; units that it leaves out are taken away where
/// that is meant (`remove`). Gives how many there are.
pub fn revise_units(data: &Path, file: &Path, remove: bool, clock: &Clock) -> Result<usize, AdminError> {
    let text =
        fs::read_to_string(file).map_err(|cause| AdminError::PlanFile { file: file.to_owned(), cause })?;
    change(data, clock, |tx, _, now| {
        let read = Items::of_units(&text);
        let items = read.map_err(|faults| AdminError::Plan(Box::new(faults)))?;
        let (above, units) = organisation(tx)?;
        if items.under != above {
            return Err(AdminError::OtherOrganisation { wanted: items.under, known: above });
        }
        let is_unit = |(item, _): &&(OrganisationItem, Value)| matches!(item, OrganisationItem::Unit { .. });
        let count = items.organisation.iter().filter(is_unit).count();
        let held = Items { under: above, organisation: units, plan: Vec::new(), on: Vec::new() };
        // No plan is touched, whatever its id.
        let [(doc, edits), _] = items.edits(&PlanId::new("none"), Some(&held));
        let there = document::open(tx, &doc)?;
        no_id_twice(&there, &edits)?;
        takes_nothing_away(&edits, remove)?;
        document::write(tx, there, edits, now)?;
        Ok(count)
    })
}

fn no_id_twice(there: &Document, edits: &[Edit]) -> Result<(), AdminError> {
    let twice = tables::ids_twice(there, edits);
    if twice.is_empty() { Ok(()) } else { Err(AdminError::IdTwice(twice)) }
}

/// A file from which something slipped would take it away for good.
fn takes_nothing_away(edits: &[Edit], remove: bool) -> Result<(), AdminError> {
    let gone = tables::ids_gone(edits);
    if gone.is_empty() || remove { Ok(()) } else { Err(AdminError::TakesAway(gone)) }
}

/// Closes a plan on this day, or opens it again where no day is given.
pub fn close_plan(data: &Path, id: &PlanId, on: Option<NaiveDate>, clock: &Clock) -> Result<(), AdminError> {
    change(data, clock, |tx, before, now| {
        let doc = DocId::plan(own(before, id)?.id());
        let value = on.map_or(Value::Absent, |day| Value::Str(day.to_string()));
        let edit = Edit { target: Target::Closed, value };
        Ok(document::write(tx, document::open(tx, &doc)?, vec![edit], now)?)
    })
}

pub fn list_plans(data: &Path) -> Result<Vec<PlanLine>, AdminError> {
    let plans = reading(data, stored)?;
    let line = |plan: &Plan| PlanLine {
        id: plan.id().clone(),
        year: plan.year(),
        title: plan.title().to_owned(),
        coordinator: plan.coordinator().to_string(),
        closed_on: plan.closed_on(),
    };
    Ok(plans.all().into_iter().map(|plan| line(plan)).collect())
}

/// The day in Viet Nam.
pub fn today(clock: &Clock) -> NaiveDate {
    local(clock.now()).date_naive()
}

/// One transaction, after which the plans are sound, and hold whatever anybody entered something under.
pub(super) fn change<T>(
    data: &Path,
    clock: &Clock,
    act: impl FnOnce(Tx<'_>, &Plans, UnixMillis) -> Result<T, AdminError>,
) -> Result<T, AdminError> {
    writing(data, |tx| {
        let before = stored(tx)?;
        let done = act(tx, &before, clock.now())?;
        let after = stored(tx)?;
        let mut lost = Vec::new();
        for plan in after.all() {
            let named = |one: tables::Lost| format!("{one}, kế hoạch {}", plan.id());
            lost.extend(tables::lost(&tx, plan).map_err(Error::from)?.into_iter().map(named));
        }
        if !lost.is_empty() {
            return Err(AdminError::DropsWork(lost));
        }
        let at_work = units_at_work(tx, (&before, &after), clock.now())?;
        if !at_work.is_empty() {
            return Err(AdminError::DropsUnits(at_work));
        }
        put_in_force(tx, &before, &after)?;
        Ok(done)
    })
}

pub(super) fn stored(tx: Tx<'_>) -> Result<Plans, AdminError> {
    read(tx)?.map_err(|faults| AdminError::Plan(Box::new(faults)))
}

/// The organisation that this server was opened for, and its units.
pub(super) fn organisation(
    tx: Tx<'_>,
) -> Result<(OrganisationId, Vec<(OrganisationItem, Value)>), AdminError> {
    let own = district::need(tx)?.organisation;
    let units = units_of(&document::open(tx, &DocId::organisation(&own))?);
    Ok((own, units))
}

pub(super) fn loaded(source: &PlanSource<'_>) -> Result<(Plan, Items), AdminError> {
    Plan::load_items(source).map_err(|faults| AdminError::Plan(Box::new(faults)))
}

/// A plan that is kept here; one that came from another district is read alone.
pub(super) fn own<'p>(plans: &'p Plans, id: &PlanId) -> Result<&'p Plan, AdminError> {
    let mut all = plans.all();
    all.retain(|plan| plans.is_own(plan));
    let found = all.iter().find(|plan| plan.id() == id);
    found.map(|plan| &***plan).ok_or_else(|| AdminError::NoPlan {
        wanted: id.clone(),
        known: all.iter().map(|plan| plan.id().to_string()).collect(),
    })
}

/// Units that the change would take away while their people work: laptops are let in, codes wait, accounts read for them.
fn units_at_work(
    tx: Tx<'_>,
    (before, after): (&Plans, &Plans),
    now: UnixMillis,
) -> Result<Vec<String>, AdminError> {
    let taken_away = |unit: &&UnitId| before.knows(unit) && !after.knows(unit);
    let gone: Vec<&UnitId> = before.units().into_iter().filter(taken_away).collect();
    let mut at_work = Vec::new();
    for unit in gone {
        let (laptops, codes) = (device::count(tx, unit)?, code::count(tx, unit, now)?);
        let accounts = account::all(tx)?.iter().filter(|row| row.unit.as_ref() == Some(unit)).count();
        if laptops + codes > 0 || accounts > 0 {
            at_work.push(format!("{unit} ({laptops} máy, {codes} mã ghi danh, {accounts} tài khoản)"));
        }
    }
    Ok(at_work)
}
