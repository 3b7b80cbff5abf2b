//! The plan's names, for tools that read the tables without this program. Questions are answered from the plan
//! itself.

use model::plan::Role;
use model::plan::{IndicatorKind, Plan};
use rusqlite::{Connection, params};

pub(crate) const SQL: &str = "
-- Units, tasks, indicators and assignments as the plan in force has them.
CREATE TABLE plan_unit (
  plan_id   TEXT NOT NULL,
  id     TEXT NOT NULL,
  name   TEXT NOT NULL,
  kind   TEXT NOT NULL,
  parent TEXT,
  PRIMARY KEY (plan_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_task (
  plan_id       TEXT NOT NULL,
  code       TEXT NOT NULL,
  title      TEXT NOT NULL,
  field      TEXT NOT NULL,
  field_name TEXT NOT NULL,
  PRIMARY KEY (plan_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_indicator (
  plan_id   TEXT NOT NULL,
  id     TEXT NOT NULL,
  task   TEXT NOT NULL,
  name   TEXT NOT NULL,
  kind   TEXT NOT NULL,      -- rate, count, change, checklist
  target TEXT NOT NULL,      -- as people read it
  PRIMARY KEY (plan_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_assignment (
  plan_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  task TEXT NOT NULL,
  role TEXT NOT NULL,        -- lead, supporting
  PRIMARY KEY (plan_id, unit, task)
) STRICT, WITHOUT ROWID;
";

/// Writes the names of a plan in place of those that were there. To be called when a plan comes into force.
pub fn write_plan(tx: &Connection, plan: &Plan) -> rusqlite::Result<()> {
    let plan_id = plan.id().as_str();
    for table in ["plan_unit", "plan_task", "plan_indicator", "plan_assignment"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE plan_id = ?1"))?.execute([plan_id])?;
    }
    let mut units = tx.prepare_cached(
        "INSERT INTO plan_unit (plan_id, id, name, kind, parent) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for unit in plan.units() {
        let parent = unit.parent.as_ref().map(|parent| parent.as_str());
        units.execute(params![plan_id, unit.id.as_str(), unit.name, unit.kind, parent])?;
    }
    let mut tasks = tx.prepare_cached(
        "INSERT INTO plan_task (plan_id, code, title, field, field_name) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for task in plan.tasks() {
        let field = plan.field(&task.field).map(|field| field.name.as_str()).unwrap_or_default();
        tasks.execute(params![plan_id, task.id.as_str(), task.title, task.field.as_str(), field])?;
    }
    let mut indicators = tx.prepare_cached(
        "INSERT INTO plan_indicator (plan_id, id, task, name, kind, target) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for indicator in plan.indicators() {
        let kind = IndicatorKind::code(indicator.kind);
        let (id, of) = (indicator.id.as_str(), indicator.of.as_str());
        indicators.execute(params![plan_id, id, of, indicator.name, kind, indicator.target_text()])?;
    }
    let mut assignments =
        tx.prepare_cached("INSERT INTO plan_assignment (plan_id, unit, task, role) VALUES (?1, ?2, ?3, ?4)")?;
    for assignment in plan.assignments().iter().filter(|one| !one.has_left()) {
        let role = match assignment.role {
            Role::Lead => "lead",
            Role::Supporting => "supporting",
        };
        assignments.execute(params![plan_id, assignment.unit.as_str(), assignment.task.as_str(), role])?;
    }
    Ok(())
}
