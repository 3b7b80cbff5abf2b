//! Which entries of one period a question is about.

use model::ids::{PeriodId, TaskId, UnitId};
use rusqlite::ToSql;

use crate::column::list;

/// Entries of one period: of these units, or all; of these tasks, or all. Every query that takes a scope reads
/// an index, never more than the scope.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'a> {
    plan_id: &'a str,
    period: &'a str,
    units: Option<String>,
    tasks: Option<String>,
}

impl<'a> Scope<'a> {
    pub fn all(plan_id: &'a str, period: &'a PeriodId) -> Self {
        Self { plan_id, period: period.as_str(), units: None, tasks: None }
    }

    pub fn of_units<'u>(self, units: impl IntoIterator<Item = &'u UnitId>) -> Self {
        Self { units: Some(list(units.into_iter().map(UnitId::as_str))), ..self }
    }

    pub fn of_tasks<'t>(self, tasks: impl IntoIterator<Item = &'t TaskId>) -> Self {
        Self { tasks: Some(list(tasks.into_iter().map(TaskId::as_str))), ..self }
    }

    /// Of this task where one is named.
    pub fn of_tasks_if(self, task: Option<&TaskId>) -> Self {
        match task {
            Some(task) => self.of_tasks([task]),
            None => self,
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
        let mut params: Vec<&dyn ToSql> = vec![&self.plan_id, &self.period];
        params.extend(self.units.iter().map(|units| units as &dyn ToSql));
        params.extend(self.tasks.iter().map(|tasks| tasks as &dyn ToSql));
        params
    }
}
