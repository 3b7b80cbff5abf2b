//! How a task is done.

use model::doc_id::DocId;
use model::ids::TaskId;
use model::permission::may_edit;
use model::target::Target;
use model::window::{GuidanceView, Said};

use crate::facts::Facts;
use crate::{AskError, Asker};

/// In the order of the plan's units. For an office that may say something and has not, an empty one.
pub(super) fn guidance<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    task: &TaskId,
) -> Result<Vec<GuidanceView>, AskError> {
    asker.plan.task(task).ok_or(AskError::Gone)?;
    let mut found = facts.guidance(asker.plan.id(), task)?;
    let place = |office: &model::ids::UnitId| asker.plan.units().iter().position(|unit| unit.id == *office);
    found.sort_by_key(|one| place(&one.office));
    let guides = asker.unit.filter(|unit| {
        let doc = DocId::guidance(asker.plan.id(), (*unit).clone());
        asker.writes(unit) && may_edit(asker.plan, &doc, &Target::Guidance { task: task.clone() }).is_ok()
    });
    let mut views = Vec::new();
    for one in &found {
        let by = facts.shown_name(&one.said.by)?;
        views.push(GuidanceView {
            office: one.office.clone(),
            office_name: asker.unit_name(&one.office),
            text: one.words.clone(),
            said: Some(Said { by, at: one.said.at, received: one.said.received }),
            editable: guides == Some(&one.office),
        });
    }
    if let Some(own) = guides.filter(|own| found.iter().all(|one| one.office != **own)) {
        views.push(GuidanceView {
            office: own.clone(),
            office_name: asker.unit_name(own),
            text: String::new(),
            said: None,
            editable: true,
        });
    }
    Ok(views)
}
