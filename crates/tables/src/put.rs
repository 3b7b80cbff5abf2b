//! What fields hold, into the rows that tell of it.

use std::collections::BTreeMap;

use document::Reading;
use model::doc_id::{DocId, DocKind};
use model::ids::UnitId;
use model::item::OrganisationItem;
use model::state::WorkState;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Home;
use rusqlite::Connection;

use crate::ancestry::Ancestry;
use crate::doc::DocRow;
use crate::entry::{EntryUpdate, Last};
use crate::key::{Key, Keys};
use crate::reminder::Said;
use crate::{
    accepted_count, base, carried, contender, done_check, due_date, entry, entry_text, evidence,
    evidence_remark, figure, figure_reason, guidance, history, look, marked, portal, question, record,
    reminder, said, setting, stay, submission, switched, told, verdict,
};

/// The last of the changes in hand, for each entry that any of them touched.
pub(crate) type Lasts = BTreeMap<Key, Last>;

/// Writes the rows of fields, and who stands against them. A field that the document cannot have, as a verdict in a
/// workbook, is passed over. Gives the entries whose history has grown.
///
/// To be called when the history of the fields is written: since when a word stands comes from there.
pub(crate) fn fields<'a, E: From<rusqlite::Error>>(
    tx: &Connection,
    (doc, row, keys): (&DocId, &mut DocRow, &mut Keys<'a>),
    fields: &'a [(Target, Reading)],
    lasts: &Lasts,
    ancestry: &Ancestry<'_, E>,
) -> Result<Vec<Key>, E> {
    let mut entries: BTreeMap<Key, EntryUpdate> = BTreeMap::new();
    if matches!(doc.kind, DocKind::Workbook(_)) {
        entries.extend(lasts.iter().map(|(key, last)| {
            let update = EntryUpdate { last: Some(*last), ..EntryUpdate::default() };
            (*key, update)
        }));
    }
    for (target, reading) in fields {
        if Home::of(&doc.kind) != Some(target.description().object.home) {
            continue;
        }
        contender::write(tx, (doc, &mut *row), target, reading)?;
        if said::keeps(target) {
            said::write(tx, keys.get(tx, target)?, target, reading)?;
            continue;
        }
        if told::keeps(target) {
            told::write(tx, keys.get(tx, target)?, target, reading)?;
            continue;
        }
        match (target.entry(), doc.about()) {
            (Some(_), _) => {
                let key = keys.get(tx, target)?;
                match target {
                    Target::Counted { .. } => {
                        accepted_count::write(tx, key, reading.value().part("figures").as_str())?;
                    }
                    Target::Verdict { .. } => verdict::write(tx, (doc, key), target, reading, ancestry)?,
                    Target::Question { question: id, .. } => {
                        question::write(tx, (doc, key), (id, target), reading)?
                    }
                    Target::EvidenceRemark { evidence, .. } => {
                        evidence_remark::write(tx, (doc, key), evidence, reading)?;
                    }
                    _ => of_entry(tx, key, (target, reading), entries.entry(key).or_default())?,
                }
            }
            (None, Some(unit)) => of_unit(tx, (doc, unit, keys.get(tx, target)?), target, reading)?,
            (None, None) => match target {
                Target::Guidance { task } => {
                    guidance::write(tx, (keys.get(tx, target)?, task), target, reading)?
                }
                _ => of_plan(tx, doc.plan.as_str(), target, reading.value())?,
            },
        }
    }
    for (key, update) in &entries {
        entry::put(tx, *key, update)?;
        if update.texts.0 != 0 {
            marked::mark_entry(tx, *key)?;
        }
    }
    // What was changed after a period was handed in stands in the rows of its entries, which are there now.
    for (target, _) in fields {
        if let (Target::Submission { .. }, DocKind::Workbook(_)) = (target, &doc.kind) {
            row.judged = true;
            submission::compare_all(tx, (doc, keys.get(tx, target)?), ancestry)?;
        }
    }
    Ok(entries.into_keys().collect())
}

/// Of an entry; what its own row holds is gathered.
fn of_entry(
    tx: &Connection,
    key: Key,
    (target, reading): (&Target, &Reading),
    update: &mut EntryUpdate,
) -> rusqlite::Result<()> {
    let value = reading.value();
    match target {
        Target::State { .. } => {
            let state = value.as_str().and_then(WorkState::from_code);
            let closed = state.filter(|state| state.is_closed()).and(reading.contenders.first());
            let last = closed.map(|_| history::last_of(tx, key, target, None)).transpose()?;
            let received = last.flatten().and_then(|row| row.received);
            update.state = Some((state.map(WorkState::code), closed.map(|held| held.at), received));
        }
        Target::Percent { .. } => update.percent = Some(value.as_int()),
        Target::Figure { indicator, figure, .. } => {
            figure::write(tx, key, (indicator, figure), value.as_int())?;
        }
        Target::NoneArose { indicator, .. } => {
            figure::write_none_arose(tx, key, indicator, *value == Value::Bool(true))?;
        }
        Target::Check { indicator, check, .. } => {
            done_check::write(tx, key, (indicator, check), *value == Value::Bool(true))?;
        }
        Target::FigureReason { indicator, .. } => {
            figure_reason::write(tx, key, indicator, value.as_str())?;
        }
        Target::Portal { indicator, part, .. } => portal::write(tx, key, (indicator, *part), value)?,
        Target::Link { evidence, .. } => evidence::write_link(tx, key, evidence, value.as_str())?,
        text if text.is_text() => {
            let (words, bit) = (value.as_str().unwrap_or_default(), entry_text::bit(text));
            entry_text::write(tx, key, text, words)?;
            update.texts.0 |= bit;
            update.texts.1 |= if words.is_empty() { 0 } else { bit };
        }
        _ => {}
    }
    Ok(())
}

/// Of a workbook, and of no one entry.
fn of_unit(
    tx: &Connection,
    (doc, unit, key): (&DocId, &UnitId, Key),
    target: &Target,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let (plan_id, value) = (doc.plan.as_str(), reading.value());
    match target {
        Target::Cell { register, record, column } => {
            record::write(tx, (key.doc, register, record), *column, value)
        }
        Target::Base { indicator, part, .. } => base::write(tx, key.doc, (indicator, *part), value),
        Target::Evidence { evidence, part } => evidence::write_part(tx, (key.doc, evidence), *part, value),
        Target::DueDate { task, rule } => {
            due_date::write_date(tx, (plan_id, unit, task, rule), value.as_date())
        }
        Target::DueBasis { task, rule } => {
            due_date::write_basis(tx, (plan_id, unit, task, rule), value.as_str())
        }
        Target::Carried { task } => carried::write(tx, key.doc, task, value),
        Target::Submission { period } => submission::write(tx, (doc, key), target, period, reading),
        Target::Reminder { reminder: id } => reminder::write(tx, (key, id), target, reading),
        Target::ReminderSeen { reminder: id } => {
            reminder::write_said(tx, (key, id), target, (Said::Seen, reading))
        }
        Target::ReminderAnswer { reminder: id } => {
            reminder::write_said(tx, (key, id), target, (Said::Answer, reading))
        }
        Target::Look { .. } => look::follow(tx, (doc, key), target),
        Target::Answer { question, .. } => question::write_answer(tx, (key, question), target, reading),
        _ => Ok(()),
    }
}

/// Of the plan or the organisation. Whoever answers questions holds the plan itself.
fn of_plan(tx: &Connection, plan_id: &str, target: &Target, value: &Value) -> rusqlite::Result<()> {
    match target {
        Target::Milestone { milestone } => setting::write_milestone(tx, plan_id, milestone, value.as_date()),
        Target::MilestoneBasis { milestone } => {
            setting::write_milestone_basis(tx, plan_id, milestone, value.as_str())
        }
        Target::TaskOn { task } => {
            let on = if let Value::Bool(on) = value { Some(*on) } else { None };
            switched::write(tx, plan_id, task, on)
        }
        Target::UnitDays { period } => setting::write_unit_days(tx, plan_id, period, value.as_int()),
        Target::Request { request } => setting::write_request(tx, plan_id, request, value.as_record()),
        Target::OrganisationItem { item: OrganisationItem::Person { person, from } } => {
            stay::write(tx, plan_id, (person, from), value)
        }
        _ => Ok(()),
    }
}
