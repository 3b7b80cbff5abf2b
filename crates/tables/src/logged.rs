//! A change as a log has it.

use document::Interpreted;

use crate::take_in::Arrival;

/// What a change says, and where it stands.
#[derive(Clone, Debug)]
pub struct Logged {
    pub read: Interpreted,
    pub arrival: Arrival,
}
