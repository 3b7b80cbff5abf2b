//! The order in which changes came to be known.

/// Where a change stands in the order that decides: its position in the server's log, or after all of these while it has
/// none. Clocks go back and forth; positions do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(i64);

impl Place {
    /// The least number of a place that is not in the server's log.
    pub const FIRST_HERE: i64 = 1 << 62;

    pub fn in_log(position: u64) -> Self {
        Self(i64::try_from(position).unwrap_or(i64::MAX).min(Self::FIRST_HERE - 1))
    }

    /// Of what this laptop alone knows: numbers grow in the order in which it was written.
    pub fn here(number: i64) -> Self {
        Self(Self::FIRST_HERE.saturating_add(number))
    }

    pub fn is_here(self) -> bool {
        self.0 >= Self::FIRST_HERE
    }

    /// As a column holds it.
    pub fn number(self) -> i64 {
        self.0
    }

    pub fn of_number(number: i64) -> Self {
        Self(number)
    }
}
