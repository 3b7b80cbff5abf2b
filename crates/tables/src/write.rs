//! From documents to rows.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use document::{Fields, Interpreted, Reading, Said, SaidOf};
use model::doc_id::DocId;
use model::item::OrganisationItem;
use model::target::Target;
use model::value::Value;
use model::vocabulary::{Home, Vocabulary};
use rusqlite::Connection;

use crate::follow::{record_all, record_id};
use crate::history::{HistoryRow, Source};
use crate::key::Key;
use crate::{
    contender, due_date, entry, entry_text, evidence, figure, search, setting, stay, submission, unknown,
    verdict,
};

/// Writes one field's row: what the field holds now, and who stands against it. Also for an edit that waits on a
/// laptop ([`Reading::one`]). Writing the same again changes nothing.
///
/// Call [`record`](crate::record) for the field first: the server's times come from the history. A field that the document
/// cannot have, as a verdict in a workbook, is passed over.
pub fn write(tx: &Connection, doc: &DocId, target: &Target, reading: &Reading) -> rusqlite::Result<()> {
    if Home::of(&doc.kind) != Some(target.description().object.home) {
        return Ok(());
    }
    contender::write(tx, doc, target, reading)?;
    let (plan_id, value, unit) = (doc.plan.as_str(), reading.value(), doc.about());
    // What stands in a workbook is about its unit.
    let key = |entry| unit.map(|unit| Key::new(plan_id, unit, entry));
    match target {
        Target::State { entry } => {
            key(entry).map_or(Ok(()), |key| entry::write_state(tx, doc, target, key, reading))
        }
        Target::Percent { entry } => {
            key(entry).map_or(Ok(()), |key| entry::write_percent(tx, key, value.as_int()))
        }
        Target::Narrative { entry } | Target::Difficulties { entry } | Target::Recommendations { entry } => {
            let text = value.as_str().unwrap_or_default();
            key(entry).map_or(Ok(()), |key| entry_text::write(tx, key, target, text))
        }
        Target::Figure { entry, indicator, figure } => {
            key(entry).map_or(Ok(()), |key| figure::write(tx, key, indicator, figure, value.as_int()))
        }
        Target::NoneArose { entry, indicator } => {
            let none_arose = *value == Value::Bool(true);
            key(entry).map_or(Ok(()), |key| figure::write_none_arose(tx, key, indicator, none_arose))
        }
        Target::Link { entry, evidence } => {
            key(entry).map_or(Ok(()), |key| evidence::write_link(tx, key, evidence, value.as_str()))
        }
        Target::Evidence { evidence: id, part } => {
            unit.map_or(Ok(()), |unit| evidence::write_part(tx, (plan_id, unit, id), *part, value))
        }
        Target::DueDate { task, rule } => {
            unit.map_or(Ok(()), |unit| due_date::write_date(tx, (plan_id, unit, task, rule), value.as_date()))
        }
        Target::DueBasis { task, rule } => {
            unit.map_or(Ok(()), |unit| due_date::write_basis(tx, (plan_id, unit, task, rule), value.as_str()))
        }
        Target::Submission { period } => submission::write(tx, doc, target, period, reading),
        Target::Verdict { .. } => verdict::write(tx, doc, target, reading),
        Target::Milestone { milestone } => setting::write_milestone(tx, plan_id, milestone, value.as_date()),
        Target::MilestoneBasis { milestone } => {
            setting::write_milestone_basis(tx, plan_id, milestone, value.as_str())
        }
        Target::UnitDays { period } => setting::write_unit_days(tx, plan_id, period, value.as_int()),
        Target::Request { request } => setting::write_request(tx, plan_id, request, value.as_record()),
        Target::OrganisationItem { item: OrganisationItem::Person { person, from } } => {
            stay::write(tx, plan_id, (person, from), value)
        }
        // Whoever answers questions holds the plan itself.
        Target::PlanItem { .. } | Target::OrganisationItem { .. } | Target::Year | Target::Closed => Ok(()),
    }
}

/// Takes admitted changes into the rows: their ancestry, their history, and once every field that any of them touched,
/// as the document holds it now. Taking the same change again adds nothing, so a document's rows can be made anew
/// from its changes. What the vocabulary does not know is noted, and has no row. Gives what each change says.
///
/// `document` already contains the changes; with each the server's clock, none for a laptop's own change that was not
/// acknowledged yet.
pub fn take_in<'c>(
    tx: &Connection,
    document: &impl Fields,
    changes: impl IntoIterator<Item = (&'c Interpreted, Option<DateTime<FixedOffset>>)>,
    known: &Vocabulary,
) -> rusqlite::Result<Vec<Said>> {
    let doc = document.id();
    let mut all = Vec::new();
    for (change, received) in changes {
        let said = change.said(&doc.kind, known);
        record_said(tx, document, change, &said, received)?;
        all.push(said);
    }
    let touched: BTreeSet<&Target> =
        all.iter().flat_map(|said| &said.fields).map(|said| &said.target).collect();
    let mut targets = Vec::with_capacity(touched.len());
    for target in touched {
        let text = Key::of(doc, target).filter(|_| target.is_text());
        let place = text.map_or(Ok(None), |key| search::place(tx, key))?;
        targets.push((place, target));
    }
    // What is not there yet comes to the end.
    targets.sort_by_key(|(place, _)| (place.is_none(), *place));
    targets.into_iter().try_for_each(|(_, target)| write(tx, doc, target, &document.read(target)))?;
    Ok(all)
}

/// Of one change, without the fields' own rows: who set what, when, and on top of what.
pub fn record_said(
    tx: &Connection,
    document: &impl Fields,
    change: &Interpreted,
    said: &Said,
    received: Option<DateTime<FixedOffset>>,
) -> rusqlite::Result<()> {
    let doc = document.id();
    let id = record_id(tx, doc, &change.hash, &change.deps)?;
    unknown::note(tx, doc, &said.unknown)?;
    // A skeleton, which has no author, says nothing.
    let Some(by) = &change.author else { return Ok(()) };
    // A text's change is letters: what is kept of it is the text as it read to its author.
    let value = |said: &SaidOf| match &said.value {
        Some(value) => value.clone(),
        None => Value::Str(document.text_as_of(&said.target, &change.hash).unwrap_or_default()),
    };
    let values: Vec<Value> = said.fields.iter().map(value).collect();
    let rows = said.fields.iter().zip(&values).map(|(said, value)| HistoryRow {
        doc,
        source: Source::Change(change.hash),
        target: &said.target,
        by,
        at: said.at,
        received,
        value,
    });
    record_all(tx, &rows.collect::<Vec<_>>(), id)
}
