//! What is checked before a change becomes part of a document: by the laptop, before it takes in what it was sent. (The
//! server asks the same of [contents](crate::Contents), before it acknowledges.)

use std::panic::{AssertUnwindSafe, catch_unwind};

use model::refusal::Refusal;

use crate::change::{Interpreted, interpret};
use crate::document::Document;
use crate::meaning::permitted;
use crate::outcome::{Admission, Rules};
use crate::raw::{ChangeHash, RawChange};

/// The document after admission, and one outcome for each change in order.
#[derive(Debug)]
pub struct Admitted {
    pub document: Document,
    pub outcomes: Vec<Admission>,
}

/// Admits changes to a document, each by itself, in the order given. The document passed in is left as it
/// was; the one returned holds what was accepted and is known to load again with the same heads.
pub fn admit(document: &Document, changes: &[RawChange], rules: Rules<'_>) -> Admitted {
    let mut scratch = document.clone();
    let mut outcomes: Vec<Admission> = Vec::with_capacity(changes.len());
    for raw in changes {
        outcomes.push(admit_one(&mut scratch, raw, rules));
    }
    // A change that panicked half-way may have left the scratch copy in any state.
    let broken = outcomes.iter().any(|outcome| matches!(outcome, Admission::Refused(Refusal::DoesNotApply)));
    let unchanged = outcomes.iter().all(|outcome| !matches!(outcome, Admission::Accepted(_)));
    if !broken && (unchanged || reloads(&mut scratch)) {
        return Admitted { document: scratch, outcomes };
    }
    one_by_one(document, changes, rules)
}

/// The slow way, a copy for each change, taken when something broke: finds which change is at fault.
fn one_by_one(document: &Document, changes: &[RawChange], rules: Rules<'_>) -> Admitted {
    let mut good = document.clone();
    let mut outcomes = Vec::with_capacity(changes.len());
    for raw in changes {
        let mut scratch = good.clone();
        let outcome = admit_one(&mut scratch, raw, rules);
        if !matches!(outcome, Admission::Accepted(_)) {
            outcomes.push(outcome);
        } else if reloads(&mut scratch) {
            good = scratch;
            outcomes.push(outcome);
        } else {
            outcomes.push(Admission::Refused(Refusal::DoesNotApply));
        }
    }
    Admitted { document: good, outcomes }
}

/// Crafted changes make the library panic; that refuses the change and does not end the process.
fn admit_one(scratch: &mut Document, raw: &RawChange, rules: Rules<'_>) -> Admission {
    catch_unwind(AssertUnwindSafe(|| try_admit(scratch, raw, rules)))
        .unwrap_or(Admission::Refused(Refusal::DoesNotApply))
}

fn try_admit(scratch: &mut Document, raw: &RawChange, rules: Rules<'_>) -> Admission {
    let read = interpret(raw).map_err(Admission::Refused);
    match read.and_then(|read| look(scratch, read, rules)) {
        Ok(read) => apply(scratch, read, raw),
        Err(outcome) => outcome,
    }
}

/// All that is to be asked of a change before it is applied; what became of it, where it is not to be.
fn look(document: &mut Document, read: Interpreted, rules: Rules<'_>) -> Result<Interpreted, Admission> {
    if document.has(&read.hash) {
        return Err(Admission::Known(read.hash));
    }
    if let Rules::Writer { plan, unit, known } = rules {
        permitted((plan, unit, known), document.id(), &read).map_err(Admission::Refused)?;
    }
    if let Some(wants) = read.deps.iter().find(|dep| !document.has(dep)) {
        return Err(Admission::Parked { hash: read.hash, wants: *wants });
    }
    if !continues_its_ancestors(document, &read) {
        return Err(Admission::Refused(Refusal::NotAnEdit));
    }
    Ok(read)
}

/// Whether the change numbers its operations from where its ancestors end, as every honest one does. One that leaves
/// a gap up to the largest number loads well, and leaves no number for what anybody writes after it.
fn continues_its_ancestors(document: &Document, read: &Interpreted) -> bool {
    let last = |dep: &ChangeHash| Some(document.doc.get_change_meta_by_hash(&(*dep).into())?.max_op);
    let last = read.deps.iter().map(last).collect::<Option<Vec<_>>>();
    last.map(|last| last.into_iter().max().unwrap_or(0) + 1) == Some(read.first.into())
}

fn apply(document: &mut Document, read: Interpreted, raw: &RawChange) -> Admission {
    let Some(change) = raw.parse() else { return Admission::Refused(Refusal::DoesNotApply) };
    document.contents.take();
    match document.doc.apply_changes([change]) {
        Ok(()) if document.has(&read.hash) => {
            document.credits.put(&read);
            Admission::Accepted(Box::new(read))
        }
        Err(automerge::AutomergeError::DuplicateSeqNumber(..)) => Admission::Refused(Refusal::ActorReused),
        _ => Admission::Refused(Refusal::DoesNotApply),
    }
}

fn reloads(document: &mut Document) -> bool {
    catch_unwind(AssertUnwindSafe(|| {
        let heads = document.heads();
        let bytes = document.save();
        Document::load(document.id().clone(), &bytes).is_ok_and(|again| again.heads() == heads)
    }))
    .unwrap_or(false)
}
