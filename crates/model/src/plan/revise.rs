//! A plan as a revision leaves it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::change::PlanChange;
use super::item::{Changing, Items, Moves, noting};
use super::parts::{Assignment, Role, Task};
use super::{Plan, PlanFaults, item};
use crate::edit::Edit;
use crate::ids::{TaskId, UnitId};

/// What a revision comes to: the plan, and the edits of its document that make it so.
#[derive(Clone, Debug)]
pub struct Revised {
    pub plan: Plan,
    pub edits: Vec<Edit>,
}

impl Plan {
    /// The plan with these changes, as it is from a day on; the faults where it would not hold. `ids` gives one that no task ever
    /// had, for each that is added.
    ///
    /// Who comes to a task by it owes nothing of it from before that day, and who leaves it keeps what was entered.
    pub fn revised(
        &self,
        changes: &[PlanChange],
        from: NaiveDate,
        ids: &mut dyn FnMut() -> TaskId,
    ) -> Result<Revised, PlanFaults> {
        let mut faults = PlanFaults::default();
        let held = self.items(&mut faults).ok_or_else(|| faults.clone())?;
        let mut changing = Changing::new(held.plan.clone(), (self.year(), from), ids, &mut faults);
        changes.iter().for_each(|change| changing.apply(change));
        let mut items = Items { plan: changing.done(), ..held.clone() };
        if !faults.is_empty() {
            return Err(faults);
        }
        // As if whoever had a part had left: those who are named still have not.
        let mut without = items.clone();
        noting(&mut without.plan, &self.all_leaving(), from);
        let first = Self::of_items(self.id(), self.term, &without)?;
        noting(&mut items.plan, &self.comings_and_goings(&first), from);
        item::keep_earlier(&held.plan, &mut items.plan, from);
        let plan = Self::of_items(self.id(), self.term, &items)?;
        let [_, (_, edits)] = items.edits(self.id(), Some(&held));
        for edit in edits.iter().filter(|edit| !edit.value.fits(edit.target.kind())) {
            faults.add("kế hoạch", 0, "", &edit.target.address().key, item::BOUNDS);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Revised { plan, edits })
    }

    /// What the documents of the plan and of its organisation hold.
    fn items(&self, faults: &mut PlanFaults) -> Option<Items> {
        let organisation = item::units_of(self.organisation(), faults)?;
        Some(Items {
            under: self.organisation().id().clone(),
            organisation,
            plan: self.content.items.clone(),
            on: self.standby().iter().filter(|one| one.on).map(|one| one.id.clone()).collect(),
        })
    }

    fn going_on(&self, task: &TaskId) -> BTreeMap<UnitId, Role> {
        let parts = self.assignments_to(task).filter(|one| !one.has_left());
        parts.map(|one| (one.unit.clone(), one.role)).collect()
    }

    fn all_leaving(&self) -> BTreeMap<TaskId, Moves> {
        let moves = |task: &Task| {
            let went = self.going_on(&task.id).into_iter().collect();
            (task.id.clone(), Moves { came: Vec::new(), went })
        };
        self.tasks().iter().map(moves).collect()
    }

    /// For each task that both have: who has a part in it now and had none, and who has none any more.
    fn comings_and_goings(&self, after: &Self) -> BTreeMap<TaskId, Moves> {
        let mut all = BTreeMap::new();
        let goes_on = |task: &&Task| self.task(&task.id).is_some() && task.days.until.is_none();
        for task in after.tasks().iter().filter(goes_on) {
            let (before, now) = (self.going_on(&task.id), after.going_on(&task.id));
            let moves = Moves {
                came: now.keys().filter(|unit| !before.contains_key(*unit)).cloned().collect(),
                went: before.into_iter().filter(|(unit, _)| !now.contains_key(unit)).collect(),
            };
            if !moves.came.is_empty() || !moves.went.is_empty() {
                all.insert(task.id.clone(), moves);
            }
        }
        all
    }
}

impl Assignment {
    /// Whether it is of the days from the first to the last.
    pub fn is_there_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| first <= until)
    }

    /// Whether the plan names the unit for the task no more, or the task is over.
    pub fn has_left(&self) -> bool {
        self.until.is_some()
    }
}
