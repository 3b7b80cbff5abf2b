//! Where a record stands: still owed, late, or ended.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{REMOVED, RegisterKind};
use crate::amount::Amount;
use crate::value::Value;

/// What ends a record of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It tells of what is over when it is written: nobody waits for anything.
    Told,
    /// The day in a column, once these others are filled as well: what was found ends with an outcome and its document, and
    /// with nothing else.
    On { day: &'static str, with: &'static [&'static str] },
}

/// What a record holds.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    pub kind: &'static RegisterKind,
    /// By the names of columns; what holds nothing may be left out.
    pub cells: &'a BTreeMap<String, Value>,
}

/// Where a record stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody waits for anything.
    Told,
    Open,
    /// So many days behind its date.
    Late(i64),
    /// It is said to have ended, and these columns, without which it has not, are empty.
    Unproved(Vec<&'static str>),
    Ended(NaiveDate),
}

impl Standing {
    /// Whether somebody has to do something yet.
    pub fn is_owed(&self) -> bool {
        matches!(self, Self::Open | Self::Late(_) | Self::Unproved(_))
    }
}

impl Record<'_> {
    fn cell(&self, column: &str) -> &Value {
        self.cells.get(column).unwrap_or(&Value::Absent)
    }

    pub fn day(&self, column: &str) -> Option<NaiveDate> {
        self.cell(column).as_date()
    }

    pub fn word(&self, column: &str) -> Option<&str> {
        self.cell(column).as_str()
    }

    pub fn amount(&self, column: &str) -> Option<Amount> {
        self.cell(column).as_int().map(Amount::from_thousandths)
    }

    fn is_filled(&self, column: &str) -> bool {
        !matches!(self.cell(column), Value::Absent) && self.word(column) != Some("")
    }

    /// Whether it stands in its register: it holds something, and was not taken out.
    pub fn stands(&self) -> bool {
        *self.cell(REMOVED) != Value::Bool(true)
            && self.kind.filled().any(|column| self.is_filled(column.name))
    }

    /// Columns that a record is none without, and that are empty.
    pub fn missing(&self) -> Vec<&'static str> {
        let needed = self.kind.filled().filter(|column| column.needed);
        needed.map(|column| column.name).filter(|name| !self.is_filled(name)).collect()
    }

    pub fn due(&self) -> Option<NaiveDate> {
        self.kind.due.and_then(|column| self.day(column))
    }

    /// The day on which it ended; none while anything is missing that it cannot end without.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        match self.kind.ends {
            Ends::Told => None,
            Ends::On { day, with } => {
                self.day(day).filter(|_| with.iter().all(|column| self.is_filled(column)))
            }
        }
    }

    pub fn standing(&self, today: NaiveDate) -> Standing {
        let Ends::On { day, with } = self.kind.ends else { return Standing::Told };
        if let Some(ended) = self.ended_on() {
            return Standing::Ended(ended);
        }
        let all = || with.iter().copied().chain([day]);
        // Whoever has begun to say how it ended is told what is missing.
        if all().any(|column| self.is_filled(column)) {
            return Standing::Unproved(all().filter(|column| !self.is_filled(column)).collect());
        }
        match self.due() {
            Some(due) if due < today => Standing::Late((today - due).num_days()),
            _ => Standing::Open,
        }
    }
}
