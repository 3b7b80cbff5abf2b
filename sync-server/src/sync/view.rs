//! The rows of the view, kept in the same transaction as the log.

use std::collections::HashMap;

use ::document::{ChangeHash, Contents, Fields as _, Interpreted, interpret};
use model::doc_id::DocId;
use model::target::{EvidencePart, Target};
use model::value::FileFacts;
use model::vocabulary::Vocabulary;
use protocol::{Cursor, UnixMillis};
use tables::{Ancestry, Arrival, Folded, Logged};
use view::Place;

use crate::cache::load;
use crate::error::Error;
use crate::files::tell_withdrawers;
use crate::store::log::{self, LogRow};
use crate::store::{Tx, blob, document, file_notice, file_reference};

/// A change that is part of the document now.
pub(crate) struct Taken {
    pub read: Box<Interpreted>,
    pub position: Cursor,
    pub received: UnixMillis,
}

/// What changes come to. A skeleton says nothing of anybody.
pub(crate) fn fold<'c>(
    contents: &Contents,
    changes: impl IntoIterator<Item = &'c Interpreted>,
    known: &Vocabulary,
) -> Folded {
    tables::fold(contents, changes.into_iter().filter(|read| read.skeleton.is_none()), known)
}

/// `ancestry`: of any document but this one.
pub(crate) fn write(
    tx: Tx<'_>,
    contents: &Contents,
    (folded, taken): (&Folded, &[Taken]),
    ancestry: &Ancestry<'_, Error>,
) -> Result<(), Error> {
    let doc = contents.id();
    let arrivals: HashMap<ChangeHash, Arrival> = taken
        .iter()
        .map(|Taken { read, position, received }| {
            let place = Place::in_log(position.0);
            (read.hash, Arrival { place, received: Some(received.0) })
        })
        .collect();
    let known_here = |workbook: &DocId, heads: &[ChangeHash], changes: &[ChangeHash]| {
        if workbook == doc {
            return Ok(contents.lack(heads, changes));
        }
        ancestry(workbook, heads, changes)
    };
    tables::take_in(&tx, doc, folded, |hash| arrivals[hash], &known_here)?;
    let files = folded.said.iter().flat_map(|said| &said.fields).filter_map(|said| match said.target {
        Target::Evidence { part: EvidencePart::File, .. } => said.value.as_ref()?.as_record::<FileFacts>(),
        _ => None,
    });
    for file in files {
        name_file(tx, doc, &file)?;
    }
    Ok(())
}

/// All that a document has, where nothing of other documents is in hand.
pub(crate) fn write_all(
    tx: Tx<'_>,
    contents: &Contents,
    taken: &[Taken],
    known: &Vocabulary,
) -> Result<(), Error> {
    let folded = fold(contents, taken.iter().map(|taken| &*taken.read), known);
    let ancestry = |workbook: &DocId, heads: &[ChangeHash], changes: &[ChangeHash]| {
        Ok(load(tx, workbook)?.contents.lack(heads, changes))
    };
    write(tx, contents, (&folded, taken), &ancestry)
}

/// Makes all rows anew from the log.
pub(crate) fn rebuild(tx: Tx<'_>, known: &Vocabulary) -> Result<usize, Error> {
    tables::forget_rows(&tx)?;
    let all = document::changed_since(tx, 0)?;
    for doc in &all {
        write_log(tx, doc, known)?;
    }
    Ok(all.len())
}

/// What came by file from a district whose program is newer gets its rows once this program knows the fields.
pub(crate) fn learn(tx: Tx<'_>, known: &Vocabulary) -> Result<(), Error> {
    for name in tables::documents_with_unknown(&tx)? {
        let Ok(doc) = name.parse::<DocId>() else { continue };
        tables::forget_unknown(&tx, &doc)?;
        write_log(tx, &doc, known)?;
    }
    Ok(())
}

/// What the log holds of a document, as the view's past is made of it.
pub(crate) fn logged(tx: Tx<'_>, doc: &DocId) -> Result<Vec<Logged>, Error> {
    let logged = |row: LogRow| {
        let (place, received) = (Place::in_log(row.position.0), Some(row.received.0));
        let read = interpret(&row.body.unpack()).map_err(Error::unavailable)?;
        Ok(Logged { read, arrival: Arrival { place, received } })
    };
    log::of_document(tx, doc, 0)?.into_iter().map(logged).collect()
}

/// Of all that the log holds of a document.
fn write_log(tx: Tx<'_>, doc: &DocId, known: &Vocabulary) -> Result<(), Error> {
    let read = |row: LogRow| {
        let read = interpret(&row.body.unpack()).map_err(Error::unavailable)?;
        Ok(Taken { read: Box::new(read), position: row.position, received: row.received })
    };
    let taken = log::of_document(tx, doc, 0)?.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    write_all(tx, &load(tx, doc)?.contents, &taken, known)
}

/// Tells units that withdrew a file what becomes of it elsewhere, where these changes named it or withdrew it too.
pub(crate) fn tell_of_withdrawn(tx: Tx<'_>, doc: &DocId, folded: &Folded) -> Result<(), Error> {
    let pieces = folded.said.iter().flat_map(|said| &said.fields).filter_map(|said| match &said.target {
        Target::Evidence {
            evidence,
            part: EvidencePart::File | EvidencePart::Withdrawn | EvidencePart::Removed,
        } => Some(evidence),
        _ => None,
    });
    for evidence in pieces {
        if let Some(hash) = tables::file_of(&tx, doc, evidence)? {
            tell_withdrawers(tx, &hash)?;
        }
    }
    Ok(())
}

/// Notes the file that a piece of evidence names, and tells everyone concerned what the server has of it.
fn name_file(tx: Tx<'_>, doc: &DocId, file: &FileFacts) -> Result<(), Error> {
    if file_reference::add(tx, doc, file)? {
        if let Some(size) = blob::size(tx, &file.hash)? {
            tables::set_received(&tx, &file.hash, size, true)?;
        }
        file_notice::announce(tx, &file.hash, doc)?;
    }
    Ok(())
}
