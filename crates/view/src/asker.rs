//! Who asks, and what they may read.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::doc_id::DocId;
use model::ids::{PeriodId, PlanId, UnitId};
use model::plan::{Plan, Unit};
use model::plans::Plans;
use model::target::Target;
use model::time::hanoi;
use model::window::{PlanBefore, Viewer};
use thiserror::Error;

use crate::counting;
use crate::facts::{Facts, PeriodFacts, Scope, Unreadable};

/// At which end a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Laptop,
    /// The web page: nothing can be written through it.
    Server,
}

/// Who asks. What is answered depends on nothing else but the rows.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// All that there are.
    pub(crate) plans: &'a Plans,
    /// The plan that is looked at.
    pub(crate) plan: &'a Plan,
    pub(crate) viewer: Viewer,
    /// None for a reader's account, who sees every unit.
    pub(crate) unit: Option<&'a UnitId>,
    pub(crate) person: &'a str,
    pub(crate) now: DateTime<FixedOffset>,
    pub(crate) side: Side,
    /// Asked of a past moment, in which nothing can be written any more.
    pub(crate) past: bool,
}

/// Why a question has no answer.
#[derive(Debug, Error)]
pub enum AskError {
    #[error(
        "Đơn vị không có phần trong kế hoạch này. Hãy chọn kế hoạch khác, hoặc hỏi đơn vị điều phối kế hoạch."
    )]
    NoPlan,
    #[error("Nội dung này không còn trong kế hoạch, hoặc chưa có trên máy này. Hãy quay lại danh sách.")]
    Gone,
    #[error(
        "Đơn vị không được xem sổ của đơn vị khác. Nếu cần xem, hãy hỏi đơn vị điều phối kế hoạch về phân quyền."
    )]
    NotYours,
    #[error("Không đọc được dữ liệu đã lưu. Dữ liệu không bị thay đổi; hãy đóng chương trình rồi mở lại.")]
    Store(Unreadable),
}

impl From<Unreadable> for AskError {
    fn from(cause: Unreadable) -> Self {
        Self::Store(cause)
    }
}

impl<'a> Asker<'a> {
    /// Who looks at a plan; at the first of those in which they have a part, where none is named.
    pub fn new(
        (plans, plan): (&'a Plans, Option<&PlanId>),
        (unit, person): (Option<&'a UnitId>, &'a str),
        now: DateTime<FixedOffset>,
        side: Side,
    ) -> Result<Self, AskError> {
        let open = unit.map_or_else(|| plans.all(), |unit| plans.of_unit(unit));
        let named = |one: &&&'a Arc<Plan>| plan.is_none_or(|id| one.id() == id);
        let plan: &Plan = open.iter().find(named).ok_or(AskError::NoPlan)?;
        let viewer = match unit {
            None => Viewer::Reader,
            Some(unit) if plans.reads_from_above(plan, unit) && plan.unit(unit).is_none() => Viewer::Reader,
            Some(unit) if unit == plan.coordinator() && plans.is_own(plan) => Viewer::Coordinator,
            Some(unit) if plan.led_by(unit).is_empty() && plans.with_predecessors(unit).len() == 1 => {
                Viewer::Unit
            }
            Some(_) => Viewer::Office,
        };
        Ok(Self { plans, plan, viewer, unit, person, now, side, past: false })
    }

    /// The same at a past moment, by the plans of then.
    pub fn then(self, plans: &'a Plans, now: DateTime<FixedOffset>) -> Result<Self, AskError> {
        let who = (self.unit, self.person);
        Ok(Self { past: true, ..Self::new((plans, Some(self.plan.id())), who, now, self.side)? })
    }

    /// The same who looks at the plan as it was in force when a period ended.
    pub(crate) fn in_period(&self, period: &PeriodId) -> Self {
        let plan = self.plans.get(self.plan.id()).map_or(self.plan, |plan| &**plan);
        Self { plan: plan.in_period(period), ..*self }
    }

    /// The same who looks at the plan of the year before, where they may.
    pub(crate) fn before(&self) -> Option<Self> {
        self.in_plan(self.plans.before(self.plan)?.id())
    }

    /// The same who looks at another plan, where they have a part in it.
    pub(crate) fn in_plan(&self, plan: &PlanId) -> Option<Self> {
        let who = (self.unit, self.person);
        let asker = Self::new((self.plans, Some(plan)), who, self.now, self.side).ok()?;
        Some(Self { past: self.past, ..asker })
    }

    /// The plan as one goes there from another.
    pub(crate) fn plan_view(&self) -> PlanBefore {
        let plan = self.plan;
        PlanBefore { plan: plan.id().clone(), year: plan.year(), title: plan.title().to_owned() }
    }

    /// The plan that is looked at.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// All that there are.
    pub fn plans(&self) -> &'a Plans {
        self.plans
    }

    /// When it is asked.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// The day in Viet Nam, wherever the machine's clock is set to.
    pub(crate) fn today(&self) -> NaiveDate {
        self.now.with_timezone(&hanoi()).date_naive()
    }

    /// The unit, when it is one of the plan's and the asker may read its workbook.
    pub(crate) fn reads(&self, unit: &UnitId) -> Result<&'a Unit, AskError> {
        let found = self.plan.unit(unit).ok_or(AskError::Gone)?;
        let allowed = self.reads_document(&DocId::workbook(self.plan.id(), unit.clone()));
        if allowed { Ok(found) } else { Err(AskError::NotYours) }
    }

    /// Of those about one unit, the server has more reviews than a laptop receives, and of some a laptop is told only a part.
    pub fn reads_document(&self, doc: &DocId) -> bool {
        self.unit.is_none_or(|own| self.plans.reads_all(own, doc))
    }

    /// Whether what the document says in this field is for whoever asks.
    pub(crate) fn is_told(&self, doc: &DocId, target: &Target) -> bool {
        self.unit.is_none_or(|own| self.plans.is_told(own, doc, target))
    }

    /// Entries, without the words of documents that the asker may not read.
    pub(crate) fn entries<F: Facts>(&self, facts: &F, of: &Scope<'_>) -> Result<PeriodFacts, Unreadable> {
        let mut all = facts.entries(of)?;
        all.keep(|doc| self.reads_document(doc));
        counting::count(facts, self.in_period(of.period).plan, of, &mut all)?;
        Ok(all)
    }

    /// Every unit whose workbook the asker may read, in the plan's order.
    pub(crate) fn readable(&self) -> Readable<'a> {
        match self.unit {
            None => Readable::All(self.plan),
            Some(own)
                if self.plans.is_own(self.plan) && self.plans.carries_on(own, self.plan.coordinator())
                    || self.plans.reads_from_above(self.plan, own) =>
            {
                Readable::All(self.plan)
            }
            Some(own) => {
                let own = self.plans.reading_as(self.plan, own);
                let led: HashSet<&UnitId> =
                    own.iter().flat_map(|unit| self.plan.led_by(unit)).chain(&own).collect();
                let units = self.plan.units().iter().map(|unit| &unit.id);
                Readable::Some(units.filter(|unit| led.contains(unit)).collect())
            }
        }
    }

    /// Whether the asker is on a laptop of the unit that keeps the plan.
    pub(crate) fn keeps(&self) -> bool {
        self.side == Side::Laptop
            && !self.past
            && self.unit == Some(self.plan.coordinator())
            && self.plans.is_own(self.plan)
    }

    /// Whether the asker is on a laptop of the unit that keeps the list of units.
    pub(crate) fn keeps_units(&self) -> bool {
        self.side == Side::Laptop
            && !self.past
            && self.unit == Some(self.plan.organisation().keeper())
            && self.plans.is_own(self.plan)
    }

    /// Units whose work is the asker's today: its own, and those that have ended and whose work it carries on. Until the day on
    /// which a merger holds, the work is of whoever had it.
    pub(crate) fn books(&self) -> Vec<UnitId> {
        let Some(own) = self.unit else { return Vec::new() };
        let mut books = self.plans.written_by(own);
        books.retain(|of| of == own || self.writer_of(of) == Some(own));
        books
    }

    /// Whose people write the unit's workbook today; none where it was split, or is not there yet.
    pub(crate) fn writer_of<'u>(&self, unit: &'u UnitId) -> Option<&'u UnitId>
    where
        'a: 'u,
    {
        self.plan.organisation().writer_on(unit, self.today())
    }

    /// Whether the unit has work in the period: it answers for it, or is in it today and ends before the period does. Until its last
    /// day nothing changes for it.
    pub(crate) fn works_in(&self, unit: &UnitId, period: &PeriodId) -> bool {
        let is_here = || self.plan.unit(unit).is_some_and(|unit| unit.exists_on(self.today()));
        self.plan.answers_for(unit, period) || self.plan.is_there_in(unit, period) && is_here()
    }

    /// Whether the asker writes the unit's workbook: its own, or that of a unit whose work it carries on.
    pub(crate) fn writes_workbook(&self, of: &UnitId) -> bool {
        self.unit.is_some_and(|own| self.writes(own) && self.plans.carries_on(own, of))
    }

    /// Whether the asker's unit is this one, on a laptop, and the plan is open: only there is anything written.
    pub(crate) fn writes(&self, unit: &UnitId) -> bool {
        self.side == Side::Laptop
            && !self.past
            && self.unit == Some(unit)
            && self.plans.is_own(self.plan)
            && self.plan.closed_on().is_none()
    }
}

/// Units whose workbooks may be read.
#[derive(Clone, Debug)]
pub(crate) enum Readable<'a> {
    All(&'a Plan),
    Some(Vec<&'a UnitId>),
}

impl<'a> Readable<'a> {
    pub fn units(&self) -> Vec<&'a UnitId> {
        match self {
            Self::All(plan) => plan.units().iter().map(|unit| &unit.id).collect(),
            Self::Some(units) => units.clone(),
        }
    }

    /// For a query: none where every unit may be read, so that none need be listed.
    pub fn listed(&self) -> Option<&[&'a UnitId]> {
        match self {
            Self::All(_) => None,
            Self::Some(units) => Some(units),
        }
    }
}
