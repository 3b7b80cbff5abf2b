//! What one program knows of all that may stand in a document.

use std::collections::BTreeSet;

use super::all;
use super::describe::{Description, Home, Kind};
use crate::address::{Address, ObjectName};
use crate::doc_id::DocKind;
use crate::target::Target;
use crate::value::ValueKind;

/// The fields that a program knows: all of this one's, or fewer, as an older one would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Names of [`Description::names`] that are not known.
    missing: BTreeSet<String>,
}

/// The field that stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub target: Target,
    /// The part of it, for a value of several.
    pub part: Option<&'static str>,
    /// What may stand there.
    pub kind: ValueKind,
}

impl Vocabulary {
    /// Of an older program, which does not know these.
    pub fn without<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self { missing: names.into_iter().map(Into::into).collect() }
    }

    /// Names that another program understands: what is not among them is missing.
    pub fn of_names(names: &[String]) -> Self {
        let there: BTreeSet<&String> = names.iter().collect();
        let all = Self::default().names();
        Self { missing: all.into_iter().filter(|name| !there.contains(name)).collect() }
    }

    /// What is told to programs of another age, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = all().flat_map(Description::names).collect();
        names.retain(|name| !self.missing.contains(name));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether all of a field is known.
    pub fn knows(&self, target: &Target) -> bool {
        self.missing.is_empty()
            || target.description().names().iter().all(|name| !self.missing.contains(name))
    }

    /// What an address of a document means. None for what this program does not know.
    pub fn at(&self, doc: &DocKind, address: &Address) -> Option<Found> {
        let home = Home::of(doc)?;
        let ids = address.object.ids();
        let (shape, kind) = (address.object.shape(), address.object.kind());
        let here = |field: &&Description| {
            let object = field.object;
            object.name == kind
                && object.shape == shape
                && object.home == home
                && object.of.ids() == ids.len()
        };
        let (field, found) = all().filter(here).find_map(|field| {
            if let ValueKind::Record(parts) = field.value {
                let (in_key, last) = match address.key.rsplit_once('/') {
                    Some((before, last)) => (field.ids_in(before)?, last),
                    None => (Vec::new(), &*address.key),
                };
                let part = parts
                    .iter()
                    .find(|part| part.key == last && field.key.is_empty() != address.key.contains('/'))?;
                let target = field.target(&ids, &in_key)?;
                return Some((field, Found { target, part: Some(part.key), kind: part.value }));
            }
            let in_key = if address.is_text() { Vec::new() } else { field.ids_in(&address.key)? };
            Some((field, Found { target: field.target(&ids, &in_key)?, part: None, kind: field.value }))
        })?;
        self.has(field, found.part).then_some(found)
    }

    fn has(&self, field: &Description, part: Option<&str>) -> bool {
        self.missing.is_empty()
            || field
                .names()
                .iter()
                .filter(|name| part.is_none_or(|part| name.ends_with(&format!("/{part}"))))
                .all(|name| !self.missing.contains(name))
    }

    /// The kind of an object. None for one that this program does not know.
    pub fn kind_of(&self, doc: &DocKind, object: &ObjectName) -> Option<&'static Kind> {
        let home = Home::of(doc)?;
        let known = |field: &&Description| {
            self.missing.is_empty() || field.names().iter().any(|name| !self.missing.contains(name))
        };
        let field = all().filter(|field| field.object.is_of(home, object)).find(known)?;
        Some(field.object)
    }
}
