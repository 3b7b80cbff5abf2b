//! Slows down whoever guesses. Kept in memory: a restart forgives, which a guesser cannot bring about.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use protocol::UnixMillis;

use crate::error::Error;

/// Wrong tries that cost nothing.
const FREE: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// After so long without a wrong try all is forgotten.
const FORGET: Duration = Duration::from_secs(60 * 60);
/// A guesser who changes names or addresses does not fill the memory.
const KEPT: usize = 10_000;

#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, Wrong>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    count: u32,
    last: UnixMillis,
}

impl Throttle {
    /// Whether another try is taken now.
    pub fn check(&self, who: &str, now: UnixMillis) -> Result<(), Error> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(wrong) = kept.get(who) else { return Ok(()) };
        let wait = wrong.wait();
        let passed = Duration::from_millis(u64::try_from(now.0 - wrong.last.0).unwrap_or(0));
        if passed >= wait { Ok(()) } else { Err(Error::Slow(wait - passed)) }
    }

    pub fn wrong(&self, who: &str, now: UnixMillis) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let forget = i64::try_from(FORGET.as_millis()).unwrap_or(i64::MAX);
        kept.retain(|_, wrong| now.0 - wrong.last.0 < forget);
        if kept.len() >= KEPT && !kept.contains_key(who) {
            return;
        }
        let wrong = kept.entry(who.to_owned()).or_insert(Wrong { count: 0, last: now });
        wrong.count += 1;
        wrong.last = now;
    }

    pub fn right(&self, who: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }
}

impl Wrong {
    fn wait(self) -> Duration {
        match self.count.checked_sub(FREE) {
            None => Duration::ZERO,
            Some(over) => FIRST_WAIT.saturating_mul(1 << over.min(10)).min(LONGEST_WAIT),
        }
    }
}
