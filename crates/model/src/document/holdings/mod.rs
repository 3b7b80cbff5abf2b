//! What a document's fields hold, without the document: what admission asks of a document's past, and what the view
//! shows of it. A change costs what is new in it, however much came before.
//!
//! The rules are those of the library that the laptops keep their documents with: a value stays until it is named as
//! written over, of letters at one place the newer stands first. What is admitted here, the library takes and loads.

mod admit;
mod graph;
mod register;
mod text;

use std::collections::{HashMap, HashSet};

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::place::{Object, place, target_at, text_at};
use super::{ChangeHash, DocId, Fields, Reading, hanoi};
use crate::target::Target;
use crate::value::Value;
use graph::Graph;
use register::Register;
use text::Text;

/// See the module.
#[derive(Clone, Debug)]
pub struct Holdings {
    id: DocId,
    graph: Graph,
    /// Those that skeletons made.
    objects: HashSet<Object>,
    registers: HashMap<Target, Register>,
    texts: HashMap<Target, Text>,
    authors: Vec<String>,
}

/// Holdings as they are stored; of one version of this program, since they follow from the document's changes.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredHoldings {
    graph: graph::Stored,
    objects: Vec<String>,
    /// By the name of the object and the key in it.
    registers: Vec<(Option<String>, String, Register)>,
    texts: Vec<(Option<String>, String, Text)>,
    authors: Vec<String>,
}

impl Holdings {
    pub fn empty(id: DocId) -> Self {
        Self {
            id,
            graph: Graph::default(),
            objects: HashSet::new(),
            registers: HashMap::new(),
            texts: HashMap::new(),
            authors: Vec::new(),
        }
    }

    /// Sorted, so that equal documents have equal answers.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.graph.heads()
    }

    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.graph.has(hash)
    }

    pub fn store(&self) -> StoredHoldings {
        StoredHoldings {
            graph: self.graph.store(),
            objects: self.objects.iter().filter_map(Object::name).collect(),
            registers: self.registers.iter().map(by_name).collect(),
            texts: self.texts.iter().map(by_name).collect(),
            authors: self.authors.clone(),
        }
    }

    /// None for what [`Self::store`] did not make.
    pub fn restore(id: DocId, stored: StoredHoldings) -> Option<Self> {
        let StoredHoldings { graph, objects, registers, texts, authors } = stored;
        let graph = Graph::restore(graph)?;
        let object = |name: Option<String>| name.map_or(Some(Object::Root), |name| Object::from_name(&name));
        let objects = objects.into_iter().map(|name| object(Some(name))).collect::<Option<_>>()?;
        let registers = registers.into_iter().map(|(name, key, held)| {
            held.fits(&graph, authors.len()).then_some((target_at(&object(name)?, &key)?, held))
        });
        let registers = registers.collect::<Option<_>>()?;
        let texts = texts
            .into_iter()
            .map(|(name, key, text)| text.fits(&graph).then_some((text_at(&object(name)?, &key)?, text)));
        let texts = texts.collect::<Option<_>>()?;
        Some(Self { id, graph, objects, registers, texts, authors })
    }
}

/// As it is stored.
fn by_name<T: Clone>((target, held): (&Target, &T)) -> (Option<String>, String, T) {
    let (object, key) = place(target);
    (object.name(), key, held.clone())
}

impl Fields for Holdings {
    fn id(&self) -> &DocId {
        &self.id
    }

    fn read(&self, target: &Target) -> Reading {
        if target.is_text() {
            let words = self.texts.get(target).map(Text::read).filter(|words| !words.is_empty());
            // A text has no single author.
            let at = DateTime::UNIX_EPOCH.with_timezone(&hanoi());
            return words.map(|words| Reading::one(Value::Str(words), "", at)).unwrap_or_default();
        }
        let held = self.registers.get(target).and_then(|held| held.read(&self.graph, &self.authors));
        held.unwrap_or_default()
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        let unknown = self.graph.unknown_to(self.graph.place(change)?);
        let (object, _) = place(target);
        if !target.is_text() || !self.objects.contains(&object) {
            return None;
        }
        let text = self.texts.get(target);
        Some(text.map_or_else(String::new, |text| {
            if unknown.is_empty() { text.read() } else { text.read_without(&unknown) }
        }))
    }
}
