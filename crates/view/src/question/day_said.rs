//! Of a day: what was asked, and what was answered.

use chrono::{DateTime, Days, FixedOffset};
use model::period::Period;
use model::window::{DayKind, DayLine, ProposalStands};

use super::more_time::AskedTime;
use super::proposal::proposed;
use super::telling::Telling;
use crate::facts::{Facts, QuestionOn};
use crate::{AskError, Asker};

/// For so many days a unit is told what was said to what it asked: a laptop may hear of it days after the server.
const ANSWER_DAYS: Days = Days::new(7);

fn a_while_ago(asker: &Asker<'_>) -> DateTime<FixedOffset> {
    asker.now.checked_sub_days(ANSWER_DAYS).unwrap_or(asker.now)
}

impl Telling<'_> {
    /// Those of the asker's own unit that wait, or that were answered since the last working day; of others what waits for whoever
    /// keeps the plan. A reader hears of all that waits.
    pub fn proposals<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
        let keeps = self.keeps_plan();
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
    pub fn answers<F: Facts>(&mut self, facts: &F, current: &Period) -> Result<(), AskError> {
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

    /// Those that wait for the asker's unit, a line for each entry; and what was answered since the last working day to those of the
    /// asker's office.
    pub fn questions<F: Facts>(&mut self, facts: &F) -> Result<(), AskError> {
        let units = self.asker.readable().units();
        let mut found = facts.questions_since(self.asker.plan.id(), &units, self.since)?;
        found.retain(|one| self.asker.reads_document(&one.question.doc));
        let waits = |one: &&QuestionOn| one.question.answer.is_none() && self.books.contains(&one.unit);
        let mut waiting: Vec<&QuestionOn> = found.iter().filter(waits).collect();
        waiting.sort_by(|a, b| (&a.unit, &a.entry).cmp(&(&b.unit, &b.entry)));
        for of_entry in waiting.chunk_by(|a, b| (&a.unit, &a.entry) == (&b.unit, &b.entry)) {
            let Some((last, line)) = of_entry
                .last()
                .zip(of_entry.first())
                .and_then(|(last, first)| Some((last, self.on_entry(DayKind::Question, first)?)))
            else {
                continue;
            };
            let office = self.asker.unit_name(&last.question.office);
            let line = DayLine {
                count: u32::try_from(of_entry.len()).unwrap_or(u32::MAX),
                words: Some(last.question.asked.text.clone()),
                by: Some(format!("{}, {office}", facts.shown_name(&last.question.asked.by)?)),
                ..line
            };
            self.tell(line);
        }
        for one in &found {
            let ours = self.asker.unit.is_none_or(|unit| one.question.office == *unit);
            let Some(answer) = one.question.answer.as_ref().filter(|_| ours) else { continue };
            let Some(line) = self.on_entry(DayKind::QuestionAnswered, one) else { continue };
            let line = DayLine {
                at: one.answer_received,
                words: Some(answer.text.clone()),
                by: Some(facts.shown_name(&answer.by)?),
                ..line
            };
            self.tell(line);
        }
        Ok(())
    }

    fn on_entry(&self, kind: DayKind, one: &QuestionOn) -> Option<DayLine> {
        let period = self.asker.plan.period(&one.entry.period)?;
        Some(self.of_task(self.line(kind, &one.unit, &period), &one.entry.task))
    }

    /// What units ask for waits for whoever keeps the plan; what was said to it is told for some days to the unit that asked.
    pub fn more_time<F: Facts>(&mut self, facts: &F, period: &Period) -> Result<(), AskError> {
        let plan = self.asker.plan;
        let mut said = facts.said(plan.id(), &period.id)?;
        said.retain(|one| self.asker.is_told(&one.doc, &one.target));
        for unit in self.asker.readable().units() {
            let Some(asked) = AskedTime::of(&said, plan.coordinator(), unit) else { continue };
            let own = self.books.contains(unit);
            match &asked.answer {
                _ if asked.waits() && !own && self.keeps_plan() => {
                    let line = DayLine {
                        date: Some(asked.asked.until),
                        words: Some(asked.asked.reason.clone()),
                        by: Some(facts.shown_name(&asked.said.by)?),
                        ..self.line(DayKind::TimeAsked, unit, period)
                    };
                    self.tell(line);
                }
                Some((said, answer)) if own && !asked.waits() => {
                    if said.received.is_none_or(|at| at < a_while_ago(&self.asker)) {
                        continue;
                    }
                    let line = DayLine {
                        date: answer.granted(),
                        at: said.received,
                        words: Some(answer.words().to_owned()).filter(|words| !words.is_empty()),
                        by: Some(facts.shown_name(&said.by)?),
                        ..self.line(DayKind::TimeAnswered, unit, period)
                    };
                    self.tell(line);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether what waits for the office that keeps the plan is told to the asker: it is that office, or a reader, who hears of all.
    fn keeps_plan(&self) -> bool {
        self.asker.unit.is_none_or(|unit| unit == self.asker.plan.coordinator())
    }
}
