//! Duties that the text of the plan names and its annex does not carry.

use model::plan::Party;
use model::window::StandbyTask;

use crate::facts::Facts;
use crate::{AskError, Asker};

/// All of them, whether they are assigned or not, in the plan's order. Everyone may read it: the plan is everyone's.
pub(super) fn standby<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<StandbyTask>, AskError> {
    let said = facts.switched(asker.plan.id())?;
    let names =
        |parties: &[Party]| parties.iter().map(|party| asker.plan.party_name(party).to_owned()).collect();
    let view = |one: &model::plan::Standby| StandbyTask {
        task: one.id.clone(),
        code: one.task.code.clone(),
        field: one.task.field.clone(),
        title: one.task.title.clone(),
        mark: one.task.standby.clone().unwrap_or_default(),
        lead: names(&one.task.lead),
        with: names(&one.task.with),
        on: one.on,
        said: said.get(&one.id).copied().filter(|said| *said != one.on),
    };
    Ok(asker.plan.standby().iter().map(view).collect())
}
