//! What is checked before a change becomes part of a document. Server and laptop call the same function:
//! the server before it acknowledges, the laptop before it takes in what it was sent.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::change::{ChangeHash, Interpreted, RawChange, interpret};
use super::place::Object;
use super::refusal::Refusal;
use super::{DocId, Document, proof};
use crate::ids::UnitId;
use crate::permission;
use crate::plan::Plan;
use crate::target::Target;

/// What was found of one change.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Part of the document now.
    Accepted(Box<Interpreted>),
    /// Was part of it before; nothing to do.
    Known(ChangeHash),
    /// Its ancestors have not come yet; kept until they do.
    Parked(ChangeHash),
    /// Refused: see [`Refusal::is_quarantine`] for which kind.
    Refused(Refusal),
}

/// The document after admission, and one outcome for each change in order.
#[derive(Debug)]
pub struct Admitted {
    pub document: Document,
    pub outcomes: Vec<Outcome>,
}

/// By whose right changes are taken.
#[derive(Clone, Copy, Debug)]
pub enum Rules<'a> {
    /// A unit hands in its own changes.
    Writer { plan: &'a Plan, unit: &'a UnitId },
    /// The server already admitted them; the laptop still checks that they apply and load.
    Relayed,
}

/// Admits changes to a document, each by itself, in the order given. The document passed in is left as it
/// was; the one returned holds what was accepted and is known to load again with the same heads.
pub fn admit(document: &Document, changes: &[RawChange], rules: Rules<'_>) -> Admitted {
    let mut scratch = document.clone();
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(changes.len());
    for raw in changes {
        outcomes.push(admit_one(&mut scratch, raw, rules));
    }
    // A change that panicked half-way may have left the scratch copy in any state.
    let broken = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(Refusal::DoesNotApply)));
    let unchanged = outcomes.iter().all(|outcome| !matches!(outcome, Outcome::Accepted(_)));
    if !broken && (unchanged || reloads(&mut scratch)) {
        return Admitted { document: scratch, outcomes };
    }
    one_by_one(document, changes, rules)
}

/// The same without a copy of the document and without saving it: what it costs follows the changes, not the
/// document. `barred`: a reason of the caller's own against a change, by its place in `changes`.
///
/// None where that is not proof enough that the document loads again. It is then in an unknown state: throw it
/// away, and let [`admit`] judge the changes against a fresh one.
pub fn admit_in_place(
    document: &mut Document,
    changes: &[RawChange],
    rules: Rules<'_>,
    mut barred: impl FnMut(usize, &Interpreted) -> Option<Refusal>,
) -> Option<Vec<Outcome>> {
    catch_unwind(AssertUnwindSafe(|| {
        let before = document.doc.get_heads();
        let mut outcomes = Vec::with_capacity(changes.len());
        for (at, raw) in changes.iter().enumerate() {
            let outcome = match look(document, raw, rules) {
                Ok(read) => match barred(at, &read) {
                    Some(refusal) => Outcome::Refused(refusal),
                    None if !proof::continues_its_actor(document, &read.change) => return None,
                    None => apply(document, read),
                },
                Err(outcome) => outcome,
            };
            if matches!(outcome, Outcome::Refused(Refusal::DoesNotApply)) {
                return None;
            }
            outcomes.push(outcome);
        }
        let taken = changes.iter().zip(&outcomes).filter_map(|(raw, outcome)| match outcome {
            Outcome::Accepted(read) => Some((read.hash, raw)),
            _ => None,
        });
        proof::gives_back(document, &before, taken.collect()).then_some(outcomes)
    }))
    .ok()
    .flatten()
}

/// The slow way, a copy for each change, taken when something broke: finds which change is at fault.
fn one_by_one(document: &Document, changes: &[RawChange], rules: Rules<'_>) -> Admitted {
    let mut good = document.clone();
    let mut outcomes = Vec::with_capacity(changes.len());
    for raw in changes {
        let mut scratch = good.clone();
        let outcome = admit_one(&mut scratch, raw, rules);
        if !matches!(outcome, Outcome::Accepted(_)) {
            outcomes.push(outcome);
        } else if reloads(&mut scratch) {
            good = scratch;
            outcomes.push(outcome);
        } else {
            outcomes.push(Outcome::Refused(Refusal::DoesNotApply));
        }
    }
    Admitted { document: good, outcomes }
}

/// Crafted changes make the library panic; that refuses the change and does not end the process.
fn admit_one(scratch: &mut Document, raw: &RawChange, rules: Rules<'_>) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| try_admit(scratch, raw, rules)))
        .unwrap_or(Outcome::Refused(Refusal::DoesNotApply))
}

fn try_admit(scratch: &mut Document, raw: &RawChange, rules: Rules<'_>) -> Outcome {
    match look(scratch, raw, rules) {
        Ok(read) => apply(scratch, read),
        Err(outcome) => outcome,
    }
}

/// All that is to be asked of a change before it is applied; what became of it, where it is not to be.
fn look(document: &mut Document, raw: &RawChange, rules: Rules<'_>) -> Result<Interpreted, Outcome> {
    let read = interpret(raw).map_err(Outcome::Refused)?;
    if document.has(&read.hash) {
        return Err(Outcome::Known(read.hash));
    }
    if let Rules::Writer { plan, unit } = rules {
        permitted(plan, unit, document.id(), &read).map_err(Outcome::Refused)?;
    }
    if read.deps.iter().any(|dep| !document.has(dep)) {
        return Err(Outcome::Parked(read.hash));
    }
    if leaves_a_gap(document, &read) {
        return Err(Outcome::Refused(Refusal::NotAnEdit));
    }
    Ok(read)
}

/// Whether the change numbers its operations further on than its ancestors make it. Numbers end at 2^32: beyond a
/// change that took the last of them, nobody could write into the document any more.
fn leaves_a_gap(document: &mut Document, read: &Interpreted) -> bool {
    let mut last = 0;
    for dep in read.change.deps() {
        last = document.doc.get_change_meta_by_hash(dep).map_or(last, |meta| meta.max_op.max(last));
    }
    read.change.start_op().get() > last + 1
}

fn apply(document: &mut Document, read: Interpreted) -> Outcome {
    match document.doc.apply_changes([read.change.clone()]) {
        Ok(()) if document.has(&read.hash) => {
            document.credits.put(&read);
            Outcome::Accepted(Box::new(read))
        }
        Err(automerge::AutomergeError::DuplicateSeqNumber(..)) => Outcome::Refused(Refusal::ActorReused),
        _ => Outcome::Refused(Refusal::DoesNotApply),
    }
}

fn permitted(plan: &Plan, unit: &UnitId, doc: &DocId, read: &Interpreted) -> Result<(), Refusal> {
    permission::may_write(plan, unit, doc)?;
    if let Some(Object::Entry(entry)) = Object::of_actor(&automerge::ActorId::from(&read.actor[..])) {
        permission::may_edit(plan, doc, &Target::State { entry })?;
    }
    read.touched.iter().try_for_each(|touched| permission::may_edit(plan, doc, &touched.target))
}

fn reloads(document: &mut Document) -> bool {
    catch_unwind(AssertUnwindSafe(|| {
        let heads = document.heads();
        let bytes = document.save();
        Document::load(document.id().clone(), &bytes).is_ok_and(|mut again| again.heads() == heads)
    }))
    .unwrap_or(false)
}
