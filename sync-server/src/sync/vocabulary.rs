//! What this server understands, by name.

use protocol::Vocabulary;

pub(super) fn vocabulary() -> Vocabulary {
    Vocabulary::default()
}
