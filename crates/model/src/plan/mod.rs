//! The plan: fields, tasks, units, indicators, reports and groups, all of them data.
//!
//! A plan is read whole or not at all ([`Plan::load`]). Copies share their content, so cloning one, or taking
//! it to another year, costs nothing.

mod base;
mod change;
mod changing_units;
mod check;
mod fault;
mod index;
mod item;
mod lookup;
mod next;
mod organisation;
mod parts;
mod past;
mod raw;
mod read;
mod reorganise;
mod revise;
mod row;
mod rule;
mod schedule;
mod source;
mod unit;
mod unit_change;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;

pub use base::Base;
pub use change::{DueForm, DueWhen, PlanChange, TaskForm, UnitTarget};
pub use fault::{PlanFault, PlanFaults};
pub use item::{Items, Named, Stay};
pub use next::{NextYear, NoNextYear};
pub use organisation::Organisation;
pub use parts::{
    Above, Assignment, Check, Comparison, Definition, Document, DueRule, Field, FigureScope, Group,
    Indicator, IndicatorKind, Milestone, Party, Register, Report, Requester, Role, Series, TargetValue, Task,
    TaskDays,
};
pub use reorganise::Reorganised;
pub use revise::Revised;
pub use rule::{BadRule, Rule, YearDate};
pub(crate) use rule::{day_of, last_day};
pub use schedule::{DataDays, Level};
pub use source::{MAX_FILE_BYTES, PlanFile, PlanSource};
pub use unit::{Moved, Unit};
pub use unit_change::{NextUnit, OutsideForm, UnitChange, UnitForm};
pub use write::Files;

use crate::ids::{PlanId, SeriesId, TaskId, UnitId};
use crate::item::PlanItem;
use crate::value::Value;
use index::Index;
use parts::Head;

/// A plan in one of its years.
#[derive(Clone, Debug)]
pub struct Plan {
    id: PlanId,
    term: Term,
    content: Arc<Content>,
    /// As it was until a day, in their order, where a revision changed what was said.
    past: Arc<[(NaiveDate, Plan)]>,
}

/// For which year a plan is opened, and until when it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    pub year: i32,
    /// The day on which the coordinating unit closed it: it is read from then on, and written no more.
    pub closed_on: Option<NaiveDate>,
}

/// A duty of the text that the annex does not carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standby {
    pub id: TaskId,
    /// As it is, or would be, among the plan's tasks.
    pub task: Task,
    pub on: bool,
}

#[derive(Debug)]
struct Content {
    head: Head,
    document: Document,
    definitions: Vec<Definition>,
    organisation: Organisation,
    units: Vec<Unit>,
    fields: Vec<Field>,
    tasks: Vec<Task>,
    standby: Vec<Standby>,
    registers: Vec<Register>,
    indicators: Vec<Indicator>,
    reports: Vec<Report>,
    milestones: Vec<Milestone>,
    series: Vec<Series>,
    requesters: Vec<Requester>,
    groups: Vec<Group>,
    holidays: Vec<NaiveDate>,
    index: Index,
    /// What the plan's document holds of all this.
    items: Vec<(PlanItem, Value)>,
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
        let mut too_long = PlanFaults::default();
        let items = faults.is_empty().then(|| item::items(&read, &mut too_long)).flatten();
        let held = items.as_ref().map(|items| items.plan.clone()).unwrap_or_default();
        let plan = Self::checked(read, held, faults)?;
        match items {
            Some(items) if too_long.is_empty() => Ok((plan, items)),
            _ => Err(too_long.sorted()),
        }
    }

    /// The plan of this id and term that documents hold.
    pub fn of_items(id: &PlanId, term: Term, items: &Items) -> Result<Self, PlanFaults> {
        let plan = Self::of_today(id, term, items)?;
        Ok(Self { past: past::of_items(id, term, items), ..plan })
    }

    /// Without what was said before.
    fn of_today(id: &PlanId, term: Term, items: &Items) -> Result<Self, PlanFaults> {
        let mut faults = PlanFaults::default();
        let read = item::rows((id, term.year), items, &mut faults);
        Ok(Self { term, ..Self::checked(read, items.plan.clone(), faults)? })
    }

    fn checked(
        read: raw::Raw<'_>,
        items: Vec<(PlanItem, Value)>,
        mut faults: PlanFaults,
    ) -> Result<Self, PlanFaults> {
        match check::check(read, &mut faults) {
            Some(content) if faults.is_empty() => {
                let content = Content { items, ..content };
                let id = PlanId::new(content.head.id.as_str());
                let term = Term { year: content.head.year, closed_on: None };
                Ok(Self { id, term, content: Arc::new(content), past: Arc::default() })
            }
            _ => Err(faults.sorted()),
        }
    }

    /// The same plan in another year, under an id of that year: every date that the data writes with `Y` moves along.
    pub fn for_year(&self, year: i32) -> Self {
        let id = PlanId::new(raw::id_in_year(self.id.as_str(), self.year(), year));
        let term = Term { year, ..self.term };
        Self { id, term, content: Arc::clone(&self.content), past: Arc::default() }
    }

    /// The same plan, closed on this day, or not closed.
    pub fn closing(&self, on: Option<NaiveDate>) -> Self {
        let past = self.past.iter().map(|(until, plan)| (*until, plan.closing(on))).collect();
        Self { term: Term { closed_on: on, ..self.term }, past, ..self.clone() }
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

    pub fn document(&self) -> &Document {
        &self.content.document
    }

    /// Words that the decision gives a meaning to.
    pub fn definitions(&self) -> &[Definition] {
        &self.content.definitions
    }

    pub fn issued_by(&self) -> &UnitId {
        &self.content.head.issued_by
    }

    pub fn issued_on(&self) -> NaiveDate {
        self.content.head.issued_on
    }

    /// The first day on which it binds anybody; none where nothing is said, and it does all year.
    pub fn effective_from(&self) -> Option<NaiveDate> {
        self.content.head.effective_from
    }

    /// Whether what was due on this day was owed: nothing is late that was due before the plan took effect.
    pub fn binds_on(&self, day: NaiveDate) -> bool {
        self.effective_from().is_none_or(|from| from <= day)
    }

    /// The year that `Y` stands for.
    pub fn year(&self) -> i32 {
        self.term.year
    }

    /// The day on which it was closed. It is read from then on, and written no more.
    pub fn closed_on(&self) -> Option<NaiveDate> {
        self.term.closed_on
    }

    /// The plan of the year before: the one that it names, or the one that has its id with that year.
    pub fn before(&self) -> PlanId {
        let named = self.content.head.follows.clone();
        named.unwrap_or_else(|| {
            PlanId::new(raw::id_in_year(self.id.as_str(), self.year(), self.year().saturating_sub(1)))
        })
    }

    /// The task of a plan above of which this plan is the detail.
    pub fn above(&self) -> Option<&Above> {
        self.content.head.under.as_ref()
    }

    /// The series of which the plan's own reports are, as `with-report` names it.
    pub fn report_series(&self) -> Option<&SeriesId> {
        self.content.head.report_series.as_ref()
    }

    /// Those that there are on any day of the plan's year, under the names of that year.
    pub fn units(&self) -> &[Unit] {
        &self.content.units
    }

    pub fn fields(&self) -> &[Field] {
        &self.content.fields
    }

    pub fn tasks(&self) -> &[Task] {
        &self.content.tasks
    }

    /// Duties of the text that the annex does not carry, whether they are switched on or not.
    pub fn standby(&self) -> &[Standby] {
        &self.content.standby
    }

    /// Those that units keep, in the files' order.
    pub fn registers(&self) -> &[Register] {
        &self.content.registers
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

    /// Under which the plan stands, with the units of all times.
    pub fn organisation(&self) -> &Organisation {
        &self.content.organisation
    }

    /// The unit that keeps the plan and sees every workbook; a plan has exactly one.
    pub fn coordinator(&self) -> &UnitId {
        &self.content.units[self.content.index.coordinator].id
    }
}
