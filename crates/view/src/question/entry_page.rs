//! One assignment in one period, with everything that belongs to it.

use std::collections::BTreeMap;

use model::doc_id::{DocId, DocKind};
use model::due::for_period;
use model::ids::UnitId;
use model::permission::may_edit;
use model::plan::{IndicatorKind, Party, Task};
use model::target::{EntryKey, Target};
use model::value::Verdict;
use model::window::{EntryPage, Remark, TaskLink, TaskView, TextView};
use model::words;

use super::carry_over::carried;
use super::conflict::views;
use super::detail::details;
use super::difference::differences;
use super::figure_view::figures;
use super::history::{history, past};
use super::last_year::LastYear;
use super::named::{field_words, first, named_fields};
use super::other_days::other_days;
use super::register::of_entry as of_entry_registers;
use super::stop::stops;
use super::talk::{Talk, last_time, reviews};
use super::timeliness::times;
use super::work::touched;
use super::year::Year;
use crate::facts::{Conflict, EntryOf, Facts, Past, Unreadable, settings};
use crate::{AskError, Asker};

pub(super) fn entry_page<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    entry: &EntryKey,
) -> Result<EntryPage, AskError> {
    let found = asker.reads(unit)?;
    let period = asker.period(&entry.period)?;
    let task = asker.plan.task(&entry.task).ok_or(AskError::Gone)?;
    let assignment = asker.plan.assignment(unit, &entry.task).ok_or(AskError::Gone)?;
    let settings = settings(facts, asker.plan)?;
    let of = EntryOf { plan: asker.plan.id(), period: &entry.period, unit, task: &entry.task };
    let of_entry = asker.entries(facts, &of.scope())?.take(unit, &entry.task);
    let standing = of_entry.standing();
    let dues = for_period(asker.plan, &entry.task, &settings, &period.id);
    let dues = settings.granted(asker.plan, (unit, &entry.task), &dues);
    let texts = facts.texts(of)?;
    let past = past(facts, asker, of)?;
    let mut documents = facts.evidence_of(of)?;
    documents
        .sort_by(|a, b| (a.signed.is_none(), a.signed, &a.id).cmp(&(b.signed.is_none(), b.signed, &b.id)));
    let told = history(facts, asker, of, (&past, &texts), &documents)?;
    let mut conflicts = facts.conflicts_of(of)?;
    conflicts.extend(of_bases(facts, asker, of)?);
    conflicts.retain(|one| asker.reads_document(&one.doc));
    let workbook = DocId::workbook(asker.plan.id(), unit.clone());
    let reviewable = reviews(asker, unit, entry);
    let last_time = last_time(facts, asker, &settings, of)?;
    let last = last_time.as_ref().map(|(last, contained)| (last, *contained));
    let days = settings.days_of(asker.plan, &period);
    let year = Year::of(facts, asker, &settings, &of.scope())?;
    let talk = Talk::of(facts, asker, of)?;
    let named = named_fields(facts, asker, (of, &of_entry))?;
    let stops = stops(asker, (of, &of_entry, last), (&talk, &named));
    let last_year = LastYear::load(facts, asker, &period.id, (&[unit], &[&entry.task]))?;
    let mut differences =
        differences(facts, asker, (of, &of_entry), (&talk, reviewable, (&texts, &documents)))?;
    first(&mut differences, &named);
    Ok(EntryPage {
        unit: unit.clone(),
        unit_name: found.name.clone(),
        entry: entry.clone(),
        period: asker.period_view(&period, &settings),
        task: task_view(asker, task),
        other_days: other_days(asker, (unit, &entry.task), &period.id),
        role: assignment.role,
        editable: asker.writes_workbook(unit)
            && may_edit(asker.plan, &workbook, &Target::State { entry: entry.clone() }).is_ok(),
        reviewable,
        shown: standing.shown(asker.pressing(unit, &dues), asker.today()),
        state: standing.work_state(),
        percent: of_entry.percent,
        texts: entry_texts(asker, entry, &texts),
        figures: figures(asker, of, (&of_entry, last), (&year, last_year.as_ref())),
        carried: carried(facts, asker, of)?,
        details: details(facts, asker, of)?,
        registers: of_entry_registers(facts, asker, (unit, entry), (days.from, days.to))?,
        times: times(facts, asker, (unit, &dues), (&of_entry, &documents))?,
        evidence: documents.into_iter().map(|one| super::evidence::view(asker, one)).collect(),
        dues: dues.iter().map(|due| asker.due_view((unit, &entry.task), due, &standing)).collect(),
        talk: past
            .iter()
            .filter_map(|one| remark(facts, asker, of, one).transpose())
            .collect::<Result<_, _>>()?,

        questions: talk.questions(facts, asker)?,
        remarks: talk.evidence_remarks(facts, asker)?,
        named,
        differences,
        stops,
        stamp: facts.changes(of)?,
        handed_in: talk.handed_in(facts, asker, u32::from(of_entry.changed_after))?,
        history: told,
        conflicts: views(facts, asker, &conflicts)?,
        unsent: of_entry.unsent,
        arrived_later: of_entry.arrived_later,
        touched: touched(facts, of, &of_entry)?,
    })
}

/// Of what the entry's changes are held against, which is no field of the entry.
fn of_bases<F: Facts>(facts: &F, asker: &Asker<'_>, of: EntryOf<'_>) -> Result<Vec<Conflict>, Unreadable> {
    let indicators = asker.plan.indicators_of(of.task, of.unit);
    if indicators.iter().all(|one| one.kind != IndicatorKind::Change) {
        return Ok(Vec::new());
    }
    let mut found = facts.conflicts(of.plan, std::slice::from_ref(of.unit), false)?;
    found.retain(|one| matches!(&one.target, Target::Base { task, .. } if task == of.task));
    Ok(found)
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

fn link(task: &Task) -> TaskLink {
    TaskLink { id: task.id.clone(), title: task.title.clone() }
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
        notes: task.notes.clone(),
        carried_from: task.carried_from.clone(),
        standby: task.standby.clone(),
        from: task.days.from,
        until: task.days.until,
        into: task.days.into.iter().filter_map(|id| asker.plan.task(id)).map(link).collect(),
        replaces: asker
            .plan
            .tasks()
            .iter()
            .filter(|one| one.days.into.contains(&task.id))
            .map(link)
            .collect(),
    }
}

/// A reviewer's word; a word that was taken back is passed over.
fn remark<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
    one: &Past,
) -> Result<Option<Remark>, Unreadable> {
    let (Target::Verdict { .. }, DocKind::Review { office, .. }) = (&one.target, &one.doc.kind) else {
        return Ok(None);
    };
    let (accepted, text, until, heads, fields) = match one.value.as_record() {
        Some(Verdict::Accepted { heads }) => (true, String::new(), None, heads, Vec::new()),
        Some(Verdict::Returned { reason, until, heads, fields }) => {
            (false, reason, until, heads, field_words(facts, asker, of, &fields)?)
        }
        None => return Ok(None),
    };
    let heads = Some(heads).filter(|heads| !heads.is_empty());
    let (office, by) = (asker.unit_name(office), facts.shown_name(&one.by)?);
    Ok(Some(Remark { office, by, at: one.at, accepted, text, until, fields, heads }))
}
