//! Programs of different age: in every third run some know fewer fields and kinds of object than others, and are
//! updated while everything goes on, the server before or after them.

use std::sync::Arc;

use anyhow::Result;
use model::vocabulary::{self, Description, Home, Vocabulary};
use replica::sync::StatusBoard;

use super::probe::Probe;
use super::world::World;
use crate::demo::Dice;

/// Every so many seeds have programs of two ages.
const TWO_AGES: u64 = 3;

/// How old the programs of one run are.
pub struct Ages {
    older: Option<Arc<Vocabulary>>,
    dice: Dice,
}

impl Ages {
    pub fn draw(seed: u64) -> Self {
        let mut dice = Dice::of(seed, "vocabulary");
        let older = seed.is_multiple_of(TWO_AGES).then(|| Arc::new(older(&mut dice)));
        Self { older, dice }
    }

    /// Of the next program that there is: the server first, and then each laptop.
    pub fn of_next(&mut self) -> Arc<Vocabulary> {
        match &self.older {
            Some(older) if self.dice.percent(50) => Arc::clone(older),
            _ => Arc::default(),
        }
    }
}

/// Without some fields that people write, without a whole kind of object, or without either.
fn older(dice: &mut Dice) -> Vocabulary {
    // Without these nothing goes on: they were there from the beginning.
    let first = |field: &&Description| matches!(field.object.home, Home::Workbook | Home::Review);
    let fields: Vec<Vec<String>> = vocabulary::all().filter(first).map(Description::names).collect();
    let mut missing = Vec::new();
    for names in fields {
        if dice.percent(25) {
            missing.extend(names);
        }
    }
    Vocabulary::without(missing)
}

impl World<'_> {
    /// The newest program is installed, on a laptop or at the server.
    pub(super) async fn update(&mut self, at: usize) -> Result<()> {
        let newest = Vocabulary::default();
        if *self.server.known != newest && self.dice.percent(30) {
            return self.update_server().await;
        }
        if *self.laptops[at].known != newest {
            self.update_laptop(at)?;
        }
        Ok(())
    }

    fn update_laptop(&mut self, at: usize) -> Result<()> {
        self.note(&format!("{} is updated", self.laptops[at].name));
        let board = StatusBoard::default();
        board.refresh(&self.laptops[at].replica);
        self.probes.pass_if(board.watch().borrow().needs_newer > 0, Probe::UnknownKept);
        let server_first = *self.server.known == Vocabulary::default();
        self.probes.pass(if server_first { Probe::ServerBeforeLaptop } else { Probe::LaptopBeforeServer });
        self.laptops[at].update(&mut self.folders)
    }

    async fn update_server(&mut self) -> Result<()> {
        self.note("server is updated");
        let up = self.server.is_up();
        self.drop_answers();
        self.server.known = Arc::default();
        self.server.crash(&mut self.folders)?;
        if up { self.server.start().await } else { Ok(()) }
    }

    /// In the end all have the newest program, in an order that is drawn.
    pub(super) async fn update_all(&mut self) -> Result<()> {
        let newest = Vocabulary::default();
        let mut order: Vec<usize> = (0..self.laptops.len()).collect();
        self.dice.shuffle(&mut order);
        let first = self.dice.percent(50);
        if first && *self.server.known != newest {
            self.update_server().await?;
        }
        for at in order {
            if *self.laptops[at].known != newest {
                self.update_laptop(at)?;
            }
        }
        if *self.server.known != newest {
            self.update_server().await?;
        }
        Ok(())
    }
}
