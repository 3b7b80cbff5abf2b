//! What offices have said to units.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PersonId, ReminderId, UnitId};
use model::value::Reminder;

/// Who said something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidFacts {
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}

/// One office's reminder to one unit, and what the unit made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderFacts {
    pub id: ReminderId,
    pub office: UnitId,
    pub unit: UnitId,
    /// The document that says so.
    pub doc: DocId,
    pub reminder: Reminder,
    pub sent: SaidFacts,
    pub seen: Option<SaidFacts>,
    pub answer: Option<(String, SaidFacts)>,
    /// The office took it back; the answer was on its way.
    pub dropped: bool,
}

/// What one office says to all of how a task is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuidanceFacts {
    pub office: UnitId,
    pub words: String,
    pub said: SaidFacts,
}
