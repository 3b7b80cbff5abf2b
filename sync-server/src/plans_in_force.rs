//! The plans as their documents say them.

use model::doc_id::{DocId, DocKind};
use model::plan::PlanFaults;
use model::plans::Plans;
use tables::{plan_of, stands_under};

use crate::cache::load;
use crate::error::Error;
use crate::store::{Tx, district, document, moved_in};

/// The plans that the stored documents hold. Only such as can be read are ever admitted.
pub(crate) fn stored(tx: Tx<'_>) -> Result<Plans, Error> {
    read(tx)?.map_err(Error::unavailable)
}

/// The same, where something was written just now that nobody looked at.
pub(crate) fn read(tx: Tx<'_>) -> Result<Result<Plans, PlanFaults>, Error> {
    let mut plans = Plans::under(district::need(tx)?.organisation).with_moved_in(moved_in::all(tx)?);
    for doc in document::of_no_unit(tx)?.into_iter().filter(|doc| doc.kind == DocKind::Plan) {
        let plan = load(tx, &doc)?.contents;
        let under =
            stands_under(&plan).ok_or_else(|| Error::unavailable("a plan stands under no organisation"))?;
        match plan_of(&load(tx, &DocId::organisation(&under))?.contents, &plan) {
            Ok(plan) => plans.put(plan),
            Err(faults) => return Ok(Err(faults)),
        }
    }
    Ok(Ok(plans))
}
