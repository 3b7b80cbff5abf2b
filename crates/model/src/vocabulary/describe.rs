//! What a description tells.

use crate::address::{Address, ObjectName, Shape};
use crate::doc_id::DocKind;
use crate::target::Target;
use crate::value::ValueKind;

/// The kind of document in which a field stands, and so the unit that writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// Written by the unit itself.
    Workbook,
    /// Written by an office, about a unit.
    Review,
    /// Written by the coordinating office.
    Plan,
}

impl Home {
    /// None for a kind of document that this program does not know.
    pub fn of(doc: &DocKind) -> Option<Self> {
        match doc {
            DocKind::Workbook(_) => Some(Self::Workbook),
            DocKind::Review { .. } => Some(Self::Review),
            DocKind::Plan => Some(Self::Plan),
            DocKind::Unknown(_) => None,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Review => "review",
            Self::Plan => "plan",
        }
    }
}

/// What an object is about: which ids its name has, and so who may write into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// `TASK/PERIOD`: one assignment of the unit in one period.
    Entry,
    /// `EVIDENCE`: drawn by whoever adds it.
    Evidence,
    /// `TASK/DEADLINE`: one whose date the unit enters.
    Deadline,
    /// `PERIOD`: of the plan.
    Period,
    /// `MILESTONE`: of the plan.
    Milestone,
    /// `REQUEST`: drawn by whoever adds it.
    Request,
    /// No id: there is one in the document.
    Whole,
}

impl Of {
    /// How many ids the name has.
    pub fn ids(self) -> usize {
        match self {
            Self::Entry | Self::Deadline => 2,
            Self::Evidence | Self::Period | Self::Milestone | Self::Request => 1,
            Self::Whole => 0,
        }
    }
}

/// A kind of object.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    pub home: Home,
    pub shape: Shape,
    pub name: &'static str,
    pub of: Of,
}

impl Kind {
    pub(super) const fn register(home: Home, name: &'static str, of: Of) -> Self {
        Self { home, shape: Shape::Register, name, of }
    }

    pub(super) const fn text(home: Home, name: &'static str, of: Of) -> Self {
        Self { home, shape: Shape::Text, name, of }
    }

    /// Whether the object is one of this kind.
    pub fn is_of(&self, home: Home, object: &ObjectName) -> bool {
        self.home == home
            && self.shape == object.shape()
            && self.name == object.kind()
            && self.of.ids() == object.ids().len()
    }
}

/// What a field is in conflict together with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflicts {
    Alone,
    /// With the fields of the same object that name the same group. Of fields with a `*` in their key (figures of
    /// indicators) those that also have the same first id.
    Together(&'static str),
}

/// One field.
#[derive(Debug)]
pub struct Description {
    pub object: &'static Kind,
    /// In a register: ids one after another, `*` for one that the field's own ids give. Empty for a text, and for a
    /// value of several parts, each of which has its own key.
    pub key: &'static str,
    pub value: ValueKind,
    /// What people call it; `{indicator}` and the like stand for what the plan calls those.
    pub label: &'static str,
    pub conflicts: Conflicts,
    /// The field of these ids: those of the object, and those of the key.
    pub(super) read: fn(&[&str], &[&str]) -> Option<Target>,
}

impl Description {
    /// `workbook/entry/state`: what it is called between programs of different age. Parts of a value are told too,
    /// since a newer program may know more of them.
    pub fn names(&self) -> Vec<String> {
        let Kind { home, name, .. } = self.object;
        let stem = format!("{}/{name}", home.word());
        match self.value {
            ValueKind::Record(parts) => parts.iter().map(|part| format!("{stem}/{}", part.key)).collect(),
            _ if self.key.is_empty() => vec![stem],
            _ => vec![format!("{stem}/{}", self.key)],
        }
    }

    pub(crate) fn object_of(&self, ids: &[&str]) -> ObjectName {
        ObjectName::new(self.object.shape, self.object.name, ids)
    }

    /// Where a value of one part stands.
    pub(crate) fn at(&self, ids: &[&str], in_key: &[&str]) -> Address {
        let object = self.object_of(ids);
        if self.object.shape == Shape::Text {
            return Address::text(object);
        }
        let mut own = in_key.iter();
        let parts =
            self.key.split('/').map(|part| if part == "*" { own.next().unwrap_or(&"") } else { part });
        Address::in_register(object, parts.collect::<Vec<_>>().join("/"))
    }

    /// The ids in a key of this field; None for a key of another.
    pub(super) fn ids_in<'k>(&self, key: &'k str) -> Option<Vec<&'k str>> {
        let (mut own, mut given) = (self.key.split('/'), key.split('/'));
        let mut ids = Vec::new();
        loop {
            match (own.next(), given.next()) {
                (None, None) => return Some(ids),
                (Some("*"), Some(id)) => ids.push(id),
                (Some(part), Some(same)) if part == same => {}
                _ => return None,
            }
        }
    }
}
