//! What is known of a unit as a whole.

use chrono::{DateTime, FixedOffset};
use model::ids::{PersonId, UnitId};

/// When a unit's laptops last spoke with the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub unit: UnitId,
    /// The server's clock; none: never.
    pub at: Option<DateTime<FixedOffset>>,
    /// Enrolled and not revoked.
    pub laptops: u32,
}

/// When changes of a unit came to the server around a moment, by its clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// The last before it; none: nothing had come.
    pub before: Option<DateTime<FixedOffset>>,
    /// The first from then on.
    pub after: Option<DateTime<FixedOffset>>,
}

/// That a unit handed in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub unit: UnitId,
    pub by: PersonId,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
}
