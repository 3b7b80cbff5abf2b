//! Columns of registers.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{KINDS, REMOVED, RegisterKind};
use crate::fold::fold;
use crate::letters::tidy_line;
use crate::value::ValueKind;

/// One column of a kind of register.
#[derive(Debug)]
pub struct Column {
    /// The kind's, so that a column can be told from those of the same name.
    pub kind: &'static str,
    /// `found-on`: of its own within the kind.
    pub name: &'static str,
    pub value: ValueKind,
    /// What people call it.
    pub label: &'static str,
    /// Whether a record is none without it.
    pub needed: bool,
    /// What it is decided together with, where that is anything.
    pub group: Option<&'static str>,
    /// Whether it names a document or a dossier by its number, perhaps among words.
    pub numbered: bool,
    /// What may be chosen, where its value is one of a few words; else nothing.
    pub choices: &'static [Choice],
}

/// One of the words that a column may hold, and what people call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
}

impl Column {
    /// Whether it names a document of the unit's evidence.
    pub fn is_file(&self) -> bool {
        self.value == ValueKind::Evidence
    }

    /// What people call a word of the column.
    pub fn choice_label(&self, code: &str) -> Option<&'static str> {
        self.choices.iter().find(|choice| choice.code == code).map(|choice| choice.label)
    }

    /// The word that was chosen or typed: its code, or what people call it with or without marks.
    pub fn choice(&self, typed: &str) -> Option<&'static str> {
        let folded = fold(&tidy_line(typed));
        let found = self.choices.iter().find(|choice| choice.code == typed || fold(choice.label) == folded);
        found.map(|choice| choice.code)
    }
}

/// A column as a field names it.
#[derive(Clone, Copy)]
pub struct ColumnOf(&'static Column);

impl ColumnOf {
    /// None for what this program has no column of.
    pub fn find(kind: &str, column: &str) -> Option<Self> {
        RegisterKind::of(kind)?.column(column).map(Self)
    }

    pub fn new(column: &'static Column) -> Self {
        Self(column)
    }

    pub fn get(self) -> &'static Column {
        self.0
    }

    pub fn kind(self) -> &'static RegisterKind {
        let kind = KINDS.iter().find(|kind| kind.id == self.0.kind);
        kind.expect("every column is one of a kind")
    }

    pub fn is_removal(self) -> bool {
        self.0.name == REMOVED
    }

    fn names(self) -> (&'static str, &'static str) {
        (self.0.kind, self.0.name)
    }
}

impl fmt::Debug for ColumnOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `finding/found-on`
impl fmt::Display for ColumnOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, column) = self.names();
        write!(f, "{kind}/{column}")
    }
}

impl PartialEq for ColumnOf {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

impl Eq for ColumnOf {}

impl PartialOrd for ColumnOf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ColumnOf {
    fn cmp(&self, other: &Self) -> Ordering {
        self.names().cmp(&other.names())
    }
}

impl Hash for ColumnOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names().hash(state);
    }
}

impl Serialize for ColumnOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ColumnOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = text.split_once('/').and_then(|(kind, column)| Self::find(kind, column));
        found.ok_or_else(|| serde::de::Error::custom("no column of a register"))
    }
}
