//! The offices' words on what the communes told, and the communes' afterthoughts.

use anyhow::Result;
use model::ids::{TaskId, UnitId};
use model::plan::{Assignment, Plan};
use model::state::WorkState;
use model::target::Target;
use model::window::Act;

use super::{Desk, Dice, entry, words};

/// One office's word on one entry.
#[derive(Clone, Debug)]
pub struct Review {
    pub office: UnitId,
    pub unit: UnitId,
    pub task: TaskId,
    pub accepted: bool,
    /// The unit changes the entry afterwards, without knowing that it was accepted.
    pub amended: bool,
}

/// Who says what of which entry: at most one word on each, and none on `open`.
pub fn reviews(plan: &Plan, desks: &[Desk], seed: u64, open: (&UnitId, &TaskId)) -> Vec<Review> {
    let mut dice = Dice::of(seed, "reviews");
    let mut reviews = Vec::new();
    for assignment in plan.assignments() {
        let Assignment { unit, task, .. } = assignment;
        if (unit, task) == open {
            continue;
        }
        let lead = plan.leads_of_others(unit).into_iter().find(|office| plan.leads_for(office, unit, task));
        let coordinator = (plan.coordinator() != unit && dice.percent(20)).then(|| plan.coordinator());
        let Some(office) = lead.or(coordinator) else { continue };
        let done = desk_of(desks, unit, task).is_some_and(|desk| {
            desk.said(&Target::State { entry: entry(task) }).as_deref() == Some(WorkState::Done.code())
        });
        let (accepts, returns) = if done { (35, 8) } else { (0, 4) };
        let roll = dice.below(100);
        if roll < accepts + returns {
            let (office, unit, task) = (office.clone(), unit.clone(), task.clone());
            let accepted = roll < accepts;
            reviews.push(Review { office, unit, task, accepted, amended: accepted && dice.percent(15) });
        }
    }
    reviews
}

/// The desk that told of the task.
pub fn desk_of<'d>(desks: &'d [Desk], unit: &UnitId, task: &TaskId) -> Option<&'d Desk> {
    desks.iter().find(|desk| desk.unit == *unit && desk.tasks.contains(task))
}

impl Review {
    /// The office says it, and the unit amends; neither has a network.
    pub fn give(&self, desks: &[Desk], seed: u64) -> Result<()> {
        let mut dice = Dice::of(seed, &format!("{} {}", self.unit, self.task));
        let Some(office) = desks.iter().find(|desk| desk.unit == self.office) else { return Ok(()) };
        let (unit, entry) = (self.unit.clone(), entry(&self.task));
        if !self.accepted {
            let (reason, until) = (words::reason(&mut dice).to_owned(), "15/10/2019".to_owned());
            return office.act(Act::Return { unit, entry, reason, until, fields: Vec::new() }).map(drop);
        }
        office.act(Act::Accept { unit, entry: entry.clone(), stamp: None, sure: true })?;
        match desk_of(desks, &self.unit, &self.task) {
            Some(desk) if self.amended => {
                let target = Target::Difficulties { entry };
                let before = desk.said(&target).unwrap_or_default();
                let words = format!("{before}\n{}", words::difficulty(&mut dice));
                desk.write(target, words.trim_start())
            }
            _ => Ok(()),
        }
    }
}
