//! An adjusted plan may let a unit read a document whose changes its cursor has already passed.

use model::document::{DocId, DocKind};
use model::ids::UnitId;
use model::permission::may_read;
use model::plan::Plan;
use rusqlite::Connection;

use crate::error::Error;
use crate::store::{again, document, naming, news};

/// Puts every document that a unit may read under `after`, and could not under `before`, before it once more.
pub(super) fn tell_again(conn: &Connection, before: &Plan, after: &Plan) -> Result<(), Error> {
    for doc in document::changed_since(conn, 0)? {
        let mut told = false;
        for unit in readers(after, &doc) {
            if may_read(after, unit, &doc) && !may_read(before, unit, &doc) {
                again::announce(conn, unit, &doc)?;
                told = true;
            }
        }
        if told {
            naming::files_of(conn, &doc)?.iter().try_for_each(|hash| news::announce(conn, hash))?;
        }
    }
    Ok(())
}

/// All who may come into question, so that not every unit is asked about every document.
fn readers<'a>(plan: &'a Plan, doc: &'a DocId) -> Vec<&'a UnitId> {
    match &doc.kind {
        DocKind::Plan => plan.units().iter().map(|unit| &unit.id).collect(),
        DocKind::Workbook(of) => {
            let mut readers = plan.leads_of_others(of);
            readers.extend([of, plan.coordinator()]);
            readers.sort_unstable();
            readers.dedup();
            readers
        }
        DocKind::Review { office, unit } => {
            let mut readers = vec![office, unit, plan.coordinator()];
            readers.sort_unstable();
            readers.dedup();
            readers
        }
    }
}
