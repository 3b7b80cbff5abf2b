//! What is known of a unit as a whole.

use chrono::{DateTime, FixedOffset};
use model::ids::{PersonId, UnitId};
use model::value::Heads;
use model::window::HandedInStands;

use super::{LookFacts, Place};

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

/// A laptop of a unit, and when it last spoke with the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLaptop {
    /// Who works on it.
    pub person: PersonId,
    /// The server's clock; none: never.
    pub at: Option<DateTime<FixedOffset>>,
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
    /// When it was handed in first, since which it stands: what is handed in again adds to it. A claim of the laptop's clock.
    pub first_at: DateTime<FixedOffset>,
    pub first_received: Option<DateTime<FixedOffset>>,
    /// Of the workbook, as it was handed in.
    pub heads: Heads,
    /// Who answers for the unit.
    pub confirmed_by: Option<PersonId>,
    /// When it was taken back; the last of the two acts is that one then.
    pub withdrawn: Option<DateTime<FixedOffset>>,
    /// Of the last of the two acts.
    pub place: Place,
}

impl Submission {
    /// What became of it, and the look that was first. Whether a look or the withdrawal was first, the positions of the server's log
    /// say: what is not there yet comes after all that is.
    pub fn stands<'l>(&self, looks: &'l [LookFacts]) -> (HandedInStands, Option<&'l LookFacts>) {
        let own = looks.iter().filter(|look| look.unit == self.unit && look.heads == self.heads);
        let first = own.min_by_key(|look| look.place);
        let seen_before = first.is_some_and(|look| look.place < self.place);
        let stands = match self.withdrawn {
            None => HandedInStands::HandedIn,
            Some(_) if seen_before => HandedInStands::Crossed,
            Some(_) => HandedInStands::Withdrawn,
        };
        (stands, first)
    }

    /// Whether the period is handed in.
    pub fn is_in_force(&self, looks: &[LookFacts]) -> bool {
        self.stands(looks).0 != HandedInStands::Withdrawn
    }
}
