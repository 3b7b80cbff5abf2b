//! A district and a laptop as they were at one moment, to begin from again and again.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::laptop::Laptop;
use super::ledger::Ledger;
use super::world::{Seat, UNIT, World};
use crate::demo::Dice;
use crate::server::{District, run};

pub struct Prepared {
    folder: PathBuf,
    port: u16,
    ledger: Ledger,
    tasks: Vec<model::ids::TaskId>,
}

impl Prepared {
    /// One laptop that wrote a little, all of it sent.
    pub fn make(folder: &Path, seed: u64) -> Result<Self> {
        let mut world = World::open(folder, 1)?;
        let mut dice = Dice::of(seed, "prepared");
        for _ in 0..4 {
            world.write(0, &mut dice)?;
        }
        world.attach(0, 30_000, &mut dice)?;
        world.quiet()?;
        world.kill(0)?;
        world.district.stop();
        let (port, tasks) = (world.district.port(), world.seats[0].tasks.clone());
        Ok(Self { folder: folder.to_owned(), port, ledger: world.ledger, tasks })
    }

    /// The same again: the server's folder below one place, the laptop's below another. Nothing runs yet.
    pub fn begun_anew(&self, folder: &Path, server: &Path, laptop: &Path) -> Result<World> {
        for (name, place) in [("server", server), ("laptop-0", laptop)] {
            let place = place.join(name);
            if place.exists() {
                std::fs::remove_dir_all(&place)?;
            }
            run(Command::new("cp").arg("-a").arg(self.folder.join(name)).arg(&place))?;
        }
        let log = folder.join("server.log");
        drop(std::fs::remove_file(&log));
        let district = District::over(server.join("server"), self.port).log_to(log);
        let seat = Seat { laptop: Laptop::over(laptop.join("laptop-0"), UNIT), tasks: self.tasks.clone() };
        drop(std::fs::remove_file(seat.laptop.errors()));
        Ok(World::over(folder, district, vec![seat], self.ledger.clone()))
    }
}
