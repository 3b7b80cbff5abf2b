//! What the coordinating office enters for the year: milestones, days before the district's date, requests from
//! above.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::due::Entered;
use model::ids::{MilestoneId, PeriodId, PlanId, RequestId, RuleId, TaskId};
use model::value::{Lines, RequestFacts};
use rusqlite::{Connection, params};
use view::Dates;

use crate::column::{Day, day, text};
use crate::{due_date, said};

pub(crate) const SQL: &str = "
-- A yearly date that the coordinating office enters.
CREATE TABLE milestone (
  plan_id TEXT NOT NULL,
  id   TEXT NOT NULL,
  date TEXT NOT NULL,
  PRIMARY KEY (plan_id, id)
) STRICT, WITHOUT ROWID;

-- How many days before the district's own date the units hand in.
CREATE TABLE unit_days (
  plan_id   TEXT NOT NULL,
  period TEXT NOT NULL,
  days   INTEGER NOT NULL,
  PRIMARY KEY (plan_id, period)
) STRICT, WITHOUT ROWID;

-- A letter from above that asks for something by a date.
CREATE TABLE request (
  plan_id        TEXT NOT NULL,
  id          TEXT NOT NULL,
  task        TEXT NOT NULL,
  rule        TEXT NOT NULL,
  number      TEXT NOT NULL,      -- number and symbol of the letter
  received_on TEXT NOT NULL,
  due         TEXT NOT NULL,
  PRIMARY KEY (plan_id, id)
) STRICT, WITHOUT ROWID;

-- The document that sets a milestone's date; either may be entered before the other.
CREATE TABLE milestone_basis (
  plan_id  TEXT NOT NULL,
  id    TEXT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (plan_id, id)
) STRICT, WITHOUT ROWID;
";

pub(crate) const UNITS: &str = "
ALTER TABLE request ADD COLUMN units TEXT; -- ids of the units of which it asks something, one on a line; null: of all that owe it
";

pub(crate) fn write_milestone(
    tx: &Connection,
    plan_id: &str,
    id: &MilestoneId,
    date: Option<NaiveDate>,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM milestone WHERE plan_id = ?1 AND id = ?2")?
        .execute(params![plan_id, id.as_str()])?;
    let Some(date) = date else { return Ok(()) };
    tx.prepare_cached("INSERT INTO milestone (plan_id, id, date) VALUES (?1, ?2, ?3)")?
        .execute(params![plan_id, id.as_str(), Day(date)])
        .map(drop)
}

pub(crate) fn write_milestone_basis(
    tx: &Connection,
    plan_id: &str,
    id: &MilestoneId,
    basis: Option<&str>,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM milestone_basis WHERE plan_id = ?1 AND id = ?2")?
        .execute(params![plan_id, id.as_str()])?;
    let Some(basis) = basis else { return Ok(()) };
    tx.prepare_cached("INSERT INTO milestone_basis (plan_id, id, basis) VALUES (?1, ?2, ?3)")?
        .execute(params![plan_id, id.as_str(), basis])
        .map(drop)
}

pub(crate) fn write_unit_days(
    tx: &Connection,
    plan_id: &str,
    period: &PeriodId,
    days: Option<i64>,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM unit_days WHERE plan_id = ?1 AND period = ?2")?
        .execute(params![plan_id, period.as_str()])?;
    let Some(days) = days else { return Ok(()) };
    tx.prepare_cached("INSERT INTO unit_days (plan_id, period, days) VALUES (?1, ?2, ?3)")?
        .execute(params![plan_id, period.as_str(), days])
        .map(drop)
}

pub(crate) fn write_request(
    tx: &Connection,
    plan_id: &str,
    id: &RequestId,
    request: Option<RequestFacts>,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM request WHERE plan_id = ?1 AND id = ?2")?
        .execute(params![plan_id, id.as_str()])?;
    let Some(request) = request else { return Ok(()) };
    tx.prepare_cached(
        "INSERT INTO request (plan_id, id, task, rule, number, received_on, due, units)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        plan_id,
        id.as_str(),
        request.task.as_str(),
        request.rule.as_str(),
        request.number,
        Day(request.received_on),
        Day(request.due),
        request.units.map(String::from).filter(|units| !units.is_empty()),
    ])
    .map(drop)
}

/// Dates that people entered.
pub(crate) fn dates(conn: &Connection, plan: &PlanId) -> rusqlite::Result<Dates> {
    let unit_days = conn
        .prepare_cached("SELECT period, days FROM unit_days WHERE plan_id = ?1")?
        .query_map([plan.as_str()], |row| Ok((PeriodId::new(text(row, 0)?), row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(Dates {
        milestones: milestones(conn, plan.as_str())?,
        unit_days,
        by_units: due_date::entered(conn, plan)?,
        requests: requests(conn, plan)?,
        said: said::of_dates(conn, plan)?,
    })
}

fn milestones(conn: &Connection, plan_id: &str) -> rusqlite::Result<BTreeMap<MilestoneId, Entered>> {
    let mut milestones: BTreeMap<MilestoneId, Entered> = BTreeMap::new();
    let mut dates = conn.prepare_cached("SELECT id, date FROM milestone WHERE plan_id = ?1")?;
    let mut rows = dates.query([plan_id])?;
    while let Some(row) = rows.next()? {
        milestones.entry(MilestoneId::new(text(row, 0)?)).or_default().date = day(row, 1)?;
    }
    let mut bases = conn.prepare_cached("SELECT id, basis FROM milestone_basis WHERE plan_id = ?1")?;
    let mut rows = bases.query([plan_id])?;
    while let Some(row) = rows.next()? {
        milestones.entry(MilestoneId::new(text(row, 0)?)).or_default().basis = row.get(1)?;
    }
    Ok(milestones)
}

fn requests(conn: &Connection, plan: &PlanId) -> rusqlite::Result<BTreeMap<RequestId, RequestFacts>> {
    let mut select = conn.prepare_cached(
        "SELECT id, task, rule, number, received_on, due, units FROM request WHERE plan_id = ?1",
    )?;
    let rows = select.query_map([plan.as_str()], |row| {
        let request = RequestFacts {
            task: TaskId::new(text(row, 1)?),
            rule: RuleId::new(text(row, 2)?),
            number: row.get(3)?,
            received_on: row.get::<_, Day>(4)?.0,
            due: row.get::<_, Day>(5)?.0,
            units: row.get::<_, Option<String>>(6)?.map(Lines::from),
        };
        Ok((RequestId::new(text(row, 0)?), request))
    })?;
    rows.collect()
}
