//! The server's clock, handed in so that a test can move it.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use model::time::hanoi;
use protocol::UnixMillis;

#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> UnixMillis + Send + Sync>);

impl Clock {
    pub fn system() -> Self {
        Self::from_fn(|| UnixMillis(Utc::now().timestamp_millis()))
    }

    pub fn from_fn(now: impl Fn() -> UnixMillis + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now(&self) -> UnixMillis {
        (self.0)()
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

/// A moment as the district's own calendar has it.
pub(crate) fn local(at: UnixMillis) -> DateTime<FixedOffset> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&hanoi())
}
