//! What a question is about.

use model::ids::{PeriodId, PlanId, TaskId, UnitId};

/// Entries of one period: of these units, or all; of these tasks, or all.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    pub plan: &'a PlanId,
    pub period: &'a PeriodId,
    pub units: Option<Vec<&'a UnitId>>,
    pub tasks: Option<Vec<&'a TaskId>>,
}

impl<'a> Scope<'a> {
    pub fn all(plan: &'a PlanId, period: &'a PeriodId) -> Self {
        Self { plan, period, units: None, tasks: None }
    }

    pub fn of_units(self, units: impl IntoIterator<Item = &'a UnitId>) -> Self {
        Self { units: Some(units.into_iter().collect()), ..self }
    }

    pub fn of_tasks(self, tasks: impl IntoIterator<Item = &'a TaskId>) -> Self {
        Self { tasks: Some(tasks.into_iter().collect()), ..self }
    }
}

/// One entry of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryOf<'a> {
    pub plan: &'a PlanId,
    pub period: &'a PeriodId,
    pub unit: &'a UnitId,
    pub task: &'a TaskId,
}

impl<'a> EntryOf<'a> {
    pub fn scope(&self) -> Scope<'a> {
        Scope::all(self.plan, self.period).of_units([self.unit]).of_tasks([self.task])
    }
}
