//! Whether something was done in time, and on what that rests.
//!
//! Three dates are kept apart: when a paper was signed, when the work was completed (a claim of the laptop's clock), and when it was
//! received (the server's). In time is what was received by its date. What came later, and was completed before by the claim of
//! the laptop alone, is unverified until an office takes the claim for true.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::hanoi;
use crate::value::{Confirmation, Ground};

/// That something was completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// By the laptop's clock.
    pub claimed: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    /// What an office said of a claim, be it of this one or of another.
    pub said: Option<Confirmation>,
}

/// Whether it was in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[ts(export)]
pub enum Timing {
    /// Nothing is owed yet: the day is still to come, and it is not completed.
    Open,
    /// Completed here, and not at the server; the day is still to come.
    Unsent,
    /// The server received it by its date.
    Received,
    /// It came later, and an office took for true that it was completed in time.
    Confirmed { ground: Ground },
    /// It came later, or did not come yet, and was completed in time by the laptop's clock alone.
    Unverified,
    /// Completed after its date: days since.
    Late { days: i64 },
    /// Not completed, and its date has passed: days since.
    Missing { days: i64 },
}

/// On which of the dates it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Rests {
    /// The server's clock.
    Received,
    /// The laptop's clock.
    Claimed,
    /// The signed paper, by an office's word.
    Signed,
    /// The story of the link, by an office's word.
    Link,
}

impl Completion {
    /// A claim later than its arrival counts as its arrival.
    pub fn completed(&self) -> DateTime<FixedOffset> {
        self.received.map_or(self.claimed, |received| received.min(self.claimed))
    }

    /// Whether it came after the day, and was completed by then by the claim of the laptop.
    pub fn is_late_by_arrival_alone(&self, due: NaiveDate) -> bool {
        day(self.completed()) <= due && self.received.is_none_or(|received| day(received) > due)
    }

    /// What an office said of this claim.
    pub fn confirmation(&self) -> Option<&Confirmation> {
        let same =
            |said: &&Confirmation| said.claimed().timestamp_millis() == self.claimed.timestamp_millis();
        self.said.as_ref().filter(same)
    }
}

impl Timing {
    /// `due`: the last day on which it is in time.
    pub fn of(due: NaiveDate, completion: Option<&Completion>, today: NaiveDate) -> Self {
        let after = |day: NaiveDate| (day - due).num_days();
        let Some(completion) = completion else {
            return if today > due { Self::Missing { days: after(today) } } else { Self::Open };
        };
        let completed = day(completion.completed());
        let arrived = completion.received.map(day);
        match (arrived, completion.confirmation()) {
            (Some(arrived), _) if arrived <= due => Self::Received,
            (None, _) if today <= due && completed <= due => Self::Unsent,
            _ if completed > due => Self::Late { days: after(completed) },
            (_, Some(Confirmation::Confirmed { ground, .. })) => Self::Confirmed { ground: *ground },
            (arrived, Some(Confirmation::Declined { .. })) => {
                Self::Late { days: after(arrived.unwrap_or(today)).max(1) }
            }
            (_, None) => Self::Unverified,
        }
    }

    /// None where there is nothing to rest on.
    pub fn rests(self, completion: Option<&Completion>) -> Option<Rests> {
        let completion = completion?;
        match self {
            Self::Open | Self::Missing { .. } => None,
            Self::Received => Some(Rests::Received),
            Self::Unsent | Self::Unverified => Some(Rests::Claimed),
            Self::Confirmed { ground: Ground::Signed } => Some(Rests::Signed),
            Self::Confirmed { ground: Ground::Link } => Some(Rests::Link),
            // What was completed after its date by the laptop's own word, which it has no reason to put later.
            Self::Late { .. } if completion.received.is_none_or(|received| completion.claimed < received) => {
                let declined = completion.confirmation().is_some();
                Some(if declined { Rests::Received } else { Rests::Claimed })
            }
            Self::Late { .. } => Some(Rests::Received),
        }
    }

    pub fn is_in_time(self) -> bool {
        matches!(self, Self::Received | Self::Confirmed { .. })
    }
}

/// The day in Viet Nam.
fn day(at: DateTime<FixedOffset>) -> NaiveDate {
    at.with_timezone(&hanoi()).date_naive()
}
