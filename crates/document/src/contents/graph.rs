//! Which changes a document has, what their authors knew, and whose operations they hold.
//!
//! Whoever made a change knew of each author's changes the first so many. So what a change's author did not know of
//! those that had come is told by a number for each author who was ahead of it, and everything that is asked costs as
//! much as there were authors at work beside each other, however long the history is.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::actor::is_author;
use crate::change::Interpreted;
use crate::limits::{MAX_BESIDE, MAX_HEADS};
use crate::raw::ChangeHash;

/// An operation: its number, and its actor's place in [`Graph::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct OpId {
    pub counter: u32,
    pub actor: u32,
}

/// That a change put letters in, or took letters away.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Touch {
    /// The place of the change, and of its actor.
    pub change: u32,
    pub actor: u32,
    pub author: u32,
    /// Seconds since 1970.
    pub at: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Actor {
    name: Vec<u8>,
    /// Its changes in their order.
    changes: Vec<Own>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Own {
    /// The number of its first operation.
    first: u32,
    place: u32,
}

impl Actor {
    fn seq(&self) -> u32 {
        u32::try_from(self.changes.len()).expect("changes are fewer than operations")
    }

    /// How many of its changes had come when this place was taken.
    fn seq_at(&self, place: u32) -> u32 {
        let came = self.changes.partition_point(|own| own.place <= place);
        u32::try_from(came).expect("changes are fewer than operations")
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Node {
    hash: ChangeHash,
    /// The number after its last operation.
    end: u32,
    /// False for the change that makes an object.
    authored: bool,
    /// Of authors whose changes had come, and not all of them were known to the author of this one: how many were.
    /// Sorted. Nothing for the change that makes an object: it stands on nothing, and nobody wrote it.
    behind: Box<[(u32, u32)]>,
}

/// Changes by their place: the order in which they came, ancestors first.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    actors: Vec<Actor>,
    by_name: HashMap<Vec<u8>, u32>,
    nodes: Vec<Node>,
    by_hash: HashMap<ChangeHash, u32>,
    heads: BTreeSet<u32>,
    /// Authors by the places of their last changes.
    latest: BTreeSet<(u32, u32)>,
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
    deps: Vec<u32>,
    behind: Box<[(u32, u32)]>,
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

    pub fn hash(&self, at: u32) -> ChangeHash {
        self.node(at).hash
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

    pub fn knows(&self, id: OpId) -> bool {
        (id.actor as usize) < self.actors.len()
    }

    pub fn has_place(&self, at: u32) -> bool {
        (at as usize) < self.nodes.len()
    }

    pub fn has_change(&self, touch: &Touch) -> bool {
        self.has_place(touch.change) && (touch.actor as usize) < self.actors.len()
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
        let actor = self.actor(&read.actor);
        let before = actor.map_or(0, |at| self.actors[at as usize].seq());
        if read.seq <= u64::from(before) {
            return Err(Misplaced::Taken);
        }
        let behind = if is_author(&read.actor) { self.behind(&deps)? } else { Box::default() };
        let knows_own = actor.is_none_or(|at| behind.binary_search_by_key(&at, |one| one.0).is_err());
        if read.seq != u64::from(before) + 1 || !knows_own {
            return Err(Misplaced::Gap);
        }
        let beside = self.heads.len() - deps.iter().filter(|dep| self.heads.contains(dep)).count();
        if beside >= MAX_HEADS {
            return Err(Misplaced::Heads);
        }
        Ok(Next { deps, behind, first, end })
    }

    /// What somebody who knows these changes and their ancestors does not know. The newest of them knew all that had
    /// come before it but what it was behind itself. Where too many were at work beside each other, the change is to
    /// be made again on top of them, as another actor's.
    fn behind(&self, deps: &[u32]) -> Result<Box<[(u32, u32)]>, Misplaced> {
        let authored: Vec<u32> = deps.iter().copied().filter(|&dep| self.node(dep).authored).collect();
        let since = authored.last().map_or(0, |newest| newest + 1);
        let later = self.latest.range((since, 0)..).map(|(_, actor)| *actor);
        let own =
            authored.last().into_iter().flat_map(|&newest| self.node(newest).behind.iter().map(|one| one.0));
        // Whoever wrote since the newest of them is ahead of them all.
        let candidates: BTreeSet<u32> = own.chain(later).take(2 * MAX_BESIDE + 1).collect();
        let mut behind = Vec::new();
        for actor in candidates {
            let known = authored.iter().map(|&dep| self.known_to(dep, actor)).max().unwrap_or(0);
            if known < self.actors[actor as usize].seq() {
                behind.push((actor, known));
            }
        }
        if behind.len() > MAX_BESIDE { Err(Misplaced::Taken) } else { Ok(behind.into()) }
    }

    /// How many changes of an actor the author of the change at this place knew of, its own counted.
    fn known_to(&self, at: u32, actor: u32) -> u32 {
        let behind = &self.node(at).behind;
        match behind.binary_search_by_key(&actor, |one| one.0) {
            Ok(found) => behind[found].1,
            Err(_) => self.actors[actor as usize].seq_at(at),
        }
    }

    /// The place of the change that an operation is part of.
    pub fn change_of(&self, id: OpId) -> Option<u32> {
        let changes = &self.actors[id.actor as usize].changes;
        let before = changes.partition_point(|own| own.first <= id.counter).checked_sub(1)?;
        Some(changes[before].place)
    }

    /// Whether one actor alone wrote all there is.
    pub fn is_of_one(&self) -> bool {
        self.latest.len() < 2
    }

    /// Whether the author of one change knew of another.
    pub fn is_known_to(&self, at: u32, other: u32) -> bool {
        let has = |actor: &Actor| actor.changes.binary_search_by_key(&other, |own| own.place).is_ok();
        let actor = (0..).zip(&self.actors).find(|(_, actor)| has(actor));
        actor.is_some_and(|(actor, _)| self.is_known(at, (other, actor)))
    }

    /// The same of a change whose actor is named.
    pub fn is_known(&self, at: u32, of: (u32, u32)) -> bool {
        self.before(of) < self.known_to(at, of.1) as usize
    }

    /// The numbers of a change's operations.
    pub fn numbers_of(&self, (change, actor): (u32, u32)) -> Range<u32> {
        let own = &self.actors[actor as usize].changes[self.before((change, actor))];
        own.first..self.node(change).end
    }

    /// How many of its actor's changes came before this one.
    fn before(&self, (change, actor): (u32, u32)) -> usize {
        self.actors[actor as usize].changes.partition_point(|own| own.place < change)
    }

    /// An order of changes, each with its actor, that neither clocks nor the order in which they came decide.
    pub fn rank(&self, (change, actor): (u32, u32)) -> (u32, &[u8]) {
        (self.node(change).end, &self.actors[actor as usize].name)
    }

    /// Takes the change in. Gives its place, and its first operation.
    pub fn add(&mut self, read: &Interpreted, next: Next) -> (u32, OpId) {
        let at = u32::try_from(self.nodes.len()).expect("changes are fewer than operations");
        let actor = self.actor(&read.actor).unwrap_or_else(|| {
            let new = u32::try_from(self.actors.len()).expect("actors are fewer than changes");
            self.by_name.insert(read.actor.clone(), new);
            self.actors.push(Actor { name: read.actor.clone(), changes: Vec::new() });
            new
        });
        let Next { deps, behind, first, end } = next;
        let own = &mut self.actors[actor as usize];
        let authored = is_author(&own.name);
        if authored {
            if let Some(last) = own.changes.last() {
                self.latest.remove(&(last.place, actor));
            }
            self.latest.insert((at, actor));
        }
        own.changes.push(Own { first, place: at });
        for dep in &deps {
            self.heads.remove(dep);
        }
        self.heads.insert(at);
        self.by_hash.insert(read.hash, at);
        self.nodes.push(Node { hash: read.hash, end, behind, authored });
        (at, OpId { counter: first, actor })
    }

    /// The operations that the author of the change at this place did not know of.
    pub fn unknown_to(&self, at: u32) -> Unknown<'_> {
        Unknown { graph: self, at }
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
        let count = u32::try_from(nodes.len()).ok()?;
        let mut by_hash = HashMap::with_capacity(nodes.len());
        for (at, node) in (0..).zip(&nodes) {
            let fits = node.end > 0
                && node.behind.is_sorted_by(|one, other| one.0 < other.0)
                && node.behind.iter().all(|one| (one.0 as usize) < actors.len());
            if !fits || by_hash.insert(node.hash, at).is_some() {
                return None;
            }
        }
        let mut places = actors.iter().flat_map(|actor| &actor.changes).map(|own| own.place);
        let own = actors.iter().all(|actor| {
            !actor.changes.is_empty() && actor.changes.is_sorted_by(|one, other| one.place < other.place)
        });
        if !own || !places.all(|at| at < count) || !heads.iter().all(|at| *at < count) {
            return None;
        }
        let by_name: HashMap<Vec<u8>, u32> =
            actors.iter().zip(0..).map(|(actor, at)| (actor.name.clone(), at)).collect();
        let authors = actors.iter().zip(0..).filter(|(actor, _)| is_author(&actor.name));
        let latest = authors.filter_map(|(actor, at)| Some((actor.changes.last()?.place, at))).collect();
        (by_name.len() == actors.len()).then_some(Self { actors, by_name, nodes, by_hash, heads, latest })
    }
}

/// Operations that the author of a change did not know of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unknown<'g> {
    graph: &'g Graph,
    at: u32,
}

impl Unknown<'_> {
    pub fn is_empty(&self) -> bool {
        let Self { graph, at } = self;
        graph.node(*at).behind.is_empty() && graph.latest.range((at + 1, 0)..).next().is_none()
    }

    pub fn holds(&self, id: OpId) -> bool {
        let changes = &self.graph.actors[id.actor as usize].changes;
        // Its change is the last of the actor's that does not begin after it.
        let of_change = changes.partition_point(|own| own.first <= id.counter);
        of_change as u64 > u64::from(self.graph.known_to(self.at, id.actor))
    }
}
