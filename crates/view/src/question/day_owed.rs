//! Of a day: what the asker's own unit owes, also in the books that it carries on, and what others did or owe.

use std::borrow::Cow;

use model::due::{DueInstance, Lateness};
use model::ids::UnitId;
use model::period::Period;
use model::plan::Assignment;
use model::shown::Reviewed;
use model::window::{DayKind, DayLine};

use super::conflict::undecided;
use super::district::District;
use super::register::owed_records;
use super::telling::{Telling, stands_in};
use crate::facts::{Facts, Submission};
use crate::{AskError, Asker};

/// Whether the assignment is one that the asker follows: any where it keeps the plan or is a reader, those that it leads else.
fn looks_at(asker: &Asker<'_>, assignment: &Assignment) -> bool {
    let office = asker.unit.filter(|office| *office != asker.plan.coordinator());
    office.is_none_or(|office| asker.plan.leads_for(office, &assignment.unit, &assignment.task))
}

impl Telling<'_> {
    /// In one of the books of the asker's unit.
    pub fn own<F: Facts>(
        &mut self,
        facts: &F,
        (district, unit): (&District<'_>, &UnitId),
        period: &Period,
        (is_current, handed_in): (bool, bool),
    ) -> Result<(), AskError> {
        let works = self.asker.works_in(unit, &period.id);
        for assignment in self.asker.plan.assignments_of(unit) {
            let of_entry = district.facts(assignment);
            // What was sent back is owed, though the task may have passed on to others, or the unit is no more.
            if let Some(line) = self.returned(facts, DayKind::Returned, assignment, of_entry, period)? {
                self.tell(line);
                continue;
            }
            if !works || !assignment.is_there_between(period.last, period.last) {
                continue;
            }
            let due =
                district.pressing(&self.asker, assignment).filter(|due| stands_in(due, period, is_current));
            let Some((date, due)) = due.and_then(|due| Some((due.date?, due))) else { continue };
            let kind = match of_entry.standing().lateness(&due, self.asker.today()) {
                Lateness::Late(_) => DayKind::Late,
                Lateness::Soon(_) => DayKind::DueSoon,
                _ => continue,
            };
            let line = DayLine { date: Some(date), ..self.line(kind, unit, period) };
            self.tell(self.of_task(line, &assignment.task));
        }
        let due = self.settings.due_of(period, Some(unit));
        let comes = is_current || due < self.asker.today();
        let owed = comes && !period.optional && !handed_in && self.asker.plan.binds_on(due);
        let answers = self.asker.plan.answers_for(unit, &period.id);
        if owed && answers && !self.asker.plan.assignments_of(unit).is_empty() {
            self.tell(DayLine { date: Some(due), ..self.line(DayKind::HandIn, unit, period) });
        }
        Ok(())
    }

    /// Of another unit, as far as the asker looks at it. Of one whose book nobody writes nothing is waited for.
    pub fn other<F: Facts>(
        &mut self,
        facts: &F,
        (district, unit): (&District<'_>, &UnitId),
        period: &Period,
        (is_current, handed_in): (bool, Option<&Submission>),
    ) -> Result<(), AskError> {
        let answers = self.asker.writer_of(unit).is_some();
        let works = self.asker.works_in(unit, &period.id);
        let mut followed = false;
        let asker = self.asker;
        for assignment in asker.plan.assignments_of(unit).iter().filter(|one| looks_at(&asker, one)) {
            let of_entry = district.facts(assignment);
            if answers
                && let Some(line) = self.returned(facts, DayKind::Promised, assignment, of_entry, period)?
            {
                self.tell(line);
            }
            if !works || !assignment.is_there_between(period.last, period.last) {
                continue;
            }
            followed = true;
            let standing = of_entry.standing();
            let received = of_entry.last.as_ref().and_then(|last| last.received);
            if standing.reviewed == Reviewed::Amended {
                let line = DayLine { at: received, ..self.line(DayKind::Amended, unit, period) };
                self.tell(self.of_task(line, &assignment.task));
            }
            if let Some(handed_in) = handed_in
                && standing.reviewed == Reviewed::Open
                && standing.is_begun()
            {
                self.sum(DayKind::WaitsForReview, unit, period).add(None, handed_in.received);
            }
            if received.is_some_and(|at| at >= self.since) {
                self.sum(DayKind::CameIn, unit, period).add(None, received);
            }
            let due =
                district.pressing(&self.asker, assignment).filter(|due| stands_in(due, period, is_current));
            let late = |due: &Cow<'_, DueInstance>| {
                matches!(standing.lateness(due, self.asker.today()), Lateness::Late(_))
            };
            if let Some(due) = due.filter(late).filter(|_| answers) {
                self.sum(DayKind::OthersLate, unit, period).add(due.date, None);
            }
        }
        let due = self.settings.due_of(period, Some(unit));
        let owed = !period.optional && self.asker.plan.binds_on(due) && due < self.asker.today();
        let answers = answers && self.asker.plan.answers_for(unit, &period.id);
        if owed && answers && handed_in.is_none() && followed {
            self.sum(DayKind::NotHandedIn, unit, period).add(Some(due), None);
        }
        Ok(())
    }

    /// Of the registers of the asker's books what is late or due soon, a line for each.
    pub fn records<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        for unit in self.books.clone() {
            if self.asker.plan.unit(&unit).is_none() {
                continue;
            }
            let mut owed = owed_records(facts, &self.asker, &unit)?;
            owed.retain(|one| matches!(one.lateness, Lateness::Late(_) | Lateness::Soon(_)));
            owed.sort_by(|a, b| (&a.register.id, a.due).cmp(&(&b.register.id, b.due)));
            for of_register in owed.chunk_by(|a, b| a.register.id == b.register.id) {
                let Some(first) = of_register.first() else { continue };
                let line = DayLine {
                    task: Some(first.register.of.clone()),
                    register: Some(first.register.id.clone()),
                    title: Some(first.register.name.clone()),
                    count: u32::try_from(of_register.len()).unwrap_or(u32::MAX),
                    date: Some(first.due),
                    ..self.line(DayKind::Records, &unit, current)
                };
                self.tell(line);
            }
        }
        Ok(())
    }

    pub fn conflicts<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let Some(unit) = self.asker.unit else { return Ok(()) };
        let found = undecided(facts, &self.asker)?;
        if !found.is_empty() {
            let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
            self.tell(DayLine { count, ..self.line(DayKind::Conflicts, unit, current) });
        }
        Ok(())
    }
}
