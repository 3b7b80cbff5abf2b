//! The district's view: facts in, answers out. The rules by which a window, a page or a report tells where work stands
//! are here and nowhere else. Pure: no clock, no file, no database.
//!
//! Facts are what people entered and what is known of it ([`Facts`]): tables find them in a database, a test keeps
//! them in a list. Who asks, and what they may read, is an [`Asker`]. Each question of [`Ask`](model::window::Ask) is a
//! function over both; [`answer`] is all of them.

mod asker;
mod base;
mod counting;
mod facts;
mod question;
mod words;

pub use asker::{AskError, Asker, Side};
pub use counting::counted_in_entry;
pub use facts::{
    Arrivals, BaseFacts, BaseOf, CarriedFacts, ConfirmationFacts, Conflict, Contends, Dates, EntryFacts,
    EntryOf, EvidenceFacts, EvidenceWord, Facts, GuidanceFacts, Heard, Hit, HitOf, LastChange, LookFacts,
    OtherLaptop, Past, PeriodFacts, Place, PortalFacts, Question, QuestionOn, RecordFacts, RecordOf,
    RecordScope, ReminderFacts, Said, SaidFacts, Scope, Seen, Submission, Told, Unreadable, VerdictFacts,
    Waiting, Words, settings,
};
pub use question::{
    UnfinishedOf, answer, beside, carry_over_edits, changes_in_words, hand_in_items, looked_and_clear,
    stops_of, unfinished_tasks, units, units_in_words,
};
pub use words::matches;
