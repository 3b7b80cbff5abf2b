//! What goes to the server next. It is written down, signed, before it is sent.

use model::doc_id::{DocId, DocKind};
use protocol::{
    ChangeBody, Counter, DocumentChanges, MAX_DOCUMENTS, MAX_REQUEST_CHANGES, SyncRequest, VERSION,
    Vocabulary, write_request,
};
use rusqlite::Connection;

use crate::device::{Device, SyncStanding};
use crate::error::Result;
use crate::limits::Limits;
use crate::replica::Replica;
use crate::seal;
use crate::sealing::Sealing;
use crate::store::batch::{self, Batch, Content};
use crate::store::change::{self, State, Stored};
use crate::store::setting;

/// Where the version of the protocol stands in a message.
const VERSION_AT: usize = 2;

/// A request on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub bytes: Vec<u8>,
    /// Which changes it holds, in the order of the reply's fates.
    pub content: Content,
    /// The same bytes were planned before, and their answer never came.
    pub repeated: bool,
}

/// How much goes in one request. After one was refused whole, less, until what is at fault stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    pub changes: usize,
    /// Edits of one document that become one change.
    pub edits: usize,
}

impl Portion {
    pub const WHOLE: Self = Self { changes: MAX_REQUEST_CHANGES, edits: usize::MAX };

    /// After one that was taken.
    #[must_use]
    pub fn larger(self) -> Self {
        let changes = self.changes.saturating_mul(2).min(MAX_REQUEST_CHANGES);
        Self { changes, edits: if self.edits < MAX_REQUEST_CHANGES { self.edits * 2 } else { usize::MAX } }
    }
}

impl Replica {
    /// The request to send. While a batch awaits its answer it is the very same bytes; otherwise everything that
    /// waits is sealed and signed, as far as the budget goes.
    pub fn plan_request(&self) -> Result<Outgoing> {
        self.plan_portion(Portion::WHOLE)
    }

    /// The same, of no more than a portion.
    pub fn plan_portion(&self, portion: Portion) -> Result<Outgoing> {
        let device = self.enrolled()?;
        self.write_if(|tx| {
            if let Some(batch) = batch::get(tx)? {
                if batch.bytes.get(VERSION_AT) == Some(&VERSION) {
                    let Batch { bytes, content, .. } = batch;
                    return Ok((Outgoing { bytes, content, repeated: true }, false));
                }
                // This program was updated while the batch was on its way.
                batch::clear(tx)?;
            }
            if SyncStanding::get(tx)?.hears_first {
                return Ok((write_down(tx, &device, (Form::Nothing, 0), self.limits())?, false));
            }
            let waiting = crate::store::outbox::any_waiting(tx)?;
            seal::all(tx, &Sealing { most: portion.edits, ..self.sealing(tx)? })?;
            Ok((write_down(tx, &device, (Form::Abridged, portion.changes), self.limits())?, waiting))
        })
    }

    /// The same, where the server could not put back what the batch before left out. That batch it did not take.
    pub fn plan_in_full(&self) -> Result<Outgoing> {
        let device = self.enrolled()?;
        self.write(|tx| {
            let before = batch::get(tx)?.map(|batch| batch.content.0.iter().map(|(_, all)| all.len()).sum());
            batch::clear(tx)?;
            write_down(tx, &device, (Form::Full, before.unwrap_or(MAX_REQUEST_CHANGES)), self.limits())
        })
    }

    /// A request that says nothing and hears what is new. Whether the batch that waits was taken, its answer tells: the server
    /// takes no other that goes on from where this laptop stands.
    pub fn plan_nothing(&self) -> Result<Outgoing> {
        let device = self.enrolled()?;
        self.read(|conn| write_down(conn, &device, (Form::Nothing, 0), self.limits()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Without the hashes of ancestors that the server acknowledged or delivered.
    Abridged,
    Full,
    /// No changes at all.
    Nothing,
}

fn write_down(
    conn: &Connection,
    device: &Device,
    (form, most): (Form, usize),
    limits: &Limits,
) -> Result<Outgoing> {
    let standing = SyncStanding::get(conn)?;
    let mut changes = if form == Form::Nothing { Vec::new() } else { change::to_send(conn, limits.request)? };
    // By what a plan says from now on, what stands beside it is written: it goes first, and alone. A plan may name units that
    // are new in the list of units, which goes before it.
    if changes.iter().any(|one| one.doc.is_of_rules()) {
        changes.retain(|one| one.doc.is_of_rules());
        changes.sort_by_key(|one| one.doc.kind != DocKind::Organisation);
    }
    changes.truncate(most);
    let (documents, content) = gather(changes);
    let sends = !documents.is_empty();
    let counter = if sends { Counter(standing.counter.0 + 1) } else { standing.counter };
    let mut request = SyncRequest {
        epoch: standing.epoch,
        cursor: standing.cursor,
        counter,
        previous: standing.previous,
        documents,
        signature: None,
        heard_since: standing.heard_since,
        budget: limits.page,
        vocabulary: setting::get::<Vocabulary>(conn, setting::VOCABULARY)?.unwrap_or_default().digest(),
    };
    let hash = request.sign(device.id, &device.signer()?);
    if form == Form::Abridged {
        request.abridge(|doc, hash| {
            let state = doc.id().and_then(|doc| change::state(conn, &doc, *hash).ok().flatten());
            state == Some(State::Durable)
        });
    }
    let bytes = write_request(&request);
    if sends {
        batch::set(conn, &Batch { counter, hash, bytes: bytes.clone(), content: content.clone() })?;
    }
    Ok(Outgoing { bytes, content, repeated: false })
}

/// By document, each document's changes in their order.
fn gather(changes: Vec<Stored>) -> (Vec<DocumentChanges>, Content) {
    let mut documents: Vec<DocumentChanges> = Vec::new();
    let mut content: Vec<(DocId, Vec<_>)> = Vec::new();
    for Stored { doc, hash, raw, .. } in changes {
        let at = match content.iter().position(|(there, _)| *there == doc) {
            Some(at) => at,
            None if documents.len() == MAX_DOCUMENTS => break,
            None => {
                documents.push(DocumentChanges { doc: (&doc).into(), changes: Vec::new() });
                content.push((doc, Vec::new()));
                documents.len() - 1
            }
        };
        documents[at].changes.push(ChangeBody::pack(raw));
        content[at].1.push(hash);
    }
    (documents, Content(content))
}
