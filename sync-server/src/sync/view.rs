//! The rows of the view, kept in the same transaction as the log.

use model::document::Document;
use model::target::{EvidencePart, Target};
use model::value::FileFacts;
use rusqlite::Connection;

use super::intake::Taken;
use crate::clock::local;
use crate::error::Error;
use crate::store::{blob, naming, news};

pub(super) fn write(conn: &Connection, document: &Document, taken: &[Taken]) -> Result<(), Error> {
    for Taken { read, received } in taken {
        tables::take_in(conn, document, read, Some(local(*received)))?;
        let files = read.written.iter().filter_map(|(target, value)| match target {
            Target::Evidence { part: EvidencePart::File, .. } => value.as_json::<FileFacts>(),
            _ => None,
        });
        for file in files {
            name_file(conn, document, &file)?;
        }
    }
    Ok(())
}

/// Notes the file that a piece of evidence names, and tells everyone concerned what the server has of it.
fn name_file(conn: &Connection, document: &Document, file: &FileFacts) -> Result<(), Error> {
    if naming::add(conn, document.id(), file)? {
        if let Some(kept) = blob::get(conn, &file.hash)? {
            tables::set_received(conn, &file.hash, kept.received, kept.done.is_some())?;
        }
        news::announce(conn, &file.hash, document.id())?;
    }
    Ok(())
}
