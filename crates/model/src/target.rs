//! What an edit can be about. One field of one document has one [`Target`]: edits, conflicts, the
//! queue of what waits and the history all speak of targets, in the same words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{EvidenceId, IndicatorId, MilestoneId, PeriodId, RequestId, TaskCode};

/// One assignment of a unit in one period. The unit is that of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntryKey {
    pub task: TaskCode,
    pub period: PeriodId,
}

/// The parts of an evidence's description (mission.md, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum EvidencePart {
    /// The file itself: hash, size, name, media type. Set once, when the evidence is added.
    File,
    /// Số.
    Number,
    /// Ký hiệu.
    Symbol,
    /// Cơ quan ban hành.
    Issuer,
    /// Ngày ký.
    Signed,
    /// Trích yếu.
    Abstract,
    /// True once the evidence is withdrawn; the file stays what it was.
    Removed,
}

/// The files that a plan is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum SourceFile {
    Units,
    Plan,
    Indicators,
}

/// One field of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "field", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Target {
    // --- workbook
    State {
        entry: EntryKey,
    },
    Percent {
        entry: EntryKey,
    },
    Narrative {
        entry: EntryKey,
    },
    Difficulties {
        entry: EntryKey,
    },
    /// The figure at `index` (0: numerator or count or this year; 1: denominator or base).
    Figure {
        entry: EntryKey,
        indicator: IndicatorId,
        index: u8,
    },
    /// "Không phát sinh": none arose, which is not 0 %.
    NoneArose {
        entry: EntryKey,
        indicator: IndicatorId,
    },
    /// That a piece of evidence proves this entry; the value is the section and page.
    Link {
        entry: EntryKey,
        evidence: EvidenceId,
    },
    Evidence {
        evidence: EvidenceId,
        part: EvidencePart,
    },
    /// The date that the lead enters for a rule without one of its own (by-plan, by-regulation, after-conclusion).
    DueDate {
        task: TaskCode,
        rule: u8,
    },
    /// The document that sets that date.
    DueBasis {
        task: TaskCode,
        rule: u8,
    },
    /// The unit closes a period and hands it in.
    Submission {
        period: PeriodId,
    },
    // --- review
    /// Accepted, or returned with a reason and a new date.
    Verdict {
        entry: EntryKey,
    },
    // --- plan
    /// The text of one of the plan's three files.
    Source {
        file: SourceFile,
    },
    Milestone {
        milestone: MilestoneId,
    },
    /// The document that sets that date.
    MilestoneBasis {
        milestone: MilestoneId,
    },
    /// How many days before the district's own date the units hand in.
    UnitDays {
        period: PeriodId,
    },
    /// A request from above, with its number, date and due date.
    Request {
        request: RequestId,
    },
    /// The year that the plan is opened for.
    Year,
}

impl Target {
    /// The entry that the field belongs to, if it belongs to one.
    pub fn entry(&self) -> Option<&EntryKey> {
        match self {
            Self::State { entry }
            | Self::Percent { entry }
            | Self::Narrative { entry }
            | Self::Difficulties { entry }
            | Self::Figure { entry, .. }
            | Self::NoneArose { entry, .. }
            | Self::Link { entry, .. }
            | Self::Verdict { entry } => Some(entry),
            _ => None,
        }
    }
}
