//! The server's clock, handed in so that a test can move it, and what does not go on as time does.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};
use model::time::hanoi;
use protocol::UnixMillis;

/// So far a clock may be put right without a word, in milliseconds.
const UNTOLD: i64 = 3_600_000;

#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> UnixMillis + Send + Sync>,
    /// How long something lasts, whatever the hour is said to be.
    steady: Arc<dyn Fn() -> Option<Duration> + Send + Sync>,
}

impl Clock {
    pub fn system() -> Self {
        let begun = Instant::now();
        Self {
            now: Arc::new(|| UnixMillis(Utc::now().timestamp_millis())),
            steady: Arc::new(move || Some(begun.elapsed())),
        }
    }

    /// One that stands where a test has put it: that it goes forward is no jump.
    pub fn from_fn(now: impl Fn() -> UnixMillis + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), steady: Arc::new(|| None) }
    }

    /// Beside it the time that has passed.
    pub fn beside(self, steady: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self { steady: Arc::new(move || Some(steady())), ..self }
    }

    pub fn now(&self) -> UnixMillis {
        (self.now)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// A moment at which the clock was more than an hour off where it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    pub expected: UnixMillis,
    pub stood: UnixMillis,
}

impl Jump {
    fn between(expected: UnixMillis, stood: UnixMillis) -> Option<Self> {
        ((stood.0 - expected.0).abs() > UNTOLD).then_some(Self { expected, stood })
    }

    /// The same where only what was told is known: that time has passed since is no jump.
    fn back(last: UnixMillis, stood: UnixMillis) -> Option<Self> {
        (stood < last).then(|| Self::between(last, stood)).flatten()
    }
}

/// What the clock said last, and how long the program had run. A process that is killed forgets it: the log tells then
/// whether the clock has gone back.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<Option<(UnixMillis, Option<Duration>)>>);

impl Watch {
    /// Looks at the clock. `logged`: what it said when the log was last written to, asked where nothing is remembered.
    pub fn look<E>(
        &self,
        clock: &Clock,
        logged: impl FnOnce() -> Result<Option<UnixMillis>, E>,
    ) -> Result<Option<Jump>, E> {
        let (stood, steady) = (clock.now(), (clock.steady)());
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let jump = match last.replace((stood, steady)) {
            None => logged()?.and_then(|last| Jump::back(last, stood)),
            Some((last, before)) => match (before, steady) {
                (Some(before), Some(now)) => {
                    let passed = i64::try_from(now.saturating_sub(before).as_millis()).unwrap_or(0);
                    Jump::between(UnixMillis(last.0.saturating_add(passed)), stood)
                }
                _ => Jump::back(last, stood),
            },
        };
        Ok(jump)
    }
}

/// A moment as the district's own calendar has it.
pub(crate) fn local(at: UnixMillis) -> DateTime<FixedOffset> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&hanoi())
}
