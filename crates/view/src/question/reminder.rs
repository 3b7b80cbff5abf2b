//! Urging.

use model::ids::UnitId;
use model::value::Reminder;
use model::window::{ReminderView, Said};

use crate::facts::{Facts, ReminderFacts, SaidFacts, Unreadable};
use crate::{AskError, Asker};

/// Every reminder to one unit, or to all that the asker may read, the newest first.
pub(super) fn reminders<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<Vec<ReminderView>, AskError> {
    let units = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let found = facts.reminders(asker.plan.id(), &units)?;
    let readable = found.iter().filter(|one| asker.reads_document(&one.doc));
    Ok(readable.map(|one| view(facts, asker, one)).collect::<Result<_, Unreadable>>()?)
}

/// Those that stand before the asker's own unit, or before one whose work it carries on, the one that presses most first.
pub(super) fn open<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<ReminderFacts>, Unreadable> {
    let books = asker.books();
    if books.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = facts.reminders(asker.plan.id(), &books.iter().collect::<Vec<_>>())?;
    found.retain(|one| one.answer.is_none());
    found.sort_by_key(|one| (one.reminder.until.is_none(), one.reminder.until, one.sent.at));
    Ok(found)
}

pub(super) fn view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    one: &ReminderFacts,
) -> Result<ReminderView, Unreadable> {
    let said = |said: &SaidFacts| {
        Ok::<_, Unreadable>(Said { by: facts.shown_name(&said.by)?, at: said.at, received: said.received })
    };
    let Reminder { words, period, tasks, until } = &one.reminder;
    Ok(ReminderView {
        id: one.id.clone(),
        office: one.office.clone(),
        office_name: asker.unit_name(&one.office),
        unit: one.unit.clone(),
        unit_name: asker.unit_name(&one.unit),
        words: words.clone(),
        period: period.clone().filter(|period| asker.plan.period(period).is_some()),
        tasks: tasks
            .0
            .iter()
            .filter_map(|id| asker.plan.task(&id.as_str().into()))
            .map(|task| task.id.clone())
            .collect(),
        until: *until,
        sent: said(&one.sent)?,
        seen: one.seen.as_ref().map(said).transpose()?,
        answer: one.answer.as_ref().map(|(words, _)| words.clone()),
        answered: one.answer.as_ref().map(|(_, by)| said(by)).transpose()?,
        dropped: one.dropped,
        answerable: asker.writes_workbook(&one.unit),
        takeable: asker.writes(&one.office) && !one.dropped,
    })
}
