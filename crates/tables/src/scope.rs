//! Queries that keep to what a question is about.

use rusqlite::ToSql;
use view::Scope;

use crate::column::list;

/// A scope as parameters. Every query that takes it reads an index, never more than the scope.
pub(crate) struct Within {
    plan: String,
    period: String,
    units: Option<String>,
    tasks: Option<String>,
}

impl Within {
    pub fn new(scope: &Scope<'_>) -> Self {
        Self {
            plan: scope.plan.to_string(),
            period: scope.period.to_string(),
            units: scope.units.as_ref().map(|units| list(units.iter().map(|unit| unit.as_str()))),
            tasks: scope.tasks.as_ref().map(|tasks| list(tasks.iter().map(|task| task.as_str()))),
        }
    }

    /// `select` with the condition that keeps to the scope, and another. The columns are named alike in every
    /// table about entries.
    pub fn sql(&self, select: &str, and: &str) -> String {
        let mut sql = format!("{select} WHERE plan_id = ?1 AND period = ?2");
        if self.units.is_some() {
            sql.push_str(" AND unit IN (SELECT value FROM json_each(?3))");
        }
        if self.tasks.is_some() {
            let at = if self.units.is_some() { 4 } else { 3 };
            sql.push_str(&format!(" AND task IN (SELECT value FROM json_each(?{at}))"));
        }
        if !and.is_empty() {
            sql.push_str(" AND ");
            sql.push_str(and);
        }
        sql
    }

    pub fn params(&self) -> Vec<&dyn ToSql> {
        let mut params: Vec<&dyn ToSql> = vec![&self.plan, &self.period];
        params.extend(self.units.iter().map(|units| units as &dyn ToSql));
        params.extend(self.tasks.iter().map(|tasks| tasks as &dyn ToSql));
        params
    }
}
