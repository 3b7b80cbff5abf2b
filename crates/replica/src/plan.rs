//! The plan as it came in the plan's document.

use ::document::{Document, plan_of};
use model::doc_id::DocKind;
use model::plan::Plan;
use rusqlite::Connection;

use crate::error::Result;
use crate::store::document;

/// The plan of the newest year whose document holds a sound one.
pub fn newest(conn: &Connection) -> Result<Option<Plan>> {
    let mut newest: Option<Plan> = None;
    for doc in document::all(conn)?.into_iter().filter(|doc| doc.kind == DocKind::Plan) {
        let found = of(&document::load(conn, &doc)?);
        newest = newest.into_iter().chain(found).max_by_key(Plan::year);
    }
    Ok(newest)
}

/// The plan that a document holds; none while it is not whole or has faults.
pub fn of(document: &Document) -> Option<Plan> {
    let plan = plan_of(document);
    if plan.is_err() {
        tracing::warn!(plan = %document.id().plan, "the plan that came has faults and is not taken");
    }
    plan.ok()
}
