//! The plans as they came in their documents and in that of the organisation.

use ::document::Fields;
use model::doc_id::{DocId, DocKind};
use model::plan::Plan;
use model::plans::Plans;
use model::target::Target;
use rusqlite::Connection;
use tables::{plan_of, stands_under};

use crate::device::Device;
use crate::error::Result;
use crate::rows::WithWaiting;
use crate::store::{document, setting};

/// Every plan whose document holds a sound one, with what revisions of it wait here to be sent; of one that does not, what was in force `before`.
pub fn all(conn: &Connection, before: &Plans) -> Result<Plans> {
    let device: Option<Device> = setting::get(conn, setting::DEVICE)?;
    let mut plans = device.map_or_else(Plans::default, |device| Plans::under(device.organisation));
    for doc in document::all(conn)?.into_iter().filter(|doc| doc.kind == DocKind::Plan) {
        let plan = document::load(conn, &doc)?;
        let found = match stands_under(&plan) {
            Some(above) => {
                let organisation = document::load(conn, &DocId::organisation(&above))?;
                of(
                    &WithWaiting::of(conn, &organisation)?.only(is_item),
                    &WithWaiting::of(conn, &plan)?.only(is_item),
                )
            }
            None => None,
        };
        // One that a restored server does not have any more is in force no longer.
        let last_good = || {
            let there = before.get(&doc.plan).filter(|_| !plan.heads().is_empty());
            there.map(|plan| Plan::clone(plan))
        };
        found.or_else(last_good).into_iter().for_each(|plan| plans.put(plan));
    }
    Ok(plans)
}

/// A revision is in force here at once: what its office sees is what it did. A switch says that it waits.
fn is_item(target: &Target) -> bool {
    matches!(target, Target::PlanItem { .. } | Target::OrganisationItem { .. })
}

/// How many plans hold with all that waits here.
pub fn held(conn: &Connection) -> Result<usize> {
    Ok(all(conn, &Plans::default())?.all().len())
}

/// The plan that documents hold; none while it is not whole or has faults.
fn of(organisation: &impl Fields, plan: &impl Fields) -> Option<Plan> {
    let read = plan_of(organisation, plan);
    if read.is_err() {
        tracing::warn!(plan = %plan.id().plan, "the plan that came has faults and is not taken");
    }
    read.ok()
}
