//! What people do in a run: some things often, some never.

use std::sync::Arc;

use model::plan::Plan;

use crate::demo::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    State,
    Percent,
    Narrative,
    OtherText,
    Figure,
    Attach,
    Evidence,
    Submit,
    Settle,
    TakeBack,
    Accept,
    Return,
    Days,
    Close,
    Remind,
    Question,
    Answer,
    AddRecords,
    ChangeRecord,
}

/// With how often each is done among all, by somebody who may.
const KINDS: [(Kind, usize); 19] = [
    (Kind::State, 10),
    (Kind::Percent, 10),
    (Kind::Narrative, 12),
    (Kind::OtherText, 8),
    (Kind::Figure, 18),
    (Kind::Attach, 10),
    (Kind::Evidence, 10),
    (Kind::Submit, 5),
    (Kind::Settle, 9),
    (Kind::TakeBack, 6),
    (Kind::Accept, 14),
    (Kind::Return, 14),
    (Kind::Days, 4),
    (Kind::Close, 4),
    (Kind::Remind, 5),
    (Kind::Question, 5),
    (Kind::Answer, 8),
    (Kind::AddRecords, 7),
    (Kind::ChangeRecord, 16),
];

/// As many as a unit keeps at most.
const MOST_REGISTERS: usize = 11;

#[derive(Clone, Debug)]
pub struct Mix {
    weights: Vec<(Kind, usize)>,
    /// Of a hundred acts so many are about another plan than the first.
    other_plan: usize,
    /// The registers of a unit, by number, in which most records of the run are.
    registers: [usize; 2],
}

impl Mix {
    pub fn draw(seed: u64) -> Self {
        let mut dice = Dice::of(seed, "acts");
        let even = dice.percent(40);
        let left_out = if even { 0 } else { 25 };
        let mut weights: Vec<(Kind, usize)> = KINDS.into_iter().filter(|_| !dice.percent(left_out)).collect();
        if !even {
            weights.iter_mut().for_each(|(_, weight)| *weight *= *dice.pick(&[1, 1, 2, 5]));
        }
        let other_plan = *dice.pick(&[0, 15, 15, 50]);
        let registers = [dice.below(MOST_REGISTERS), dice.below(MOST_REGISTERS)];
        Self { weights, other_plan, registers }
    }

    /// The plan that somebody works in.
    pub fn plan(&self, dice: &mut Dice, plans: &[&Arc<Plan>]) -> Arc<Plan> {
        let other = dice.percent(self.other_plan);
        // The newest stands first, and most work is in the oldest.
        let first = plans.iter().copied().min_by_key(|plan| plan.year()).expect("the stage opens plans");
        let found = if other { *dice.pick(plans) } else { first };
        Arc::clone(found)
    }

    /// A register of a unit, by number.
    pub fn register(&self, dice: &mut Dice) -> usize {
        if dice.percent(10) { dice.below(MOST_REGISTERS) } else { *dice.pick(&self.registers) }
    }

    /// One that `may` be done; none where all of these were left out.
    pub fn kind(&self, dice: &mut Dice, may: impl Fn(Kind) -> bool) -> Option<Kind> {
        let open: Vec<(Kind, usize)> = self.weights.iter().copied().filter(|(kind, _)| may(*kind)).collect();
        let mut drawn = dice.below(open.iter().map(|(_, weight)| weight).sum());
        open.into_iter().find_map(|(kind, weight)| match drawn.checked_sub(weight) {
            None => Some(kind),
            Some(left) => {
                drawn = left;
                None
            }
        })
    }
}
