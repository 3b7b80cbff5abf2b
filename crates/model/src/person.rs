//! What a person may be called, and what is shown for one.

use crate::ids::PersonId;

/// Shown for a person whose name was erased.
pub const ERASED: &str = "(đã xóa tên)";
/// What [`PersonId::program`] is called.
const PROGRAM: &str = "Nhà Rông";

/// Most letters of a name.
pub const MAX_NAME_CHARS: usize = 120;

/// Whether a text may stand as the name under which a person works.
pub fn is_name(text: &str) -> bool {
    is_line(text, MAX_NAME_CHARS)
}

/// Whether a text is something, on one line, of so many letters at most.
pub fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// What is shown for a person: the name as the directory has it (`Some(None)`: it was erased), or the id where it has
/// none.
pub fn shown(id: &PersonId, name: Option<Option<String>>) -> String {
    match name {
        Some(Some(name)) => name,
        Some(None) => ERASED.to_owned(),
        None if *id == PersonId::program() => PROGRAM.to_owned(),
        None => id.to_string(),
    }
}
