//! A unit of the list, under the names that it had.

use chrono::NaiveDate;

use crate::ids::UnitId;
use crate::time::written_day;

/// A unit, from its first day to its last: its id never changes and is never used again, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    /// In a plan what it was called in the plan's year.
    pub name: String,
    /// Any word of the data (`commune`, `office`, `school`): only groups and windows look at it.
    pub kind: String,
    /// The one above it; in the list of all times the first.
    pub parent: Option<UnitId>,
    /// The code in the official list of administrative divisions, which is given anew to other units.
    pub code: Option<String>,
    /// Its first day; none where it was always there.
    pub from: Option<NaiveDate>,
    /// Its last day; none while it goes on.
    pub until: Option<NaiveDate>,
    /// In whose place it came: of several where they were merged, of one that was split, or that moved in from elsewhere.
    pub succeeds: Vec<UnitId>,
    /// What it was called from later days on, in their order.
    pub renamed: Vec<Renamed>,
    /// Under which units it stood from later days on, in their order.
    pub moved: Vec<Moved>,
}

/// Another name, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub from: NaiveDate,
    pub name: String,
    /// None: it stays.
    pub code: Option<String>,
}

/// Another unit above it, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: NaiveDate,
    /// None: none.
    pub parent: Option<UnitId>,
}

impl Moved {
    /// `2025-07-01 gia-lai`, as files and documents hold it; the day alone where none is above it.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (day, parent) = line.split_once(' ').map_or((line, None), |(day, parent)| (day, Some(parent)));
        Some(Self { from: written_day(day)?, parent: parent.map(UnitId::new) })
    }

    pub(super) fn line(&self) -> String {
        match &self.parent {
            Some(parent) => format!("{} {parent}", self.from),
            None => self.from.to_string(),
        }
    }
}

/// The kind of a unit that was another district's: no group of a plan takes it in.
pub(super) const ELSEWHERE: &str = "elsewhere";

impl Unit {
    /// Whether there is the unit on any of these days.
    pub fn exists_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| first <= until)
    }

    /// Whether it was another district's, and ended there: it has no part in any plan of this one.
    pub fn is_elsewhere(&self) -> bool {
        self.kind == ELSEWHERE
    }

    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.exists_between(day, day)
    }

    /// Its codes, each with its first and last day.
    pub(super) fn codes(&self) -> impl Iterator<Item = (&str, NaiveDate, NaiveDate)> {
        let first = (self.from.unwrap_or(NaiveDate::MIN), self.code.as_deref());
        let later = self.renamed.iter().filter_map(|one| Some((one.from, Some(one.code.as_deref()?))));
        let all: Vec<(NaiveDate, Option<&str>)> = std::iter::once(first).chain(later).collect();
        let end = self.until.unwrap_or(NaiveDate::MAX);
        let next: Vec<NaiveDate> =
            all.iter().skip(1).filter_map(|(from, _)| from.pred_opt()).chain([end]).collect();
        all.into_iter().zip(next).filter_map(move |((from, code), until)| Some((code?, from, until.min(end))))
    }

    /// What it is called on a day, and its code then.
    pub fn called_on(&self, day: NaiveDate) -> (&str, Option<&str>) {
        let until = self.renamed.iter().take_while(|renamed| renamed.from <= day);
        until.fold((self.name.as_str(), self.code.as_deref()), |(_, code), renamed| {
            (renamed.name.as_str(), renamed.code.as_deref().or(code))
        })
    }

    /// Under which unit it stands on a day.
    pub fn parent_on(&self, day: NaiveDate) -> Option<&UnitId> {
        let until = self.moved.iter().take_while(|moved| moved.from <= day);
        until.fold(self.parent.as_ref(), |_, moved| moved.parent.as_ref())
    }

    /// Under which units it ever stood.
    pub fn parents(&self) -> impl Iterator<Item = &UnitId> {
        self.parent.iter().chain(self.moved.iter().filter_map(|moved| moved.parent.as_ref()))
    }

    /// The unit under the name and code that it had on a day.
    pub(super) fn called_as_on(mut self, day: NaiveDate) -> Self {
        for renamed in self.renamed.iter().take_while(|renamed| renamed.from <= day) {
            self.name.clone_from(&renamed.name);
            self.code = renamed.code.clone().or(self.code);
        }
        self.parent = self.parent_on(day).cloned();
        self
    }
}
