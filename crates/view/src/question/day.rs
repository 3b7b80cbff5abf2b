//! What a day asks of whoever sits down before the window.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use model::due::{DueInstance, Lateness, Settings, warning};
use model::ids::{TaskId, UnitId};
use model::period::Period;
use model::plan::Assignment;
use model::shown::Reviewed;
use model::time::hanoi;
use model::window::{Day, DayKind, DayLine, ProposalStands};

use super::conflict::undecided;
use super::district::District;
use super::overview::{assignments, submissions};
use super::proposal::proposed;
use super::register::owed_records;
use super::reminder::{open, view};
use crate::facts::{EntryFacts, Facts, Submission, settings};
use crate::{AskError, Asker};

/// Of the asker's own unit what it owes; of the others whose work the asker follows what they did or owe. Of all periods
/// that have begun; a date that belongs to no one period is of the current one.
pub(super) fn day<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Day, AskError> {
    let settings = settings(facts, asker.plan)?;
    let current = settings.current_period(asker.plan, asker.today()).ok_or(AskError::Gone)?;
    let mut told =
        Telling { asker: *asker, settings, since: since(asker), lines: Vec::new(), sums: BTreeMap::new() };
    for period in asker.plan.periods().into_iter().filter(|period| period.first <= asker.today()) {
        told.asker = asker.in_period(&period.id);
        let district = District::load(facts, &told.asker, &period.id, None)?;
        let mut handed_in = submissions(facts, asker, &period.id)?;
        handed_in.retain(|unit, _| district.says_anything(unit));
        let is_current = period.id == current.id;
        for unit in &district.units {
            let handed_in = handed_in.get(*unit);
            if asker.unit == Some(unit) {
                told.own(facts, &district, &period, (is_current, handed_in.is_some()))?;
            } else {
                told.other(facts, (&district, unit), &period, (is_current, handed_in))?;
            }
        }
    }
    told.asker = *asker;
    told.proposals(facts, &current)?;
    told.tell_sums();
    told.records(facts, &current)?;
    told.conflicts(facts, &current)?;
    told.answers(facts, &current)?;
    let Telling { since, mut lines, .. } = told;
    lines.sort_by_key(|line| (line.kind, line.date.is_none(), line.date, std::cmp::Reverse(line.at)));
    let reminders = open(facts, asker)?;
    let reminders = reminders.iter().map(|one| view(facts, asker, one)).collect::<Result<_, _>>()?;
    Ok(Day { since, reminders, lines })
}

/// The beginning of the last working day before today.
fn since(asker: &Asker<'_>) -> DateTime<FixedOffset> {
    let before = asker.today().pred_opt().unwrap_or(asker.today());
    let mut days = std::iter::successors(Some(before), |day| day.pred_opt()).take(30);
    let day = days.find(|day| warning(asker.plan, *day).is_none()).unwrap_or(before);
    day.and_time(NaiveTime::MIN).and_local_timezone(hanoi()).single().unwrap_or(asker.now)
}

fn stands_in(due: &DueInstance, period: &Period, is_current: bool) -> bool {
    due.period.as_ref().map_or(is_current, |of| *of == period.id)
}

struct Telling<'a> {
    /// Who looks at the plan of the period that is told of.
    asker: Asker<'a>,
    settings: Settings,
    since: DateTime<FixedOffset>,
    lines: Vec<DayLine>,
    sums: BTreeMap<(DayKind, UnitId), Sum>,
}

/// Several entries of one unit, told in one line.
#[derive(Default)]
struct Sum {
    count: u32,
    first: Option<NaiveDate>,
    last: Option<DateTime<FixedOffset>>,
    period: Option<Period>,
}

impl Sum {
    fn add(&mut self, date: Option<NaiveDate>, at: Option<DateTime<FixedOffset>>) {
        self.count += 1;
        self.first = self.first.into_iter().chain(date).min();
        self.last = self.last.max(at);
    }
}

impl Telling<'_> {
    fn line(&self, kind: DayKind, unit: &UnitId, period: &Period) -> DayLine {
        DayLine {
            kind,
            unit: unit.clone(),
            unit_name: self.asker.unit_name(unit),
            period: period.id.clone(),
            task: None,
            register: None,
            title: None,
            count: 1,
            date: None,
            days: None,
            at: None,
            words: None,
            by: None,
        }
    }

    fn tell(&mut self, line: DayLine) {
        let days = line.date.map(|date| (date - self.asker.today()).num_days());
        self.lines.push(DayLine { days, ..line });
    }

    fn of_task(&self, line: DayLine, task: &TaskId) -> DayLine {
        let title = self.asker.plan.task(task).map(|task| task.title.clone());
        DayLine { task: Some(task.clone()), title, ..line }
    }

    fn own<F: Facts>(
        &mut self,
        facts: &F,
        district: &District<'_>,
        period: &Period,
        (is_current, handed_in): (bool, bool),
    ) -> Result<(), AskError> {
        let Some(unit) = self.asker.unit else { return Ok(()) };
        for assignment in self.asker.plan.assigned_in(unit, &period.id) {
            let of_entry = district.facts(assignment);
            if let Some(line) = self.returned(facts, DayKind::Returned, assignment, of_entry, period)? {
                self.tell(line);
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
        if owed && !self.asker.plan.assignments_of(unit).is_empty() {
            self.tell(DayLine { date: Some(due), ..self.line(DayKind::HandIn, unit, period) });
        }
        Ok(())
    }

    fn returned<F: Facts>(
        &self,
        facts: &F,
        kind: DayKind,
        assignment: &Assignment,
        of_entry: &EntryFacts,
        period: &Period,
    ) -> Result<Option<DayLine>, AskError> {
        let Some(word) = of_entry.returned() else { return Ok(None) };
        let by = format!("{}, {}", facts.shown_name(&word.by)?, self.asker.unit_name(&word.office));
        let line = DayLine {
            date: word.until,
            at: word.received,
            words: Some(word.reason.clone()),
            by: Some(by),
            ..self.line(kind, &assignment.unit, period)
        };
        Ok(Some(self.of_task(line, &assignment.task)))
    }

    fn other<F: Facts>(
        &mut self,
        facts: &F,
        (district, unit): (&District<'_>, &UnitId),
        period: &Period,
        (is_current, handed_in): (bool, Option<&Submission>),
    ) -> Result<(), AskError> {
        let followed = assignments(&self.asker, unit, &period.id);
        for assignment in &followed {
            let of_entry = district.facts(assignment);
            let standing = of_entry.standing();
            let received = of_entry.last.as_ref().and_then(|last| last.received);
            if let Some(line) = self.returned(facts, DayKind::Promised, assignment, of_entry, period)? {
                self.tell(line);
            }
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
            if let Some(due) = due.filter(late) {
                self.sum(DayKind::OthersLate, unit, period).add(due.date, None);
            }
        }
        let due = self.settings.due_of(period, Some(unit));
        let owed = !period.optional && self.asker.plan.binds_on(due) && due < self.asker.today();
        if owed && handed_in.is_none() && !followed.is_empty() {
            self.sum(DayKind::NotHandedIn, unit, period).add(Some(due), None);
        }
        Ok(())
    }

    /// Of all periods together, told with the last of them.
    fn sum(&mut self, kind: DayKind, unit: &UnitId, period: &Period) -> &mut Sum {
        let sum = self.sums.entry((kind, unit.clone())).or_default();
        sum.period = Some(period.clone());
        sum
    }

    fn tell_sums(&mut self) {
        for ((kind, unit), Sum { count, first, last, period }) in std::mem::take(&mut self.sums) {
            let Some(period) = period else { continue };
            let line = self.line(kind, &unit, &period);
            self.tell(DayLine { count, date: first, at: last, ..line });
        }
    }

    fn conflicts<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let Some(unit) = self.asker.unit else { return Ok(()) };
        let found = undecided(facts, &self.asker)?;
        if !found.is_empty() {
            let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
            self.tell(DayLine { count, ..self.line(DayKind::Conflicts, unit, current) });
        }
        Ok(())
    }

    /// Of the asker's own registers what is late or due soon, a line for each.
    fn records<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let Some(unit) = self.asker.unit.filter(|unit| self.asker.plan.unit(unit).is_some()) else {
            return Ok(());
        };
        let mut owed = owed_records(facts, &self.asker, unit)?;
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
                ..self.line(DayKind::Records, unit, current)
            };
            self.tell(line);
        }
        Ok(())
    }

    /// Those of the asker's own unit that wait, or that were answered since the last working day; of others what waits for whoever
    /// keeps the plan. A reader hears of all that waits.
    fn proposals<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let keeps = self.asker.unit.is_none_or(|unit| unit == self.asker.plan.coordinator());
        for one in proposed(facts, &self.asker, &self.asker.readable().units())? {
            let own = self.asker.unit == Some(&one.unit);
            let answered = one.answered().and_then(|said| said.received);
            let (kind, at) = match one.stands() {
                ProposalStands::Waiting if own => (DayKind::Proposed, one.sent().received),
                ProposalStands::Waiting if keeps => (DayKind::ProposalWaits, one.sent().received),
                ProposalStands::Taken | ProposalStands::Declined
                    if own && answered.is_some_and(|at| at >= self.since) =>
                {
                    (DayKind::ProposalAnswered, answered)
                }
                _ => continue,
            };
            self.sum(kind, &one.unit, current).add(None, at);
        }
        Ok(())
    }

    /// Those that came since the last working day to what the asker's office reminded of; a reader hears of all.
    fn answers<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let units = self.asker.readable().units();
        for one in facts.reminders(self.asker.plan.id(), &units)? {
            let Some((words, said)) = &one.answer else { continue };
            let ours = self.asker.unit.is_none_or(|unit| one.office == *unit);
            if !ours || said.received.is_none_or(|at| at < self.since) {
                continue;
            }
            let period = one.reminder.period.as_ref().and_then(|id| self.asker.plan.period(id));
            let line = DayLine {
                at: said.received,
                words: Some(words.clone()),
                by: Some(facts.shown_name(&said.by)?),
                ..self.line(DayKind::Answered, &one.unit, period.as_ref().unwrap_or(current))
            };
            self.tell(line);
        }
        Ok(())
    }
}
