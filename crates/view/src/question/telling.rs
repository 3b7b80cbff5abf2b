//! The lines of a day, as they are gathered.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::due::{DueInstance, Settings};
use model::ids::{TaskId, UnitId};
use model::period::Period;
use model::plan::Assignment;
use model::window::{DayKind, DayLine};

use crate::facts::{EntryFacts, Facts};
use crate::{AskError, Asker};

pub(super) struct Telling<'a> {
    /// Who looks at the plan of the period that is told of.
    pub asker: Asker<'a>,
    pub settings: Settings,
    /// The beginning of the last working day before today.
    pub since: DateTime<FixedOffset>,
    /// Of whose work the asker is told as of its own.
    pub books: Vec<UnitId>,
    lines: Vec<DayLine>,
    sums: BTreeMap<(DayKind, UnitId), Sum>,
}

/// Several entries of one unit, told in one line.
#[derive(Default)]
pub(super) struct Sum {
    count: u32,
    first: Option<NaiveDate>,
    last: Option<DateTime<FixedOffset>>,
    period: Option<Period>,
}

impl Sum {
    pub fn add(&mut self, date: Option<NaiveDate>, at: Option<DateTime<FixedOffset>>) {
        self.count += 1;
        self.first = self.first.into_iter().chain(date).min();
        self.last = self.last.max(at);
    }
}

pub(super) fn stands_in(due: &DueInstance, period: &Period, is_current: bool) -> bool {
    due.period.as_ref().map_or(is_current, |of| *of == period.id)
}

impl<'a> Telling<'a> {
    pub fn new(asker: &Asker<'a>, settings: Settings, since: DateTime<FixedOffset>) -> Self {
        let books = asker.books();
        Self { asker: *asker, settings, since, books, lines: Vec::new(), sums: BTreeMap::new() }
    }

    pub fn line(&self, kind: DayKind, unit: &UnitId, period: &Period) -> DayLine {
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

    pub fn tell(&mut self, line: DayLine) {
        let days = line.date.map(|date| (date - self.asker.today()).num_days());
        self.lines.push(DayLine { days, ..line });
    }

    pub fn of_task(&self, line: DayLine, task: &TaskId) -> DayLine {
        let title = self.asker.plan.task(task).map(|task| task.title.clone());
        DayLine { task: Some(task.clone()), title, ..line }
    }

    /// Of all periods together, told with the last of them.
    pub fn sum(&mut self, kind: DayKind, unit: &UnitId, period: &Period) -> &mut Sum {
        let sum = self.sums.entry((kind, unit.clone())).or_default();
        sum.period = Some(period.clone());
        sum
    }

    /// A return that waits for the unit.
    pub fn returned<F: Facts>(
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

    /// In the order in which they press.
    pub fn lines(mut self) -> Vec<DayLine> {
        for ((kind, unit), Sum { count, first, last, period }) in std::mem::take(&mut self.sums) {
            let Some(period) = period else { continue };
            let line = self.line(kind, &unit, &period);
            self.tell(DayLine { count, date: first, at: last, ..line });
        }
        self.lines
            .sort_by_key(|line| (line.kind, line.date.is_none(), line.date, std::cmp::Reverse(line.at)));
        self.lines
    }
}
