//! The one time zone, and the one way in which a day is written.

use chrono::{FixedOffset, NaiveDate};

/// The day that a text of a document or a key names: "2019-9-5" would stand against "2019-09-05" as if it were another.
pub fn written_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = (text.len() <= 16).then(|| text.parse().ok()).flatten()?;
    (day.to_string() == text).then_some(day)
}

/// Hanoi's offset; the documents' times are claims of machines that all stand in one time zone.
pub fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours is an offset")
}
