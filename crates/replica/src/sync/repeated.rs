//! Words that another copy of this laptop sent already.
//!
//! A laptop restored from a backup, or cloned, holds edits in its queue that the other copy sealed and sent by itself.
//! A value that is set twice is the same value; letters that are inserted twice stand there twice. So a laptop that
//! enrols anew hears everything first, and takes back what the same person is heard to have said already.

use std::collections::BTreeMap;

use ::document::{ChangeHash, Document};
use model::doc_id::DocId;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;

use super::refusal::{Leaving, fallen, take_document};
use crate::error::Result;
use crate::replica::Replica;
use crate::store::change;
use crate::store::document;
use crate::store::outbox::{self, Queued};

/// Takes the changes that repeat a text, and what was sealed on top of them, out of their documents. Their other
/// edits wait again. Says how many repeated one.
pub(super) fn take_back(replica: &Replica, conn: &Connection) -> Result<usize> {
    let mut taken = 0;
    let mut by_doc: BTreeMap<DocId, Sealed> = BTreeMap::new();
    for queued in outbox::all(conn)? {
        let sealed = by_doc.entry(queued.doc.clone()).or_default();
        match queued.change {
            Some(own) if is_repeated(conn, &queued, own)? => {
                sealed.leaving.insert(own, None);
                sealed.repeated.push(queued.id);
            }
            Some(_) => sealed.others.push(queued),
            None => {}
        }
    }
    for (doc, Sealed { leaving, repeated, others }) in by_doc {
        if !leaving.is_empty() && may_wait_again(&without(conn, &doc, &leaving)?, &others) {
            repeated.into_iter().try_for_each(|id| outbox::remove(conn, id))?;
            take_document(replica, conn, &doc, &leaving)?;
            taken += leaving.len();
        }
    }
    Ok(taken)
}

/// The edits of one document that were sealed and not acknowledged.
#[derive(Default)]
struct Sealed {
    leaving: Leaving,
    /// Numbers in the outbox.
    repeated: Vec<i64>,
    others: Vec<Queued>,
}

/// Whether the same person's same text came from the server after this one was sealed.
fn is_repeated(conn: &Connection, queued: &Queued, own: ChangeHash) -> Result<bool> {
    let (Value::Str(text), true) = (queued.value(), queued.target().is_text()) else { return Ok(false) };
    for other in tables::changes_that_set(conn, &queued.doc, queued.target(), &queued.edit.by, text)? {
        if change::came_after(conn, &queued.doc, other, own)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The document without the changes that leave it.
fn without(conn: &Connection, doc: &DocId, leaving: &Leaving) -> Result<Document> {
    let changes = change::of(conn, doc, 0)?;
    let fallen = fallen(&changes, leaving)?;
    let stay = changes.iter().filter(|stored| fallen.iter().all(|fall| fall.stored.hash != stored.hash));
    document::of_changes(doc, stay)
}

/// A submission names the changes that it hands in: these stay. A text that is sealed anew is compared with what stands
/// there: were that not what its author saw, what a colleague wrote meanwhile would be taken for what its author took out.
fn may_wait_again(document: &Document, edits: &[Queued]) -> bool {
    let bare = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    edits.iter().all(|queued| match queued.target() {
        Target::Submission { .. } => false,
        target if target.is_text() => bare(document.read(target).value()) == bare(queued.before.value()),
        _ => true,
    })
}
