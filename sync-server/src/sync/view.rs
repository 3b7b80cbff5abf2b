//! The rows of the view, kept in the same transaction as the log.

use ::document::{Contents, Fields as _, Interpreted, interpret};
use model::doc_id::DocId;
use model::target::{EvidencePart, Target};
use model::value::FileFacts;
use model::vocabulary::Vocabulary;
use protocol::UnixMillis;
use rusqlite::Connection;

use crate::cache::load;
use crate::clock::local;
use crate::error::Error;
use crate::store::log::{self, LogRow};
use crate::store::{blob, file_notice, file_reference};

/// A change that is part of the document now.
pub(crate) struct Taken {
    pub read: Box<Interpreted>,
    pub received: UnixMillis,
}

pub(crate) fn write(
    conn: &Connection,
    contents: &Contents,
    taken: &[Taken],
    known: &Vocabulary,
) -> Result<(), Error> {
    // A skeleton says nothing of anybody, and stands on nothing.
    let said_of = taken.iter().filter(|taken| taken.read.skeleton.is_none());
    let changes = said_of.map(|taken| (&*taken.read, Some(local(taken.received))));
    let said = tables::take_in(conn, contents, changes, known)?;
    let files = said.iter().flat_map(|said| &said.fields).filter_map(|said| match said.target {
        Target::Evidence { part: EvidencePart::File, .. } => said.value.as_ref()?.as_record::<FileFacts>(),
        _ => None,
    });
    for file in files {
        name_file(conn, contents.id(), &file)?;
    }
    Ok(())
}

/// What came by file from a district whose program is newer gets its rows once this program knows the fields.
pub(crate) fn learn(conn: &Connection, known: &Vocabulary) -> Result<(), Error> {
    for name in tables::documents_with_unknown(conn)? {
        let Ok(doc) = name.parse::<DocId>() else { continue };
        tables::forget_unknown(conn, &doc)?;
        let read = |row: LogRow| {
            let read = interpret(&row.body.unpack()).map_err(Error::unavailable)?;
            Ok(Taken { read: Box::new(read), received: row.received })
        };
        let taken =
            log::of_document(conn, &doc, 0)?.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
        write(conn, &load(conn, &doc)?.contents, &taken, known)?;
    }
    Ok(())
}

/// Notes the file that a piece of evidence names, and tells everyone concerned what the server has of it.
fn name_file(conn: &Connection, doc: &DocId, file: &FileFacts) -> Result<(), Error> {
    if file_reference::add(conn, doc, file)? {
        if let Some(kept) = blob::get(conn, &file.hash)? {
            tables::set_received(conn, &file.hash, kept.received, kept.done.is_some())?;
        }
        file_notice::announce(conn, &file.hash, doc)?;
    }
    Ok(())
}
