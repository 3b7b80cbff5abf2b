//! Queries that keep to what a question is about.

use std::collections::HashMap;

use model::doc_id::{DocId, DocKind};
use rusqlite::{Connection, ToSql};
use view::Scope;

use crate::column::{DocColumn, list};
use crate::word;

/// A scope as parameters, and what the numbers of its rows mean. Every query that takes it reads an index, never more than
/// the scope.
pub(crate) struct Within {
    plan: String,
    /// None of any row: 0.
    period: i64,
    units: Option<String>,
    tasks: Option<String>,
    docs: HashMap<i64, DocId>,
    words: HashMap<i64, String>,
}

impl Within {
    pub fn new(conn: &Connection, scope: &Scope<'_>) -> rusqlite::Result<Self> {
        let words = word::all(conn)?;
        let numbers: HashMap<&str, i64> = words.iter().map(|(no, word)| (word.as_str(), *no)).collect();
        let number = |word: &str| numbers.get(word).copied();
        let (plan, period) = (scope.plan.to_string(), number(scope.period.as_str()).unwrap_or_default());
        let units = scope.units.as_ref().map(|units| list(units.iter().map(|unit| unit.as_str())));
        let tasks = scope.tasks.as_ref().map(|tasks| {
            let numbers: Vec<i64> = tasks.iter().filter_map(|task| number(task.as_str())).collect();
            serde_json::to_string(&numbers).expect("numbers are JSON")
        });
        let mut within = Self { plan, period, units, tasks, docs: HashMap::new(), words };
        let mut select =
            conn.prepare_cached(&format!("SELECT no, name FROM doc WHERE {}", within.which_docs()))?;
        let docs = select
            .query_map(within.of_docs().as_slice(), |row| Ok((row.get(0)?, row.get::<_, DocColumn>(1)?.0)))?;
        within.docs = docs.collect::<Result<_, _>>()?;
        Ok(within)
    }

    fn which_docs(&self) -> String {
        let units = if self.units.is_some() { "IN (SELECT value FROM json_each(?2))" } else { "IS NOT NULL" };
        format!("plan_id = ?1 AND unit {units}")
    }

    fn of_docs(&self) -> Vec<&dyn ToSql> {
        let units = self.units.iter().map(|units| units as &dyn ToSql);
        [&self.plan as &dyn ToSql].into_iter().chain(units).collect()
    }

    /// Rows of workbooks and of reviews.
    pub fn of_any(&self) -> String {
        self.of("")
    }

    pub fn of_workbooks(&self) -> String {
        self.of(" AND office IS NULL")
    }

    pub fn of_reviews(&self) -> String {
        self.of(" AND office IS NOT NULL")
    }

    fn of(&self, kind: &str) -> String {
        let at = if self.units.is_some() { 3 } else { 2 };
        let tasks = match self.tasks {
            Some(_) => format!(" AND task IN (SELECT value FROM json_each(?{}))", at + 1),
            None => String::new(),
        };
        format!("doc IN (SELECT no FROM doc WHERE {}{kind}) AND period = ?{at}{tasks}", self.which_docs())
    }

    pub fn params(&self) -> Vec<&dyn ToSql> {
        let mut params = self.of_docs();
        params.push(&self.period);
        params.extend(self.tasks.iter().map(|tasks| tasks as &dyn ToSql));
        params
    }

    pub fn doc(&self, no: i64) -> Option<&DocId> {
        self.docs.get(&no)
    }

    /// Unit and task of a row.
    pub fn entry(&self, doc: i64, task: i64) -> Option<(&str, &str)> {
        let unit = match &self.docs.get(&doc)?.kind {
            DocKind::Workbook(unit) | DocKind::Review { unit, .. } => unit,
            _ => return None,
        };
        Some((unit.as_str(), self.words.get(&task)?))
    }
}
