//! What the server did not take leaves the document, and comes back to the person with the reason.

use std::collections::{BTreeMap, BTreeSet};

use ::document::{ChangeHash, Document, Interpreted, interpret};
use model::address::ObjectName;
use model::doc_id::DocId;
use model::permission;
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::Target;
use model::vocabulary::Vocabulary;
use rusqlite::Connection;

use crate::carry_on::workbook_of_next;
use crate::error::Result;
use crate::plan;
use crate::replica::{Replica, understood};
use crate::rows;
use crate::store::change::{self, State, Stored};
use crate::store::outbox::{self, Queued};
use crate::store::refused::Reason;
use crate::store::{document, refused};

/// A change that the server refused.
#[derive(Clone, Debug)]
pub(super) struct RefusedChange {
    pub doc: DocId,
    pub hash: ChangeHash,
    pub reason: Reason,
}

/// Takes refused changes, and what was written on top of them here, out of their documents. The edits of the
/// refused go to the queue with the reason; those that merely stood on top wait again.
pub(super) fn take(replica: &Replica, conn: &Connection, all: &[RefusedChange]) -> Result<()> {
    let mut by_doc: BTreeMap<&DocId, Leaving> = BTreeMap::new();
    for change in all {
        tracing::warn!(reason = ?change.reason.refusal(), "the server refused a change");
        by_doc.entry(&change.doc).or_default().insert(change.hash, Some(change.reason.clone()));
    }
    by_doc.into_iter().try_for_each(|(doc, leaving)| take_document(replica, conn, doc, &leaving))
}

/// What a restored server was not heard to have, after all that it has, leaves its document. Says whether there was any.
pub(super) fn drop_earlier(replica: &Replica, conn: &Connection) -> Result<bool> {
    let documents = change::documents_of_earlier(conn)?;
    for doc in &documents {
        let changes = change::of(conn, doc, 0)?;
        let earlier = changes.into_iter().filter(|stored| stored.state == State::Earlier);
        let earlier = earlier.map(|stored| Ok((interpret(&stored.raw)?, stored)));
        let earlier: Vec<(Interpreted, Stored)> = earlier.collect::<Result<_>>()?;
        let leaving = earlier.iter().map(|(read, stored)| (stored, read));
        let (rebuilt, touched) = without(replica, conn, doc, leaving)?;
        rows::refresh(conn, &rebuilt, &touched)?;
    }
    Ok(!documents.is_empty())
}

/// Changes that leave their document, with the reason for which the server refused them; without one, their edits
/// wait again.
pub(super) type Leaving = BTreeMap<ChangeHash, Option<Reason>>;

/// The same for one document.
pub(super) fn take_document(
    replica: &Replica,
    conn: &Connection,
    doc: &DocId,
    reasons: &Leaving,
) -> Result<()> {
    let changes = change::of(conn, doc, 0)?;
    let fallen = fallen(&changes, reasons)?;
    // Acknowledged before, refused now: it stays, and is not sent again.
    for hash in reasons.keys().filter(|hash| fallen.iter().all(|fall| fall.stored.hash != **hash)) {
        change::set_state(conn, doc, *hash, State::Durable)?;
    }
    let leaving = fallen.iter().map(|fall| (&fall.stored, &fall.read));
    let (rebuilt, touched) = without(replica, conn, doc, leaving)?;
    let mut barred: BTreeMap<ObjectName, Reason> = BTreeMap::new();
    for fall in &fallen {
        if let (Some(object), Some(reason)) = (&fall.read.skeleton, &fall.reason)
            && reason.refusal() != Some(Refusal::UnknownField)
        {
            barred.insert(object.clone(), reason.clone());
        }
    }
    let understood = understood(conn)?;
    // The reply that refuses may have brought the plan by which it does.
    let plans = plan::all(conn, &replica.plans())?;
    let unit = replica.unit_by(&plans)?;
    // Newest first: of two edits of one field that wait again, the newer counts.
    for fall in fallen.iter().rev() {
        let edits = outbox::of_change(conn, doc, fall.stored.hash)?;
        let verdicts = verdicts((&plans, &understood), &edits, fall.reason.as_ref(), &barred);
        for (queued, verdict) in edits.iter().zip(verdicts) {
            let goes_on = workbook_of_next(&plans, &unit, &queued.doc, queued.target()).is_some();
            settle(conn, queued, verdict.filter(|_| !goes_on))?;
        }
    }
    rows::refresh(conn, &rebuilt, &touched)
}

/// The document after these left it and the history, and the fields of which they told. They leave all at once: what stands on top
/// of one that has gone can be read no more.
fn without<'c>(
    replica: &Replica,
    conn: &Connection,
    doc: &DocId,
    leaving: impl Iterator<Item = (&'c Stored, &'c Interpreted)> + Clone,
) -> Result<(Document, BTreeSet<Target>)> {
    for (stored, _) in leaving.clone() {
        change::set_state(conn, doc, stored.hash, State::Refused)?;
    }
    let mut rebuilt = document::rebuild(conn, doc)?;
    document::keep(conn, &mut rebuilt, true, replica.limits())?;
    let mut touched = BTreeSet::new();
    for (stored, read) in leaving {
        let said = read.said(&doc.kind, replica.known());
        touched.extend(said.fields.into_iter().map(|said| said.target));
        rows::forget_change(conn, stored, (read, &rebuilt), replica.known())?;
    }
    Ok((rebuilt, touched))
}

/// A change that leaves the document.
pub(super) struct Fall {
    pub stored: Stored,
    /// None for one that is not at fault, or only stood on top of another.
    reason: Option<Reason>,
    read: Interpreted,
}

/// The leaving changes and their descendants, oldest first. What the server has stays, whatever it says now: it
/// was acknowledged, and others may have built on it.
pub(super) fn fallen(changes: &[Stored], reasons: &Leaving) -> Result<Vec<Fall>> {
    let mut gone: BTreeSet<ChangeHash> = BTreeSet::new();
    let mut fallen = Vec::new();
    for stored in changes.iter().filter(|stored| stored.state != State::Durable && stored.received.is_none())
    {
        let read = interpret(&stored.raw)?;
        let leaving = reasons.get(&stored.hash);
        if leaving.is_none() && !read.deps.iter().any(|dep| gone.contains(dep)) {
            continue;
        }
        gone.insert(stored.hash);
        fallen.push(Fall { stored: stored.clone(), reason: leaving.cloned().flatten(), read });
    }
    Ok(fallen)
}

/// What becomes of each edit of a fallen change: the reason for which it is refused, or none where it waits
/// again.
fn verdicts(
    (plans, understood): (&Plans, &Vocabulary),
    edits: &[Queued],
    reason: Option<&Reason>,
    barred: &BTreeMap<ObjectName, Reason>,
) -> Vec<Option<Reason>> {
    let of_object = |queued: &Queued| barred.get(&queued.target().address().object).cloned();
    match reason {
        None => edits.iter().map(of_object).collect(),
        // A server that is older than this program has told what it understands: the rest waits for a newer one.
        Some(reason)
            if reason.refusal() == Some(Refusal::UnknownField)
                && edits.iter().any(|queued| !understood.knows(queued.target())) =>
        {
            edits.iter().map(of_object).collect()
        }
        // Another actor's number says the same words just as well.
        Some(reason) if reason.refusal() == Some(Refusal::ActorReused) => vec![None; edits.len()],
        Some(reason) => {
            let mine = |queued: &Queued| {
                of_object(queued).or_else(|| {
                    plans
                        .of(&queued.doc)
                        .and_then(|plan| permission::may_edit(plan, &queued.doc, queued.target()).err())
                        .map(Reason::from)
                })
            };
            let found: Vec<Option<Reason>> = edits.iter().map(mine).collect();
            // Where one edit is at fault, the others need not share its fate.
            let of_one = matches!(reason.refusal(), Some(Refusal::NotYourAssignment | Refusal::NotThereThen));
            if of_one && found.iter().any(Option::is_some) {
                found
            } else {
                vec![Some(reason.clone()); edits.len()]
            }
        }
    }
}

fn settle(conn: &Connection, queued: &Queued, verdict: Option<Reason>) -> Result<()> {
    match verdict {
        Some(reason) => {
            refused::add(conn, queued, &reason)?;
            outbox::remove(conn, queued.id)
        }
        // What was written since about the same field is newer, and counts.
        None if outbox::waiting_for(conn, &queued.doc, queued.target())?.is_some() => {
            outbox::remove(conn, queued.id)
        }
        None => rows::wait_again(conn, queued),
    }
}
