//! The reviewing offices' words on entries.

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::value::{Heads, NamedFields};

use super::{LastChange, Place};

/// The last word of an office on an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictFacts {
    pub office: UnitId,
    /// The document that says so.
    pub doc: DocId,
    /// Else it returned it.
    pub accepted: bool,
    /// Of a return.
    pub reason: String,
    /// The new date that a return sets.
    pub until: Option<NaiveDate>,
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
    /// Accepted, and the entry or evidence that it uses has a change that the acceptance did not contain; or returned, and evidence
    /// that it names has one.
    pub amended: bool,
    /// Of the workbook, as the office had it before it; none of a return of an older program.
    pub heads: Heads,
    /// Those that a return means.
    pub fields: NamedFields,
}

impl VerdictFacts {
    /// Whether the unit has changed the entry after this word, or the document that it was returned for.
    pub fn answered(&self, last: Option<&LastChange>) -> bool {
        last.is_some_and(|last| last.place > self.place) || (!self.accepted && self.amended)
    }
}
