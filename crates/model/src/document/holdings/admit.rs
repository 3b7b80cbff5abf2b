//! Admission to holdings: the same word as that of the library, or a stricter one.

use super::super::admission::{Outcome, Rules, permitted};
use super::super::change::{Interpreted, RawChange, interpret};
use super::super::operation::{Named, Step};
use super::super::place::{Object, place};
use super::super::refusal::Refusal;
use super::Holdings;
use super::graph::{Misplaced, Next, OpId};
use crate::target::Target;

impl Holdings {
    /// Admits changes, each by itself, in the order given: one outcome for each. `barred`: a reason of the caller's own
    /// against a change, by its place in `changes`.
    pub fn admit(
        &mut self,
        changes: &[RawChange],
        rules: Rules<'_>,
        mut barred: impl FnMut(usize, &Interpreted) -> Option<Refusal>,
    ) -> Vec<Outcome> {
        let admit = |(at, raw): (usize, &RawChange)| {
            let admitted = interpret(raw)
                .map_err(Outcome::Refused)
                .and_then(|read| self.admit_one(read, rules, |read| barred(at, read)));
            admitted.map_or_else(|outcome| outcome, |read| Outcome::Accepted(Box::new(read)))
        };
        changes.iter().enumerate().map(admit).collect()
    }

    /// Takes in a change that was admitted before. False where it does not follow.
    pub fn replay(&mut self, raw: &RawChange) -> bool {
        let admitted = interpret(raw).map_err(Outcome::Refused);
        admitted.and_then(|read| self.admit_one(read, Rules::Relayed, |_| None)).is_ok()
    }

    fn admit_one(
        &mut self,
        read: Interpreted,
        rules: Rules<'_>,
        barred: impl FnOnce(&Interpreted) -> Option<Refusal>,
    ) -> Result<Interpreted, Outcome> {
        if self.has(&read.hash) {
            return Err(Outcome::Known(read.hash));
        }
        if let Rules::Writer { plan, unit } = rules {
            permitted(plan, unit, &self.id, &read).map_err(Outcome::Refused)?;
        }
        let next = self.graph.next(&read).map_err(|misplaced| match misplaced {
            Misplaced::Orphan => Outcome::Parked(read.hash),
            Misplaced::Numbers => Outcome::Refused(Refusal::NotAnEdit),
            Misplaced::Taken => Outcome::Refused(Refusal::ActorReused),
            Misplaced::Gap => Outcome::Refused(Refusal::DoesNotApply),
        })?;
        if let Some(refusal) = barred(&read) {
            return Err(Outcome::Refused(refusal));
        }
        if !self.holds_what_it_names(&read) {
            return Err(Outcome::Refused(Refusal::DoesNotApply));
        }
        self.apply(&read, next);
        Ok(read)
    }

    /// Whether everything that the change writes over, writes after or takes away is there. The library passes over
    /// what is not, and a document that it saves then does not load again.
    fn holds_what_it_names(&self, read: &Interpreted) -> bool {
        let actors = self.actors(read);
        read.touched.iter().all(|touched| self.has_object(&touched.target))
            && read.steps.iter().enumerate().all(|(at, step)| {
                let target = &read.touched[step.field()].target;
                step.names().iter().all(|name| match own(read, *name) {
                    Some(earlier) => earlier < at && makes(&read.steps[earlier], step.field()),
                    None => actors.id(*name).is_some_and(|id| self.holds(target, id)),
                })
            })
    }

    fn has_object(&self, target: &Target) -> bool {
        let (object, _) = place(target);
        object == Object::Root || self.objects.contains(&object)
    }

    fn holds(&self, target: &Target, id: OpId) -> bool {
        if target.is_text() {
            self.texts.get(target).is_some_and(|text| text.has(id))
        } else {
            self.registers.get(target).is_some_and(|held| held.has(id))
        }
    }

    fn apply(&mut self, read: &Interpreted, next: Next) {
        let first = self.graph.add(read, next);
        if let Some(object) = Object::of_actor(&read.actor) {
            self.objects.insert(object);
            return;
        }
        let author = self.author(&read.author);
        let actors = self.actors(read);
        let id = |name: &Named| actors.id(*name).expect("what a change names was looked for");
        let mut own = (first.counter..).map(|counter| OpId { counter, ..first });
        for steps in read.steps.chunk_by(|one, other| one.field() == other.field()) {
            let touched = &read.touched[steps[0].field()];
            if touched.target.is_text() {
                let text = self.texts.entry(touched.target.clone()).or_default();
                for (step, own) in steps.iter().zip(&mut own) {
                    match step {
                        Step::Insert { after, letter, .. } => {
                            text.insert(&self.graph, own, after.as_ref().map(id), *letter);
                        }
                        Step::Delete { letter, .. } => text.delete(own, id(letter)),
                        Step::Put { .. } => {}
                    }
                }
                continue;
            }
            let held = self.registers.entry(touched.target.clone()).or_default();
            for (step, own) in steps.iter().zip(&mut own) {
                if let Step::Put { over, value, .. } = step {
                    let over: Vec<OpId> = over.iter().map(id).collect();
                    held.put(own, &over, value.clone(), author, touched.at.timestamp());
                }
            }
        }
    }

    fn author(&mut self, name: &str) -> u32 {
        let at = self.authors.iter().position(|known| known == name).unwrap_or_else(|| {
            self.authors.push(name.to_owned());
            self.authors.len() - 1
        });
        u32::try_from(at).expect("authors are fewer than changes")
    }

    fn actors(&self, read: &Interpreted) -> Actors {
        Actors(read.actors.iter().map(|name| self.graph.actor(name)).collect())
    }
}

/// The places of the actors that a change names; none for one that nobody heard of.
struct Actors(Vec<Option<u32>>);

impl Actors {
    fn id(&self, name: Named) -> Option<OpId> {
        Some(OpId { counter: u32::try_from(name.counter).ok()?, actor: self.0[name.actor]? })
    }
}

/// Where the named operation is one of the change itself: which.
fn own(read: &Interpreted, name: Named) -> Option<usize> {
    let at = name.counter.checked_sub(read.first.into()).filter(|_| name.actor == 0)?;
    Some(usize::try_from(at).unwrap_or(usize::MAX))
}

/// Whether the step makes something that others of the same field may name.
fn makes(step: &Step, field: usize) -> bool {
    match step {
        Step::Put { field: own, .. } | Step::Insert { field: own, .. } => *own == field,
        Step::Delete { .. } => false,
    }
}
