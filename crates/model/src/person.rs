//! What a person may be called.

/// Most letters of a name.
pub const MAX_NAME_CHARS: usize = 120;

/// Whether a text may stand as the name under which a person works: something, on one line, not too long.
pub fn is_name(text: &str) -> bool {
    (1..=MAX_NAME_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}
