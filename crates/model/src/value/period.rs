//! Values of several parts that are said of a period. Each says when (a claim), so that it is an act of its own though it says what was
//! said before: what it comes after is told by its place in the log.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::kind::{MAX_LINE_CHARS, Part, ValueKind, may_be, needed};

const SAID: ValueKind = ValueKind::Line { chars: MAX_LINE_CHARS };

/// Of an [`Extension`].
pub const EXTENSION_PARTS: &[Part] =
    &[needed("until", ValueKind::Date), needed("reason", SAID), needed("at", ValueKind::Time)];

/// Of an [`ExtensionAnswer`].
pub const EXTENSION_ANSWER_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["granted", "refused"])),
    needed("asked", ValueKind::Date),
    needed("at", ValueKind::Time),
    may_be("until", ValueKind::Date),
    may_be("words", SAID),
    may_be("stays", ValueKind::Date),
];

/// Of a [`Confirmation`].
pub const CONFIRMATION_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["confirmed", "declined"])),
    needed("claimed", ValueKind::Time),
    may_be("ground", ValueKind::Word(&["signed", "link"])),
    may_be("signed", ValueKind::Date),
    may_be("words", SAID),
];

/// Of a [`PeriodClosing`].
pub const PERIOD_CLOSING_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["closed", "open"])),
    needed("at", ValueKind::Time),
    may_be("reason", SAID),
];

/// A unit asks for more time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The day by which it will hand in.
    pub until: NaiveDate,
    pub reason: String,
    pub at: DateTime<FixedOffset>,
}

/// What the coordinating office says to that. It names the day that was asked for, so that it is no answer to another ask, which
/// it did not know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ExtensionAnswer {
    Granted {
        asked: NaiveDate,
        at: DateTime<FixedOffset>,
        /// Which may be another day than was asked for.
        until: NaiveDate,
        #[serde(default)]
        words: String,
    },
    Refused {
        asked: NaiveDate,
        at: DateTime<FixedOffset>,
        #[serde(default)]
        words: String,
        /// The day that was granted before, which stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stays: Option<NaiveDate>,
    },
}

impl ExtensionAnswer {
    pub fn asked(&self) -> NaiveDate {
        match self {
            Self::Granted { asked, .. } | Self::Refused { asked, .. } => *asked,
        }
    }

    /// Until when the unit has time, by this answer or by one before it.
    pub fn granted(&self) -> Option<NaiveDate> {
        match self {
            Self::Granted { until, .. } => Some(*until),
            Self::Refused { stays, .. } => *stays,
        }
    }

    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    pub fn words(&self) -> &str {
        match self {
            Self::Granted { words, .. } | Self::Refused { words, .. } => words,
        }
    }
}

/// On what an office takes a laptop's clock for right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Ground {
    /// The date on the signed paper.
    Signed,
    /// The story of the link: when the unit was heard before and after.
    Link,
}

/// An office's word on when something was completed. It names the claim that it is about: another one is not confirmed by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Confirmation {
    Confirmed {
        claimed: DateTime<FixedOffset>,
        ground: Ground,
        /// The date on the paper, where that is the ground.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<NaiveDate>,
        #[serde(default)]
        words: String,
    },
    Declined {
        claimed: DateTime<FixedOffset>,
        #[serde(default)]
        words: String,
    },
}

impl Confirmation {
    pub fn claimed(&self) -> DateTime<FixedOffset> {
        match self {
            Self::Confirmed { claimed, .. } | Self::Declined { claimed, .. } => *claimed,
        }
    }

    pub fn ground(&self) -> Option<Ground> {
        match self {
            Self::Confirmed { ground, .. } => Some(*ground),
            Self::Declined { .. } => None,
        }
    }

    pub fn words(&self) -> &str {
        match self {
            Self::Confirmed { words, .. } | Self::Declined { words, .. } => words,
        }
    }
}

/// The coordinating office closes a period, or opens it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum PeriodClosing {
    Closed {
        at: DateTime<FixedOffset>,
        #[serde(default)]
        reason: String,
    },
    Open {
        at: DateTime<FixedOffset>,
        #[serde(default)]
        reason: String,
    },
}

impl PeriodClosing {
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed { .. })
    }

    pub fn reason(&self) -> &str {
        match self {
            Self::Closed { reason, .. } | Self::Open { reason, .. } => reason,
        }
    }
}
