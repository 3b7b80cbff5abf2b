//! The plan as it came in the plan's document.

use model::document::{DocId, DocKind, Document};
use model::plan::{Plan, PlanSource};
use model::target::{SourceFile, Target};
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
    let text = |file| {
        let reading = document.read(&Target::Source { file });
        reading.value().as_str().map(str::to_owned)
    };
    let (units, plan, indicators) =
        (text(SourceFile::Units)?, text(SourceFile::Plan)?, text(SourceFile::Indicators)?);
    match Plan::load(&PlanSource::new(&units, &plan, &indicators)) {
        Ok(plan) => Some(plan.for_year(document.id().year)),
        Err(_) => {
            tracing::warn!(year = document.id().year, "the plan that came has faults and is not taken");
            None
        }
    }
}
