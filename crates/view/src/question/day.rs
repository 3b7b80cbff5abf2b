//! What a day asks of whoever sits down before the window.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveTime};
use model::due::warning;
use model::time::hanoi;
use model::window::{Day, DayCount, DayKind, DayLine, Viewer, WaitsElsewhere};

use super::district::District;
use super::overview::submissions;
use super::reminder::{open, view};
use super::telling::Telling;
use crate::facts::{Facts, settings};
use crate::{AskError, Asker};

pub(super) fn day<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Day, AskError> {
    let reminders = open(facts, asker)?;
    let reminders = reminders.iter().map(|one| view(facts, asker, one)).collect::<Result<_, _>>()?;
    Ok(Day { since: since(asker), reminders, lines: lines(facts, asker)? })
}

/// Of the asker's own unit what it owes, and of those whose work it carries on; of the others whose work the asker follows what they
/// did or owe. Of all periods that have begun; a date that belongs to no one period is of the current one.
fn lines<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<DayLine>, AskError> {
    let settings = settings(facts, asker.plan)?;
    let current = settings.current_period(asker.plan, asker.today()).ok_or(AskError::Gone)?;
    let mut told = Telling::new(asker, settings, since(asker));
    for period in asker.plan.periods().into_iter().filter(|period| period.first <= asker.today()) {
        told.asker = asker.in_period(&period.id);
        let district = District::load(facts, &told.asker, &period.id, None)?;
        let mut handed_in = submissions(facts, asker, &period.id)?;
        handed_in.retain(|unit, _| district.says_anything(unit));
        let is_current = period.id == current.id;
        let units = asker.readable().units().into_iter();
        for unit in units.filter(|unit| asker.plan.is_there_in(unit, &period.id)) {
            let handed_in = handed_in.get(unit);
            if told.books.contains(unit) {
                told.own(facts, (&district, unit), &period, (is_current, handed_in.is_some()))?;
            } else {
                told.other(facts, (&district, unit), &period, (is_current, handed_in))?;
            }
        }
        told.more_time(facts, &period)?;
    }
    told.asker = *asker;
    told.proposals(facts, &current)?;
    told.records(facts, &current)?;
    told.conflicts(facts, &current)?;
    told.questions(facts)?;
    told.answers(facts, &current)?;
    Ok(told.lines())
}

/// The beginning of the last working day before today.
fn since(asker: &Asker<'_>) -> DateTime<FixedOffset> {
    let before = asker.today().pred_opt().unwrap_or(asker.today());
    let mut days = std::iter::successors(Some(before), |day| day.pred_opt()).take(30);
    let day = days.find(|day| warning(asker.plan, *day).is_none()).unwrap_or(before);
    day.and_time(NaiveTime::MIN).and_local_timezone(hanoi()).single().unwrap_or(asker.now)
}

/// What waits for the asker's unit in the other plans in which it writes, each as that plan's own day tells it; a plan in which nothing
/// waits is left out.
pub(super) fn elsewhere<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<WaitsElsewhere>, AskError> {
    let mut all = Vec::new();
    for other in others(asker) {
        let lines = match lines(facts, &other) {
            // Of a plan without a period there is no day.
            Err(AskError::Gone) => continue,
            lines => lines?,
        };
        let mut counts: BTreeMap<DayKind, u32> = BTreeMap::new();
        for line in lines.iter().filter(|line| waits(line)) {
            *counts.entry(line.kind).or_default() += line.count;
        }
        let waits: Vec<DayCount> = counts.into_iter().map(|(kind, count)| DayCount { kind, count }).collect();
        let reminders = u32::try_from(open(facts, &other)?.len()).unwrap_or(u32::MAX);
        if reminders > 0 || !waits.is_empty() {
            all.push(WaitsElsewhere { plan: other.plan.id().clone(), reminders, waits });
        }
    }
    Ok(all)
}

/// The asker in each other plan that is open and in which its unit writes. What a plan from below tells waits for nobody above.
pub(super) fn others<'a>(asker: &Asker<'a>) -> Vec<Asker<'a>> {
    let Some(unit) = asker.unit else { return Vec::new() };
    let open = asker.plans.of_unit(unit).into_iter().filter(|plan| {
        plan.id() != asker.plan.id() && plan.closed_on().is_none() && asker.plans.is_own(plan)
    });
    open.filter_map(|plan| asker.in_plan(plan.id())).filter(|other| other.viewer != Viewer::Reader).collect()
}

/// Whether a line is of something that waits for the asker, is late, or is news to it. What has time is told in its own plan alone.
fn waits(line: &DayLine) -> bool {
    match line.kind {
        DayKind::HandIn | DayKind::Records => line.days.is_some_and(|days| days < 0),
        DayKind::DueSoon | DayKind::Proposed | DayKind::CameIn => false,
        DayKind::Returned
        | DayKind::Conflicts
        | DayKind::Question
        | DayKind::Late
        | DayKind::TimeAnswered
        | DayKind::ProposalAnswered
        | DayKind::WaitsForReview
        | DayKind::TimeAsked
        | DayKind::Amended
        | DayKind::ProposalWaits
        | DayKind::QuestionAnswered
        | DayKind::Answered
        | DayKind::OthersLate
        | DayKind::NotHandedIn
        | DayKind::Promised => true,
    }
}
