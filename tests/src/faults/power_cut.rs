//! The power is cut under a server and a laptop that lie on disks of their own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Teller;
use super::disk::Disk;
use super::world::{World, nothing_wrong};
use crate::demo::Dice;
use crate::programs::Manner;
use crate::server::District;

/// Two machines, each with a disk of its own.
struct Machines {
    world: World,
    server: Disk,
    laptop: Disk,
}

/// Whose power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Server,
    Laptop,
    Both,
}

impl Machines {
    fn open(folder: &Path) -> Result<Self> {
        let (server, laptop) =
            (Disk::make(&folder.join("server-disk"))?, Disk::make(&folder.join("laptop-disk"))?);
        let district = District::open(&server.path(), None)?.log_to(folder.join("server.log"));
        let place = laptop.path();
        let world = World::with(folder, district, 1, |at| place.join(format!("laptop-{at}")))?;
        Ok(Self { world, server, laptop })
    }

    /// Cuts, and comes back from what the disks then hold.
    fn cut(&mut self, victim: Victim) -> Result<()> {
        let Self { world, server, laptop } = self;
        let mut cuts = (None, None);
        if victim != Victim::Laptop {
            cuts.0 = Some(server.cut(|| world.district.strike())?);
            world.district.stop();
        }
        if victim != Victim::Server {
            cuts.1 = Some(laptop.cut(|| world.seats[0].laptop.strike())?);
            world.kill(0)?;
        }
        if let Some(cut) = cuts.0 {
            server.come_back(cut)?;
            world.district.start().context("the server comes back after the cut")?;
        }
        if let Some(cut) = cuts.1 {
            laptop.come_back(cut)?;
            world.seats[0].laptop.open().context("the laptop comes back after the cut")?;
        }
        Ok(())
    }

    fn check(&mut self) -> Result<Vec<String>> {
        let mut wrong = self.world.check_laptop(0)?;
        wrong.extend(self.world.check_server()?);
        Ok(wrong)
    }
}

/// Cuts so many times; fails at the first thing that was said and is not there.
pub fn power_cut(folder: &Path, times: usize, seed: u64, teller: &Teller) -> Result<()> {
    let mut machines = Machines::open(folder)?;
    for at in 1..=times {
        let mut dice = Dice::of(seed, &format!("power cut {at}"));
        let victim = *dice.pick(&[Victim::Server, Victim::Laptop, Victim::Both]);
        let what = || format!("power cut {at} of seed {seed}: {victim:?}");
        let world = &mut machines.world;
        for _ in 0..dice.between(2, 10) {
            if dice.percent(20) {
                let size = dice.between(20_000, 200_000);
                world.attach(0, size, &mut dice)?;
            } else {
                world.write(0, &mut dice)?;
            }
        }
        std::thread::sleep(Duration::from_micros(dice.below(400_000) as u64));
        machines.cut(victim).with_context(what)?;
        nothing_wrong(&machines.check().with_context(what)?).with_context(what)?;
        if at % 10 == 0 || at == times {
            nothing_wrong(&machines.world.check_all().with_context(what)?).with_context(what)?;
        }
        teller.step(at, times);
    }
    let ledger = &machines.world.ledger;
    teller.tell(&format!(
        "{times} power cuts: {} edits said to be saved, {} said to be sent, all there, once",
        ledger.saved(),
        ledger.sent()
    ));
    Ok(())
}

/// The same where the programs' calls for durability do nothing: what was said must then be missing, or the
/// measure measures nothing. Of the laptop, then of the server.
pub fn control(folder: &Path, seed: u64, teller: &Teller) -> Result<()> {
    let library = eatmydata()?;
    for victim in [Victim::Laptop, Victim::Server] {
        let mut machines = Machines::open(&folder.join(format!("{victim:?}")))?;
        let mut dice = Dice::of(seed, "control");
        machines.forget_durability(victim, &Manner::preloading(&library))?;
        let numbers: Vec<u32> = (0..5).map(|_| machines.world.write(0, &mut dice)).collect::<Result<_>>()?;
        machines.world.answered(0, &numbers)?;
        if victim == Victim::Server {
            machines.world.sent(&numbers[numbers.len() - 1..])?;
        }
        machines.cut(victim)?;
        let wrong = machines.check()?;
        ensure!(
            !wrong.is_empty(),
            "without durability the {victim:?} lost nothing: the power cut cuts nothing"
        );
        let count = wrong.len();
        teller.tell(&format!(
            "control, {victim:?} without fsync: {count} things that were said are lost, as must be"
        ));
    }
    Ok(())
}

impl Machines {
    /// Starts one of them anew under a library that makes `fsync` do nothing, with all that went before on its
    /// disk.
    fn forget_durability(&mut self, victim: Victim, manner: &Manner) -> Result<()> {
        let Self { world, server, laptop } = self;
        world.quiet()?;
        if victim == Victim::Server {
            world.district.stop();
            server.settle()?;
            world.district.set_manner(manner.clone());
            world.district.start()
        } else {
            world.kill(0)?;
            laptop.settle()?;
            world.seats[0].laptop.set_manner(manner.clone());
            world.seats[0].laptop.open()
        }
    }
}

/// Debian's `eatmydata`: durability calls that return at once.
pub(super) fn eatmydata() -> Result<PathBuf> {
    let triples = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
    let mut places = triples.iter().map(|triple| PathBuf::from(format!("/usr/lib/{triple}/libeatmydata.so")));
    let found = places.find(|path| path.is_file());
    ensure!(found.is_some(), "libeatmydata.so is not there: apt-get install eatmydata");
    Ok(found.unwrap_or_default())
}
