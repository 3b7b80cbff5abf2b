//! What a field other than a text holds: one value, or those of people who did not know of each other.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::super::{Held, Reading, hanoi};
use super::graph::{Graph, OpId};
use crate::value::Value;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Live {
    id: OpId,
    value: Value,
    author: u32,
    /// Seconds since 1970.
    at: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Register {
    live: Vec<Live>,
    /// Those written over. Somebody who did not know of it may name them still.
    past: Vec<OpId>,
}

impl Register {
    pub fn has(&self, id: OpId) -> bool {
        self.live.iter().any(|live| live.id == id) || self.past.iter().rev().any(|past| *past == id)
    }

    pub fn put(&mut self, id: OpId, over: &[OpId], value: Value, author: u32, at: i64) {
        let past = &mut self.past;
        self.live.retain(|live| {
            let stays = !over.contains(&live.id);
            if !stays {
                past.push(live.id);
            }
            stays
        });
        self.live.push(Live { id, value, author, at });
    }

    pub fn read(&self, graph: &Graph, authors: &[String]) -> Option<Reading> {
        let mut live: Vec<&Live> = self.live.iter().collect();
        live.sort_by(|one, other| graph.order(other.id, one.id));
        let mut contenders: Vec<Held> = Vec::new();
        for Live { value, author, at, .. } in live {
            if contenders.iter().all(|other| other.value != *value) {
                let by = authors.get(*author as usize)?.clone();
                let at = DateTime::from_timestamp(*at, 0)?.with_timezone(&hanoi());
                contenders.push(Held { value: value.clone(), by, at });
            }
        }
        Some(Reading::of(contenders))
    }

    pub fn fits(&self, graph: &Graph, authors: usize) -> bool {
        let ids = self.live.iter().map(|live| live.id).chain(self.past.iter().copied());
        let mut whose = self.live.iter().map(|live| live.author as usize);
        ids.into_iter().all(|id| graph.knows(id)) && whose.all(|author| author < authors)
    }
}
