//! An adjusted plan may let a unit read a document whose changes its cursor has already passed.

use model::plan::Plans;
use rusqlite::Connection;

use crate::error::Error;
use crate::store::{document, file_notice, file_reference, redelivery};

/// Puts every document that a unit may read under `after`, and could not under `before`, before it once more.
pub(crate) fn redeliver(conn: &Connection, before: &Plans, after: &Plans) -> Result<(), Error> {
    for doc in document::changed_since(conn, 0)? {
        let mut told = false;
        for unit in after.readers(&doc).into_iter().filter(|unit| !before.may_read(unit, &doc)) {
            redelivery::announce(conn, unit, &doc)?;
            told = true;
        }
        if told {
            file_reference::files_of(conn, &doc)?
                .iter()
                .try_for_each(|hash| file_notice::announce(conn, hash, &doc))?;
        }
    }
    Ok(())
}
