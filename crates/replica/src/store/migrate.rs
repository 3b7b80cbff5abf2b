//! The laptop's own tables beside those of the view, brought to this program's version in one transaction.

use rusqlite::Connection;
use tables::{MigrateError, migration};

use super::{
    batch, change, document, field_reading, file, form, noticed, outbox, piece, refused, setting, typed,
};
use crate::error::{Error, Result};

/// A database that a newer program wrote is left alone; after a power cut it is of the old version or the new.
/// Versions 2000 to 2999 are the laptop's.
pub fn run(conn: &mut Connection) -> Result<()> {
    let own = [
        ("U2000__laptop_setting", setting::SQL),
        ("U2001__raw_change", change::SQL),
        ("U2002__document", document::SQL),
        ("U2003__outbox", outbox::SQL),
        ("U2004__refused", refused::SQL),
        ("U2005__batch", batch::SQL),
        ("U2006__stored_file", file::SQL),
        ("U2007__file_piece", piece::SQL),
        ("U2008__field_reading", field_reading::SQL),
        ("U2009__typed", typed::SQL),
        ("U2030__file_pause", file::PAUSE),
        ("U2040__noticed", noticed::SQL),
        ("U2041__typed_beside", typed::BESIDE),
        ("U2042__form", form::SQL),
    ];
    let own = own.iter().map(|(name, sql)| migration(name, sql)).collect();
    tables::migrate(conn, own).map_err(|error| match error {
        MigrateError::Newer => Error::Newer,
        MigrateError::Database(error) => error.into(),
        MigrateError::Inconsistent(_) => Error::Damaged,
        MigrateError::Failed(error) => from_refinery(&error),
    })
}

fn from_refinery(error: &refinery::Error) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if let Some(rusqlite::Error::SqliteFailure(code, text)) = cause.downcast_ref::<rusqlite::Error>() {
            return rusqlite::Error::SqliteFailure(*code, text.clone()).into();
        }
        source = cause.source();
    }
    tracing::error!(%error, "migrations did not run");
    Error::Damaged
}
