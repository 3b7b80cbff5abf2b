//! What figures are held against where the plan says it: the base of a change, and what it means that none arose.

use crate::amount::Amount;

/// What a change is held against, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    pub value: Amount,
    pub source: String,
}

/// `met` or `missed`, as the data says what none arose means for the target; None for another word.
pub(super) fn met_by_none(word: &str) -> Option<bool> {
    match word {
        "met" => Some(true),
        "missed" => Some(false),
        _ => None,
    }
}

/// What [`met_by_none`] reads.
pub(super) fn word_of(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}
