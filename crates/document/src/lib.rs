//! The documents: one writing unit each, joined and never merged by hand. Pure: no clock, no randomness, no file.
//!
//! Whether the bytes of a change are safe to take is asked here, of their structure alone ([`interpret`],
//! [`Contents`]). What they mean, and who may say it, is asked of the field descriptions in `model` ([`said`](Interpreted::said),
//! [`Rules`]): bytes of a newer program are kept and carried without being understood.

mod actor;
mod admission;
mod change;
mod chunk;
mod column;
mod contents;
mod credit;
mod document;
mod limits;
mod meaning;
mod operation;
mod outcome;
mod raw;
mod reading;
mod seal;
mod skeleton;
mod stamp;

pub use actor::Actor;
pub use admission::{Admitted, admit};
pub use change::{Interpreted, Touched, interpret};
pub use chunk::{Head, join};
pub use column::{Rest, push_unsigned};
pub use contents::{Contents, Excerpt, StoredContents};
pub use document::{Document, Unreadable};
pub use limits::{
    MAX_ANCESTORS, MAX_BESIDE, MAX_CHANGE_BYTES, MAX_DOCUMENT_LETTERS, MAX_FIELDS, MAX_FIELDS_IN_CHANGE,
    MAX_HEADS, MAX_LETTERS, MAX_LETTERS_IN_CHANGE, MAX_LIVE_LETTERS, MAX_OBJECTS, MAX_OPERATIONS, MAX_VALUES,
};
pub use meaning::{Said, SaidOf};
pub use outcome::{Admission, Rules};
pub use raw::{ChangeHash, RawChange};
pub use reading::{Fields, Held, Reading};
pub use skeleton::skeleton;
