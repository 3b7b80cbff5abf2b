//! Fields for which people gave different values without knowing of each other.

use model::target::Target;
use model::window::{ConflictView, Contender};
use model::words;

use crate::facts::{Conflict, Facts, Unreadable};
use crate::{AskError, Asker};

/// In the documents that the asker's unit writes: only there can anyone decide.
pub(super) fn conflicts<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<ConflictView>, AskError> {
    let Some(unit) = asker.unit else { return Ok(Vec::new()) };
    let plan = asker.plan;
    let found = facts.conflicts(plan.id(), &asker.plans.written_by(unit), unit == plan.coordinator())?;
    Ok(found.into_iter().map(|one| view(facts, asker, one)).collect::<Result<_, _>>()?)
}

pub(super) fn view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    conflict: Conflict,
) -> Result<ConflictView, Unreadable> {
    let Conflict { doc, target, contenders } = conflict;
    // The plan is the coordinating office's.
    let unit = doc.about().unwrap_or(asker.plan.coordinator()).clone();
    let title = match &target {
        Target::Evidence { evidence: id, .. } => facts
            .evidence_by_id(asker.plan.id(), &unit, id)?
            .map(|one| if one.summary.is_empty() { one.file_name } else { one.summary }),
        target => target.task().and_then(|task| title_of(asker, &task)),
    };
    let merged = target.is_text().then(|| contenders.first()).flatten();
    let merged = merged.map(|(value, ..)| words::as_input(value, &target));
    let sides = contenders.into_iter().skip(usize::from(merged.is_some()));
    let contenders = sides.map(|(value, by, at)| {
        Ok(Contender {
            text: words::as_input(&value, &target),
            shown: words::shown(&value, &target),
            by: facts.shown_name(&by)?,
            at,
        })
    });
    Ok(ConflictView {
        unit_name: asker.unit_name(&unit),
        what: words::label(&target, asker.plan),
        title: title.unwrap_or_default(),
        merged,
        contenders: contenders.collect::<Result<_, Unreadable>>()?,
        unit,
        target,
    })
}

fn title_of(asker: &Asker<'_>, task: &model::ids::TaskId) -> Option<String> {
    asker.plan.task(task).map(|task| task.title.clone())
}
