//! What the rows say of many entries of one period, gathered by entry.

use std::collections::HashMap;

use model::amount::Amount;
use model::doc_id::DocId;
use model::figures::{IndicatorResult, work_out};
use model::ids::{FigureId, IndicatorId, TaskId, UnitId};
use model::plan::Indicator;
use model::shown::{EntryStanding, Reviewed};
use model::window::Touch;
use rusqlite::Connection;

use crate::asker::Asker;
use crate::entry::EntryRow;
use crate::scope::Scope;
use crate::verdict::VerdictRow;
use crate::{contender, entry, evidence, figure, history, shown_name, verdict};

/// What the rows say of one entry; without rows, that nothing was begun.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub entry: EntryRow,
    pub figures: Vec<(IndicatorId, FigureId, i64)>,
    pub none_arose: Vec<IndicatorId>,
    pub evidence: u32,
    pub waiting: u32,
    pub verdicts: Vec<VerdictRow>,
    pub conflicts: u32,
    pub unsent: bool,
}

/// Entries of one period, by unit and task.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeriodFacts {
    units: HashMap<String, HashMap<String, Facts>>,
}

impl PeriodFacts {
    /// A few queries, however many entries.
    pub fn load(conn: &Connection, asker: &Asker<'_>, scope: &Scope<'_>) -> rusqlite::Result<Self> {
        let mut all = Self::default();
        for row in entry::rows(conn, scope)? {
            all.at(&row.unit, &row.task).entry = row.clone();
        }
        for row in figure::rows(conn, scope)? {
            all.at(&row.unit, &row.task).figures.push((row.indicator, row.figure, row.amount));
        }
        for (unit, task, indicator) in figure::none_arose(conn, scope)? {
            all.at(&unit, &task).none_arose.push(indicator);
        }
        for count in evidence::counts(conn, scope)? {
            let facts = all.at(&count.unit, &count.task);
            (facts.evidence, facts.waiting) = (count.evidence, count.waiting);
        }
        for row in verdict::rows(conn, scope)? {
            let (office, unit) = (UnitId::new(row.office.as_str()), UnitId::new(row.unit.as_str()));
            if asker.reads_document(&DocId::review(asker.plan.id(), office, unit)) {
                all.at(&row.unit, &row.task).verdicts.push(row.clone());
            }
        }
        for (unit, task, doc, conflicts) in contender::counts(conn, scope)? {
            if asker.reads_named(&doc) {
                all.at(&unit, &task).conflicts += conflicts;
            }
        }
        for (unit, task) in history::unsent(conn, scope)? {
            all.at(&unit, &task).unsent = true;
        }
        Ok(all)
    }

    fn at(&mut self, unit: &str, task: &str) -> &mut Facts {
        if !self.units.contains_key(unit) {
            self.units.insert(unit.to_owned(), HashMap::new());
        }
        let tasks = self.units.get_mut(unit).expect("put there the line before");
        if !tasks.contains_key(task) {
            tasks.insert(task.to_owned(), Facts::default());
        }
        tasks.get_mut(task).expect("put there the line before")
    }

    pub fn facts(&self, unit: &UnitId, task: &TaskId) -> Option<&Facts> {
        self.units.get(unit.as_str())?.get(task.as_str())
    }

    /// The facts taken out, for the one entry that a page is about.
    pub fn take(&mut self, unit: &UnitId, task: &TaskId) -> Facts {
        let tasks = self.units.get_mut(unit.as_str());
        tasks.and_then(|tasks| tasks.remove(task.as_str())).unwrap_or_default()
    }
}

impl Facts {
    pub fn standing(&self) -> EntryStanding {
        let content = self.entry.percent.is_some()
            || self.entry.has_text
            || !self.figures.is_empty()
            || !self.none_arose.is_empty()
            || self.evidence > 0;
        EntryStanding { state: self.entry.state, content, reviewed: self.reviewed() }
    }

    fn reviewed(&self) -> Reviewed {
        let accepted = || self.verdicts.iter().filter(|word| word.accepted);
        if self.returned().is_some() {
            Reviewed::Returned
        } else if accepted().any(|word| word.amended) {
            Reviewed::Amended
        } else if accepted().next().is_some() {
            Reviewed::Accepted
        } else {
            Reviewed::Open
        }
    }

    /// The return that waits for the unit; of several the one whose new date comes first.
    pub fn returned(&self) -> Option<&VerdictRow> {
        let waiting = self.verdicts.iter().filter(|word| !word.accepted && !word.answered(&self.entry));
        waiting.min_by_key(|word| (word.until.is_none(), word.until, word.at))
    }

    /// The day on which the entry was closed, by the claim of the clock of whoever closed it: the unit, or the
    /// office that accepted it as it was.
    pub fn closed_on(&self) -> Option<chrono::NaiveDate> {
        let accepted = self.verdicts.iter().filter(|word| word.accepted).map(|word| word.at).min();
        let closed = self.entry.closed_at.or(accepted)?;
        Some(closed.with_timezone(&model::time::hanoi()).date_naive())
    }

    pub fn touch(&self, conn: &Connection) -> rusqlite::Result<Option<Touch>> {
        let (Some(by), Some(at)) = (&self.entry.changed_by, self.entry.changed_at) else { return Ok(None) };
        Ok(Some(Touch { by: shown_name(conn, by)?, at, received: self.entry.changed_received }))
    }

    /// What was entered for an indicator, in the order of its figures.
    pub fn entered(&self, indicator: &Indicator) -> Vec<Option<Amount>> {
        let own: Vec<_> = self.figures.iter().filter(|(id, ..)| *id == indicator.id).collect();
        let of = |figure: FigureId| own.iter().find(|(_, id, _)| *id == figure).map(|(.., amount)| *amount);
        indicator.labelled().map(|(figure, _)| of(figure).map(Amount::from_thousandths)).collect()
    }

    pub fn work_out(&self, indicator: &Indicator) -> IndicatorResult {
        work_out(indicator, &self.entered(indicator), self.none_arose.contains(&indicator.id))
    }
}
