//! What is said about an entry beside its verdicts, and what this laptop's office had before it.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{EvidenceId, PersonId, QuestionId, UnitId};
use model::target::EntryKey;
use model::value::Heads;

use super::Place;

/// Words, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub by: PersonId,
    /// A claim of the author's clock.
    pub at: DateTime<FixedOffset>,
    pub text: String,
}

/// A question of an office on an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub office: UnitId,
    /// The document that asks it.
    pub doc: DocId,
    pub asked: Words,
    pub answer: Option<Words>,
    /// The office took it back; the answer was on its way.
    pub withdrawn: bool,
}

/// A question on an entry of any unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionOn {
    pub unit: UnitId,
    pub entry: EntryKey,
    pub question: Question,
    /// When the answer came to the server, by its clock; none until it arrived there.
    pub answer_received: Option<DateTime<FixedOffset>>,
}

/// An office's word on a piece of evidence of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceWord {
    pub evidence: EvidenceId,
    pub office: UnitId,
    pub doc: DocId,
    pub good: bool,
    pub said: Words,
}

/// That an office looked at what a unit had handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFacts {
    pub office: UnitId,
    pub unit: UnitId,
    pub doc: DocId,
    /// Those that the submission names.
    pub heads: Heads,
    pub at: DateTime<FixedOffset>,
    /// The server's clock; none until it arrived there.
    pub received: Option<DateTime<FixedOffset>>,
    pub place: Place,
}

/// What this laptop's office had before it when it looked at an entry, and the time before that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: DateTime<FixedOffset>,
    pub heads: Heads,
    /// Of the last look at which it read otherwise.
    pub before: Option<(DateTime<FixedOffset>, Heads)>,
    /// It was changed since.
    pub changed: bool,
}
