//! Forms that are written as a whole, as they stand while a person fills them in.

use model::ids::{PlanId, UnitId};
use model::window::KeptForm;
use rusqlite::Connection;

use super::{from_json, to_json};
use crate::error::{Error, Result};

pub(super) const SQL: &str = "
CREATE TABLE form (
    plan     TEXT NOT NULL,
    workbook TEXT NOT NULL, -- the unit in whose workbook; empty: the laptop's own
    id       TEXT NOT NULL,
    form     TEXT NOT NULL, -- JSON
    at       TEXT NOT NULL,
    PRIMARY KEY (plan, workbook, id)
) STRICT, WITHOUT ROWID;";

fn workbook(of: Option<&UnitId>) -> &str {
    of.map_or("", UnitId::as_str)
}

/// In the place of what was kept of it before; one without fields is given up.
pub fn keep(conn: &Connection, kept: &KeptForm) -> Result<()> {
    let (plan, of, id) = (kept.plan.as_str(), workbook(kept.of.as_ref()), kept.form.id.as_str());
    if kept.form.fields.is_empty() {
        conn.prepare_cached("DELETE FROM form WHERE plan = ?1 AND workbook = ?2 AND id = ?3")?
            .execute((plan, of, id))?;
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT OR REPLACE INTO form (plan, workbook, id, form, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((plan, of, id, to_json(&kept.form), kept.at.to_rfc3339()))?;
    Ok(())
}

/// Newest first.
pub fn all(conn: &Connection) -> Result<Vec<KeptForm>> {
    let mut statement =
        conn.prepare_cached("SELECT plan, workbook, form, at FROM form ORDER BY at DESC, id")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (workbook, form, at): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        all.push(KeptForm {
            plan: PlanId::new(row.get::<_, String>(0)?),
            of: (!workbook.is_empty()).then(|| UnitId::new(workbook)),
            form: from_json(&form)?,
            at: at.parse().map_err(|_| Error::Damaged)?,
        });
    }
    Ok(all)
}
