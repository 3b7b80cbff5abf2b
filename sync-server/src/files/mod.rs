//! Files of evidence: named by their BLAKE3, sent in pieces (tus 1.0), kept once however many units name them.
//!
//! A name opens nothing. Who reads a file reads a document of a unit that gave its bytes (or came with them from another
//! district) and that names it in evidence which was not withdrawn. So each unit sends what it names, also what the server
//! has from another.

mod pieces;
mod stored;
mod upload;

use std::collections::HashSet;

use model::doc_id::DocId;
use model::ids::{FileHash, UnitId};
use model::plans::Plans;
use protocol::{FileReceived, ShownElsewhere, Withdrawn};

pub(crate) use pieces::Piece;
pub(crate) use stored::{Stored, stored};
pub(crate) use upload::{append, begin, stands};

use crate::error::Error;
use crate::store::file_reference::FileReference;
use crate::store::{Tx, blob, file_giver, file_notice, file_reference, upload as uploads};

/// What there is to tell of a file: nothing, where no document that the unit may read names it.
#[derive(Default)]
pub(crate) struct FileNews {
    pub received: Option<FileReceived>,
    pub withdrawn: Option<Withdrawn>,
    pub elsewhere: Option<ShownElsewhere>,
}

/// As far as the unit may know.
pub(crate) fn news_of(tx: Tx<'_>, plans: &Plans, unit: &UnitId, hash: &FileHash) -> Result<FileNews, Error> {
    if let Some(reason) = tables::withdrawn_by_district(&tx, hash)? {
        let mut named = file_reference::of_file(tx, hash)?.into_iter();
        let concerned = named.any(|one| plans.may_read(unit, &one.doc));
        let withdrawn = concerned.then(|| Withdrawn { hash: hash.clone(), reason });
        return Ok(FileNews { withdrawn, ..FileNews::default() });
    }
    let (received, elsewhere) = (received_of(tx, plans, unit, hash)?, elsewhere(tx, plans, unit, hash)?);
    Ok(FileNews { received, elsewhere, withdrawn: None })
}

/// Of a file that the unit withdrew: what was withdrawn here may be open to everybody who reads another unit's evidence.
fn elsewhere(
    tx: Tx<'_>,
    plans: &Plans,
    unit: &UnitId,
    hash: &FileHash,
) -> Result<Option<ShownElsewhere>, Error> {
    let withdrew = tables::documents_that_withdrew(&tx, hash)?;
    let mut withdrew = withdrew.iter().filter_map(|doc| doc.parse::<DocId>().ok());
    if !withdrew.any(|doc| plans.writes(unit, &doc)) {
        return Ok(None);
    }
    let shown = standing(tx, hash)?.any(|one| !plans.writes(unit, &one.doc));
    Ok(Some(ShownElsewhere { hash: hash.clone(), shown }))
}

/// Tells the units that withdrew a file that other evidence began to show it, or ceased to.
pub(crate) fn tell_withdrawers(tx: Tx<'_>, hash: &FileHash) -> Result<(), Error> {
    let withdrew = tables::documents_that_withdrew(&tx, hash)?;
    let mut withdrew = withdrew.iter().filter_map(|doc| doc.parse::<DocId>().ok());
    withdrew.try_for_each(|doc| file_notice::announce(tx, hash, &doc))
}

fn received_of(
    tx: Tx<'_>,
    plans: &Plans,
    unit: &UnitId,
    hash: &FileHash,
) -> Result<Option<FileReceived>, Error> {
    let named: Vec<FileReference> =
        standing(tx, hash)?.filter(|one| plans.may_read(unit, &one.doc)).collect();
    let Some(first) = named.first() else { return Ok(None) };
    let given = file_giver::of_file(tx, hash)?;
    let owes = named.iter().any(|one| plans.writes(unit, &one.doc) && !gave(&given, &one.doc));
    let received = |size, received| Some(FileReceived { hash: hash.clone(), size, received });
    if let Some(size) = blob::size(tx, hash)?
        && !owes
        && named.iter().any(|one| gave(&given, &one.doc))
    {
        return Ok(received(size, size));
    }
    let sends = |by: &UnitId| {
        if owes { by == unit } else { named.iter().any(|one| plans.writes(by, &one.doc)) }
    };
    let farthest = uploads::of_file(tx, hash)?.into_iter().filter(|one| sends(&one.unit));
    let farthest = farthest.max_by_key(|one| one.received);
    Ok(farthest.map_or(received(first.size, 0), |one| received(one.size, one.received)))
}

/// A reference to the file in a document that the unit may read, of a unit that gave it; in any such where no unit is given.
fn readable(
    tx: Tx<'_>,
    plans: &Plans,
    unit: Option<&UnitId>,
    hash: &FileHash,
) -> Result<Option<FileReference>, Error> {
    let given = file_giver::of_file(tx, hash)?;
    let mut named = standing(tx, hash)?;
    Ok(named.find(|one| gave(&given, &one.doc) && unit.is_none_or(|unit| plans.may_read(unit, &one.doc))))
}

/// References to the file in documents that the unit writes: it may send the file.
fn writable(tx: Tx<'_>, plans: &Plans, unit: &UnitId, hash: &FileHash) -> Result<Vec<FileReference>, Error> {
    let named: Vec<FileReference> = standing(tx, hash)?.filter(|one| plans.writes(unit, &one.doc)).collect();
    if named.is_empty() { Err(Error::FileNotNamed) } else { Ok(named) }
}

/// References of evidence that was not withdrawn.
fn standing(tx: Tx<'_>, hash: &FileHash) -> Result<impl Iterator<Item = FileReference> + use<>, Error> {
    let stands: HashSet<String> = tables::documents_that_show(&tx, hash)?.into_iter().collect();
    let named = file_reference::of_file(tx, hash)?;
    Ok(named.into_iter().filter(move |one| stands.contains(&one.doc.to_string())))
}

/// Whether who reads the document reads the file that it names.
pub(crate) fn hands_out(tx: Tx<'_>, doc: &DocId, hash: &FileHash) -> Result<bool, Error> {
    Ok(gave(&file_giver::of_file(tx, hash)?, doc) && standing(tx, hash)?.any(|one| one.doc == *doc))
}

/// Whether the unit that the document is about had the file.
fn gave(given: &HashSet<UnitId>, doc: &DocId) -> bool {
    doc.about().is_some_and(|unit| given.contains(unit))
}
