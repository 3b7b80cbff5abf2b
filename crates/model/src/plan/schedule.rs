//! Of which days a report tells, and by which levels it goes on upwards.

use super::rule::YearDate;
use crate::ids::LevelId;

/// The days whose data a report tells of, and the day on which its figures are closed (mốc chốt số liệu). What nothing is
/// said of is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataDays {
    pub from: Option<YearDate>,
    pub to: Option<YearDate>,
    pub cut_off: Option<YearDate>,
}

impl DataDays {
    /// Whether its days come one after the other, in whichever year.
    pub fn in_order(&self) -> bool {
        // A common year: 29/02 is 28/02 there, as it is in most.
        const ANY: i32 = 2019;
        let days = [self.from, self.to, self.cut_off].map(|day| day.map(|day| day.in_year(ANY)));
        let [from, to, cut_off] = days;
        from.zip(to).is_none_or(|(from, to)| from <= to)
            && from.zip(cut_off).is_none_or(|(from, cut)| from <= cut)
    }
}

/// A level above that sends its own report of the period on: each has its own window, cut-off and date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    pub id: LevelId,
    /// Who sends: "UBND tỉnh".
    pub by: String,
    /// To whom.
    pub to: Vec<String>,
    pub data: DataDays,
    pub due: Option<YearDate>,
    /// The document that says so.
    pub basis: Option<String>,
    pub notes: Vec<String>,
}
