//! What stands in a field of the window and is not written: half a figure, or a text that was refused. It makes no edit,
//! and reaches nobody.

use chrono::{DateTime, FixedOffset};
use model::ids::{PlanId, UnitId};
use model::target::Target;
use model::window::Beside;
use rusqlite::Connection;

use super::{from_json, to_json};
use crate::error::{Error, Result};

pub(super) const SQL: &str = "
CREATE TABLE typed (
    plan     TEXT NOT NULL,
    workbook TEXT NOT NULL, -- the unit in whose workbook; empty: the laptop's own
    target   TEXT NOT NULL, -- JSON
    text     TEXT NOT NULL,
    base     TEXT,          -- what stood in the field before
    reason   TEXT,          -- why it was refused, for people
    at       TEXT NOT NULL,
    PRIMARY KEY (plan, workbook, target)
) STRICT, WITHOUT ROWID;";

pub(super) const BESIDE: &str = "
ALTER TABLE typed ADD COLUMN beside TEXT; -- what stood in other fields of the page: JSON
";

/// In which field, of which plan, and in whose workbook where it is not the unit's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub plan: PlanId,
    pub of: Option<UnitId>,
    pub target: Target,
}

impl Field {
    fn key(&self) -> (&str, &str, String) {
        (self.plan.as_str(), self.of.as_ref().map_or("", UnitId::as_str), to_json(&self.target))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedText {
    pub field: Field,
    pub text: String,
    pub base: Option<String>,
    pub beside: Vec<Beside>,
    pub reason: Option<String>,
    pub at: DateTime<FixedOffset>,
}

pub fn keep(conn: &Connection, typed: &TypedText) -> Result<()> {
    let (plan, workbook, target) = typed.field.key();
    conn.prepare_cached(
        "INSERT OR REPLACE INTO typed (plan, workbook, target, text, base, reason, at, beside)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        plan,
        workbook,
        target,
        &typed.text,
        &typed.base,
        &typed.reason,
        typed.at.to_rfc3339(),
        (!typed.beside.is_empty()).then(|| to_json(&typed.beside)),
    ))?;
    Ok(())
}

/// It was written, or is not wanted any more.
pub fn forget(conn: &Connection, field: &Field) -> Result<()> {
    conn.prepare_cached("DELETE FROM typed WHERE plan = ?1 AND workbook = ?2 AND target = ?3")?
        .execute(field.key())?;
    Ok(())
}

/// Newest first.
pub fn all(conn: &Connection) -> Result<Vec<TypedText>> {
    let mut statement = conn.prepare_cached(
        "SELECT plan, workbook, target, text, base, reason, at, beside FROM typed ORDER BY at DESC, target",
    )?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let workbook: String = row.get(1)?;
        let field = Field {
            plan: PlanId::new(row.get::<_, String>(0)?),
            of: (!workbook.is_empty()).then(|| UnitId::new(workbook)),
            target: from_json(&row.get::<_, String>(2)?)?,
        };
        let at: String = row.get(6)?;
        let beside: Option<String> = row.get(7)?;
        all.push(TypedText {
            field,
            text: row.get(3)?,
            base: row.get(4)?,
            beside: beside.map_or_else(|| Ok(Vec::new()), |beside| from_json(&beside))?,
            reason: row.get(5)?,
            at: at.parse().map_err(|_| Error::Damaged)?,
        });
    }
    Ok(all)
}
