//! What a document's fields hold, without the document: what admission asks of a document's past, and what the view
//! shows of it. A change costs what is new in it, however much came before.
//!
//! The rules are those of the library that the laptops keep their documents with: a value stays until it is named as
//! written over, of letters at one place the newer stands first. What is admitted here, the library takes and loads.
//! What the values mean is not asked here.

mod admit;
mod collision;
mod excerpt;
mod graph;
mod group;
mod register;
mod stored;
mod text;

use std::collections::{HashMap, HashSet};

use chrono::DateTime;
use model::address::{Address, ObjectName};
use model::doc_id::DocId;
use model::ids::PersonId;
use model::target::Target;
use model::time::hanoi;
use model::value::{Value, ValueKind};

use crate::raw::ChangeHash;
use crate::reading::{Fields, Held, Reading};
use collision::{Collided, Question};
pub use excerpt::Excerpt;
use graph::{Graph, OpId};
use register::{Live, Register};
pub use stored::StoredContents;
use text::Text;

/// See the module.
#[derive(Clone, Debug)]
pub struct Contents {
    id: DocId,
    graph: Graph,
    /// Those that skeletons made.
    objects: HashSet<ObjectName>,
    registers: HashMap<Address, Register>,
    texts: HashMap<ObjectName, Text>,
    /// Of all texts, those taken away counted.
    letters: usize,
    authors: Vec<PersonId>,
    /// Their places in `authors`.
    by_author: HashMap<PersonId, u32>,
}

impl Contents {
    pub fn empty(id: DocId) -> Self {
        Self {
            id,
            graph: Graph::default(),
            objects: HashSet::new(),
            registers: HashMap::new(),
            texts: HashMap::new(),
            letters: 0,
            authors: Vec::new(),
            by_author: HashMap::new(),
        }
    }

    /// Sorted, so that equal documents have equal answers.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.graph.heads()
    }

    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.graph.has(hash)
    }

    /// What stands at an address, the winner first.
    fn standing(&self, address: &Address) -> Vec<&Live> {
        self.registers.get(address).map(|held| held.live(&self.graph)).unwrap_or_default()
    }

    fn held(&self, live: &Live, value: Value) -> Option<Held> {
        self.held_by(live.author, live.at, value)
    }

    fn held_by(&self, author: u32, at: i64, value: Value) -> Option<Held> {
        let by = Some(self.authors.get(author as usize)?.clone());
        let at = DateTime::from_timestamp(at, 0)?.with_timezone(&hanoi());
        Some(Held { value, by, at, side: None })
    }

    /// See [`Fields::read`]; operations that are `left_out` were never there.
    fn read_text(&self, target: &Target, left_out: impl Fn(OpId) -> bool) -> Reading {
        let Some(text) = self.texts.get(&target.address().object) else { return Reading::default() };
        if !text.beside() {
            return Reading::of_text(text.read_without(&self.graph, left_out), []);
        }
        let looked: Vec<u32> = target
            .looked()
            .map_or_else(Vec::new, |looked| self.standing(&looked.address()))
            .iter()
            .map(|live| live.change)
            .collect();
        let Collided { merged, sides } =
            Question { text, graph: &self.graph, looked: &looked, left_out }.ask();
        let side = |side: collision::Side| {
            let touch = text.touches().iter().find(|touch| touch.change == side.change)?;
            self.held_by(touch.author, touch.at, Value::Str(side.words))
        };
        Reading::of_text(merged, sides.into_iter().filter_map(side))
    }
}

impl Fields for Contents {
    fn id(&self) -> &DocId {
        &self.id
    }

    fn read(&self, target: &Target) -> Reading {
        match target.kind() {
            ValueKind::Text { .. } => self.read_text(target, |_| false),
            ValueKind::Record(_) => Reading::of_record(
                target,
                |address| self.standing(address),
                |live| (live.change, &live.value),
                |live, value| self.held(live, value),
            ),
            _ => {
                let standing = self.standing(&target.address());
                let held = standing.into_iter().filter_map(|live| self.held(live, live.value.clone()));
                Reading::of_group(held, self.sides_of(target)).decided_by(target)
            }
        }
    }

    fn read_with(&self, target: &Target) -> Vec<Target> {
        let mut others = self.together(target);
        others.extend(target.looked_at());
        others
    }

    fn keys(&self, register: &ObjectName) -> Vec<String> {
        let here = self.registers.keys().filter(|address| address.object == *register);
        let mut keys: Vec<String> = here.map(|address| address.key.to_string()).collect();
        keys.sort_unstable();
        keys
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        let unknown = self.graph.unknown_to(self.graph.place(change)?);
        let object = target.address().object;
        if !target.is_text() || !self.objects.contains(&object) {
            return None;
        }
        let text = self.texts.get(&object);
        Some(text.map_or_else(String::new, |text| {
            if unknown.is_empty() {
                text.read(&self.graph)
            } else {
                text.read_without(&self.graph, |id| unknown.holds(id))
            }
        }))
    }

    fn text_before(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        let at = self.graph.place(change)?;
        let unknown = self.graph.unknown_to(at);
        let text = self.texts.get(&target.address().object)?;
        let touch = text.touches().iter().rev().find(|touch| touch.change == at)?;
        if text.touches().len() == 1 {
            // Most texts are written once, in one go.
            return Some(String::new());
        }
        let own = self.graph.numbers_of((at, touch.actor));
        let made = |id: OpId| id.actor == touch.actor && own.contains(&id.counter);
        Some(text.read_without(&self.graph, |id| made(id) || unknown.holds(id)))
    }

    fn lack(&self, heads: &[ChangeHash], changes: &[ChangeHash]) -> bool {
        let heads: Vec<u32> = heads.iter().filter_map(|head| self.graph.place(head)).collect();
        let contained = |at: u32| heads.iter().any(|&head| head == at || self.graph.is_known_to(head, at));
        !changes.iter().all(|change| self.graph.place(change).is_some_and(contained))
    }
}
