//! `kill -9` of the server and of laptops at random moments. A ledger outside the processes keeps what they said.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Teller;
use super::laptop::Laptop;
use super::world::{UNIT, World, nothing_wrong};
use crate::demo::Dice;

/// After so many kills all must come to rest, and everything is compared.
const BETWEEN_CHECKS: usize = 25;

/// Who is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Server,
    Laptop(usize),
    /// The power goes in the whole office.
    All,
    /// A laptop in its first run, before or after the server knows it.
    Newcomer,
}

/// When.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// Once the first laptop has said so many words more.
    AfterWords(usize),
    After(Duration),
}

#[derive(Debug, Default)]
struct Count {
    server: usize,
    laptop: usize,
    all: usize,
    newcomer: usize,
}

/// Kills so many times; fails at the first thing that is not as it was said.
pub fn kill(folder: &Path, times: usize, seed: u64, teller: &Teller) -> Result<()> {
    let mut world = World::open(folder, 2)?;
    let mut count = Count::default();
    for at in 1..=times {
        let mut dice = Dice::of(seed, &format!("kill {at}"));
        let victim = match dice.below(100) {
            0..40 => Victim::Server,
            40..65 => Victim::Laptop(0),
            65..85 => Victim::Laptop(1),
            85..95 => Victim::All,
            _ => Victim::Newcomer,
        };
        let moment = if dice.percent(50) {
            Moment::AfterWords(dice.below(14))
        } else {
            Moment::After(Duration::from_micros(dice.below(250_000) as u64))
        };
        let round = round(&mut world, victim, moment, &mut dice, &mut count);
        let what = || format!("kill {at} of seed {seed}: {victim:?}, {moment:?}");
        nothing_wrong(&round.with_context(what)?).with_context(what)?;
        if at % BETWEEN_CHECKS == 0 || at == times {
            let rest = if at == times {
                world.check_all()
            } else {
                world.quiet().and_then(|()| world.check_server())
            };
            nothing_wrong(&rest.with_context(what)?).with_context(what)?;
        }
        teller.step(at, times);
    }
    let Count { server, laptop, all, newcomer } = count;
    teller.tell(&format!(
        "{times} kills (server {server}, laptop {laptop}, both {all}, first run {newcomer}): {} edits and {} files said to be saved, {} said to be sent, all there, once",
        world.ledger.saved(),
        world.files.len(),
        world.ledger.sent(),
    ));
    Ok(())
}

fn round(
    world: &mut World,
    victim: Victim,
    moment: Moment,
    dice: &mut Dice,
    count: &mut Count,
) -> Result<Vec<String>> {
    if victim == Victim::Newcomer {
        count.newcomer += 1;
        return newcomer(world, moment, dice);
    }
    let before = world.seats[0].laptop.words();
    for _ in 0..dice.between(1, 8) {
        let at = dice.below(2);
        if dice.percent(8) {
            let size = dice.between(20_000, 400_000);
            world.attach(at, size, dice)?;
        } else {
            world.write(at, dice)?;
        }
    }
    match moment {
        Moment::AfterWords(count) => {
            world.seats[0].laptop.wait_until_words(before + count, Duration::from_millis(300));
        }
        Moment::After(time) => std::thread::sleep(time),
    }
    let mut wrong = Vec::new();
    if matches!(victim, Victim::Server | Victim::All) {
        world.district.stop();
    }
    for at in 0..world.seats.len() {
        if victim == Victim::Laptop(at) || victim == Victim::All {
            world.kill(at)?;
            world.seats[at].laptop.open()?;
            wrong.extend(world.check_laptop(at)?);
        }
    }
    match victim {
        Victim::Laptop(_) => count.laptop += 1,
        _ => {
            if victim == Victim::Server {
                count.server += 1
            } else {
                count.all += 1
            }
            world.district.start()?;
        }
    }
    wrong.extend(world.check_server()?);
    Ok(wrong)
}

/// A laptop that is killed while it enrols: started again with the same code, it comes in and is told everything.
fn newcomer(world: &mut World, moment: Moment, dice: &mut Dice) -> Result<Vec<String>> {
    let code = world.district.enrol(UNIT, "Người mới")?;
    let folder = world.folder.join(format!("new-{}", code.to_lowercase()));
    let mut laptop = Laptop::new(folder.clone(), UNIT, world.district.address(), code);
    laptop.start()?;
    let time = match moment {
        Moment::After(time) => time,
        Moment::AfterWords(_) => Duration::from_micros(dice.below(900_000) as u64),
    };
    std::thread::sleep(time);
    let mut ledger = super::ledger::Ledger::default();
    laptop.kill(&mut ledger)?;
    laptop.open().context("a first run that was killed is begun again")?;
    laptop.verify()?;
    let panics = laptop.panics()?;
    laptop.kill(&mut ledger)?;
    std::fs::remove_dir_all(folder)?;
    Ok(panics)
}
