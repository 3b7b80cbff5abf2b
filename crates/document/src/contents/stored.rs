//! Contents as they are stored; of one version of this program, since they follow from the document's changes.

use model::address::{Address, ObjectName};
use model::doc_id::DocId;
use model::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::Contents;
use super::graph::{self, Graph};
use super::register::Register;
use super::text::{self, Text};

#[derive(Debug, Serialize, Deserialize)]
pub struct StoredContents {
    graph: graph::Stored,
    objects: Vec<String>,
    /// By the name of the object and the key in it.
    registers: Vec<(String, String, Register)>,
    texts: Vec<(String, text::Stored)>,
    authors: Vec<PersonId>,
}

impl Contents {
    pub fn store(&self) -> StoredContents {
        let register = |(address, held): (&Address, &Register)| {
            (address.object.to_string(), address.key.to_string(), held.clone())
        };
        StoredContents {
            graph: self.graph.store(),
            objects: self.objects.iter().map(ToString::to_string).collect(),
            registers: self.registers.iter().map(register).collect(),
            texts: self.texts.iter().map(|(object, text)| (object.to_string(), text.store())).collect(),
            authors: self.authors.clone(),
        }
    }

    /// None for what [`Self::store`] did not make.
    pub fn restore(id: DocId, stored: StoredContents) -> Option<Self> {
        let StoredContents { graph, objects, registers, texts, authors } = stored;
        let graph = Graph::restore(graph)?;
        let objects = objects.iter().map(|name| ObjectName::parse(name)).collect::<Option<_>>()?;
        let registers = registers.into_iter().map(|(object, key, held)| {
            let address = Address::in_register(ObjectName::parse(&object)?, key);
            (address.is_sound() && held.fits(&graph, authors.len())).then_some((address, held))
        });
        let registers = registers.collect::<Option<_>>()?;
        let texts = texts.into_iter().map(|(object, stored)| {
            let mut text = Text::restore(stored)?;
            text.settle(&graph)?;
            if text.touches().iter().any(|touch| touch.author as usize >= authors.len()) {
                return None;
            }
            Some((ObjectName::parse(&object)?, text))
        });
        let texts: std::collections::HashMap<_, _> = texts.collect::<Option<_>>()?;
        let letters = texts.values().map(Text::len).sum();
        let by_author = authors.iter().cloned().zip(0..).collect();
        Some(Self { id, graph, objects, registers, texts, letters, authors, by_author })
    }
}
