//! Registers: lists that a unit keeps all year, one record for each thing that happened. A kind of register is described once
//! ([`kinds`]): its columns, what ends a record, and what is counted of them. Everything else follows: where values stand in
//! documents, what they may be, what windows show, and which figures an officer need not add up.
//!
//! Which registers there are, of which task and kept by whom, a plan says ([`Register`](crate::plan::Register)).

mod accepted;
mod column;
mod count;
mod kinds;
mod standing;

pub use accepted::{counted_amounts, counted_text};
pub use column::{Choice, Column, ColumnOf};
pub use count::{BadFigureCount, Count, FigureCount, Only};
pub use kinds::KINDS;
pub use standing::{Ends, Record, Standing};

/// A kind of register.
#[derive(Debug)]
pub struct RegisterKind {
    /// Its word in a plan's data, and the name of its objects.
    pub id: &'static str,
    /// What one record of it is called: "vấn đề".
    pub one: &'static str,
    /// Those of people, in the order of a row; the last takes a record out of the register again.
    pub columns: &'static [Column],
    pub ends: Ends,
    /// The column that says until when a record is to be ended.
    pub due: Option<&'static str>,
    pub counts: &'static [Count],
}

/// The column of every kind that takes a record out of its register; its words stay in the history.
pub const REMOVED: &str = "removed";

impl RegisterKind {
    /// None for a word that is no kind.
    pub fn of(id: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.id == id)
    }

    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns that people fill in.
    pub fn filled(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.name != REMOVED)
    }

    pub fn count(&self, id: &str) -> Option<&'static Count> {
        self.counts.iter().find(|count| count.id == id)
    }
}

impl PartialEq for RegisterKind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for RegisterKind {}
