//! One clock for all machines of the village. It stands until it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::time::hanoi;
use protocol::UnixMillis;
use replica::clock::Clock;

/// 22/8/2019, 9:40 in Hanoi: a Thursday, nine days before the units' report is due.
pub const MORNING: i64 = 1_566_441_600_000;

#[derive(Clone)]
pub struct Held(Arc<AtomicI64>);

impl Default for Held {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(MORNING)))
    }
}

impl Held {
    pub fn set(&self, millis: i64) {
        self.0.store(millis, Ordering::Relaxed);
    }

    /// "2019-08-22 09:40"
    pub fn to(&self, day: NaiveDate, hour: u32, minute: u32) {
        let at = day.and_hms_opt(hour, minute, 0).expect("an hour of a day");
        let at = at.and_local_timezone(hanoi()).single().expect("a fixed offset has each time once");
        self.set(at.timestamp_millis());
    }

    pub fn pass_minute(&self) {
        self.0.fetch_add(60_000, Ordering::Relaxed);
    }

    pub fn now(&self) -> DateTime<FixedOffset> {
        let at = DateTime::from_timestamp_millis(self.millis()).unwrap_or_default();
        at.with_timezone(&hanoi())
    }

    pub fn millis(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    pub fn of_server(&self) -> sync_server::Clock {
        let held = self.clone();
        sync_server::Clock::from_fn(move || UnixMillis(held.millis()))
    }
}

impl Clock for Held {
    fn now(&self) -> DateTime<FixedOffset> {
        Self::now(self)
    }
}
