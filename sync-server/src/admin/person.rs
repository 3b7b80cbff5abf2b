//! People: whoever writes stands in the documents by an id, and is called by what stands here. Of which unit each is, and
//! since when, the organisation's document says.

use std::path::Path;

use chrono::{Months, NaiveDate};
use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{PersonId, UnitId};
use model::item::OrganisationItem;
use model::person::{MAX_NAME_CHARS, shown};
use model::plan::Stay;
use model::plans::Plans;
use model::target::Target;
use model::value::Value;
use protocol::UnixMillis;

use super::folder::{DataFolder, known_unit, reading, writing};
use super::plan::today;
use super::{AdminError, checked_name, document};
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::store::{Tx, code, district, person};

#[derive(Debug)]
pub struct PersonLine {
    pub id: PersonId,
    pub unit: UnitId,
    /// As windows show it.
    pub name: String,
    /// Since when, and until when where that is said; none of one who only wrote here.
    pub stay: Option<(NaiveDate, Option<NaiveDate>)>,
}

pub fn list_people(data: &Path) -> Result<Vec<PersonLine>, AdminError> {
    reading(data, |tx| {
        let line = |row: person::PersonRow| {
            let stay = person::stays(tx, &row.id)?.pop().map(|(from, stay)| (from, stay.until));
            Ok(PersonLine { name: shown(&row.id, row.name), id: row.id, unit: row.unit, stay })
        };
        person::all(tx)?.into_iter().map(line).collect()
    })
}

/// Writes down that the person works at the unit from today on, where that is not known. Of a unit that another district
/// keeps nothing is written here.
pub(crate) fn begin_stay(
    tx: Tx<'_>,
    plans: &Plans,
    (id, unit): (&PersonId, &UnitId),
    now: UnixMillis,
) -> Result<(), Error> {
    let last = person::stays(tx, id)?.pop();
    if !plans.knows(unit) || last.is_some_and(|(_, stay)| stay.until.is_none() && stay.unit == *unit) {
        return Ok(());
    }
    let stay = Stay { unit: unit.clone(), until: None };
    write_stays(tx, id, [(local(now).date_naive(), Some(stay))], now)
}

/// Somebody who answers for the unit or works there, and has no laptop: named where a report is confirmed. Who is called so already
/// is that person.
pub fn add_person(data: &Path, unit: &UnitId, name: &str, clock: &Clock) -> Result<PersonId, AdminError> {
    let name = checked_name(name, MAX_NAME_CHARS)?;
    writing(data, |tx| {
        known_unit(tx, unit)?;
        let id = match person::find(tx, unit, &name)? {
            Some(id) => id,
            None => {
                let id = person::draw(tx, unit)?;
                call(tx, &id, Some(&name))?;
                id
            }
        };
        let last = person::stays(tx, &id)?.pop();
        if last.is_none_or(|(_, stay)| stay.until.is_some() || stay.unit != *unit) {
            let stay = Stay { unit: unit.clone(), until: None };
            write_stays(tx, &id, [(today(clock), Some(stay))], clock.now())?;
        }
        Ok(id)
    })
}

/// The person works at another unit from this day on. What was written before stays where it is, and what the old laptop
/// still holds arrives.
pub fn move_person(
    data: &Path,
    id: &PersonId,
    (to, on): (&UnitId, NaiveDate),
    clock: &Clock,
) -> Result<(), AdminError> {
    near(on, clock)?;
    writing(data, |tx| moved(tx, id, (to, on), clock))
}

fn moved(tx: Tx<'_>, id: &PersonId, (to, on): (&UnitId, NaiveDate), clock: &Clock) -> Result<(), AdminError> {
    known_unit(tx, to)?;
    let row = person::get(tx, id)?.ok_or_else(|| AdminError::NoPerson(id.clone()))?;
    let mut stays = vec![(on, Some(Stay { unit: to.clone(), until: None }))];
    let mut before = person::stays(tx, id)?;
    let mut last = before.pop();
    // A move that is yet to come gives way.
    if let Some((from, _)) = last.as_ref().filter(|(from, _)| *from > today(clock)) {
        stays.insert(0, (*from, None));
        let day_before = from.pred_opt();
        last = before.pop().map(|(from, stay)| {
            let until = stay.until.filter(|until| Some(*until) != day_before);
            (from, Stay { until, ..stay })
        });
    }
    if let Some((from, _)) = last.as_ref().filter(|(from, _)| on < *from) {
        return Err(AdminError::BeforeStay { id: id.clone(), from: *from });
    }
    if let Some(before) = on.pred_opt() {
        let ended = |last: &Stay| last.until.is_some_and(|until| until < on);
        stays.extend(match last {
            Some((from, last)) if from <= before && ended(&last) => None,
            Some((from, last)) if from <= before => Some((from, Some(Stay { until: Some(before), ..last }))),
            // Since when is not known here, or since that very day: what was written there must not become a stranger's.
            _ => Some((before, Some(Stay { unit: row.unit.clone(), until: Some(before) }))),
        });
    }
    write_stays(tx, id, stays, clock.now())?;
    person::set_unit(tx, id, to)?;
    // Issued for the unit of before.
    code::void(tx, Some(id), clock.now())?;
    // Others hear of the person now.
    if let Some(name) = row.name {
        person::call(tx, id, name.as_deref())?;
    }
    Ok(())
}

/// The person's last day. The laptops are not touched: what waits on them is to arrive before they are revoked.
pub fn end_person(data: &Path, id: &PersonId, on: NaiveDate, clock: &Clock) -> Result<(), AdminError> {
    near(on, clock)?;
    writing(data, |tx| {
        person::get(tx, id)?.ok_or_else(|| AdminError::NoPerson(id.clone()))?;
        let ended = |stay: &Stay| stay.until.is_some_and(|until| until < today(clock));
        let last = person::stays(tx, id)?.pop().filter(|(_, stay)| !ended(stay));
        let (from, stay) = last.ok_or_else(|| AdminError::NoStay(id.clone()))?;
        if on < from {
            return Err(AdminError::BeforeStay { id: id.clone(), from });
        }
        write_stays(tx, id, [(from, Some(Stay { until: Some(on), ..stay }))], clock.now())?;
        code::void(tx, Some(id), clock.now())?;
        Ok(())
    })
}

/// A stay that begins far ahead could not be put right before that day.
fn near(on: NaiveDate, clock: &Clock) -> Result<(), AdminError> {
    let last = today(clock) + Months::new(12);
    if on <= last { Ok(()) } else { Err(AdminError::FarDay(on)) }
}

fn write_stays(
    tx: Tx<'_>,
    id: &PersonId,
    stays: impl IntoIterator<Item = (NaiveDate, Option<Stay>)>,
    now: UnixMillis,
) -> Result<(), Error> {
    let organisation = DocId::organisation(&district::need(tx)?.organisation);
    let edit = |(from, stay): (NaiveDate, Option<Stay>)| {
        let item = OrganisationItem::Person { person: id.clone(), from: from.to_string() };
        let value = stay.map_or(Value::Absent, |stay| Value::record(&stay));
        Edit { target: Target::OrganisationItem { item }, value }
    };
    let there = document::open(tx, &organisation)?;
    document::write(tx, there, stays.into_iter().map(edit).collect(), now)
}

/// The name that the person has from now on, in what was written before as well. Laptops hear it with their next sync.
pub fn rename_person(data: &Path, id: &PersonId, name: &str) -> Result<(), AdminError> {
    let name = checked_name(name, MAX_NAME_CHARS)?;
    writing(data, |tx| call(tx, id, Some(&name)))
}

/// From now on nobody is told the name, and laptops erase it with their next sync. Nothing of what was written goes, and
/// backups keep what they hold: after a restoration the name is to be erased once more.
pub fn erase_person(data: &Path, id: &PersonId) -> Result<(), AdminError> {
    let mut database = DataFolder::open(data)?.database()?;
    database.overwrite_thoroughly()?;
    database.write(|tx| call(tx, id, None))?;
    Ok(database.empty_the_log()?)
}

fn call(tx: Tx<'_>, id: &PersonId, name: Option<&str>) -> Result<(), AdminError> {
    person::get(tx, id)?.ok_or_else(|| AdminError::NoPerson(id.clone()))?;
    Ok(person::call(tx, id, name)?)
}
