//! Who set what, and which values stand against each other.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PersonId, SideId};
use model::target::Target;
use model::value::Value;

use super::Place;

/// That somebody set a field of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    pub doc: DocId,
    pub target: Target,
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
    /// A text as it read to its author.
    pub value: Value,
    /// Of a text: as it read to its author before.
    pub before: Option<String>,
}

/// A field for which people gave different values without knowing of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    pub doc: DocId,
    pub target: Target,
    /// The first is the one that is shown meanwhile; of a text nobody's.
    pub contenders: Vec<Contends>,
}

/// One of the values that stand against each other, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Contends {
    pub value: Value,
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    /// Of fields that are decided together: whose value of another field goes with it.
    pub side: Option<SideId>,
}
