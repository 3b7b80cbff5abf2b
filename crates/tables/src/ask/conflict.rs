//! Fields for which people gave different values without knowing of each other.

use model::target::Target;
use model::window::{ConflictView, Contender};
use model::words;
use rusqlite::Connection;

use crate::contender::{Conflict, of_writers};
use crate::{AskError, Asker, evidence, shown_name};

/// In the documents that the asker's unit writes: only there can anyone decide.
pub fn conflicts(conn: &Connection, asker: &Asker<'_>) -> Result<Vec<ConflictView>, AskError> {
    let Some(unit) = asker.unit else { return Ok(Vec::new()) };
    let found =
        of_writers(conn, asker.plan_id(), &asker.plans.written_by(unit), unit == asker.plan.coordinator())?;
    found.into_iter().map(|conflict| view(conn, asker, conflict)).collect()
}

pub(super) fn view(
    conn: &Connection,
    asker: &Asker<'_>,
    conflict: Conflict,
) -> Result<ConflictView, AskError> {
    let Conflict { unit, target, contenders, .. } = conflict;
    // The plan is the coordinating office's.
    let unit = unit.unwrap_or_else(|| asker.plan.coordinator().clone());
    let title = match &target {
        Target::Evidence { evidence: id, .. } => evidence::one(conn, asker.plan_id(), &unit, id)?
            .map(|row| if row.summary.is_empty() { row.file_name } else { row.summary }),
        target => target.task().and_then(|task| title_of(asker, &task)),
    };
    let contenders = contenders.into_iter().map(|(value, by, at)| {
        Ok(Contender {
            text: words::as_input(&value, &target),
            shown: words::shown(&value, &target),
            by: shown_name(conn, &by)?,
            at,
        })
    });
    Ok(ConflictView {
        unit_name: asker.unit_name(&unit),
        what: words::label(&target, asker.plan),
        title: title.unwrap_or_default(),
        contenders: contenders.collect::<Result<_, AskError>>()?,
        unit,
        target,
    })
}

fn title_of(asker: &Asker<'_>, task: &model::ids::TaskId) -> Option<String> {
    asker.plan.task(task).map(|task| task.title.clone())
}
