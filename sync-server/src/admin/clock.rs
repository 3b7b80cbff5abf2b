//! Whether the server's clock can be believed, as the IT officer sees it.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::AdminError;
use super::folder::reading;
use crate::clock::local;
use crate::store::clock_jump;

/// A jump of the clock, in the district's own time.
#[derive(Debug)]
pub struct JumpLine {
    /// The first position of the log whose time is the clock's new one.
    pub position: i64,
    pub expected: DateTime<FixedOffset>,
    pub stood: DateTime<FixedOffset>,
}

/// Every time at which the clock was put more than an hour on or back while the server took something in.
pub fn list_jumps(data: &Path) -> Result<Vec<JumpLine>, AdminError> {
    let line = |(position, jump): (i64, crate::clock::Jump)| JumpLine {
        position,
        expected: local(jump.expected),
        stood: local(jump.stood),
    };
    reading(data, |tx| Ok(clock_jump::all(tx)?.into_iter().map(line).collect()))
}
