//! Fields that are decided together: what one side wrote in one of them and the other side in another.

use chrono::DateTime;
use model::target::Target;
use model::time::hanoi;
use model::vocabulary::Conflicts;

use super::Contents;
use super::register::Live;
use crate::reading::Held;

impl Contents {
    /// The fields that are decided together with this one, where more than one actor wrote in the document.
    pub(super) fn together(&self, target: &Target) -> Vec<Target> {
        let grouped = matches!(target.description().conflicts, Conflicts::Together(_));
        if grouped && !self.graph.is_of_one() { target.together() } else { Vec::new() }
    }

    /// What a field held to each side, where sides that did not know of each other wrote in its group, and nobody wrote there
    /// since who knew of both. In the order of the changes with which each side wrote there last.
    pub(super) fn sides_of(&self, target: &Target) -> Vec<Held> {
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
        let side = |side: &&&Live| {
            let unknown = self.graph.unknown_to(side.change);
            let value = match self.registers.get(&target.address()) {
                Some(held) => held.as_known(&self.graph, |id| !unknown.holds(id))?.clone(),
                None => model::value::Value::Absent,
            };
            let by = self.authors.get(side.author as usize)?.clone();
            Some(Held {
                value,
                by: Some(by),
                at: DateTime::from_timestamp(side.at, 0)?.with_timezone(&hanoi()),
            })
        };
        last.iter().filter_map(side).collect()
    }
}
