//! Where an entry stands: the unit's word, the reviewers', and the calendar's together.

use chrono::NaiveDate;

use crate::due::{DueInstance, Lateness, lateness};
use crate::state::{Shown, WorkState};

/// What the reviewing offices' words come to for one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reviewed {
    /// No word, or a return that the unit has answered by changing the entry.
    #[default]
    Open,
    /// An office waits for the unit: it returned the entry, which was not touched since. Counts before any
    /// other office's acceptance, so that a unit never reads "accepted" while an office waits.
    Returned,
    Accepted,
    /// Accepted by an office, and changed by what the acceptance did not contain.
    Amended,
}

/// One entry, as far as its state goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryStanding {
    /// None where the unit set no state.
    pub state: Option<WorkState>,
    /// Whether anything at all was entered: a text, a figure, evidence.
    pub content: bool,
    /// Whether it was closed with nothing in it: that is no report, and is owed as if it were open.
    pub empty: bool,
    pub reviewed: Reviewed,
}

impl EntryStanding {
    /// The unit's state; work that has content was begun, though nobody said so.
    pub fn work_state(&self) -> WorkState {
        let begun = if self.content { WorkState::InProgress } else { WorkState::NotStarted };
        self.state.unwrap_or(begun)
    }

    /// Whether anything was entered, be it only a state.
    pub fn is_begun(&self) -> bool {
        self.content || self.state.is_some_and(|state| state != WorkState::NotStarted)
    }

    /// Nothing more is owed: the unit closed it, or an office accepted it (which a later change does not
    /// undo). What was sent back is owed again.
    pub fn is_closed(&self) -> bool {
        match self.reviewed {
            Reviewed::Returned => false,
            Reviewed::Accepted | Reviewed::Amended => true,
            Reviewed::Open => self.work_state().is_closed(),
        }
    }

    /// How a date presses on this entry.
    pub fn lateness(&self, due: &DueInstance, today: NaiveDate) -> Lateness {
        lateness(due, self.is_closed() && !self.empty, today)
    }

    /// `due`: the date that presses most ([`most_pressing`](crate::due::most_pressing)), if there is any.
    pub fn shown(&self, due: Option<&DueInstance>, today: NaiveDate) -> Shown {
        let late = || due.is_some_and(|due| matches!(self.lateness(due, today), Lateness::Late(_)));
        match (self.reviewed, self.work_state()) {
            (Reviewed::Returned, _) => Shown::Returned,
            (Reviewed::Amended, _) => Shown::Amended,
            (Reviewed::Accepted, _) => Shown::Accepted,
            (Reviewed::Open, WorkState::Done) if self.empty && late() => Shown::Overdue,
            (Reviewed::Open, WorkState::Done) => Shown::Done,
            (Reviewed::Open, WorkState::NotApplicable) => Shown::NotApplicable,
            (Reviewed::Open, _) if late() => Shown::Overdue,
            (Reviewed::Open, WorkState::InProgress) => Shown::InProgress,
            (Reviewed::Open, WorkState::NotStarted) => Shown::NotStarted,
        }
    }
}
