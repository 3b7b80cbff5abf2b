//! What stands in a field and is not written: kept on this laptop, so that it is there again after a restart.

use model::window::Done;

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::typed::{self, Field, TypedText};

/// Bytes of a text that is kept: a report pasted whole, and no book.
const MOST: usize = 1 << 20;

impl Replica {
    /// On a full disk the room that was set aside for this is used up.
    pub(super) fn keep(&self, text: TypedText) -> Result<Done> {
        if text.text.len() > MOST {
            return Err(Error::TooLongToKeep);
        }
        let keep = || self.write_quietly(|tx| typed::keep(tx, &text));
        keep().or_else(|error| match error {
            Error::DiskFull => {
                self.reserve().give_back();
                keep()
            }
            other => Err(other),
        })?;
        Ok(self.saved())
    }

    pub(super) fn forget(&self, field: &Field) -> Result<Done> {
        self.write_quietly(|tx| typed::forget(tx, field))?;
        Ok(self.saved())
    }
}
