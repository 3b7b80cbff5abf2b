//! Documents that the server's own program writes: those of the organisation and of plans.

use ::document::{Actor, Admission, ChangeHash, Document, RawChange, Rules, admit, interpret};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::PersonId;
use model::vocabulary::Vocabulary;
use protocol::UnixMillis;
use tables::Arrival;
use view::Place;

use crate::clock::local;
use crate::error::Error;
use crate::secret;
use crate::store::log::NewLogRow;
use crate::store::{self, Tx, actor, district, log};

/// Of the first change of a document: it follows from what the change says, so that the same plan always begins with the same
/// change, and another plan with another.
fn first(edits: &[StampedEdit]) -> Result<[u8; 8], Error> {
    let mut hasher = blake3::Hasher::new();
    for stamped in edits {
        hasher.update(&serde_json::to_vec(&stamped.edit).map_err(Error::unavailable)?);
    }
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    Ok(bytes)
}

/// The document as the log leaves it.
pub(super) fn open(tx: Tx<'_>, doc: &DocId) -> Result<Document, Error> {
    let raws: Vec<RawChange> =
        log::of_document(tx, doc, 0)?.into_iter().map(|row| row.body.unpack()).collect();
    let admitted = admit(&Document::empty(doc.clone()), &raws, Rules::Relayed);
    let taken = |outcome: &Admission| matches!(outcome, Admission::Accepted(_));
    if admitted.outcomes.iter().all(taken) {
        Ok(admitted.document)
    } else {
        Err(Error::unavailable("a stored document does not follow from its log"))
    }
}

/// Writes edits that were made now.
pub(super) fn write(tx: Tx<'_>, document: Document, edits: Vec<Edit>, now: UnixMillis) -> Result<(), Error> {
    let stamp = |edit| StampedEdit { edit, by: PersonId::program(), at: local(now) };
    write_stamped(tx, document, &edits.into_iter().map(stamp).collect::<Vec<_>>(), now)
}

/// Writes edits into the log and into the rows, where they change anything.
pub(super) fn write_stamped(
    tx: Tx<'_>,
    mut document: Document,
    edits: &[StampedEdit],
    now: UnixMillis,
) -> Result<(), Error> {
    let doc = document.id().clone();
    let bytes = if document.heads().is_empty() { first(edits)? } else { secret::random()? };
    for raw in document.seal(edits, Actor::from_random(bytes)) {
        let read = interpret(&raw).map_err(Error::unavailable)?;
        let skeleton = read.skeleton.as_ref().map(ToString::to_string);
        let row = NewLogRow { doc: &doc, hash: read.hash, raw: &raw, skeleton, device: None, received: now };
        let position = district::next_position(tx)?;
        log::append(tx, position, &row)?;
        store::document::advance(tx, &doc, position, &document.heads())?;
        if read.skeleton.is_none() {
            actor::claim(tx, &read.actor, None)?;
            let folded = tables::fold(&document, [&read], &Vocabulary::default());
            let place = Place::in_log(position.cast_unsigned());
            let arrival = |_: &ChangeHash| Arrival { place, received: Some(now.0) };
            // Neither a plan nor the organisation is a workbook.
            tables::take_in(&tx, &doc, &folded, arrival, &|_, _, _| Ok::<_, Error>(false))?;
        }
    }
    Ok(())
}
