//! The rows of the view made anew from the log are the rows that came change by change.

use anyhow::Result;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::server::Server;
use super::world::World;

/// All that the log says, and what is known beside it.
const ROWS: [&str; 22] = [
    "with_entry",
    "with_entry_text",
    "with_figure",
    "with_none_arose",
    "with_done_check",
    "with_evidence",
    "with_evidence_link",
    "with_verdict",
    "with_history",
    "contender",
    "unknown_field",
    "submission",
    "due_date",
    "milestone",
    "milestone_basis",
    "unit_days",
    "request",
    "stay",
    "with_said",
    "person",
    "file",
    "heard",
];

impl World<'_> {
    /// What differs. The server is down afterwards.
    pub(super) fn rebuild(&mut self) -> Result<Vec<String>> {
        let before = rows(&self.server)?;
        self.server.rebuild()?;
        let after = rows(&self.server)?;
        let differing =
            ROWS.iter().zip(before.iter().zip(&after)).filter(|(_, (before, after))| before != after);
        let told = differing.map(|(table, (before, after))| {
            let only = |these: &Vec<String>, those: &Vec<String>| {
                these.iter().find(|row| !those.contains(row)).cloned().unwrap_or_default()
            };
            format!(
                "rows of {table} made anew differ: {} before, {} after",
                only(before, after),
                only(after, before)
            )
        });
        Ok(told.collect())
    }
}

fn rows(server: &Server) -> Result<Vec<Vec<String>>> {
    let conn = server.rows()?;
    ROWS.iter().map(|table| of_table(&conn, table)).collect()
}

fn of_table(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut select = conn.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = select.column_count();
    let rows = select.query_map([], |row| {
        let values: Vec<Value> = (0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        Ok(format!("{values:?}"))
    })?;
    let mut rows: Vec<String> = rows.collect::<Result<_, _>>()?;
    rows.sort_unstable();
    Ok(rows)
}
