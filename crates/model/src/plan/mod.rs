//! The plan: fields, tasks, units, indicators, reports and groups, all of them data.
//!
//! A plan is read whole or not at all ([`Plan::load`]). Copies share their content, so cloning one, or taking
//! it to another year, costs nothing.

mod check;
mod fault;
mod index;
mod item;
mod lookup;
mod parts;
mod raw;
mod read;
mod row;
mod rule;
mod source;

use std::sync::Arc;

use chrono::NaiveDate;

pub use fault::{PlanFault, PlanFaults};
pub use item::{Items, OrganisationItem, PlanItem};
pub use parts::{
    Assignment, Comparison, DueRule, Field, Group, Indicator, IndicatorKind, Milestone, Party, Report,
    Requester, Role, Series, TargetValue, Task, Unit,
};
pub use rule::{BadRule, Rule, YearDate};
pub(crate) use rule::{day_of, last_day};
pub use source::{MAX_FILE_BYTES, PlanFile, PlanSource};

use crate::ids::{PlanId, SeriesId, UnitId};
use index::Index;
use parts::Head;

/// A plan in one of its years.
#[derive(Clone, Debug)]
pub struct Plan {
    id: PlanId,
    year: i32,
    content: Arc<Content>,
}

#[derive(Debug)]
struct Content {
    head: Head,
    units: Vec<Unit>,
    fields: Vec<Field>,
    tasks: Vec<Task>,
    indicators: Vec<Indicator>,
    reports: Vec<Report>,
    milestones: Vec<Milestone>,
    series: Vec<Series>,
    requesters: Vec<Requester>,
    groups: Vec<Group>,
    holidays: Vec<NaiveDate>,
    index: Index,
}

impl Plan {
    /// Reads the three files. Every fault of every file is told; with one fault there is no plan.
    pub fn load(source: &PlanSource<'_>) -> Result<Self, PlanFaults> {
        Self::load_items(source).map(|(plan, _)| plan)
    }

    /// The same, and what the documents of the plan and of its organisation hold of it.
    pub fn load_items(source: &PlanSource<'_>) -> Result<(Self, Items), PlanFaults> {
        let mut faults = PlanFaults::default();
        let read = read::read(source, &mut faults);
        let items = faults.is_empty().then(|| item::items(&read, &mut faults)).flatten();
        Self::checked(read, faults, items)
    }

    /// The plan of this id and year that documents hold.
    pub fn of_items(id: &PlanId, year: i32, items: Items) -> Result<Self, PlanFaults> {
        let mut faults = PlanFaults::default();
        let read = item::rows((id, year), &items, &mut faults);
        Self::checked(read, faults, Some(items)).map(|(plan, _)| plan)
    }

    fn checked(
        read: raw::Raw<'_>,
        mut faults: PlanFaults,
        items: Option<Items>,
    ) -> Result<(Self, Items), PlanFaults> {
        match (check::check(read, &mut faults), items) {
            (Some(content), Some(items)) if faults.is_empty() => {
                let (id, year) = (PlanId::new(content.head.id.as_str()), content.head.year);
                Ok((Self { id, year, content: Arc::new(content) }, items))
            }
            _ => Err(faults.sorted()),
        }
    }

    /// The same plan in another year, under an id of that year: every date that the data writes with `Y` moves along.
    pub fn for_year(&self, year: i32) -> Self {
        let id = self.id.as_str();
        let stem = id.strip_suffix(&format!("-{}", self.year)).unwrap_or(id);
        let id = if year == self.year { self.id.clone() } else { PlanId::new(format!("{stem}-{year}")) };
        Self { id, year, content: Arc::clone(&self.content) }
    }

    pub fn id(&self) -> &PlanId {
        &self.id
    }

    pub fn title(&self) -> &str {
        &self.content.head.title
    }

    /// Number and symbol of the decision that issued the plan.
    pub fn decision(&self) -> &str {
        &self.content.head.decision
    }

    pub fn issued_by(&self) -> &UnitId {
        &self.content.head.issued_by
    }

    pub fn issued_on(&self) -> NaiveDate {
        self.content.head.issued_on
    }

    /// The year that `Y` stands for.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The series of which the plan's own reports are, as `with-report` names it.
    pub fn report_series(&self) -> Option<&SeriesId> {
        self.content.head.report_series.as_ref()
    }

    pub fn units(&self) -> &[Unit] {
        &self.content.units
    }

    pub fn fields(&self) -> &[Field] {
        &self.content.fields
    }

    pub fn tasks(&self) -> &[Task] {
        &self.content.tasks
    }

    pub fn indicators(&self) -> &[Indicator] {
        &self.content.indicators
    }

    pub fn reports(&self) -> &[Report] {
        &self.content.reports
    }

    pub fn milestones(&self) -> &[Milestone] {
        &self.content.milestones
    }

    pub fn series(&self) -> &[Series] {
        &self.content.series
    }

    pub fn requesters(&self) -> &[Requester] {
        &self.content.requesters
    }

    pub fn groups(&self) -> &[Group] {
        &self.content.groups
    }

    /// Days off that move with the moon or by decision, as the data lists them; sorted.
    pub fn holidays(&self) -> &[NaiveDate] {
        &self.content.holidays
    }

    /// Every task at every unit that has a part in it: by unit, then by task, in the files' order.
    pub fn assignments(&self) -> &[Assignment] {
        &self.content.index.assignments
    }

    /// The unit that keeps the list of units, their names and what became of them.
    pub fn keeper(&self) -> &UnitId {
        &self.content.units[self.content.index.keeper].id
    }

    /// The unit that keeps the plan and sees every workbook; a plan has exactly one.
    pub fn coordinator(&self) -> &UnitId {
        &self.content.units[self.content.index.coordinator].id
    }
}
