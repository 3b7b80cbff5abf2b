//! The district's spreadsheet of a period, as a file.

use std::path::Path;

use model::ids::{PeriodId, PlanId};
use model::window::InPlan;

use super::AdminError;
use super::folder::reading;
use super::plan::own;
use crate::answering::Reading;
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::plans_in_force::stored;

/// Writes what a reader of the whole district sees; nothing that is there is written over.
pub fn write_spreadsheet(
    data: &Path,
    (plan, period): (Option<PlanId>, PeriodId),
    to: &Path,
    clock: &Clock,
) -> Result<(), AdminError> {
    if to.exists() {
        return Err(AdminError::FileExists(to.to_owned()));
    }
    let bytes = reading(data, |tx| {
        let plans = stored(tx)?;
        plan.as_ref().map(|plan| own(&plans, plan)).transpose()?;
        let reader = Reading { plans: &plans, unit: None, person: "", now: local(clock.now()) };
        let asked = InPlan { plan, of: None, as_of: None, what: period };
        reader.spreadsheet(tx, &asked).map_err(|error| match error {
            Error::Answer { message, .. } => AdminError::NoSpreadsheet(message),
            other => other.into(),
        })
    })?;
    std::fs::write(to, bytes).map_err(|cause| AdminError::Write { path: to.to_owned(), cause })
}
