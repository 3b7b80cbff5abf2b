//! What portals show of indicators, as units read it there.

use model::ids::IndicatorId;
use model::target::PortalPart;
use model::value::Value;
use rusqlite::{Connection, params};
use view::{PeriodFacts, PortalFacts};

use crate::column::{Day, day, text};
use crate::key::Key;
use crate::scope::Within;

pub(crate) const SQL: &str = "
-- What a portal shows of an indicator, beside what the unit reports.
CREATE TABLE portal_figure (
  doc       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  task      INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  amount    INTEGER,   -- thousandths of a per cent, or of one
  source    TEXT,      -- where on the portal
  read_on   TEXT,      -- the day on which it was read there
  why       TEXT,      -- why it differs from what the unit reports
  PRIMARY KEY (doc, period, task, indicator)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn write(
    tx: &Connection,
    key: Key,
    (indicator, part): (&IndicatorId, PortalPart),
    value: &Value,
) -> rusqlite::Result<()> {
    let (doc, period, task) = key.columns();
    let column = match part {
        PortalPart::Value => "amount",
        PortalPart::Source => "source",
        PortalPart::ReadOn => "read_on",
        PortalPart::Why => "why",
    };
    let sql = format!(
        "INSERT INTO portal_figure (doc, period, task, indicator, {column}) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET {column} = excluded.{column}"
    );
    let mut put = tx.prepare_cached(&sql)?;
    let of = indicator.as_str();
    let changed = match part {
        PortalPart::Value => put.execute(params![doc, period, task, of, value.as_int()]),
        PortalPart::ReadOn => put.execute(params![doc, period, task, of, value.as_date().map(Day)]),
        PortalPart::Source | PortalPart::Why => put.execute(params![doc, period, task, of, value.as_str()]),
    };
    changed.map(drop)
}

pub(crate) fn load(conn: &Connection, within: &Within, all: &mut PeriodFacts) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT doc, task, indicator, amount, source, read_on, why FROM portal_figure
         WHERE coalesce(amount, source, read_on, why) IS NOT NULL AND {}",
        within.of_workbooks()
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query(within.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let Some((unit, task)) = within.entry(row.get(0)?, row.get(1)?) else { continue };
        let words = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
        let told =
            PortalFacts { amount: row.get(3)?, source: words(4)?, read_on: day(row, 5)?, why: words(6)? };
        all.at(unit, task).portals.push((IndicatorId::new(text(row, 2)?), told));
    }
    Ok(())
}
