//! One assignment in one period, with everything that belongs to it.

use std::collections::BTreeMap;

use model::doc_id::DocId;
use model::due::{for_period, most_pressing};
use model::ids::UnitId;
use model::permission::{may_edit, may_review};
use model::plan::{Party, Task};
use model::target::{EntryKey, Target};
use model::value::{Value, Verdict};
use model::window::{EntryPage, FigureValue, FigureView, HistoryItem, Remark, TaskView, TextView};
use model::words;
use rusqlite::Connection;

use super::conflict::view;
use super::facts::{Facts, PeriodFacts};
use crate::history::Past;
use crate::key::Key;
use crate::scope::Scope;
use crate::{AskError, Asker, contender, entry_text, evidence, history, settings, shown_name};

/// The history's newest rows are shown, and of a long text its beginning; the tables keep all.
const HISTORY_ROWS: usize = 200;
const HISTORY_CHARS: usize = 2_000;

pub fn entry_page(
    conn: &Connection,
    asker: &Asker<'_>,
    unit: &UnitId,
    entry: &EntryKey,
) -> Result<EntryPage, AskError> {
    let found = asker.reads(unit)?;
    let period = asker.period(&entry.period)?;
    let task = asker.plan.task(&entry.task).ok_or(AskError::Gone)?;
    let assignment = asker.plan.assignment(unit, &entry.task).ok_or(AskError::Gone)?;
    let settings = settings(conn, asker.plan)?;
    let key = Key::new(asker.plan_id(), unit, entry);
    let scope = Scope::all(asker.plan_id(), &period.id).of_units([unit]).of_tasks([&entry.task]);
    let facts = PeriodFacts::load(conn, asker, &scope)?.take(unit, &entry.task);
    let standing = facts.standing();
    let dues = for_period(asker.plan, &entry.task, &settings, &period.id);
    let texts = entry_text::of_entry(conn, key)?;
    let mut past = history::of_entry(conn, key)?;
    past.retain(|row| asker.reads_named(&row.doc));
    let workbook = DocId::workbook(asker.plan.id(), unit.clone());
    let reviews = |office: &UnitId| asker.writes(office) && may_review(asker.plan, office, unit, entry);
    let reviewable = asker.unit.is_some_and(reviews);
    let documents = evidence::of_entry(conn, key)?;
    Ok(EntryPage {
        unit: unit.clone(),
        unit_name: found.name.clone(),
        entry: entry.clone(),
        period: asker.period_view(&period, &settings),
        task: task_view(asker, task),
        role: assignment.role,
        editable: asker.writes_workbook(unit)
            && may_edit(asker.plan, &workbook, &Target::State { entry: entry.clone() }).is_ok(),
        reviewable,
        shown: standing.shown(most_pressing(&dues), asker.today()),
        state: standing.work_state(),
        percent: facts.entry.percent,
        texts: entry_texts(asker, entry, &texts),
        figures: figures(asker, unit, entry, &facts),
        evidence: documents
            .into_iter()
            .map(|row| super::evidence::view(conn, asker, row))
            .collect::<Result<_, _>>()?,
        dues: dues.iter().map(|due| asker.due_view(&entry.task, due, &standing)).collect(),
        talk: past
            .iter()
            .rev()
            .filter_map(|row| remark(conn, asker, row).transpose())
            .collect::<Result<_, _>>()?,
        history: past
            .into_iter()
            .take(HISTORY_ROWS)
            .map(|row| item(conn, asker, row))
            .collect::<Result<_, _>>()?,
        conflicts: contender::of_entry(conn, &scope)?
            .into_iter()
            .filter(|conflict| asker.reads_named(&conflict.doc))
            .map(|conflict| view(conn, asker, conflict))
            .collect::<Result<_, _>>()?,
        unsent: facts.unsent,
        touched: facts.touch(conn)?,
    })
}

/// Every text that an entry has, the empty ones too.
fn entry_texts(asker: &Asker<'_>, entry: &EntryKey, written: &BTreeMap<String, String>) -> Vec<TextView> {
    let view = |target: Target| {
        let name = target.description().object.name;
        let text = written.get(name).cloned().unwrap_or_default();
        TextView { name: name.to_owned(), label: words::field(&target, asker.plan), text, target }
    };
    Target::texts_of(entry).map(view).collect()
}

fn task_view(asker: &Asker<'_>, task: &Task) -> TaskView {
    let names =
        |parties: &[Party]| parties.iter().map(|party| asker.plan.party_name(party).to_owned()).collect();
    TaskView {
        id: task.id.clone(),
        title: task.title.clone(),
        field: task.field.clone(),
        field_name: asker.plan.field(&task.field).map(|field| field.name.clone()).unwrap_or_default(),
        lead: names(&task.lead),
        with: names(&task.with),
        outputs: task.outputs.clone(),
        inherited: task.inherited.clone(),
        inferred: task.inferred.clone(),
    }
}

fn figures(asker: &Asker<'_>, unit: &UnitId, entry: &EntryKey, facts: &Facts) -> Vec<FigureView> {
    let indicators = asker.plan.indicators_of(&entry.task, unit).into_iter();
    let view = |indicator: &model::plan::Indicator| {
        let outcome = facts.work_out(indicator);
        let entered = facts.entered(indicator).into_iter();
        let values = indicator.labelled().zip(entered).map(|((figure, label), amount)| FigureValue {
            figure,
            label: label.to_owned(),
            text: amount.map(|amount| amount.to_vi()).unwrap_or_default(),
        });
        FigureView {
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            kind: indicator.kind.code().to_owned(),
            target: indicator.target_text(),
            values: values.collect(),
            none_arose: facts.none_arose.contains(&indicator.id),
            result: outcome.result,
            met: outcome.met,
            warning: outcome.warning,
        }
    };
    indicators.map(view).collect()
}

/// A reviewer's word; a word that was taken back is passed over.
fn remark(conn: &Connection, asker: &Asker<'_>, row: &Past) -> rusqlite::Result<Option<Remark>> {
    let Some((office, verdict)) = word(row) else { return Ok(None) };
    let (accepted, text, until) = match verdict {
        Verdict::Accepted { .. } => (true, String::new(), None),
        Verdict::Returned { reason, until } => (false, reason, until),
    };
    let (office, by) = (asker.unit_name(&office), shown_name(conn, &row.by)?);
    Ok(Some(Remark { office, by, at: row.at, accepted, text, until }))
}

fn word(row: &Past) -> Option<(UnitId, Verdict)> {
    let Target::Verdict { .. } = row.target else { return None };
    let value: Value = serde_json::from_str(row.value.as_deref()?).ok()?;
    Some((row.doc.split('/').nth(2).map(UnitId::new)?, value.as_record()?))
}

fn item(conn: &Connection, asker: &Asker<'_>, row: Past) -> rusqlite::Result<HistoryItem> {
    Ok(HistoryItem {
        by: shown_name(conn, &row.by)?,
        at: row.at,
        received: row.received,
        what: words::field(&row.target, asker.plan),
        before: row.before.map(shortened),
        after: shortened(row.after),
        sent: row.received.is_some(),
    })
}

fn shortened(text: String) -> String {
    if text.is_empty() {
        return words::EMPTY.to_owned();
    }
    match text.char_indices().nth(HISTORY_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
