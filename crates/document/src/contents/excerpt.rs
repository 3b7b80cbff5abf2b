//! What a document held while some of what was written in it was not there yet, or was not known.

use std::collections::{HashMap, HashSet};

use model::address::ObjectName;
use model::doc_id::DocId;
use model::target::Target;
use model::value::ValueKind;

use super::Contents;
use crate::change::{Interpreted, Touched};
use crate::raw::ChangeHash;
use crate::reading::{Fields, Reading};

/// Contents with a part of what was written left out, field by field: what was left out was never written over anything.
#[derive(Clone, Debug)]
pub struct Excerpt {
    contents: Contents,
    /// Of texts, the places of the changes whose letters are left out.
    hidden: HashMap<ObjectName, HashSet<u32>>,
}

impl Excerpt {
    /// Of admitted changes, ancestors first: those fields of each that `keep` names. One whose ancestors are not all among
    /// them is left out.
    pub fn of<'c>(
        id: DocId,
        changes: impl IntoIterator<Item = &'c Interpreted>,
        keep: impl Fn(&Touched) -> bool,
    ) -> Self {
        let mut contents = Contents::empty(id);
        let mut hidden: HashMap<ObjectName, HashSet<u32>> = HashMap::new();
        for read in changes {
            let Some(place) = contents.replay_some(read, &keep) else { continue };
            for touched in read.touched.iter().filter(|touched| touched.address.is_text() && !keep(touched)) {
                hidden.entry(touched.address.object.clone()).or_default().insert(place);
            }
        }
        Self { contents, hidden }
    }
}

impl Fields for Excerpt {
    fn id(&self) -> &DocId {
        self.contents.id()
    }

    fn read(&self, target: &Target) -> Reading {
        let object = target.address().object;
        let (Some(hidden), ValueKind::Text { .. }) = (self.hidden.get(&object), target.kind()) else {
            return self.contents.read(target);
        };
        let graph = &self.contents.graph;
        self.contents.read_text(target, |id| graph.change_of(id).is_some_and(|place| hidden.contains(&place)))
    }

    fn read_with(&self, target: &Target) -> Vec<Target> {
        self.contents.read_with(target)
    }

    fn keys(&self, register: &ObjectName) -> Vec<String> {
        self.contents.keys(register)
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        self.contents.text_as_of(target, change)
    }

    fn text_before(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        self.contents.text_before(target, change)
    }

    fn lack(&self, heads: &[ChangeHash], changes: &[ChangeHash]) -> bool {
        self.contents.lack(heads, changes)
    }
}
