//! Files of evidence: named by their BLAKE3, sent in pieces (tus 1.0), kept once however many units name them.

mod pieces;
mod stored;
mod upload;

use model::ids::{FileHash, UnitId};
use model::plans::Plans;
use protocol::FileReceived;

pub(crate) use pieces::Piece;
pub(crate) use stored::{Stored, stored};
pub(crate) use upload::{append, begin, stands};

use crate::error::Error;
use crate::store::file_reference::FileReference;
use crate::store::{Tx, blob, file_reference};

/// What the server has of a file; None where no document that the unit may read names it.
pub(crate) fn received_of(
    tx: Tx<'_>,
    plans: &Plans,
    unit: &UnitId,
    hash: &FileHash,
) -> Result<Option<FileReceived>, Error> {
    let Some(named) = readable(tx, plans, Some(unit), hash)? else { return Ok(None) };
    let kept = blob::get(tx, hash)?;
    let size = kept.filter(|kept| kept.done.is_some()).map_or(named.size, |kept| kept.size);
    let received = kept.map_or(0, |kept| kept.received);
    Ok(Some(FileReceived { hash: hash.clone(), size, received }))
}

/// A reference to the file in a document that the unit may read; in any where no unit is given.
pub(crate) fn readable(
    tx: Tx<'_>,
    plans: &Plans,
    unit: Option<&UnitId>,
    hash: &FileHash,
) -> Result<Option<FileReference>, Error> {
    let named = file_reference::of_file(tx, hash)?;
    Ok(named.into_iter().find(|named| unit.is_none_or(|unit| plans.may_read(unit, &named.doc))))
}

/// A reference to the file in a document that the unit writes: it may send the file.
fn writable(tx: Tx<'_>, plans: &Plans, unit: &UnitId, hash: &FileHash) -> Result<FileReference, Error> {
    let named = file_reference::of_file(tx, hash)?;
    named.into_iter().find(|named| plans.writes(unit, &named.doc)).ok_or(Error::FileNotNamed)
}
