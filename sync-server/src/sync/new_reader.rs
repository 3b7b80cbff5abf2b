//! An adjusted plan may let a unit read a document whose changes its cursor has already passed.

use std::collections::BTreeSet;

use model::ids::UnitId;
use model::plans::Plans;

use crate::error::Error;
use crate::store::{Tx, document, file_notice, file_reference, person, redelivery};

/// Puts every document that a unit may read under `after`, and could not under `before`, before it once more.
pub(crate) fn redeliver(tx: Tx<'_>, before: &Plans, after: &Plans) -> Result<(), Error> {
    tell_of_people(tx, before, after)?;
    for doc in document::changed_since(tx, 0)? {
        let mut told = false;
        for unit in after.readers(&doc).into_iter().filter(|unit| !before.may_read(unit, &doc)) {
            redelivery::announce(tx, unit, &doc)?;
            told = true;
        }
        if told {
            file_reference::files_of(tx, &doc)?
                .iter()
                .try_for_each(|hash| file_notice::announce(tx, hash, &doc))?;
        }
    }
    Ok(())
}

/// Who newly hears of a unit is told what its people are called, before anything that they wrote.
fn tell_of_people(tx: Tx<'_>, before: &Plans, after: &Plans) -> Result<(), Error> {
    let mut newly_heard: BTreeSet<&UnitId> = BTreeSet::new();
    for unit in after.units() {
        let known = before.hears_of(unit);
        let around = after.hears_of(unit).into_iter();
        newly_heard.extend(around.filter(|of| known.binary_search(of).is_err()));
    }
    newly_heard.into_iter().try_for_each(|unit| person::tell_again(tx, unit))
}
