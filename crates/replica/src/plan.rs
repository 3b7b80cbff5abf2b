//! The plan as it came in the plan's document.

use ::document::{Document, plan_of};
use model::doc_id::{DocId, DocKind};
use model::plan::Plan;
use rusqlite::Connection;

use crate::error::Result;
use crate::store::document;

/// The plan of the newest year whose document holds a sound one.
pub fn newest(conn: &Connection) -> Result<Option<Plan>> {
    let mut docs: Vec<DocId> =
        document::all(conn)?.into_iter().filter(|doc| doc.kind == DocKind::Plan).collect();
    docs.sort_by_key(|doc| std::cmp::Reverse(doc.year));
    for doc in docs {
        if let Some(plan) = of(&document::load(conn, &doc)?) {
            return Ok(Some(plan));
        }
    }
    Ok(None)
}

/// The plan that a document holds; none while it is not whole or has faults.
pub fn of(document: &Document) -> Option<Plan> {
    let plan = plan_of(document);
    if plan.is_err() {
        tracing::warn!(year = document.id().year, "the plan that came has faults and is not taken");
    }
    plan.ok()
}
