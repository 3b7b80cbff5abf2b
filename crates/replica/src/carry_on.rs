//! A unit that ended, and whose work another one carries on: what waits of periods that are no longer its own goes into
//! the workbook of the other.

use std::collections::{BTreeMap, BTreeSet};

use model::doc_id::{DocId, DocKind};
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, UnitId};
use model::permission;
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::{EvidencePart, Target};
use model::value::Value;
use rusqlite::Connection;

use crate::error::Result;
use crate::rows;
use crate::sealing::{Sealing, give_back};
use crate::store::field_reading;
use crate::store::outbox::{self, Queued};

/// Where an edit belongs that its document does not take: in the same plan's workbook of the unit that carries on.
/// A report is handed in as it stands in one workbook, and goes to no other, nor does what else is said of it: its author is told, and looks it through there.
pub fn workbook_of_next(plans: &Plans, unit: &UnitId, doc: &DocId, target: &Target) -> Option<DocId> {
    let DocKind::Workbook(of) = &doc.kind else { return None };
    if target.whole_period().is_some() {
        return None;
    }
    let plan = plans.of(doc).filter(|plan| plan.organisation().carries_on(unit, of))?;
    let next = DocId::workbook(plan.id(), unit.clone());
    let taken = |doc: &DocId| permission::may_edit(plan, doc, target).is_ok();
    // The year of a unit that ended in it is told by the one that is there at its end.
    let told_there = target
        .entry()
        .is_some_and(|entry| !plan.answers_for(of, &entry.period) && plan.answers_for(unit, &entry.period));
    ((!taken(doc) || told_there) && taken(&next) && plans.may_write(unit, &next).is_ok()).then_some(next)
}

impl Sealing<'_> {
    /// Of edits that wait in one document those that go elsewhere, and where. Evidence goes with the entries that it
    /// proves, where all of them go; a link to evidence that stays has nothing to go with.
    pub fn going(&self, waiting: &[Queued]) -> BTreeMap<i64, DocId> {
        let next = |queued: &Queued| {
            Some((queued.id, workbook_of_next(&self.plans, &self.unit, &queued.doc, queued.target())?))
        };
        let mut going: BTreeMap<i64, DocId> = waiting.iter().filter_map(next).collect();
        let linked = |goes: bool| {
            let of = waiting.iter().filter(|queued| going.contains_key(&queued.id) == goes);
            of.filter_map(|queued| link(queued.target())).collect::<BTreeSet<&EvidenceId>>()
        };
        let new = waiting.iter().filter_map(|queued| match queued.target() {
            Target::Evidence { evidence, part: EvidencePart::File } => Some(evidence),
            _ => None,
        });
        let new: BTreeSet<&EvidenceId> = new.collect();
        let (go, stay) = (linked(true), linked(false));
        let with_entries = |evidence: &EvidenceId| {
            go.contains(evidence) && !stay.contains(evidence) && new.contains(evidence)
        };
        let to = going.values().next().cloned();
        let (mut more, mut fewer) = (Vec::new(), Vec::new());
        for queued in waiting {
            match queued.target() {
                Target::Evidence { evidence, .. } if with_entries(evidence) => more.push(queued.id),
                target if link(target).is_some_and(|evidence| !with_entries(evidence)) => {
                    fewer.push(queued.id)
                }
                _ => {}
            }
        }
        going.retain(|id, _| !fewer.contains(id));
        going.extend(more.into_iter().zip(to.into_iter().cycle()));
        going
    }
}

fn link(target: &Target) -> Option<&EvidenceId> {
    match target {
        Target::Link { evidence, .. } => Some(evidence),
        _ => None,
    }
}

/// Takes an edit that waits into another document, where it waits on. A text is put behind the one that stands there;
/// any other value that differs from one that stands there comes back to its author.
pub fn carry_over(conn: &Connection, queued: &Queued, to: &DocId) -> Result<()> {
    let target = queued.target();
    if target.looked_at().is_some() {
        // Whoever looked at one workbook did not look at another.
        return rows::drop_waiting(conn, queued);
    }
    let there = field_reading::get(conn, to, target)?;
    let value = match (there.value(), queued.value()) {
        _ if there.in_conflict() && !target.is_text() => {
            return give_back(conn, queued, Refusal::HeldAlready);
        }
        (Value::Str(words), Value::Str(own)) if target.is_text() && !words.is_empty() => {
            Value::Str(format!("{words}\n{own}"))
        }
        (Value::Absent, own) => own.clone(),
        (held, own) if held == own || target.is_text() => own.clone(),
        _ => return give_back(conn, queued, Refusal::HeldAlready),
    };
    rows::drop_waiting(conn, queued)?;
    rows::put(conn, &queued.doc, target, &queued.before)?;
    let before = match outbox::waiting_for(conn, to, target)? {
        Some(waiting) => {
            rows::drop_waiting(conn, &waiting)?;
            waiting.before
        }
        None => there,
    };
    let edit = Edit { target: target.clone(), value };
    rows::show_waiting(conn, to, &StampedEdit { edit, ..queued.edit.clone() }, &before)?;
    Ok(())
}
