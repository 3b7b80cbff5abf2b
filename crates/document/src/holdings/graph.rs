//! Which changes a document has, what each stands on, and whose operations they hold.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::change::{ChangeHash, Interpreted};
use crate::limits::MAX_HEADS;

/// An operation: its number, and its actor's place in [`Graph::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct OpId {
    pub counter: u32,
    pub actor: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Actor {
    name: Vec<u8>,
    /// Its last change.
    last: u32,
    seq: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Node {
    hash: ChangeHash,
    actor: u32,
    /// Its first operation, and the number after its last one.
    first: u32,
    end: u32,
    /// Sorted.
    deps: Box<[u32]>,
    /// It stands on every change that came before it.
    on_all: bool,
}

/// Changes by their place: the order in which they came, ancestors first.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    actors: Vec<Actor>,
    by_name: HashMap<Vec<u8>, u32>,
    nodes: Vec<Node>,
    by_hash: HashMap<ChangeHash, u32>,
    heads: BTreeSet<u32>,
}

/// As it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    actors: Vec<Actor>,
    nodes: Vec<Node>,
    heads: Vec<u32>,
}

/// A change that may take its place.
pub(super) struct Next {
    deps: Box<[u32]>,
    on_all: bool,
    first: u32,
    end: u32,
}

/// What stands in a change's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// This ancestor is not there.
    Orphan(ChangeHash),
    /// Its operations are not numbered from where its ancestors end. One that leaves a gap up to the largest number
    /// would leave no number for what anybody writes after it.
    Numbers,
    /// Its actor gave this change's number to another one.
    Taken,
    /// It does not come right after its actor's last change, or not on top of it.
    Gap,
    /// Too many changes would stand beside each other.
    Heads,
}

impl Graph {
    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    pub fn place(&self, hash: &ChangeHash) -> Option<u32> {
        self.by_hash.get(hash).copied()
    }

    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.heads.iter().map(|&at| self.node(at).hash).collect();
        heads.sort_unstable();
        heads
    }

    pub fn actor(&self, name: &[u8]) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The order in which every machine puts operations that did not know of each other: the newer is the greater.
    pub fn order(&self, one: OpId, other: OpId) -> Ordering {
        let name = |id: OpId| &self.actors[id.actor as usize].name;
        one.counter.cmp(&other.counter).then_with(|| name(one).cmp(name(other)))
    }

    /// An author's name, so that names are in the order of these numbers.
    pub fn name(&self, actor: u32) -> u64 {
        let name = &self.actors[actor as usize].name;
        name.first_chunk().map_or(0, |name| u64::from_be_bytes(*name))
    }

    pub fn has_place(&self, at: u32) -> bool {
        (at as usize) < self.nodes.len()
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    /// Whether the change may come next.
    pub fn next(&self, read: &Interpreted) -> Result<Next, Misplaced> {
        let place = |dep: &ChangeHash| self.place(dep).ok_or(Misplaced::Orphan(*dep));
        let mut deps: Vec<u32> = read.deps.iter().map(place).collect::<Result<_, _>>()?;
        deps.sort_unstable();
        let first = deps.iter().map(|&dep| self.node(dep).end).max().unwrap_or(1);
        let end = first.checked_add(read.operations).ok_or(Misplaced::Numbers)?;
        if read.first != first {
            return Err(Misplaced::Numbers);
        }
        let seq = read.seq;
        let actor = self.actor(&read.actor).map(|at| &self.actors[at as usize]);
        let before = actor.map_or(0, |actor| u64::from(actor.seq));
        if seq <= before {
            return Err(Misplaced::Taken);
        }
        if seq != before + 1 || actor.is_some_and(|actor| !self.stands_on(&deps, actor.last)) {
            return Err(Misplaced::Gap);
        }
        let beside = self.heads.len() - deps.iter().filter(|dep| self.heads.contains(dep)).count();
        if beside >= MAX_HEADS {
            return Err(Misplaced::Heads);
        }
        Ok(Next { deps: deps.into(), on_all: beside == 0, first, end })
    }

    /// Takes the change in. Gives its place, and its first operation.
    pub fn add(&mut self, read: &Interpreted, next: Next) -> (u32, OpId) {
        let at = u32::try_from(self.nodes.len()).expect("changes are fewer than operations");
        let actor = self.actor(&read.actor).unwrap_or_else(|| {
            let new = u32::try_from(self.actors.len()).expect("actors are fewer than changes");
            self.by_name.insert(read.actor.clone(), new);
            self.actors.push(Actor { name: read.actor.clone(), last: at, seq: 0 });
            new
        });
        let own = &mut self.actors[actor as usize];
        (own.last, own.seq) = (at, own.seq + 1);
        for dep in &next.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(at);
        self.by_hash.insert(read.hash, at);
        let Next { deps, on_all, first, end } = next;
        self.nodes.push(Node { hash: read.hash, actor, first, end, deps, on_all });
        (at, OpId { counter: first, actor })
    }

    fn stands_on(&self, deps: &[u32], ancestor: u32) -> bool {
        deps.binary_search(&ancestor).is_ok()
            || self.beside(deps, ancestor as usize..self.nodes.len()).all(|at| at != ancestor)
    }

    /// Those of the changes at these places that are neither among `deps` nor their ancestors, the last ones first.
    fn beside(&self, deps: &[u32], places: Range<usize>) -> impl Iterator<Item = u32> {
        let mut below = vec![false; places.len()];
        let from = places.start;
        let mark = move |below: &mut Vec<bool>, deps: &[u32]| {
            let places = deps.iter().filter_map(|dep| (*dep as usize).checked_sub(from));
            places.for_each(|place| below[place] = true);
        };
        mark(&mut below, deps);
        let mut on_all = false;
        places
            .rev()
            .map_while(move |at| {
                if on_all {
                    return None;
                }
                let node = &self.nodes[at];
                if !below[at - from] {
                    return Some(Some(u32::try_from(at).expect("a place of a change")));
                }
                mark(&mut below, &node.deps);
                on_all = node.on_all;
                Some(None)
            })
            .flatten()
    }

    /// The operations that the author of the change at this place did not know of.
    pub fn unknown_to(&self, at: u32) -> Unknown {
        let node = self.node(at);
        let later = self.nodes[at as usize + 1..].iter();
        let beside = (!node.on_all).then(|| self.beside(&node.deps, 0..at as usize));
        let beside = beside.into_iter().flatten().map(|at| self.node(at));
        let mut unknown = Unknown::default();
        for node in later.chain(beside).filter(|node| node.first < node.end) {
            unknown.0.entry(node.actor).or_default().push((node.first, node.end));
        }
        unknown.0.values_mut().for_each(|spans| spans.sort_unstable());
        unknown
    }

    pub fn store(&self) -> Stored {
        Stored {
            actors: self.actors.clone(),
            nodes: self.nodes.clone(),
            heads: self.heads.iter().copied().collect(),
        }
    }

    /// None where the places do not fit each other.
    pub fn restore(stored: Stored) -> Option<Self> {
        let Stored { actors, nodes, heads } = stored;
        let heads: BTreeSet<u32> = heads.into_iter().collect();
        let place = |len: usize| u32::try_from(len).ok();
        let (actor_count, count) = (place(actors.len())?, place(nodes.len())?);
        let mut by_hash = HashMap::with_capacity(nodes.len());
        for (at, node) in (0..).zip(&nodes) {
            let fits =
                node.actor < actor_count && node.deps.iter().all(|dep| *dep < at) && node.deps.is_sorted();
            if !fits || node.first == 0 || node.end < node.first || by_hash.insert(node.hash, at).is_some() {
                return None;
            }
        }
        let fits = heads.iter().chain(actors.iter().map(|actor| &actor.last)).all(|at| *at < count);
        let by_name: HashMap<Vec<u8>, u32> =
            actors.iter().zip(0..).map(|(actor, at)| (actor.name.clone(), at)).collect();
        (fits && by_name.len() == actors.len()).then_some(Self { actors, by_name, nodes, by_hash, heads })
    }

    pub fn knows(&self, id: OpId) -> bool {
        (id.actor as usize) < self.actors.len()
    }
}

/// Operations that somebody did not know of.
#[derive(Debug, Default)]
pub(super) struct Unknown(HashMap<u32, Vec<(u32, u32)>>);

impl Unknown {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn holds(&self, id: OpId) -> bool {
        let Some(spans) = self.0.get(&id.actor) else { return false };
        let before = &spans[..spans.partition_point(|(first, _)| *first <= id.counter)];
        before.last().is_some_and(|(_, end)| id.counter < *end)
    }
}
