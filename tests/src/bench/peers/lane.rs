//! When bytes that go one way over a bad line arrive: pure arithmetic over the time of their departure.

use std::time::Duration;

use serde::Serialize;

use crate::demo::Dice;

/// What the line is like, the same in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Conditions {
    pub one_way: Duration,
    /// No limit where there is none.
    pub bits_per_second: Option<u32>,
    pub loss: Option<Loss>,
}

/// A relay between two TCP connections can lose nothing: a lost segment is one that comes late by the time after
/// which its sender would have sent it again, and everything behind it on its connection waits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Loss {
    pub percent: usize,
    pub again_after: Duration,
    pub seed: u64,
}

impl Conditions {
    pub fn round_trip(&self) -> Duration {
        self.one_way * 2
    }
}

/// One direction, shared by all connections: one segment after the other.
pub struct Lane {
    /// Since the line's beginning.
    free_at: Duration,
    dice: Dice,
}

/// How often one segment is lost at most.
const UNLUCKIEST: u32 = 6;

impl Lane {
    /// `name` keeps the two directions' losses apart.
    pub fn new(conditions: &Conditions, name: &str) -> Self {
        let seed = conditions.loss.map_or(0, |loss| loss.seed);
        Self { free_at: Duration::ZERO, dice: Dice::of(seed, name) }
    }

    /// When a segment that stands ready at `now` has arrived whole.
    pub fn arrival(&mut self, now: Duration, bytes: usize, conditions: &Conditions) -> Duration {
        let on_the_wire = conditions.bits_per_second.map_or(Duration::ZERO, |rate| {
            // A segment has some thousand bits: exact in a float.
            Duration::from_secs_f64(bytes as f64 * 8.0 / f64::from(rate.max(1)))
        });
        self.free_at = self.free_at.max(now) + on_the_wire;
        self.free_at + conditions.one_way + self.lateness(conditions)
    }

    /// A segment that is sent again may be lost again; its sender then waits twice as long.
    fn lateness(&mut self, conditions: &Conditions) -> Duration {
        let Some(loss) = conditions.loss else { return Duration::ZERO };
        let times = (0..UNLUCKIEST).take_while(|_| self.dice.percent(loss.percent)).count();
        (0..times).map(|time| loss.again_after * (1 << time)).sum()
    }
}
