//! What a field other than a text holds: one value, or those of people who did not know of each other.

use std::collections::BTreeMap;

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
    /// Those written over: somebody who did not know of it may name them still, and is told what they held, where it is short.
    past: BTreeMap<OpId, Option<Value>>,
}

/// A value that is kept once it was written over. Many long ones would be more than they are worth.
fn is_short(value: &Value) -> bool {
    value.as_str().is_none_or(|text| text.len() <= 256) && !matches!(value, Value::Record(_))
}

impl Register {
    pub fn has(&self, id: OpId) -> bool {
        self.live.iter().any(|live| live.id == id) || self.past.contains_key(&id)
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
                past.insert(live.id, Some(live.value.clone()).filter(is_short));
            }
            stays
        });
        self.live.push(live);
    }

    /// What it held to somebody who knew of these operations alone. None where that is not known any more.
    pub fn as_known(&self, graph: &Graph, known: impl Fn(OpId) -> bool) -> Option<&Value> {
        let live = self.live.iter().map(|live| (live.id, Some(&live.value)));
        let all = live.chain(self.past.iter().map(|(id, value)| (*id, value.as_ref())));
        let newest = all.filter(|(id, _)| known(*id)).max_by(|one, other| graph.order(one.0, other.0));
        newest.map_or(Some(&Value::Absent), |(_, value)| value)
    }

    /// The winner first.
    pub fn live(&self, graph: &Graph) -> Vec<&Live> {
        let mut live: Vec<&Live> = self.live.iter().collect();
        live.sort_by(|one, other| graph.order(other.id, one.id));
        live
    }

    pub fn fits(&self, graph: &Graph, authors: usize) -> bool {
        let ids = self.live.iter().map(|live| live.id).chain(self.past.keys().copied());
        let mut live = self.live.iter();
        ids.into_iter().all(|id| graph.knows(id))
            && live.all(|live| (live.author as usize) < authors && graph.has_place(live.change))
    }
}
