//! Evidence of one unit, or of all.

use model::ids::UnitId;
use model::window::EvidenceView;
use rusqlite::Connection;

use crate::evidence::{EvidenceRow, of_units, used_in};
use crate::file::whereabouts;
use crate::{AskError, Asker};

/// Of one unit, or of all that the asker may read; newest document first.
pub fn evidence(
    conn: &Connection,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<Vec<EvidenceView>, AskError> {
    let units = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let rows = of_units(conn, asker.plan_id(), units)?;
    rows.into_iter().map(|row| view(conn, asker, row)).collect()
}

pub(super) fn view(conn: &Connection, asker: &Asker<'_>, row: EvidenceRow) -> Result<EvidenceView, AskError> {
    Ok(EvidenceView {
        unit_name: asker.unit_name(&row.unit),
        used_in: used_in(conn, asker.plan_id(), &row.unit, &row.id)?,
        whereabouts: whereabouts(asker.side, row.here, row.received, row.complete),
        id: row.id,
        unit: row.unit,
        number: row.number,
        symbol: row.symbol,
        issuer: row.issuer,
        signed: row.signed,
        summary: row.summary,
        file: row.file,
        file_name: row.file_name,
        media_type: row.media_type,
        size: row.size,
        place: row.place,
    })
}
