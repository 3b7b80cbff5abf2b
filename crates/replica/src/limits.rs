//! How much is done at a time. A simulation goes down to one change; every program has the default.

use protocol::REQUEST_BUDGET;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of changes in one request; one change goes however heavy it is.
    pub request: usize,
    /// Bytes that the server is asked to answer with at a time; its own measure where 0.
    pub page: u32,
    /// A document's snapshot is rewritten after changes of more bytes than this,
    pub tail_bytes: i64,
    /// or after more of them.
    pub tail_changes: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { request: REQUEST_BUDGET, page: 0, tail_bytes: 32 << 10, tail_changes: 32 }
    }
}
