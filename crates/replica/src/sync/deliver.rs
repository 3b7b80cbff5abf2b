//! What other laptops wrote, merged into the documents here.

use ::document::{Admission, ChangeHash, RawChange, Rules, admit};
use model::doc_id::DocId;
use model::vocabulary::Vocabulary;
use protocol::{ChangeBody, Delivered, Delivery};
use rusqlite::Connection;
use tables::Arrival;

use crate::error::Result;
use crate::replica::Replica;
use crate::rows;
use crate::seal;
use crate::store::change::{self, Kept, State};
use crate::store::{document, outbox};

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
    let arrivals: Vec<Arrival> =
        changes().map(|delivery| rows::arrived(delivery.position, delivery.received)).collect();
    let raws: Vec<RawChange> = changes().map(|delivery| delivery.body.clone().unpack()).collect();
    if raws.len() < delivered.changes.len() {
        tracing::warn!("a change came in a form that only a newer program reads");
        came.not_taken = true;
    }
    let mut open = document::load(conn, &doc)?;
    seal::into(conn, &replica.sealing(conn)?, &mut open)?;
    let admitted = admit(&open, &raws, Rules::Relayed);
    let mut merged = admitted.document;
    let mut reads = Vec::new();
    for ((outcome, raw), arrival) in admitted.outcomes.into_iter().zip(&raws).zip(arrivals) {
        match outcome {
            Admission::Accepted(read) => {
                let kept = Kept { hash: read.hash, raw, state: State::Durable, own: false, arrival };
                change::keep(conn, &doc, &kept)?;
                reads.push((*read, arrival));
                came.accepted += 1;
            }
            Admission::Known(hash) => durable(conn, (&doc, hash), arrival, replica.known())?,
            Admission::Parked { .. } => came.orphans = true,
            Admission::Refused(refusal) => {
                tracing::error!(?refusal, "a change that the server admitted does not apply here");
                came.not_taken = true;
            }
        }
    }
    rows::take_in(conn, &merged, &reads, replica.known())?;
    document::keep(conn, &mut merged, false, replica.limits())?;
    Ok(came)
}

/// The server has the change on its disk.
pub(super) fn durable(
    conn: &Connection,
    (doc, hash): (&DocId, ChangeHash),
    arrival: Arrival,
    known: &Vocabulary,
) -> Result<()> {
    let Some(stored) = change::find(conn, doc, hash)? else { return Ok(()) };
    change::set_durable(conn, doc, hash, arrival)?;
    outbox::acknowledge(conn, doc, hash)?;
    match arrival.received {
        Some(received) => rows::settle(conn, &stored, (arrival.place, received), known),
        None => Ok(()),
    }
}
