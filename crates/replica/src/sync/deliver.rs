//! What other laptops wrote, merged into the documents here.

use std::collections::BTreeSet;

use ::document::{Admission, ChangeHash, RawChange, Rules, admit};
use model::doc_id::DocId;
use model::target::Target;
use protocol::{ChangeBody, Delivered, Delivery, UnixMillis};
use rusqlite::Connection;

use crate::error::Result;
use crate::replica::Replica;
use crate::seal;
use crate::store::change::{self, Kept, State};
use crate::store::{document, outbox};
use crate::view;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Came {
    pub accepted: usize,
    /// A change came without its ancestors.
    pub orphans: bool,
    /// A change could not be taken: a newer program may.
    pub not_taken: bool,
}

/// Merges the changes of one document. What waits in it is sealed before: it was written against what stood
/// here, not against what comes.
pub(super) fn take(replica: &Replica, conn: &Connection, delivered: Delivered) -> Result<Came> {
    let Some(doc) = delivered.doc.id() else {
        tracing::warn!("the server speaks of a document whose name only a newer program can read");
        return Ok(Came { not_taken: true, ..Came::default() });
    };
    let mut came = Came::default();
    let readable = |delivery: &Delivery| !matches!(delivery.body, ChangeBody::Unknown { .. });
    let changes = || delivered.changes.iter().filter(|delivery| readable(delivery));
    let received: Vec<UnixMillis> = changes().map(|delivery| delivery.received).collect();
    let raws: Vec<RawChange> = changes().map(|delivery| delivery.body.clone().unpack()).collect();
    if raws.len() < delivered.changes.len() {
        tracing::warn!("a change came in a form that only a newer program reads");
        came.not_taken = true;
    }
    let mut open = document::load(conn, &doc)?;
    seal::into(conn, &replica.sealing(conn)?, &mut open)?;
    let admitted = admit(&open, &raws, Rules::Relayed);
    let mut merged = admitted.document;
    let mut touched: BTreeSet<Target> = BTreeSet::new();
    let mut reads = Vec::new();
    for ((outcome, raw), received) in admitted.outcomes.into_iter().zip(&raws).zip(received) {
        match outcome {
            Admission::Accepted(read) => {
                let kept = Kept {
                    hash: read.hash,
                    raw,
                    state: State::Durable,
                    own: false,
                    received: Some(received.0),
                };
                change::keep(conn, &doc, &kept)?;
                reads.push((read, received));
                came.accepted += 1;
            }
            Admission::Known(hash) => durable(conn, &doc, hash, received)?,
            Admission::Parked { .. } => came.orphans = true,
            Admission::Refused(refusal) => {
                tracing::error!(?refusal, "a change that the server admitted does not apply here");
                came.not_taken = true;
            }
        }
    }
    for (read, received) in &reads {
        touched.extend(view::record_change(conn, &merged, read, Some(*received), replica.known())?);
    }
    for target in &touched {
        view::refresh(conn, &merged, target)?;
    }
    document::keep(conn, &mut merged, false, replica.limits())?;
    Ok(came)
}

/// The server has the change on its disk.
pub(super) fn durable(conn: &Connection, doc: &DocId, hash: ChangeHash, received: UnixMillis) -> Result<()> {
    change::set_state(conn, doc, hash, State::Durable, Some(received.0))?;
    outbox::acknowledge(conn, doc, hash)?;
    view::mark_received(conn, doc, hash, received)
}
