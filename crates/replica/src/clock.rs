//! The laptop's clock, handed in so that tests and the demonstration may keep their own.

use chrono::{DateTime, FixedOffset, Utc};
use model::time::hanoi;

/// Tells the time as this machine believes it to be: a claim, shown and never trusted for order.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<FixedOffset>;
}

/// The machine's own clock, in the time zone of the documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        Utc::now().with_timezone(&hanoi())
    }
}

impl<F: Fn() -> DateTime<FixedOffset> + Send + Sync> Clock for F {
    fn now(&self) -> DateTime<FixedOffset> {
        self()
    }
}
