//! What can be asked of a change before it is put into a document, each by itself, so that a search can tell which
//! of these must hold for the document to be saved and loaded again.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange};

use super::craft::{Ops, build, note, parse, place};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// Taken apart and put together it has the same bytes.
    Reencodes,
    /// It carries nothing behind its operations.
    NoExtraBytes,
    /// It has an operation.
    NotEmpty,
    /// It names no ancestor twice, and none that another one implies.
    DepsDistinct,
    DepsAreHeads,
    /// Its number is one more than its actor's last one in the document.
    SeqFollows,
    /// Its actor's last change is among its ancestors.
    OwnIsAncestor,
    /// Its first operation is numbered above all of its ancestors' operations,
    StartAboveDeps,
    /// and by no more than one.
    StartWithoutGap,
    /// No operation of the document has an id of one of its own.
    IdsAreFree,
    /// Objects that it writes into are in the document,
    ObjectExists,
    /// made by an ancestor.
    ObjectKnown,
    /// The letter behind which it inserts, or that it deletes, is in the document or the change, before it,
    ElementExists,
    /// in the same text,
    ElementInText,
    /// made by an ancestor,
    ElementKnown,
    /// with a smaller number.
    ElementEarlier,
    /// An insertion replaces nothing.
    InsertReplacesNothing,
    /// A deletion replaces something.
    DeleteReplaces,
    /// What it replaces is in the document or the change, before it,
    PredExists,
    /// at the same place,
    PredInPlace,
    /// is a value,
    PredIsValue,
    /// made by an ancestor,
    PredKnown,
    /// with a smaller number,
    PredEarlier,
    /// and is named once.
    PredDistinct,
}

/// A document, as far as conditions speak of it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    ops: Ops,
    changes: HashMap<ChangeHash, Link>,
    last: HashMap<ActorId, (u64, ChangeHash)>,
}

#[derive(Clone, Debug)]
struct Link {
    deps: Vec<ChangeHash>,
    max_op: u64,
}

impl Known {
    pub fn add(&mut self, change: &Change) {
        let expanded = change.decode();
        note(&mut self.ops, &expanded, change.hash());
        let link = Link { deps: change.deps().to_vec(), max_op: change.max_op() };
        self.changes.insert(change.hash(), link);
        let last = self.last.entry(change.actor_id().clone()).or_insert((0, change.hash()));
        if change.seq() > last.0 {
            *last = (change.seq(), change.hash());
        }
    }

    fn ancestors(&self, from: &[ChangeHash]) -> HashSet<ChangeHash> {
        let mut found = HashSet::new();
        let mut left = from.to_vec();
        while let Some(hash) = left.pop() {
            if found.insert(hash) {
                left.extend(self.changes.get(&hash).into_iter().flat_map(|link| &link.deps));
            }
        }
        found
    }

    /// None where an ancestor is missing: the change waits, and nothing is asked of it yet.
    pub fn broken(&self, change: &Change) -> Option<BTreeSet<Condition>> {
        if change.deps().iter().any(|dep| !self.changes.contains_key(dep)) {
            return None;
        }
        let expanded = change.decode();
        let mut broken = BTreeSet::new();
        let mut ask = |condition, holds: bool| {
            if !holds {
                broken.insert(condition);
            }
        };
        ask(Condition::Reencodes, reencodes(change, &expanded));
        ask(Condition::NoExtraBytes, change.extra_bytes().is_empty());
        ask(Condition::NotEmpty, !change.is_empty());
        self.order(change, &mut ask);
        let ancestors = self.ancestors(change.deps());
        let mut seen = Seen { known: self, ancestors, own: Ops::new() };
        for (op, counter) in expanded.operations.iter().zip(change.start_op().get()..) {
            let id = OpId(counter, change.actor_id().clone());
            ask(Condition::IdsAreFree, !self.ops.contains_key(&id));
            seen.operation(op, &id, &mut ask);
            let stands = place(op, id.clone(), change.hash());
            seen.own.insert(id, stands);
        }
        Some(broken)
    }

    fn order(&self, change: &Change, ask: &mut impl FnMut(Condition, bool)) {
        let deps = change.deps();
        let distinct: HashSet<_> = deps.iter().collect();
        ask(Condition::DepsDistinct, distinct.len() == deps.len());
        let implied = |dep: &ChangeHash| {
            deps.iter().filter(|other| *other != dep).any(|other| self.ancestors(&[*other]).contains(dep))
        };
        ask(Condition::DepsAreHeads, !deps.iter().any(implied));
        let last = self.last.get(change.actor_id());
        ask(Condition::SeqFollows, change.seq() == last.map_or(0, |last| last.0) + 1);
        let ancestors = self.ancestors(deps);
        ask(Condition::OwnIsAncestor, last.is_none_or(|last| ancestors.contains(&last.1)));
        let above = deps.iter().map(|dep| self.changes[dep].max_op).max().unwrap_or(0);
        let start = change.start_op().get();
        ask(Condition::StartAboveDeps, start > above);
        ask(Condition::StartWithoutGap, start <= above + 1);
    }
}

/// What an operation may refer to: the document, and the operations of its own change before it.
struct Seen<'k> {
    known: &'k Known,
    ancestors: HashSet<ChangeHash>,
    own: Ops,
}

impl Seen<'_> {
    fn operation(&self, op: &Op, own: &OpId, ask: &mut impl FnMut(Condition, bool)) {
        if let ObjectId::Id(id) = &op.obj {
            let made = self.known.ops.get(id).filter(|place| place.makes);
            ask(Condition::ObjectExists, made.is_some());
            ask(Condition::ObjectKnown, made.is_some_and(|made| self.ancestors.contains(&made.change)));
        }
        if let Key::Seq(ElementId::Id(id)) = &op.key {
            self.element(op, id, own, ask);
        }
        if op.insert {
            ask(Condition::InsertReplacesNothing, op.pred.is_empty());
        }
        if matches!(op.action, OpType::Delete) {
            ask(Condition::DeleteReplaces, !op.pred.is_empty());
        }
        let distinct: HashSet<_> = op.pred.iter().collect();
        ask(Condition::PredDistinct, distinct.len() == op.pred.len());
        let here = if op.insert { Key::Seq(ElementId::Id(own.clone())) } else { op.key.clone() };
        for pred in op.pred.iter() {
            let found = self.own.get(pred).or_else(|| self.known.ops.get(pred));
            let in_place = |found: &super::craft::Place| found.object == op.obj && found.key == here;
            ask(Condition::PredExists, found.is_some());
            ask(Condition::PredInPlace, found.is_none_or(in_place));
            ask(Condition::PredIsValue, found.is_none_or(|found| !found.deletes));
            ask(Condition::PredKnown, self.is_known(pred));
            ask(Condition::PredEarlier, pred < own);
        }
    }

    fn element(&self, op: &Op, id: &OpId, own: &OpId, ask: &mut impl FnMut(Condition, bool)) {
        let found = self.own.get(id).or_else(|| self.known.ops.get(id));
        let stands = Key::Seq(ElementId::Id(id.clone()));
        ask(Condition::ElementExists, found.is_some());
        let in_text = |found: &super::craft::Place| found.object == op.obj && found.key == stands;
        ask(Condition::ElementInText, found.is_none_or(in_text));
        ask(Condition::ElementKnown, self.is_known(id));
        ask(Condition::ElementEarlier, id < own);
    }

    fn is_known(&self, id: &OpId) -> bool {
        let own = self.own.contains_key(id);
        own || self.known.ops.get(id).is_none_or(|place| self.ancestors.contains(&place.change))
    }
}

fn reencodes(change: &Change, expanded: &ExpandedChange) -> bool {
    let again = catch_unwind(AssertUnwindSafe(|| build(expanded.clone())));
    again.ok().flatten().is_some_and(|again| again.as_bytes() == change.raw_bytes())
}

/// A document's changes, as far as conditions speak of them.
pub fn of(changes: &[document::RawChange]) -> Known {
    let mut known = Known::default();
    changes.iter().filter_map(parse).for_each(|change| known.add(&change));
    known
}
