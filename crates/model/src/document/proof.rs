//! Whether a document that changes were applied to will load again, without saving and loading all of it.
//!
//! A snapshot holds operations, not changes: loading it makes each change again from the operations that it finds,
//! and compares hashes. It fails where the operations that a change names do not stand where it says (the library
//! passes over them when it applies the change, and cannot tell them afterwards), and where an actor's changes do
//! not follow each other. So: what the document gives back for a change must be the change itself, and each change
//! must continue its actor's last.

use std::collections::{HashMap, HashSet, VecDeque};

use automerge::Change;

use super::Document;
use super::change::{ChangeHash, RawChange};

/// How far back an actor's last change is looked for. With more changes of colleagues in between, the document is
/// saved and loaded instead.
const MOST_ANCESTORS: usize = 64;

/// Whether the change numbers its operations from where its ancestors end, as every honest one does. One that leaves
/// a gap up to the largest number loads well, and leaves no number for what anybody writes after it. To be asked
/// when its ancestors are there.
pub(super) fn continues_its_ancestors(document: &Document, change: &Change) -> bool {
    let last = change.deps().iter().map(|dep| Some(document.doc.get_change_meta_by_hash(dep)?.max_op));
    let last = last.collect::<Option<Vec<_>>>().map(|last| last.into_iter().max().unwrap_or(0));
    last.and_then(|last| last.checked_add(1)) == Some(change.start_op().get())
}

/// Whether the change comes right after its actor's last one, which is among its ancestors. To be asked before it is
/// applied.
pub(super) fn continues_its_actor(document: &Document, change: &Change) -> bool {
    let mut first = change.seq() == 1;
    let mut seen: HashSet<automerge::ChangeHash> = change.deps().iter().copied().collect();
    let mut waiting: VecDeque<_> = change.deps().iter().copied().collect();
    for _ in 0..MOST_ANCESTORS {
        let Some(hash) = waiting.pop_front().filter(|_| !first) else { break };
        let Some(meta) = document.doc.get_change_meta_by_hash(&hash) else { return false };
        first = *meta.actor == *change.actor_id() && meta.seq + 1 == change.seq();
        waiting.extend(meta.deps.iter().copied().filter(|dep| seen.insert(*dep)));
    }
    first
}

/// Whether the document, asked for all changes since `before`, gives back these and no others, byte for byte.
pub(super) fn gives_back(
    document: &Document,
    before: &[automerge::ChangeHash],
    taken: HashMap<ChangeHash, &RawChange>,
) -> bool {
    let rebuilt = document.doc.get_changes(before);
    rebuilt.len() == taken.len()
        && rebuilt.iter().all(|change| {
            taken.get(&change.hash().into()).is_some_and(|raw| raw.as_bytes() == change.raw_bytes())
        })
}
