//! What a field other than a text holds: one value, or those of people who did not know of each other.

use std::collections::BTreeSet;

use model::value::Value;
use serde::{Deserialize, Serialize};

use super::graph::{Graph, OpId};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Live {
    pub id: OpId,
    pub value: Value,
    pub author: u32,
    /// Seconds since 1970.
    pub at: i64,
    /// The place of the change that wrote it.
    pub change: u32,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Register {
    live: Vec<Live>,
    /// Those written over. Somebody who did not know of it may name them still.
    past: BTreeSet<OpId>,
}

impl Register {
    pub fn has(&self, id: OpId) -> bool {
        self.live.iter().any(|live| live.id == id) || self.past.contains(&id)
    }

    /// How many values would stand against each other after one more that is written over these.
    pub fn after(&self, over: &[OpId]) -> usize {
        1 + self.live.iter().filter(|live| !over.contains(&live.id)).count()
    }

    pub fn put(&mut self, live: Live, over: &[OpId]) {
        let past = &mut self.past;
        self.live.retain(|live| {
            let stays = !over.contains(&live.id);
            if !stays {
                past.insert(live.id);
            }
            stays
        });
        self.live.push(live);
    }

    /// The winner first.
    pub fn live(&self, graph: &Graph) -> Vec<&Live> {
        let mut live: Vec<&Live> = self.live.iter().collect();
        live.sort_by(|one, other| graph.order(other.id, one.id));
        live
    }

    pub fn fits(&self, graph: &Graph, authors: usize) -> bool {
        let ids = self.live.iter().map(|live| live.id).chain(self.past.iter().copied());
        let mut live = self.live.iter();
        ids.into_iter().all(|id| graph.knows(id))
            && live.all(|live| (live.author as usize) < authors && graph.has_place(live.change))
    }
}
