//! How dates press on a given day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DueInstance, Unowed};

/// How a date presses, worked out for the day of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", content = "days", rename_all = "kebab-case")]
#[ts(export)]
pub enum Lateness {
    /// Past, and the work is not closed: days since.
    Late(i64),
    /// Within a week: days left.
    Soon(i64),
    Later(i64),
    /// Closed, so that the date no longer presses.
    Met,
    /// "Chưa xác định": someone has yet to enter the date.
    Undetermined,
    /// Continuous work is never overdue; an update is expected in each period.
    Continuous,
    /// Its day was before the plan took effect: nobody was late, whatever was done.
    BeforeEffect,
    /// The text names its year, which is not the plan's.
    OtherYear,
    /// It goes with a report that nobody is asked for.
    NotAsked,
    /// Others owe it, and not the unit that is asked about.
    OfOthers,
}

/// "Soon" from this many days before.
pub const SOON_DAYS: i64 = 7;

/// `closed`: nothing more is owed for the entry. Late from the day *after* the date; continuous work never is.
pub fn lateness(instance: &DueInstance, closed: bool, today: NaiveDate) -> Lateness {
    match instance.unowed {
        Some(Unowed::BeforeEffect) => return Lateness::BeforeEffect,
        Some(Unowed::OtherYear) => return Lateness::OtherYear,
        Some(Unowed::NotAsked) => return Lateness::NotAsked,
        None => {}
    }
    if closed {
        return Lateness::Met;
    }
    if instance.continuous {
        return Lateness::Continuous;
    }
    match instance.date.map(|date| (date - today).num_days()) {
        None => Lateness::Undetermined,
        Some(left) if left < 0 => Lateness::Late(-left),
        Some(left) if left <= SOON_DAYS => Lateness::Soon(left),
        Some(left) => Lateness::Later(left),
    }
}

/// The one that presses most: of those with a date the earliest, then what is yet undetermined, then continuous; what nobody
/// owes comes last.
pub fn most_pressing<'i>(instances: impl IntoIterator<Item = &'i DueInstance>) -> Option<&'i DueInstance> {
    // An earlier date is later by more, or sooner, on any day: today does not come into it.
    let place = |one: &&DueInstance| (one.unowed.is_some(), one.date.is_none(), one.date, one.continuous);
    instances.into_iter().min_by_key(place)
}
