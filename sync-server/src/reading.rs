//! Documents that this program lets units read and an older one did not: a server that begins with it hands them out once more.

use model::plans::Plans;

use crate::error::Error;
use crate::store::{Tx, district, document, file_notice, file_reference, redelivery};

/// Does nothing where the documents were handed out by this program's rules before.
pub(crate) fn redeliver(tx: Tx<'_>, plans: &Plans) -> Result<(), Error> {
    if !district::reads_by_older_rules(tx)? {
        return Ok(());
    }
    for doc in document::changed_since(tx, 0)? {
        let mut told = false;
        for unit in plans.readers(&doc).into_iter().filter(|unit| !plans.read_before(unit, &doc)) {
            redelivery::announce(tx, unit, &doc)?;
            told = true;
        }
        if told {
            let files = file_reference::files_of(tx, &doc)?;
            files.iter().try_for_each(|hash| file_notice::announce(tx, hash, &doc))?;
        }
    }
    Ok(())
}
