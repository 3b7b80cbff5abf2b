//! What offices looked at of what units had handed in.

use model::doc_id::{DocId, DocKind};
use model::ids::{PeriodId, PlanId, UnitId};
use model::target::Target;
use model::value::{Heads, Look};
use rusqlite::{Connection, params};
use view::{LookFacts, Place};

use crate::column::{DocColumn, Millis, list, millis};
use crate::history;
use crate::key::Key;

pub(crate) const SQL: &str = "
-- An office looked at what a unit had handed in of a period; the first time at each submission.
CREATE TABLE look (
  doc      INTEGER NOT NULL,   -- doc.no: the office's review of the unit
  period   INTEGER NOT NULL,   -- word.no
  heads    TEXT NOT NULL,      -- those that the submission names
  at       INTEGER NOT NULL,   -- a claim of the author's clock, milliseconds since 1970
  received INTEGER,            -- the server's clock; null until it arrived there
  place    INTEGER NOT NULL,   -- history.place
  PRIMARY KEY (doc, period, heads)
) STRICT, WITHOUT ROWID;
";

/// Every look that was ever written counts, whichever of them the field holds: the first at each submission is the one since when
/// that cannot be taken back. To be called when the history is written, or has changed.
pub(crate) fn follow(tx: &Connection, (doc, key): (&DocId, Key), target: &Target) -> rusqlite::Result<()> {
    if !matches!(doc.kind, DocKind::Review { .. }) {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM look WHERE doc = ?1 AND period = ?2")?.execute([key.doc, key.period])?;
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO look (doc, period, heads, at, received, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (row, value, at) in history::all_of(tx, key, target)? {
        let Some(look) = value.as_record::<Look>() else { continue };
        insert.execute(params![
            key.doc,
            key.period,
            String::from(look.heads),
            at.timestamp_millis(),
            row.received.map(|at| at.timestamp_millis()),
            row.place.number(),
        ])?;
    }
    Ok(())
}

pub(crate) fn of_period(
    conn: &Connection,
    plan: &PlanId,
    period: &PeriodId,
    units: &[&UnitId],
) -> rusqlite::Result<Vec<LookFacts>> {
    let mut select = conn.prepare_cached(
        "SELECT doc.name, heads, at, received, place FROM look JOIN doc ON doc.no = look.doc
         JOIN word ON word.no = look.period
         WHERE doc.plan_id = ?1 AND word.word = ?2 AND doc.unit IN (SELECT value FROM json_each(?3))",
    )?;
    let units = list(units.iter().map(|unit| unit.as_str()));
    let mut rows = select.query(params![plan.as_str(), period.as_str(), units])?;
    let mut looks = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = row.get::<_, DocColumn>(0)?.0;
        let DocKind::Review { office, unit } = &doc.kind else { continue };
        looks.push(LookFacts {
            office: office.clone(),
            unit: unit.clone(),
            heads: Heads::try_from(row.get::<_, String>(1)?).unwrap_or_default(),
            at: row.get::<_, Millis>(2)?.0,
            received: millis(row, 3)?,
            place: Place::of_number(row.get(4)?),
            doc,
        });
    }
    Ok(looks)
}
