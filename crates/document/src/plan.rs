//! The plan that a plan's document holds.

use model::plan::{Plan, PlanFaults, PlanSource};
use model::target::{SourceFile, Target};

use crate::reading::Fields;

/// Reads the three files that a plan's document holds. Faults where it is not whole, or not sound.
pub fn plan_of(document: &impl Fields) -> Result<Plan, PlanFaults> {
    let text = |file| document.read(&Target::Source { file }).value().as_str().unwrap_or_default().to_owned();
    let (units, plan, indicators) =
        (text(SourceFile::Units), text(SourceFile::Plan), text(SourceFile::Indicators));
    let plan = Plan::load(&PlanSource::new(&units, &plan, &indicators))?;
    let year = document.read(&Target::Year).value().as_int().and_then(|year| i32::try_from(year).ok());
    Ok(plan.opened(document.id().plan.clone(), year.unwrap_or(plan.year())))
}
