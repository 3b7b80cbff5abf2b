//! How much there may be, and how much is done at a time. A simulation goes down to one change; every server has the
//! default.

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page of news at least, whatever a laptop asks for.
    pub least_page: usize,
    /// Things on one page at most, whatever they weigh.
    pub page_items: usize,
    /// A snapshot is written when the changes after it weigh more than this, and more than itself: so that writing
    /// snapshots costs no more than writing the changes, and loading never reads a long tail.
    pub least_tail: usize,
    /// Bytes that may wait of one device: what is more has lost its ancestors for good.
    pub waiting_of_device: i64,
    /// The same of one unit.
    pub waiting_of_unit: i64,
    /// Bytes of all files of one document: some years of scanned decisions.
    pub files_of_document: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            least_page: 16 << 10,
            page_items: 4_000,
            least_tail: 32 << 10,
            waiting_of_device: 4 << 20,
            waiting_of_unit: 16 << 20,
            files_of_document: 20 << 30,
        }
    }
}
