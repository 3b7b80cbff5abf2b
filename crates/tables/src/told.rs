//! What is told under an id of its own: proposals of units, what was decided of them, decisions that changed the plan. Each with
//! who said it, when, and where it stands, first and last.

use document::Reading;
use model::ids::{PlanId, UnitId};
use model::target::Target;
use rusqlite::{Connection, Row, params};
use view::{Place, SaidFacts, Told};

use crate::column::{DocColumn, Millis, list, millis, text};
use crate::field_set::{bare, value};
use crate::history::{self, person};
use crate::key::Key;
use crate::{field_name, word};

pub(crate) const SQL: &str = "
-- What a field holds that is told under an id of its own.
CREATE TABLE told (
  doc            INTEGER NOT NULL,   -- doc.no
  field          TEXT NOT NULL,      -- r/proposal/ID:is, r/proposal-answer/ID:is, r/revision/ID:decision
  value          TEXT NOT NULL,      -- JSON
  author         INTEGER NOT NULL,   -- author.no
  at             INTEGER NOT NULL,   -- a claim of the author's clock, milliseconds since 1970
  received       INTEGER,            -- the server's clock; null until it arrived there
  place          INTEGER NOT NULL,   -- history.place
  first_author   INTEGER NOT NULL,   -- of the same, as it was told first
  first_at       INTEGER NOT NULL,
  first_received INTEGER,
  PRIMARY KEY (doc, field)
) STRICT, WITHOUT ROWID;
";

/// Whether a field is kept here.
pub(crate) fn keeps(target: &Target) -> bool {
    matches!(
        target,
        Target::Proposal { .. }
            | Target::ProposalAnswer { .. }
            | Target::Revision { .. }
            | Target::UnitRevision { .. }
    )
}

pub(crate) fn write(tx: &Connection, key: Key, target: &Target, reading: &Reading) -> rusqlite::Result<()> {
    let name = field_name::of(target);
    tx.prepare_cached("DELETE FROM told WHERE doc = ?1 AND field = ?2")?.execute(params![key.doc, name])?;
    let Some((held, by)) = reading.contenders.first().and_then(|held| Some((held, held.by.as_ref()?))) else {
        return Ok(());
    };
    let (author, at) = (word::author(tx, by.as_str())?, held.at.timestamp_millis());
    tx.prepare_cached(
        "INSERT INTO told (doc, field, value, author, at, place, first_author, first_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?4, ?5)",
    )?
    .execute(params![key.doc, name, bare(&held.value).to_string(), author, at])?;
    settled(tx, key, target)
}

/// What was told has another place now.
pub(crate) fn settled(tx: &Connection, key: Key, target: &Target) -> rusqlite::Result<()> {
    let all = history::all_of(tx, key, target)?;
    let mut told = all.iter().filter(|(_, value, _)| *value != model::value::Value::Absent);
    let (Some((first, _, first_at)), Some((last, ..))) = (told.clone().next(), told.next_back()) else {
        return Ok(());
    };
    let arrived = |row: &history::HistoryRow| row.received.map(|at| at.timestamp_millis());
    tx.prepare_cached(
        "UPDATE told SET received = ?3, place = ?4, first_author = ?5, first_at = ?6, first_received = ?7
         WHERE doc = ?1 AND field = ?2",
    )?
    .execute(params![
        key.doc,
        field_name::of(target),
        arrived(last),
        last.place.number(),
        first.author,
        first_at.timestamp_millis(),
        arrived(first),
    ])
    .map(drop)
}

const SELECT: &str =
    "SELECT doc.name, field, value, place, author, at, received, first_author, first_at, first_received
  FROM told JOIN doc ON doc.no = told.doc WHERE doc.plan_id = ?1 AND ";

/// Of these units: in their workbooks, and in reviews of them.
pub(crate) fn of_units(conn: &Connection, plan: &PlanId, units: &[&UnitId]) -> rusqlite::Result<Vec<Told>> {
    let sql = format!("{SELECT} doc.unit IN (SELECT value FROM json_each(?2))");
    let mut select = conn.prepare_cached(&sql)?;
    let units = list(units.iter().map(|unit| unit.as_str()));
    read(conn, &mut select.query(params![plan.as_str(), units])?)
}

/// In the plan's own document; in that of the organisation, which the id may be of.
pub(crate) fn of_plan(conn: &Connection, plan: &PlanId) -> rusqlite::Result<Vec<Told>> {
    let mut select = conn.prepare_cached(&format!("{SELECT} doc.unit IS NULL AND doc.office IS NULL"))?;
    read(conn, &mut select.query(params![plan.as_str()])?)
}

fn read(conn: &Connection, rows: &mut rusqlite::Rows<'_>) -> rusqlite::Result<Vec<Told>> {
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = row.get::<_, DocColumn>(0)?.0;
        let Some(target) = field_name::read(&doc.kind, &[], text(row, 1)?) else { continue };
        all.push(Told {
            target,
            value: value(&serde_json::from_str(text(row, 2)?).unwrap_or_default()),
            place: Place::of_number(row.get(3)?),
            last: said(conn, row, 4)?,
            first: said(conn, row, 7)?,
            doc,
        });
    }
    Ok(all)
}

/// Author, claim and the server's time, from this column on.
fn said(conn: &Connection, row: &Row<'_>, at: usize) -> rusqlite::Result<SaidFacts> {
    let by = person(conn, row.get(at)?)?;
    Ok(SaidFacts { by, at: row.get::<_, Millis>(at + 1)?.0, received: millis(row, at + 2)? })
}
