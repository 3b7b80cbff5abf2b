//! One assignment in one period, with everything that belongs to it.

use std::collections::BTreeMap;

use model::amount::Amount;
use model::doc_id::{DocId, DocKind};
use model::due::for_period;
use model::ids::UnitId;
use model::permission::may_edit;
use model::plan::{Indicator, Party, Task};
use model::target::{EntryKey, Target};
use model::value::Verdict;
use model::window::{
    CheckView, CountedFigure, EntryPage, FigureValue, FigureView, Remark, TaskView, TextView,
};
use model::words;

use super::carry_over::carried;
use super::conflict::views;
use super::detail::details;
use super::difference::differences;
use super::history::{history, past};
use super::last_year::LastYear;
use super::register::of_entry as of_entry_registers;
use super::talk::{Talk, last_time, reviews, stops};
use super::timeliness::times;
use super::work::touched;
use crate::counting::rests;
use crate::facts::{EntryFacts, EntryOf, Facts, Past, Unreadable, settings};
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
    conflicts.retain(|one| asker.reads_document(&one.doc));
    let workbook = DocId::workbook(asker.plan.id(), unit.clone());
    let reviewable = reviews(asker, unit, entry);
    let last_time = last_time(facts, asker, of)?;
    let talk = Talk::of(facts, asker, of)?;
    let stops = stops(asker, (of, &of_entry, last_time.as_ref()), &talk);
    let last_year = LastYear::load(facts, asker, &period.id, (&[unit], &[&entry.task]))?;
    let differences = differences(facts, asker, (of, &of_entry), (&talk, reviewable, (&texts, &documents)))?;
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
        shown: standing.shown(asker.pressing(unit, &dues), asker.today()),
        state: standing.work_state(),
        percent: of_entry.percent,
        texts: entry_texts(asker, entry, &texts),
        figures: figures(asker, unit, entry, (&of_entry, last_time.as_ref(), last_year.as_ref())),
        carried: carried(facts, asker, of)?,
        details: details(facts, asker, of)?,
        registers: of_entry_registers(facts, asker, (unit, entry), (period.first, period.last))?,
        times: times(facts, asker, (unit, &dues), (&of_entry, &documents))?,
        evidence: documents.into_iter().map(|one| super::evidence::view(asker, one)).collect(),
        dues: dues.iter().map(|due| asker.due_view((unit, &entry.task), due, &standing)).collect(),
        talk: past
            .iter()
            .filter_map(|one| remark(facts, asker, one).transpose())
            .collect::<Result<_, _>>()?,

        questions: talk.questions(facts, asker)?,
        remarks: talk.evidence_remarks(facts, asker)?,
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
        notes: task.notes.clone(),
        carried_from: task.carried_from.clone(),
        standby: task.standby.clone(),
    }
}

fn figures(
    asker: &Asker<'_>,
    unit: &UnitId,
    entry: &EntryKey,
    (of_entry, last_time, last_year): (&EntryFacts, Option<&EntryFacts>, Option<&LastYear<'_>>),
) -> Vec<FigureView> {
    let indicators = asker.plan.indicators_of(&entry.task, unit).into_iter();
    let view = |indicator: &Indicator| {
        let outcome = of_entry.work_out(indicator, unit);
        let before = last_time.map_or_else(Vec::new, |last| last.entered(indicator));
        let before = || before.iter().copied().chain(std::iter::repeat(None));
        let typed = of_entry.typed(indicator);
        let counted = of_entry.counted(indicator);
        let source = |at: usize| source(asker, unit, (indicator, at), counted.as_deref());
        let values = indicator.labelled().enumerate().zip(&typed).zip(before()).map(
            |(((at, (figure, label)), now), last)| {
                let text = now.map(|amount| amount.to_vi()).unwrap_or_default();
                let (label, last) = (label.to_owned(), last.map(|amount| amount.to_vi()));
                FigureValue { figure, label, text, last, counted: source(at) }
            },
        );
        FigureView {
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            kind: indicator.kind.code().to_owned(),
            target: indicator.target_text_of(unit),
            values: values.collect(),
            checks: indicator
                .checks
                .iter()
                .zip(of_entry.done(indicator))
                .map(|(check, done)| CheckView {
                    check: check.id.clone(),
                    name: check.name.clone(),
                    optional: check.optional,
                    done,
                })
                .collect(),
            scope: asker.plan.scope_of(unit, indicator),
            notes: indicator.notes.clone(),
            reason: of_entry.reason(indicator).unwrap_or_default().to_owned(),
            none_arose: of_entry.none_arose.contains(&indicator.id),
            result: outcome.result,
            met: outcome.met,
            year_before: last_year.and_then(|last| last.beside(asker, indicator, unit, of_entry)),
            warning: of_entry
                .questioned(indicator, unit, last_time)
                .or_else(|| differing(&typed, counted.as_deref(), of_entry, indicator))
                .or_else(|| accepted_otherwise(of_entry, indicator)),
        }
    };
    indicators.map(view).collect()
}

/// What the registers came to when the entry was accepted.
fn accepted_otherwise(of_entry: &EntryFacts, indicator: &Indicator) -> Option<String> {
    let then = of_entry.accepted_otherwise(indicator)?;
    let then: Vec<String> = then.into_iter().map(Amount::to_vi).collect();
    Some(format!("Sổ đã thay đổi sau khi được chấp nhận: lúc đó là {}.", then.join(" / ")))
}

/// That something else was typed than the registers come to, and nobody said why: what was typed is kept, and does not count.
fn differing(
    typed: &[Option<Amount>],
    counted: Option<&[Amount]>,
    of_entry: &EntryFacts,
    indicator: &Indicator,
) -> Option<String> {
    let counted = counted.filter(|_| of_entry.reason(indicator).is_none())?;
    let other =
        typed.iter().zip(counted).find_map(|(typed, counted)| typed.filter(|typed| typed != counted))?;
    Some(format!(
        "Đã nhập {other}, khác số tính từ sổ. Số từ sổ được dùng; nếu số đã nhập mới đúng, hãy ghi lý do, hoặc bổ sung sổ."
    ))
}

/// The register that a figure counts, where the unit keeps it and tells its own part.
fn source(
    asker: &Asker<'_>,
    unit: &UnitId,
    (indicator, at): (&Indicator, usize),
    counted: Option<&[Amount]>,
) -> Option<CountedFigure> {
    let count = indicator.counts.get(at).filter(|_| rests(asker.plan, unit, indicator))?;
    let register = asker.plan.register(&count.register)?;
    Some(CountedFigure {
        register: register.id.clone(),
        name: register.name.clone(),
        count: count.label(register.kind),
        text: counted.and_then(|counted| counted.get(at)).map(|amount| amount.to_vi()),
    })
}

/// A reviewer's word; a word that was taken back is passed over.
fn remark<F: Facts>(facts: &F, asker: &Asker<'_>, one: &Past) -> Result<Option<Remark>, Unreadable> {
    let (Target::Verdict { .. }, DocKind::Review { office, .. }) = (&one.target, &one.doc.kind) else {
        return Ok(None);
    };
    let (accepted, text, until, heads) = match one.value.as_record() {
        Some(Verdict::Accepted { heads }) => (true, String::new(), None, heads),
        Some(Verdict::Returned { reason, until, heads }) => (false, reason, until, heads),
        None => return Ok(None),
    };
    let heads = Some(heads).filter(|heads| !heads.is_empty());
    let (office, by) = (asker.unit_name(office), facts.shown_name(&one.by)?);
    Ok(Some(Remark { office, by, at: one.at, accepted, text, until, heads }))
}
