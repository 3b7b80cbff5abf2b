//! The true time, and the clocks of laptops and of the server, which are wrong and jump.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset};
use model::time::hanoi;
use protocol::UnixMillis;
use replica::clock::Clock;

const MORNING: i64 = 1_566_262_800_000; // 20/8/2019, 8:00 in Hanoi
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Ten years.
pub const MOST_WRONG: i64 = 3_652 * DAY;

/// So far the server's clock is put on or back: a quarter.
const MOST_WRONG_OF_SERVER: i64 = 90 * DAY;

/// Goes on only when the simulation says so.
#[derive(Clone, Debug)]
pub struct Time {
    now: Arc<AtomicI64>,
    /// How far the server's clock is off.
    off: Arc<AtomicI64>,
}

impl Default for Time {
    fn default() -> Self {
        Self { now: Arc::new(AtomicI64::new(MORNING)), off: Arc::default() }
    }
}

impl Time {
    pub fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    pub fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Somebody puts the server's clock on or back.
    pub fn server_jumps(&self, off: i64) {
        self.off.store(off % MOST_WRONG_OF_SERVER, Ordering::Relaxed);
    }

    /// What the server's clock says.
    pub fn at_server(&self) -> i64 {
        self.now() + self.off.load(Ordering::Relaxed)
    }

    pub fn of_server(&self) -> sync_server::Clock {
        let time = self.clone();
        sync_server::Clock::from_fn(move || UnixMillis(time.at_server()))
    }
}

/// A laptop's clock: the true time and how far it is off.
#[derive(Clone, Debug)]
pub struct Wrong {
    time: Time,
    off: Arc<AtomicI64>,
}

impl Wrong {
    pub fn right(time: &Time) -> Self {
        Self { time: time.clone(), off: Arc::default() }
    }

    pub fn jump(&self, off: i64) {
        self.off.store(off, Ordering::Relaxed);
    }
}

impl Clock for Wrong {
    fn now(&self) -> DateTime<FixedOffset> {
        let at = self.time.now() + self.off.load(Ordering::Relaxed);
        DateTime::from_timestamp_millis(at).unwrap_or_default().with_timezone(&hanoi())
    }
}
