//! Fields for which people gave different values without knowing of each other.

use model::ids::{RecordId, RegisterId, UnitId};
use model::target::Target;
use model::window::{ConflictView, Contender};
use model::words;

use super::cell::record_words;
use crate::facts::{Conflict, Contends, Facts, RecordScope, Unreadable};
use crate::{AskError, Asker};

/// In the documents that the asker's unit writes: only there can anyone decide.
pub(super) fn conflicts<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<ConflictView>, AskError> {
    let Some(unit) = asker.unit else { return Ok(Vec::new()) };
    let plan = asker.plan;
    let found = facts.conflicts(plan.id(), &asker.plans.written_by(unit), unit == plan.coordinator())?;
    Ok(views(facts, asker, &found)?)
}

pub(super) fn views<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    all: &[Conflict],
) -> Result<Vec<ConflictView>, Unreadable> {
    all.iter().map(|one| view(facts, asker, (one, all))).collect()
}

fn view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (conflict, all): (&Conflict, &[Conflict]),
) -> Result<ConflictView, Unreadable> {
    let Conflict { doc, target, contenders } = conflict;
    let together = target.together();
    let beside: Vec<&Conflict> =
        all.iter().filter(|other| other.doc == *doc && together.contains(&other.target)).collect();
    // The plan is the coordinating office's.
    let unit = doc.about().unwrap_or(asker.plan.coordinator()).clone();
    let title = match target {
        Target::Evidence { evidence: id, .. } => facts
            .evidence_by_id(asker.plan.id(), &unit, id)?
            .map(|one| if one.summary.is_empty() { one.file_name } else { one.summary }),
        Target::Cell { register, record, .. } => of_record(facts, asker, (&unit, register, record))?,
        target => target.task().and_then(|task| title_of(asker, &task)),
    };
    let merged = target.is_text().then(|| contenders.first()).flatten();
    let merged = merged.map(|first| words::as_input(&first.value, target));
    let sides = contenders.iter().skip(usize::from(merged.is_some()));
    let contenders = sides.map(|one| {
        Ok(Contender {
            text: words::as_input(&one.value, target),
            side: one.side.clone(),
            with: beside.iter().filter_map(|other| of_side(asker, other, one)).collect(),
            shown: words::shown(&one.value, target),
            by: facts.shown_name(&one.by)?,
            at: one.at,
        })
    });
    let stands = |other: &&Conflict| Some(named(asker, other, other.contenders.first()?));
    Ok(ConflictView {
        unit_name: asker.unit_name(&unit),
        what: words::label(target, asker.plan),
        title: title.unwrap_or_default(),
        merged,
        contenders: contenders.collect::<Result<_, Unreadable>>()?,
        kept: beside.iter().filter_map(stands).collect(),
        unit,
        target: target.clone(),
    })
}

/// A field that is decided together with another one, as a side had it. Rows of an older program name no sides.
fn of_side(asker: &Asker<'_>, other: &Conflict, one: &Contends) -> Option<String> {
    let same = |held: &&Contends| match &one.side {
        Some(_) => held.side == one.side,
        None => held.by == one.by,
    };
    other.contenders.iter().find(same).map(|held| named(asker, other, held))
}

/// "Tổng số hồ sơ: 50"
fn named(asker: &Asker<'_>, field: &Conflict, held: &Contends) -> String {
    format!("{}: {}", words::field(&field.target, asker.plan), words::shown(&held.value, &field.target))
}

/// Which record: what it says as it stands.
fn of_record<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, register, record): (&UnitId, &RegisterId, &RecordId),
) -> Result<Option<String>, Unreadable> {
    let Some(found) = asker.plan.register(register) else { return Ok(None) };
    let scope = RecordScope { plan: asker.plan.id(), registers: vec![register], units: Some(vec![unit]) };
    let one = facts.records(&scope)?.into_iter().find(|one| one.id == *record);
    Ok(one.map(|one| record_words(asker, found.kind, &one)))
}

fn title_of(asker: &Asker<'_>, task: &model::ids::TaskId) -> Option<String> {
    asker.plan.task(task).map(|task| task.title.clone())
}
