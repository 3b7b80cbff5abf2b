//! What a description tells.

use crate::address::{Address, ObjectName, Shape};
use crate::doc_id::DocKind;
use crate::target::Target;
use crate::value::{Part, ValueKind};

/// The kind of document in which a field stands, and so the unit that writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// Written by the unit itself.
    Workbook,
    /// Written by an office, about a unit.
    Review,
    /// Written by an office, to all units.
    Guidance,
    /// Written by the coordinating office.
    Plan,
    /// Written by the unit that keeps the organisation's list of units.
    Organisation,
}

impl Home {
    /// None for a kind of document that this program does not know.
    pub fn of(doc: &DocKind) -> Option<Self> {
        match doc {
            DocKind::Workbook(_) => Some(Self::Workbook),
            DocKind::Review { .. } => Some(Self::Review),
            DocKind::Guidance(_) => Some(Self::Guidance),
            DocKind::Plan => Some(Self::Plan),
            DocKind::Organisation => Some(Self::Organisation),
            DocKind::Unknown(_) => None,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Review => "review",
            Self::Guidance => "guidance",
            Self::Plan => "plan",
            Self::Organisation => "organisation",
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
    /// `TASK`: of the plan.
    Task,
    /// `PERIOD`: of the plan.
    Period,
    /// `PERIOD`: what a unit handed in, at which every office that reviews it looks.
    Report,
    /// `MILESTONE`: of the plan.
    Milestone,
    /// `REQUEST`: drawn by whoever adds it.
    Request,
    /// `REMINDER`: drawn by the office that sends it.
    Reminder,
    /// `PROPOSAL`: drawn by whoever adds it.
    Proposal,
    /// `REVISION`: drawn by whoever enters it.
    Revision,
    /// `REGISTER`: of the plan, and of the kind that the object's name says.
    Register,
    /// No id: there is one in the document.
    Whole,
}

impl Of {
    /// How many ids the name has.
    pub fn ids(self) -> usize {
        match self {
            Self::Entry | Self::Deadline => 2,
            Self::Evidence
            | Self::Period
            | Self::Report
            | Self::Milestone
            | Self::Task
            | Self::Request
            | Self::Register
            | Self::Proposal
            | Self::Revision
            | Self::Reminder => 1,
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

/// What is asked of whoever writes a field beyond the right to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    Object,
    /// That the unit enters figures of the indicator.
    Indicator,
    /// And that the indicator has this figure.
    Figure,
    /// Or that the indicator, a checklist, asks for this.
    Check,
    /// That the unit has a part in the task.
    Assigned,
    /// That the task is one that is not assigned before it is switched on.
    Standby,
    /// It is written once, when the document is opened.
    Opening,
}

/// What a field is in conflict together with. What one side wrote in one field of a group and the other side in another is asked
/// about as if both had written in one, and decided for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflicts {
    Alone,
    /// With the fields of the same object that name the same group. Of fields with a `*` in their key (figures of
    /// indicators) those that also have the same first id.
    Together(&'static str),
    /// Nobody is asked: what every machine puts first is what it holds.
    Never,
}

/// One field.
#[derive(Debug)]
pub struct Description {
    pub object: &'static Kind,
    /// In a register: ids one after another, `*` for one that the field's own ids give. Empty for a text. Each part of a
    /// value of several has its own name behind this, which may be nothing.
    pub key: &'static str,
    pub value: ValueKind,
    /// What people call it; `{indicator}` and the like stand for what the plan calls those.
    pub label: &'static str,
    pub conflicts: Conflicts,
    pub asks: Asks,
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
        Address::in_register(object, self.key_of(in_key))
    }

    /// Where a part of a value of several stands.
    pub(crate) fn part_at(&self, ids: &[&str], in_key: &[&str], part: &Part) -> Address {
        let key = match self.key {
            "" => part.key.to_owned(),
            _ => format!("{}/{}", self.key_of(in_key), part.key),
        };
        Address::in_register(self.object_of(ids), key)
    }

    fn key_of(&self, in_key: &[&str]) -> String {
        let mut own = in_key.iter();
        let parts =
            self.key.split('/').map(|part| if part == "*" { own.next().unwrap_or(&"") } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The register in which the field stands, with others of its kind by their ids; none for one that is alone in its
    /// object.
    pub fn rows(&self) -> Option<ObjectName> {
        (self.object.of == Of::Whole).then(|| self.object_of(&[]))
    }

    /// The ids in a key of this field; None for a key of another.
    pub(super) fn ids_in<'k>(&self, key: &'k str) -> Option<Vec<&'k str>> {
        let (mut own, mut given) = (self.key.split('/'), key.split('/'));
        let mut ids = Vec::new();
        loop {
            match (own.next(), given.next()) {
                (None, None) => return Some(ids),
                (Some("*"), Some(id)) if !id.is_empty() => ids.push(id),
                (Some(part), Some(same)) if part == same => {}
                _ => return None,
            }
        }
    }
}
