//! What is known of entries of one period.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::due::Completion;
use model::ids::{CheckId, FigureId, IndicatorId, TaskId, UnitId};
use model::shown::{EntryStanding, Reviewed};
use model::state::WorkState;

use super::{BaseFacts, ConfirmationFacts, Place, PortalFacts, VerdictFacts};

/// What is known of one entry; by default, that nothing was begun.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryFacts {
    pub state: Option<WorkState>,
    pub percent: Option<u8>,
    pub has_text: bool,
    /// When the state came to be one that closes the entry: a claim of the laptop's clock.
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// When that came to the server, by its clock; none until it did.
    pub closed_received: Option<DateTime<FixedOffset>>,
    pub last: Option<LastChange>,
    /// Thousandths.
    pub figures: Vec<(IndicatorId, FigureId, i64)>,
    /// What the unit's registers come to; thousandths.
    pub counted: Vec<(IndicatorId, FigureId, i64)>,
    /// Why figures differ from that.
    pub reasons: Vec<(IndicatorId, String)>,
    /// What figures of a change are held against, which the plan or the unit says for all periods.
    pub bases: Vec<(IndicatorId, BaseFacts)>,
    /// What portals show.
    pub portals: Vec<(IndicatorId, PortalFacts)>,
    pub none_arose: Vec<IndicatorId>,
    /// What of its checklists was done.
    pub checks: Vec<(IndicatorId, CheckId)>,
    /// How much evidence proves it.
    pub evidence: u32,
    /// Of how much of it the server lacks the file.
    pub waiting: u32,
    pub verdicts: Vec<VerdictFacts>,
    /// Offices' words on when it was completed.
    pub confirmations: Vec<ConfirmationFacts>,
    /// What the registers came to when an office accepted, by the document that says so.
    pub accepted_counts: Vec<(DocId, String)>,
    /// How many fields people gave different values for, by document.
    pub conflicts: Vec<(DocId, u32)>,
    /// How many questions are not answered, by document.
    pub questions: Vec<(DocId, u32)>,
    /// Whether it has a change that what was handed in of its period does not contain.
    pub changed_after: bool,
    /// Whether this laptop's office looked at it, and it was changed since.
    pub looked: Option<bool>,
    /// Whether there is anything that did not arrive at the server yet.
    pub unsent: bool,
    /// Asked as it was written by a moment: whether anything of it arrived after that.
    pub arrived_later: bool,
}

/// The last change of anything that a unit tells of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
}

/// Entries of one period, by unit and task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeriodFacts {
    units: HashMap<UnitId, HashMap<TaskId, EntryFacts>>,
}

impl PeriodFacts {
    /// Of an entry, made where there is none.
    pub fn at(&mut self, unit: &str, task: &str) -> &mut EntryFacts {
        if !self.units.contains_key(unit) {
            self.units.insert(UnitId::new(unit), HashMap::new());
        }
        let tasks = self.units.get_mut(unit).expect("put there the line before");
        if !tasks.contains_key(task) {
            tasks.insert(TaskId::new(task), EntryFacts::default());
        }
        tasks.get_mut(task).expect("put there the line before")
    }

    pub fn of(&self, unit: &UnitId, task: &TaskId) -> Option<&EntryFacts> {
        self.units.get(unit)?.get(task)
    }

    /// Whether a unit says anything in any of its entries: an empty report is not a report.
    pub fn says_anything(&self, unit: &UnitId) -> bool {
        self.units.get(unit).is_some_and(|tasks| tasks.values().any(EntryFacts::says_anything))
    }

    /// The facts taken out, for the one entry that a page is about.
    pub fn take(&mut self, unit: &UnitId, task: &TaskId) -> EntryFacts {
        self.units.get_mut(unit).and_then(|tasks| tasks.remove(task)).unwrap_or_default()
    }

    /// Accepted entries whose registers or bases come to something else by now are amended, whoever changed them and when.
    pub(crate) fn compare_counts(&mut self) {
        for facts in self.units.values_mut().flat_map(HashMap::values_mut) {
            let counted = facts.outside_text();
            let other: Vec<&DocId> = facts
                .accepted_counts
                .iter()
                .filter(|(_, then)| *then != counted)
                .map(|(doc, _)| doc)
                .collect();
            let differs = |word: &&mut VerdictFacts| word.accepted && other.contains(&&word.doc);
            facts.verdicts.iter_mut().filter(differs).for_each(|word| word.amended = true);
        }
    }

    /// Without what comes from documents that are not for whoever asks.
    pub(crate) fn keep(&mut self, reads: impl Fn(&DocId) -> bool) {
        for facts in self.units.values_mut().flat_map(HashMap::values_mut) {
            facts.verdicts.retain(|word| reads(&word.doc));
            facts.confirmations.retain(|word| reads(&word.doc));
            facts.conflicts.retain(|(doc, _)| reads(doc));
            facts.questions.retain(|(doc, _)| reads(doc));
            facts.accepted_counts.retain(|(doc, _)| reads(doc));
        }
    }
}

impl EntryFacts {
    pub fn standing(&self) -> EntryStanding {
        let content = self.percent.is_some()
            || self.has_text
            || !self.figures.is_empty()
            || self.counted.iter().any(|(.., amount)| *amount != 0)
            || !self.none_arose.is_empty()
            || !self.checks.is_empty()
            || self.evidence > 0;
        EntryStanding { state: self.state, content, empty: self.is_empty_report(), reviewed: self.reviewed() }
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
    pub fn returned(&self) -> Option<&VerdictFacts> {
        let waits = |word: &&VerdictFacts| !word.accepted && !word.answered(self.last.as_ref());
        self.verdicts.iter().filter(waits).min_by_key(|word| (word.until.is_none(), word.until, word.at))
    }

    /// Whether there is a word, a figure or a piece of evidence in it, or that nothing is to be said. A state and a per cent alone
    /// tell nobody anything.
    pub fn says_anything(&self) -> bool {
        self.has_text
            || !self.figures.is_empty()
            || self.counted.iter().any(|(.., amount)| *amount != 0)
            || !self.none_arose.is_empty()
            || !self.checks.is_empty()
            || self.evidence > 0
            || self.state == Some(WorkState::NotApplicable)
    }

    /// Whether it was closed with nothing in it: that is no report. What does not apply has nothing to say.
    pub fn is_empty_report(&self) -> bool {
        // What an office accepted, it found to be something.
        self.reviewed() == Reviewed::Open && self.state == Some(WorkState::Done) && !self.says_anything()
    }

    /// When it was completed: by whoever closed it, the unit, or the office that accepted it as it was. None where it is not
    /// closed, or empty.
    pub fn completion(&self) -> Option<Completion> {
        if !self.standing().is_closed() || self.is_empty_report() {
            return None;
        }
        let accepted =
            || self.verdicts.iter().filter(|word| word.accepted).min_by_key(|word| (word.at, word.place));
        let (claimed, received) = match self.closed_at {
            Some(at) => (at, self.closed_received),
            None => accepted().map(|word| (word.at, word.received))?,
        };
        let said = self.confirmation(claimed).map(|word| word.said.clone());
        Some(Completion { claimed, received, said })
    }

    /// The last word that any office said of a claim.
    pub fn confirmation(&self, claimed: DateTime<FixedOffset>) -> Option<&ConfirmationFacts> {
        let of_claim =
            |word: &&ConfirmationFacts| word.said.claimed().timestamp_millis() == claimed.timestamp_millis();
        self.confirmations.iter().filter(of_claim).max_by_key(|word| (word.place, &word.office))
    }

    pub fn questions(&self) -> u32 {
        self.questions.iter().map(|(_, count)| count).sum()
    }

    pub fn conflicts(&self) -> u32 {
        self.conflicts.iter().map(|(_, count)| count).sum()
    }
}
