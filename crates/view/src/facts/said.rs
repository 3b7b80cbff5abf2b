//! What was said of a period as a whole.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::target::Target;
use model::value::{Confirmation, Value};

use super::Place;

/// What a field that is about a period holds: an ask for more time, the answer, a word on a claim, a closing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub doc: DocId,
    pub target: Target,
    pub value: Value,
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
}

/// An office's word on when an entry was completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationFacts {
    pub office: UnitId,
    /// The document that says so.
    pub doc: DocId,
    pub said: Confirmation,
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
}
