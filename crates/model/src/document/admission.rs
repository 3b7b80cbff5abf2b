//! What is checked before a change becomes part of a document. Server and laptop call the same function:
//! the server before it acknowledges, the laptop before it takes in what it was sent.

use std::collections::HashSet;
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
        let mut batch = Batch::default();
        for (at, raw) in changes.iter().enumerate() {
            let read = interpret(raw);
            // What a change stands on is applied first; the rest together, which is quicker.
            if read.as_ref().is_ok_and(|read| batch.holds_any(read)) && !batch.apply(document) {
                return None;
            }
            let outcome = match read.map_err(Outcome::Refused).and_then(|read| look(document, read, rules)) {
                Ok(read) => match barred(at, &read) {
                    Some(refusal) => Outcome::Refused(refusal),
                    None if !proof::continues_its_actor(document, &read.change) => return None,
                    None => {
                        batch.push(&read);
                        Outcome::Accepted(Box::new(read))
                    }
                },
                Err(outcome) => outcome,
            };
            outcomes.push(outcome);
        }
        if !batch.apply(document) {
            return None;
        }
        let taken = changes.iter().zip(&outcomes).filter_map(|(raw, outcome)| match outcome {
            Outcome::Accepted(read) => Some((read.hash, raw)),
            _ => None,
        });
        if !proof::gives_back(document, &before, taken.collect()) {
            return None;
        }
        outcomes.iter().for_each(|outcome| {
            if let Outcome::Accepted(read) = outcome {
                document.credits.put(read);
            }
        });
        Some(outcomes)
    }))
    .ok()
    .flatten()
}

/// Changes that do not stand on each other.
#[derive(Default)]
struct Batch {
    hashes: HashSet<ChangeHash>,
    actors: HashSet<Vec<u8>>,
    changes: Vec<automerge::Change>,
}

impl Batch {
    /// The change itself, one that it stands on, or one of the same actor.
    fn holds_any(&self, read: &Interpreted) -> bool {
        self.hashes.contains(&read.hash)
            || self.actors.contains(&read.actor)
            || read.deps.iter().any(|dep| self.hashes.contains(dep))
    }

    fn push(&mut self, read: &Interpreted) {
        self.hashes.insert(read.hash);
        self.actors.insert(read.actor.clone());
        self.changes.push(read.change.clone());
    }

    fn apply(&mut self, document: &mut Document) -> bool {
        let applied = document.doc.apply_changes(std::mem::take(&mut self.changes)).is_ok();
        self.actors.clear();
        applied && self.hashes.drain().all(|hash| document.has(&hash))
    }
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
    let read = interpret(raw).map_err(Outcome::Refused);
    match read.and_then(|read| look(scratch, read, rules)) {
        Ok(read) => apply(scratch, read),
        Err(outcome) => outcome,
    }
}

/// All that is to be asked of a change before it is applied; what became of it, where it is not to be.
fn look(document: &mut Document, read: Interpreted, rules: Rules<'_>) -> Result<Interpreted, Outcome> {
    if document.has(&read.hash) {
        return Err(Outcome::Known(read.hash));
    }
    if let Rules::Writer { plan, unit } = rules {
        permitted(plan, unit, document.id(), &read).map_err(Outcome::Refused)?;
    }
    if read.deps.iter().any(|dep| !document.has(dep)) {
        return Err(Outcome::Parked(read.hash));
    }
    if !proof::continues_its_ancestors(document, &read.change) {
        return Err(Outcome::Refused(Refusal::NotAnEdit));
    }
    Ok(read)
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
        Document::load(document.id().clone(), &bytes).is_ok_and(|again| again.heads() == heads)
    }))
    .unwrap_or(false)
}
