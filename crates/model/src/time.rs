//! The one time zone.

use chrono::FixedOffset;

/// Hanoi's offset; the documents' times are claims of machines that all stand in one time zone.
pub fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours is an offset")
}
