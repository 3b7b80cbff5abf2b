//! What a message may still hold while it is read.

use crate::error::Malformed;
use crate::limits::{LEAST_DOCUMENT, MAX_ANCESTORS, MAX_CHANGES, MAX_DOCUMENTS, MAX_REQUEST_CHANGES};
use crate::name::DocName;
use crate::reader::Reader;

/// What a message may still hold while it is read.
#[derive(Debug)]
pub(crate) struct Room {
    changes: usize,
    /// None where no abridged change may stand.
    ancestors: Option<usize>,
}

impl Room {
    pub fn of_request() -> Self {
        Self { changes: MAX_REQUEST_CHANGES, ancestors: Some(MAX_ANCESTORS) }
    }

    pub fn of_reply() -> Self {
        Self { changes: MAX_CHANGES, ancestors: None }
    }

    pub fn takes_abridged(&self) -> bool {
        self.ancestors.is_some()
    }

    /// How many changes follow, of at least `least` bytes each.
    pub fn changes(&mut self, from: &mut Reader<'_>, least: usize) -> Result<usize, Malformed> {
        let count = from.count(self.changes, least)?;
        self.changes -= count;
        Ok(count)
    }

    /// The documents that a section speaks of, and how many changes of each.
    pub fn documents(
        &mut self,
        from: &mut Reader<'_>,
        least: usize,
    ) -> Result<Vec<(DocName, usize)>, Malformed> {
        let count = from.count(MAX_DOCUMENTS, LEAST_DOCUMENT)?;
        let mut documents = Vec::with_capacity(count);
        for _ in 0..count {
            documents.push((DocName::read(from)?, self.changes(from, least)?));
        }
        Ok(documents)
    }

    pub fn ancestors(&mut self, from: &mut Reader<'_>) -> Result<usize, Malformed> {
        let left = self.ancestors.unwrap_or_default();
        let count = from.count(left, 1)?;
        self.ancestors = Some(left - count);
        Ok(count)
    }
}
