//! What a run draws of its own size: limits down to one change, who takes part, and what people do.

use crate::demo::Dice;

/// How much laptops and server do at a time, and how much there may be.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    pub laptop: replica::Limits,
    pub server: sync_server::Limits,
}

impl Bounds {
    /// `exact`: nothing that follows from how many bytes a time takes, for a run that is played with two clocks.
    pub fn draw(seed: u64, exact: bool) -> Self {
        let mut dice = Dice::of(seed, "bounds");
        let mut bounds = Self::default();
        // So that nothing hides behind the bounds: some runs have the product's own.
        if dice.percent(25) {
            return bounds;
        }
        let (laptop, server) = (&mut bounds.laptop, &mut bounds.server);
        if dice.percent(40) {
            laptop.request = bytes(&mut dice, exact);
        }
        if dice.percent(if exact { 20 } else { 40 }) {
            (laptop.page, server.least_page) = (1, bytes(&mut dice, exact));
        } else if dice.percent(20) {
            server.page_items = dice.between(1, 12);
        }
        (laptop.tail_changes, laptop.tail_bytes) =
            *dice.pick(&[(0, 0), (3, 32 << 10), (32, 600), (32, 32 << 10)]);
        server.least_tail = *dice.pick(&[0, 300, 2_000, 32 << 10]);
        if dice.percent(30) {
            let few = if exact { 0 } else { *dice.pick(&[0, 500, 1_200]) };
            (server.waiting_of_device, server.waiting_of_unit) = (few, 2 * few);
        }
        if dice.percent(25) {
            server.files_of_document = *dice.pick(&[0, 20, 60]);
        }
        bounds
    }
}

fn bytes(dice: &mut Dice, exact: bool) -> usize {
    if exact || dice.percent(20) { 1 } else { *dice.pick(&[300, 700, 2_000]) }
}

/// Who takes part in a run, of so many seats. The last one is the coordinating office's, which reads everything.
pub fn seats(seed: u64, all: usize) -> Vec<usize> {
    let mut dice = Dice::of(seed, "seats");
    let chance = *dice.pick(&[25, 55, 55, 85]);
    let mut taken: Vec<usize> = (0..all - 1).filter(|_| dice.percent(chance)).collect();
    if taken.is_empty() {
        taken.push(dice.below(all - 1));
    }
    taken.push(all - 1);
    taken
}
