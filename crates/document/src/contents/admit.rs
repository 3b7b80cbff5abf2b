//! Admission to contents: the same word as that of the library, or a stricter one.

use std::collections::HashSet;

use model::address::{Address, Shape};
use model::doc_id::DocKind;
use model::ids::PersonId;
use model::refusal::Refusal;

use super::Contents;
use super::graph::{Misplaced, Next, OpId, Touch};
use super::register::Live;
use crate::change::{Interpreted, Touched, interpret};
use crate::limits::{
    MAX_DOCUMENT_LETTERS, MAX_FIELDS, MAX_FIELDS_IN_CHANGE, MAX_LETTERS, MAX_LIVE_LETTERS, MAX_OBJECTS,
    MAX_VALUES,
};
use crate::meaning::permitted;
use crate::operation::{Named, Step};
use crate::outcome::{Admission, Rules};
use crate::raw::RawChange;

impl Contents {
    /// Admits changes, each by itself, in the order given: one outcome for each. `barred`: a reason of the caller's own
    /// against a change, by its place in `changes`.
    pub fn admit(
        &mut self,
        changes: &[RawChange],
        rules: Rules<'_>,
        mut barred: impl FnMut(usize, &Interpreted) -> Option<Refusal>,
    ) -> Vec<Admission> {
        let admit = |(at, raw): (usize, &RawChange)| {
            let admitted = interpret(raw)
                .map_err(Admission::Refused)
                .and_then(|read| self.admit_one(read, rules, |read| barred(at, read)));
            admitted.map_or_else(|outcome| outcome, |read| Admission::Accepted(Box::new(read)))
        };
        changes.iter().enumerate().map(admit).collect()
    }

    /// Takes in a change that was admitted before. False where it does not follow.
    pub fn replay(&mut self, raw: &RawChange) -> bool {
        let admitted = interpret(raw).map_err(Admission::Refused);
        admitted.and_then(|read| self.admit_one(read, Rules::Relayed, |_| None)).is_ok()
    }

    fn admit_one(
        &mut self,
        read: Interpreted,
        rules: Rules<'_>,
        barred: impl FnOnce(&Interpreted) -> Option<Refusal>,
    ) -> Result<Interpreted, Admission> {
        if self.has(&read.hash) {
            return Err(Admission::Known(read.hash));
        }
        if let Rules::Writer { plan, unit, known } = rules {
            permitted((plan, unit, known), &self.id, &read).map_err(Admission::Refused)?;
        }
        let next = self.graph.next(&read).map_err(|misplaced| match misplaced {
            Misplaced::Orphan(wants) => Admission::Parked { hash: read.hash, wants },
            Misplaced::Numbers => Admission::Refused(Refusal::NotAnEdit),
            Misplaced::Taken => Admission::Refused(Refusal::ActorReused),
            Misplaced::Gap => Admission::Refused(Refusal::DoesNotApply),
            Misplaced::Heads => Admission::Refused(Refusal::TooManyObjects),
        })?;
        if let Some(refusal) = barred(&read) {
            return Err(Admission::Refused(refusal));
        }
        if !self.holds_what_it_names(&read) {
            return Err(Admission::Refused(Refusal::DoesNotApply));
        }
        if matches!(rules, Rules::Writer { .. }) {
            self.has_room_for(&read).map_err(Admission::Refused)?;
        }
        self.apply(&read, next, |_| true);
        Ok(read)
    }

    /// Takes in a change of which some fields are left out: of a text its letters stand there all the same, as what
    /// others name. Gives its place. None where it does not follow.
    pub(super) fn replay_some(&mut self, read: &Interpreted, keep: impl Fn(&Touched) -> bool) -> Option<u32> {
        let next = self.graph.next(read).ok()?;
        Some(self.apply(read, next, keep))
    }

    /// Whether everything that the change writes over, writes after or takes away is there, and was before it. The
    /// library passes over what is not, and a document that it saves then does not load again.
    fn holds_what_it_names(&self, read: &Interpreted) -> bool {
        let actors = self.actors(read);
        read.touched.iter().all(|touched| self.objects.contains(&touched.address.object))
            && (u64::from(read.first)..).zip(read.steps.iter().enumerate()).all(|(number, (at, step))| {
                let address = &read.touched[step.field()].address;
                step.names().iter().all(|name| match own(read, *name) {
                    Some(earlier) => earlier < at && makes(&read.steps[earlier], step.field()),
                    None => {
                        name.counter < number && actors.id(*name).is_some_and(|id| self.holds(address, id))
                    }
                })
            })
    }

    fn holds(&self, address: &Address, id: OpId) -> bool {
        if address.is_text() {
            self.texts.get(&address.object).is_some_and(|text| text.has(id))
        } else {
            self.registers.get(address).is_some_and(|held| held.has(id))
        }
    }

    /// Whether there is room for what the change brings.
    fn has_room_for(&self, read: &Interpreted) -> Result<(), Refusal> {
        if read.skeleton.is_some() {
            let room = self.objects.len() < MAX_OBJECTS;
            return if room { Ok(()) } else { Err(Refusal::TooManyObjects) };
        }
        let new = read
            .touched
            .iter()
            .filter(|touched| !touched.address.is_text() && !self.registers.contains_key(&touched.address));
        let of_unit =
            matches!(self.id.kind, DocKind::Workbook(_) | DocKind::Review { .. } | DocKind::Guidance(_));
        if of_unit
            && (read.touched.len() > MAX_FIELDS_IN_CHANGE || self.registers.len() + new.count() > MAX_FIELDS)
        {
            return Err(Refusal::TooManyObjects);
        }
        let actors = self.actors(read);
        let mut brought = 0;
        for steps in read.steps.chunk_by(|one, other| one.field() == other.field()) {
            let address = &read.touched[steps[0].field()].address;
            if address.is_text() {
                let inserts = steps.iter().filter(|step| matches!(step, Step::Insert { .. })).count();
                let (there, live) = self.letters_after(read, &actors, address, steps);
                brought += inserts;
                if there > MAX_LETTERS
                    || live > MAX_LIVE_LETTERS
                    || self.letters + brought > MAX_DOCUMENT_LETTERS
                {
                    return Err(Refusal::TooManyLetters);
                }
            } else if let (Some(Step::Put { over, .. }), Some(held)) =
                (steps.first(), self.registers.get(address))
            {
                // A second put stands over the first.
                let over: Vec<OpId> = over.iter().filter_map(|name| actors.id(*name)).collect();
                if held.after(&over) > MAX_VALUES {
                    return Err(Refusal::TooManyValues);
                }
            }
        }
        Ok(())
    }

    /// Letters that a text would ever have had, and would have, after these steps.
    fn letters_after(
        &self,
        read: &Interpreted,
        actors: &Actors,
        address: &Address,
        steps: &[Step],
    ) -> (usize, usize) {
        let text = self.texts.get(&address.object);
        let (mut ever, mut live) = text.map_or((0, 0), |text| (text.len(), text.live()));
        let mut gone: HashSet<Named> = HashSet::new();
        for step in steps {
            match step {
                Step::Insert { .. } => (ever, live) = (ever + 1, live + 1),
                Step::Delete { letter, .. } => {
                    let there = own(read, *letter).is_some()
                        || actors.id(*letter).is_some_and(|id| text.is_some_and(|text| text.is_live(id)));
                    live -= usize::from(there && gone.insert(*letter));
                }
                Step::Put { .. } => {}
            }
        }
        (ever, live)
    }

    fn apply(&mut self, read: &Interpreted, next: Next, keep: impl Fn(&Touched) -> bool) -> u32 {
        let (change, first) = self.graph.add(read, next);
        if let Some(object) = &read.skeleton {
            self.objects.insert(object.clone());
        }
        let Some(author) = &read.author else { return change };
        let author = self.author(author);
        let actors = self.actors(read);
        let id = |name: &Named| actors.id(*name).expect("what a change names was looked for");
        let mut own = (first.counter..).map(|counter| OpId { counter, ..first });
        for steps in read.steps.chunk_by(|one, other| one.field() == other.field()) {
            let touched = &read.touched[steps[0].field()];
            let address = &touched.address;
            if address.object.shape() == Shape::Text {
                let text = self.texts.entry(address.object.clone()).or_default();
                let before = text.len();
                for (step, own) in steps.iter().zip(&mut own) {
                    match step {
                        Step::Insert { after, letter, .. } => {
                            text.insert(&self.graph, own, after.as_ref().map(id), *letter);
                        }
                        Step::Delete { letter, .. } => text.delete(own, id(letter)),
                        Step::Put { .. } => {}
                    }
                }
                self.letters += text.len() - before;
                let (actor, at) = (first.actor, touched.at.timestamp());
                text.touch(&self.graph, Touch { change, actor, author, at });
                continue;
            }
            let held = self.registers.entry(address.clone()).or_default();
            let kept = keep(touched);
            for (step, id_of_step) in steps.iter().zip(&mut own) {
                if let (Step::Put { over, value, .. }, true) = (step, kept) {
                    let over: Vec<OpId> = over.iter().map(id).collect();
                    let value = value.clone();
                    let at = touched.at.timestamp();
                    held.put(Live { id: id_of_step, value, author, at, change }, &over);
                }
            }
        }
        change
    }

    fn author(&mut self, person: &PersonId) -> u32 {
        if let Some(known) = self.by_author.get(person) {
            return *known;
        }
        let place = u32::try_from(self.authors.len()).expect("authors are fewer than changes");
        self.authors.push(person.clone());
        self.by_author.insert(person.clone(), place);
        place
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
