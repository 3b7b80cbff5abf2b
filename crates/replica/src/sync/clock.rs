//! This laptop's clock against the server's.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::window::{Fault, Link};
use protocol::UnixMillis;

use super::fault::Barrier;
use super::status::Line;
use crate::device::SyncStanding;
use crate::replica::Replica;
use crate::rows;

/// An answer on a slow line takes minutes.
const TOLERATED: TimeDelta = TimeDelta::minutes(10);

/// By how many milliseconds the clock is ahead of the server's, as the last answer told.
#[derive(Debug, Default)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    pub fn note(&self, here: DateTime<FixedOffset>, there: UnixMillis) {
        self.0.store(here.timestamp_millis().saturating_sub(there.0), Ordering::Relaxed);
    }

    /// Of a line on which all is well, perhaps but for the clock.
    pub fn line(&self, replica: &Replica) -> Line {
        let skew = TimeDelta::milliseconds(self.0.load(Ordering::Relaxed));
        if skew.abs() <= TOLERATED {
            return Link::Online.into();
        }
        let (how, by) = (if skew < TimeDelta::zero() { "chậm" } else { "nhanh" }, in_words(skew.abs()));
        let now = model::due::vi_time(replica.now().with_timezone(&model::time::hanoi()));
        let problem = format!(
            "Đồng hồ máy này ({now}) {how} {by} so với máy chủ, nên giờ ghi bên mỗi sửa đổi bị sai. Việc gửi và nhận vẫn chạy; hãy chỉnh lại ngày giờ của máy."
        );
        Line { fault: Some(Fault::Clock), problem: Some(problem), ..Link::Online.into() }
    }

    /// A certificate that seems to be out of its days, on a laptop whose clock is earlier than what the server last told.
    pub fn explain(&self, replica: &Replica, barrier: Barrier) -> Barrier {
        let standing = replica.read(SyncStanding::get).unwrap_or_default();
        barrier.by_what_was_heard(rows::server_time(standing.heard_since))
    }
}

fn in_words(skew: TimeDelta) -> String {
    let minutes = skew.num_minutes();
    match minutes {
        0..90 => format!("{minutes} phút"),
        90..2160 => format!("{} giờ", (minutes + 30) / 60),
        _ => format!("{} ngày", (minutes + 720) / 1440),
    }
}
