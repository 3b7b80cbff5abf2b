//! Kinds of value, and what each may be: every one has its bounds.

use chrono::DateTime;

use super::named::{MAX_NAMED, MAX_NAMED_CHARS, parts};
use super::{Heads, Value};
use crate::address::is_id;
use crate::ids::FileHash;
use crate::person::is_line;
use crate::state::WorkState;
use crate::time::written_day;

/// The longest values that a document takes; what is longer is refused with a word to the person.
pub const MAX_TEXT_CHARS: usize = 20_000;
pub const MAX_LINE_CHARS: usize = 2_000;
/// What an office says of one task.
pub const MAX_GUIDANCE_CHARS: usize = 8_000;
pub const MAX_FILE_BYTES: u64 = 200 << 20;
/// Days before the district's own date.
pub(crate) const MAX_DAYS: i64 = 60;
/// Tasks that one reminder names.
pub const MAX_REMINDED: usize = 200;
/// Places in a list that people see in an order.
pub const MAX_PLACE: i64 = 1_000_000;

/// The kind of value that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Merged letter by letter.
    Text {
        chars: usize,
    },
    State,
    Percent,
    /// An [`Amount`](crate::amount::Amount) in thousandths.
    Amount,
    Flag,
    /// One line or a short paragraph, set whole.
    Line {
        chars: usize,
    },
    /// What something is called: not nothing, and no signs that nobody sees.
    Name {
        chars: usize,
    },
    /// ISO 8601 day, in its one writing.
    Date,
    /// RFC 3339.
    Time,
    Days,
    /// 1 to 12.
    Month,
    Year,
    /// The id of something else.
    Id,
    /// The id of a piece of evidence in the same workbook.
    Evidence,
    /// BLAKE3, hexadecimal.
    Hash,
    /// Bytes of a file.
    Size,
    /// [`Heads`] of a document.
    Heads,
    /// One of these.
    Word(&'static [&'static str]),
    /// Where something stands in a list that people see in an order; from 0.
    Place,
    /// What something is called within a larger thing, a space, and words about it.
    Named {
        chars: usize,
    },
    /// So many at most, each on a line of its own.
    List {
        of: &'static ValueKind,
        most: usize,
    },
    /// Of several parts. The first is always there: where it is taken away, nothing is.
    Record(&'static [Part]),
}

/// One of the parts of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub key: &'static str,
    pub value: ValueKind,
    /// Whether the value is none without it.
    pub needed: bool,
}

pub(crate) const fn needed(key: &'static str, value: ValueKind) -> Part {
    Part { key, value, needed: true }
}

pub(crate) const fn may_be(key: &'static str, value: ValueKind) -> Part {
    Part { key, value, needed: false }
}

/// The key of a file's size.
pub const FILE_SIZE: &str = "file-size";

/// Of [`FileFacts`](super::FileFacts).
pub const FILE_PARTS: &[Part] = &[
    needed("file-hash", ValueKind::Hash),
    needed(FILE_SIZE, ValueKind::Size),
    needed("file-name", ValueKind::Name { chars: 255 }),
    needed("file-type", ValueKind::Line { chars: 100 }),
];

/// Of a [`Verdict`](super::Verdict).
pub const VERDICT_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["returned", "accepted"])),
    may_be("reason", ValueKind::Line { chars: MAX_LINE_CHARS }),
    may_be("until", ValueKind::Date),
    may_be("heads", ValueKind::Heads),
    may_be("fields", ValueKind::List { of: &ValueKind::Named { chars: MAX_NAMED_CHARS }, most: MAX_NAMED }),
];

/// Of a [`Look`](super::Look).
pub const LOOK_PARTS: &[Part] = &[needed("at", ValueKind::Time), needed("heads", ValueKind::Heads)];

/// Of an [`EvidenceRemark`](super::EvidenceRemark).
pub const EVIDENCE_REMARK_PARTS: &[Part] = &[
    needed("is", ValueKind::Word(&["good", "lacking"])),
    may_be("words", ValueKind::Line { chars: MAX_LINE_CHARS }),
];

/// Of a [`Reminder`](super::Reminder).
pub const REMINDER_PARTS: &[Part] = &[
    needed("words", ValueKind::Line { chars: MAX_LINE_CHARS }),
    may_be("period", ValueKind::Id),
    may_be("tasks", ValueKind::List { of: &ValueKind::Id, most: MAX_REMINDED }),
    may_be("until", ValueKind::Date),
];

/// Of a [`Submission`](super::Submission).
pub const SUBMISSION_PARTS: &[Part] = &[
    needed("at", ValueKind::Time),
    needed("heads", ValueKind::Heads),
    may_be("confirmed-by", ValueKind::Id),
    may_be("withdrawn", ValueKind::Time),
];

/// Of [`CarriedFrom`](super::CarriedFrom).
pub const CARRIED_PARTS: &[Part] = &[needed("plan", ValueKind::Id), needed("period", ValueKind::Id)];

/// Of a [`Request`](super::RequestFacts).
pub const REQUEST_PARTS: &[Part] = &[
    needed("number", ValueKind::Line { chars: MAX_LINE_CHARS }),
    needed("task", ValueKind::Id),
    needed("rule", ValueKind::Id),
    needed("received-on", ValueKind::Date),
    needed("due", ValueKind::Date),
    may_be("units", ValueKind::List { of: &ValueKind::Id, most: 500 }),
];

impl ValueKind {
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// Whether a field of this kind may hold the value.
    pub(super) fn takes(self, value: &Value) -> bool {
        match value {
            Value::Absent => self.may_be_taken_away(),
            Value::Str(text) => self.takes_text(text),
            Value::Int(n) => self.takes_number(*n),
            Value::Bool(_) => self == Self::Flag,
            Value::Record(parts) => match self {
                Self::Record(of) => of.iter().all(|part| match parts.get(part.key) {
                    None | Some(Value::Absent) => !part.needed,
                    Some(value) => part.value.takes(value),
                }),
                _ => false,
            },
        }
    }

    /// A text is emptied, and these stay what they were set to.
    fn may_be_taken_away(self) -> bool {
        !matches!(self, Self::Text { .. } | Self::Year)
    }

    fn takes_text(self, text: &str) -> bool {
        match self {
            Self::Text { chars } | Self::Line { chars } => text.chars().count() <= chars,
            Self::State => WorkState::from_code(text).is_some(),
            Self::Name { chars } => is_line(text, chars),
            Self::Date => written_day(text).is_some(),
            Self::Time => text.len() <= 40 && DateTime::parse_from_rfc3339(text).is_ok(),
            Self::Id | Self::Evidence => is_id(text),
            Self::Hash => FileHash::new(text).is_well_formed(),
            Self::Heads => Heads::parse(text).is_some(),
            Self::Word(words) => words.contains(&text),
            Self::Named { chars } => parts(text).is_some_and(|(_, words)| words.chars().count() <= chars),
            Self::List { of, most } => {
                let mut lines = text.split('\n');
                text.is_empty() || (lines.clone().count() <= most && lines.all(|line| of.takes_text(line)))
            }
            Self::Percent
            | Self::Amount
            | Self::Flag
            | Self::Days
            | Self::Month
            | Self::Year
            | Self::Size
            | Self::Place
            | Self::Record(_) => false,
        }
    }

    fn takes_number(self, n: i64) -> bool {
        match self {
            Self::Percent => (0..=100).contains(&n),
            Self::Amount => true,
            Self::Month => (1..=12).contains(&n),
            Self::Days => (0..=MAX_DAYS).contains(&n),
            Self::Year => (1990..=2200).contains(&n),
            Self::Place => (0..=MAX_PLACE).contains(&n),
            Self::Size => u64::try_from(n).is_ok_and(|size| size <= MAX_FILE_BYTES),
            Self::Text { .. }
            | Self::State
            | Self::Flag
            | Self::Line { .. }
            | Self::Name { .. }
            | Self::Date
            | Self::Time
            | Self::Id
            | Self::Evidence
            | Self::Hash
            | Self::Heads
            | Self::Word(_)
            | Self::Named { .. }
            | Self::List { .. }
            | Self::Record(_) => false,
        }
    }
}
