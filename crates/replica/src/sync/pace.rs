//! How the driver paces itself.

use std::time::Duration;

use crate::key::random;

/// Of a piece of a file, however quick the line is.
pub(super) const LARGEST: u64 = 1 << 20;

/// See the module.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After an edit, so that one batch holds what is written in one go.
    pub after_edit: Duration,
    pub first_retry: Duration,
    pub longest_retry: Duration,
    /// What only a person can mend is tried again this late.
    pub lasting_retry: Duration,
    /// While there is no network, one looks so often whether there is.
    pub look: Duration,
    /// Where nothing moves for so long while an answer is awaited, that is told.
    pub quiet: Duration,
    /// Where no news come through (a proxy keeps them back), one asks now and then.
    pub idle: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            after_edit: Duration::from_secs(2),
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_secs(60),
            lasting_retry: Duration::from_secs(300),
            look: Duration::from_secs(3),
            quiet: Duration::from_secs(4),
            idle: Duration::from_secs(300),
        }
    }
}

impl Pace {
    /// Full jitter: anywhere up to twice the last bound, so that a district's laptops do not all come back at
    /// the moment in which its network does. `dice`: uniform in 0..=1.
    pub fn backoff(&self, failures: u32, dice: f64) -> Duration {
        let doubled = self.first_retry.saturating_mul(1_u32 << failures.saturating_sub(1).min(16));
        doubled.min(self.longest_retry).mul_f64(dice.clamp(0.0, 1.0))
    }
}

/// Uniform in 0..=1.
pub(super) fn dice() -> f64 {
    let mut bytes = [0; 4];
    match random(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}
