//! What stands in a field and is not written: kept on this laptop, so that it is there again after a restart.

use model::window::{Done, Form, KeptForm};
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::form;
use crate::store::typed::{self, Field, TypedText};

/// Bytes of a text that is kept: a report pasted whole, and no book.
const MOST: usize = 1 << 20;

impl Replica {
    /// On a full disk the room that was set aside for this is used up.
    pub(super) fn keep(&self, text: TypedText) -> Result<Done> {
        if text.text.len() > MOST {
            return Err(Error::TooLongToKeep);
        }
        self.keep_by(|tx| typed::keep(tx, &text))
    }

    pub(super) fn keep_form(&self, kept: &KeptForm) -> Result<Done> {
        let Form { id, title, address, fields } = &kept.form;
        let of_fields: usize = fields.iter().map(|one| one.id.len() + one.label.len() + one.text.len()).sum();
        if id.len() + title.len() + address.len() + of_fields > MOST {
            return Err(Error::TooLongToKeep);
        }
        self.keep_by(|tx| form::keep(tx, kept))
    }

    fn keep_by(&self, keep: impl Fn(&Connection) -> Result<()>) -> Result<Done> {
        let keep = || self.write_quietly(|tx| keep(tx));
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
