//! Fields that are decided together: what one side wrote in one of them and the other side in another.

use model::target::Target;
use model::value::Value;

use super::Contents;
use super::graph::Unknown;
use super::register::Live;
use crate::reading::Held;

impl Contents {
    /// The fields that are decided together with this one, where more than one actor wrote in the document.
    pub(super) fn together(&self, target: &Target) -> Vec<Target> {
        if self.graph.is_of_one() { Vec::new() } else { target.together() }
    }

    /// What a field held to each side, where sides that did not know of each other wrote in its group, and nobody wrote there
    /// since who knew of both. In the order of the changes with which each side wrote there last; sides that hold the same in all of
    /// the group are one.
    pub(crate) fn sides_of(&self, target: &Target) -> Vec<Held> {
        let others = self.together(target);
        if others.is_empty() {
            return Vec::new();
        }
        let group = others.iter().chain([target]).filter_map(|field| self.registers.get(&field.address()));
        let mut stands: Vec<&Live> = group.flat_map(|held| held.live(&self.graph)).collect();
        stands
            .sort_by_key(|live| (self.graph.rank((live.change, live.id.actor)), std::cmp::Reverse(live.at)));
        stands.dedup_by_key(|live| live.change);
        let knows = |one: &Live, other: &Live| {
            one.change != other.change && self.graph.is_known(one.change, (other.change, other.id.actor))
        };
        let last: Vec<&&Live> =
            stands.iter().filter(|one| !stands.iter().any(|other| knows(other, one))).collect();
        if last.len() < 2 {
            return Vec::new();
        }
        let held_to = |field: &Target, unknown: &Unknown<'_>| match self.registers.get(&field.address()) {
            Some(held) => held.as_known(&self.graph, |id| !unknown.holds(id)).cloned(),
            None => Some(Value::Absent),
        };
        let (mut sides, mut wholes) = (Vec::new(), Vec::new());
        for side in last {
            let unknown = self.graph.unknown_to(side.change);
            let whole: Vec<Option<Value>> =
                others.iter().chain([target]).map(|field| held_to(field, &unknown)).collect();
            if wholes.contains(&whole) {
                continue;
            }
            let held = whole.last().cloned().flatten().and_then(|value| self.held(side, value));
            sides.extend(held.map(|held| Held { side: Some(self.graph.hash(side.change)), ..held }));
            wholes.push(whole);
        }
        if wholes.len() < 2 { Vec::new() } else { sides }
    }
}
