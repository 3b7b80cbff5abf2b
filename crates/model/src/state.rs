//! The states of an entry: what the unit says, and what a window shows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a unit says of its own work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum WorkState {
    #[default]
    NotStarted,
    InProgress,
    Done,
    NotApplicable,
}

/// What a window shows for an entry: the unit's word, the reviewer's, and the calendar's together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Shown {
    NotStarted,
    InProgress,
    Done,
    NotApplicable,
    /// Accepted, and nothing was changed since.
    Accepted,
    /// Sent back with a reason, and not touched since.
    Returned,
    /// Changed after it was accepted.
    Amended,
    /// A date has passed and the work is not done.
    Overdue,
}

impl WorkState {
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Done, Self::NotApplicable];

    /// The word kept in the document.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::NotApplicable => "not-applicable",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word for people.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::NotStarted => "chưa bắt đầu",
            Self::InProgress => "đang thực hiện",
            Self::Done => "hoàn thành",
            Self::NotApplicable => "không áp dụng",
        }
    }

    /// True when nothing more is owed for the entry.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::NotApplicable)
    }
}
