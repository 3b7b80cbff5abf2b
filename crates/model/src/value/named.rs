//! The fields of an entry that an office means when it returns it, each with a word to it.

use serde::{Deserialize, Serialize};

use crate::address::is_key;

/// Most fields that one return names.
pub const MAX_NAMED: usize = 40;
/// Longest word to one of them.
pub const MAX_NAMED_CHARS: usize = 400;

/// One of them. What it is called within its entry, [`Target::name_in_entry`](crate::target::Target::name_in_entry) says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedField {
    pub name: String,
    pub words: String,
}

/// In the order in which the office named them. Written on a line each: the name, a space, the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct NamedFields(pub Vec<NamedField>);

impl NamedFields {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<NamedFields> for String {
    fn from(named: NamedFields) -> Self {
        let lines: Vec<String> = named.0.iter().map(|one| format!("{} {}", one.name, one.words)).collect();
        lines.join("\n")
    }
}

impl From<String> for NamedFields {
    /// A line that names nothing is passed over: no document admits one.
    fn from(text: String) -> Self {
        let named = text
            .lines()
            .filter_map(parts)
            .map(|(name, words)| NamedField { name: name.to_owned(), words: words.to_owned() });
        Self(named.collect())
    }
}

/// Name and words of a line; None where it has not both.
pub(super) fn parts(line: &str) -> Option<(&str, &str)> {
    line.split_once(' ').filter(|(name, words)| is_key(name) && !words.trim().is_empty())
}
