//! The plan as it came in its document and in that of the organisation.

use ::document::{Document, plan_of};
use model::doc_id::{DocId, DocKind};
use model::plan::Plan;
use rusqlite::Connection;

use crate::error::Result;
use crate::store::document;

/// The plan of the newest year whose document holds a sound one.
pub fn newest(conn: &Connection) -> Result<Option<Plan>> {
    let organisation = document::load(conn, &DocId::organisation())?;
    let mut newest: Option<Plan> = None;
    for doc in document::all(conn)?.into_iter().filter(|doc| doc.kind == DocKind::Plan) {
        let found = of(&organisation, &document::load(conn, &doc)?);
        newest = newest.into_iter().chain(found).max_by_key(Plan::year);
    }
    Ok(newest)
}

/// The plan that documents hold; none while it is not whole or has faults.
pub fn of(organisation: &Document, plan: &Document) -> Option<Plan> {
    let read = plan_of(organisation, plan);
    if read.is_err() {
        tracing::warn!(plan = %plan.id().plan, "the plan that came has faults and is not taken");
    }
    read.ok()
}
