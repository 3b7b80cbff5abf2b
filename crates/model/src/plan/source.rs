//! The text of a plan's files, and where its lines are.

use std::ops::Range;

use crate::ids::{OrganisationId, UnitId};
use crate::item::OrganisationItem;
use crate::value::Value;

/// A plan of 10,000 units is some 1.5 MB; what is larger is not a plan.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// One file: the name that faults give it, and its text.
#[derive(Clone, Copy, Debug)]
pub struct PlanFile<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// Where the units of a plan are told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Units<'a> {
    File(PlanFile<'a>),
    /// In the document of the organisation, which is there already.
    There(&'a OrganisationId, &'a [(OrganisationItem, Value)]),
}

#[derive(Clone, Copy, Debug)]
pub struct PlanSource<'a> {
    pub(super) units: Units<'a>,
    pub plan: PlanFile<'a>,
    pub indicators: PlanFile<'a>,
    /// For which it is read; none: for that of the file.
    pub(super) year: Option<i32>,
}

impl<'a> PlanSource<'a> {
    /// The same plan in another year, under the id of that year.
    pub fn in_year(self, year: Option<i32>) -> Self {
        Self { year, ..self }
    }

    /// The three texts under their usual names.
    pub fn new(units: &'a str, plan: &'a str, indicators: &'a str) -> Self {
        Self::of(Units::File(PlanFile { name: "units.toml", text: units }), plan, indicators)
    }

    /// A plan under the organisation of these items, which is there already.
    pub fn under(
        (id, organisation): (&'a OrganisationId, &'a [(OrganisationItem, Value)]),
        plan: &'a str,
        indicators: &'a str,
    ) -> Self {
        Self::of(Units::There(id, organisation), plan, indicators)
    }

    fn of(units: Units<'a>, plan: &'a str, indicators: &'a str) -> Self {
        Self {
            units,
            plan: PlanFile { name: "plan.toml", text: plan },
            indicators: PlanFile { name: "indicators.toml", text: indicators },
            year: None,
        }
    }
}

/// A value and the line on which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At<T> {
    pub value: T,
    pub line: usize,
}

impl At<UnitId> {
    /// As one of the names in a list.
    pub fn text(self) -> At<String> {
        At { value: self.value.as_str().to_owned(), line: self.line }
    }
}

/// A file with the offsets of its lines.
pub(super) struct Lines<'a> {
    pub name: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(file: PlanFile<'a>) -> Self {
        let starts = std::iter::once(0).chain(file.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: file.name, text: file.text, starts }
    }

    pub fn line(&self, span: &Range<usize>) -> usize {
        self.starts.partition_point(|&start| start <= span.start).max(1)
    }

    /// The bytes as they stand in the file.
    pub fn excerpt(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The whole line.
    pub fn whole(&self, line: usize) -> &'a str {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim()
    }
}
