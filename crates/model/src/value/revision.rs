//! Values of several parts by which a plan changes: what a unit proposes, what is said to it, and the decisions that changed it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Lines;
use super::kind::{MAX_LINE_CHARS, Part, ValueKind, may_be, needed};
use crate::ids::{RuleId, TaskId};

const SAID: ValueKind = ValueKind::Line { chars: MAX_LINE_CHARS };
const LINE: ValueKind = ValueKind::Name { chars: MAX_LINE_CHARS };
/// Units that one proposal names.
pub const MAX_PROPOSED: usize = 100;
/// Lines in which a decision's changes are told.
pub const MAX_CHANGES: usize = 200;

/// Of a [`Proposal`].
pub const PROPOSAL_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["new-task", "obstacle", "date", "lead"])),
    needed("words", SAID),
    needed("at", ValueKind::Time),
    may_be("task", ValueKind::Id),
    may_be("rule", ValueKind::Id),
    may_be("until", ValueKind::Date),
    may_be("lead", ValueKind::List { of: &ValueKind::Id, most: MAX_PROPOSED }),
    may_be("basis", SAID),
    may_be("withdrawn", ValueKind::Time),
];

/// Of a [`ProposalAnswer`].
pub const PROPOSAL_ANSWER_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["taken", "declined"])),
    needed("at", ValueKind::Time),
    may_be("decision", SAID),
    may_be("decided-on", ValueKind::Date),
    may_be("from", ValueKind::Date),
    may_be("words", SAID),
];

/// Of a [`Revision`].
pub const REVISION_PARTS: &[Part] = &[
    needed("decision", SAID),
    needed("decided-on", ValueKind::Date),
    needed("from", ValueKind::Date),
    needed("at", ValueKind::Time),
    may_be("words", SAID),
    may_be("tasks", ValueKind::List { of: &ValueKind::Id, most: MAX_CHANGES }),
    may_be("units", ValueKind::List { of: &ValueKind::Id, most: MAX_CHANGES }),
    may_be("changes", ValueKind::List { of: &LINE, most: MAX_CHANGES }),
];

/// What a proposal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ProposalKind {
    /// A task that came from above and that the plan does not have.
    NewTask,
    /// Something in the way of a task.
    Obstacle,
    /// Another date.
    Date,
    /// Other units to lead it.
    Lead,
}

/// A unit proposes to change the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub is: ProposalKind,
    pub words: String,
    /// A claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    /// None: it is of no task that the plan has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// Which of its deadlines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// The day that is wished for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Ids of the units that are wished for as leads.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub lead: Lines,
    /// The document from above: number, date, from whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// When the unit took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<DateTime<FixedOffset>>,
}

/// What was decided of a proposal, as the coordinating office records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum ProposalAnswer {
    Taken {
        at: DateTime<FixedOffset>,
        /// Number and symbol.
        decision: String,
        decided_on: NaiveDate,
        /// The first day on which it counts.
        from: NaiveDate,
        #[serde(default)]
        words: String,
    },
    Declined {
        at: DateTime<FixedOffset>,
        #[serde(default)]
        words: String,
    },
}

impl ProposalAnswer {
    pub fn words(&self) -> &str {
        match self {
            Self::Taken { words, .. } | Self::Declined { words, .. } => words,
        }
    }
}

/// A decision by which the plan, or the list of units, was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Revision {
    /// Number and symbol.
    pub decision: String,
    pub decided_on: NaiveDate,
    /// The first day on which the plan is as it says.
    pub from: NaiveDate,
    /// When it was entered: a claim of the laptop's clock.
    pub at: DateTime<FixedOffset>,
    #[serde(default)]
    pub words: String,
    /// Ids of the tasks that it changed.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub tasks: Lines,
    /// Ids of the units that it changed, in the organisation's document.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub units: Lines,
    /// What was changed, in the words that were confirmed.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub changes: Lines,
}
