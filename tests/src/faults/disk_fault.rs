//! A disk that fails at the Nth change, or is full, below a laptop or below the server: for every N, until the
//! scenario passes untouched.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Teller;
use super::disk::Small;
use super::failing::{Failing, Failure};
use super::laptop::Laptop;
use super::ledger::Ledger;
use super::prepared::Prepared;
use super::told::{Order, Word};
use super::world::{Seat, UNIT, World, nothing_wrong};
use crate::demo::Dice;
use crate::programs::Manner;

/// What stands on the faulty disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// A laptop is opened, writes, takes a file in, sends.
    Laptop,
    /// A laptop enrols.
    FirstRun,
    /// The server starts and takes in what a laptop sends.
    Server,
}

pub const SCENARIOS: [(&str, Scenario); 3] =
    [("laptop", Scenario::Laptop), ("first-run", Scenario::FirstRun), ("server", Scenario::Server)];

/// Which of the Ns: all, or some for those in a hurry.
#[derive(Clone, Copy, Debug)]
pub struct Stride {
    pub first: usize,
    pub step: usize,
}

/// No scenario is as long; one that seems to be never ends.
const MOST: usize = 2_000;
const PAGE: u64 = 4_096;

struct Bench<'a> {
    folder: PathBuf,
    prepared: Prepared,
    failing: Failing,
    seed: u64,
    teller: &'a Teller,
    /// Every message that was shown, and how often.
    messages: std::collections::BTreeMap<String, usize>,
}

/// Runs a scenario over disks that fail at the Nth change.
pub fn failing_disk(
    folder: &Path,
    scenario: Scenario,
    failures: &[Failure],
    stride: Stride,
    seed: u64,
    teller: &Teller,
) -> Result<()> {
    let mut bench = Bench::new(folder, seed, teller)?;
    for &failure in failures {
        let mut at = stride.first;
        loop {
            ensure!(at < MOST, "{scenario:?} never passes untouched");
            let what = || format!("{scenario:?}, {failure:?} at change {at} (seed {seed})");
            if !bench.failing_at(scenario, failure, at).with_context(what)? {
                break;
            }
            teller.step(at, at);
            at += stride.step;
        }
        teller.tell(&format!(
            "{scenario:?}, {failure:?}: passes untouched at change {at}; step {}",
            stride.step
        ));
    }
    bench.tell_messages();
    Ok(())
}

/// Runs a scenario over disks with room for so many pages; `step`: by how many pages the room grows.
pub fn full_disk(folder: &Path, scenario: Scenario, step: u64, seed: u64, teller: &Teller) -> Result<()> {
    let mut bench = Bench::new(folder, seed, teller)?;
    let mut pages = 0;
    loop {
        ensure!(pages < MOST as u64, "{scenario:?} never has room enough");
        let what = || format!("{scenario:?} with {pages} free pages (seed {seed})");
        if !bench.full(scenario, pages * PAGE).with_context(what)? {
            break;
        }
        teller.step(usize::try_from(pages)?, usize::try_from(pages)?);
        pages += step;
    }
    teller.tell(&format!("{scenario:?}, full disk: {pages} free pages of 4 KB are enough; step {step}"));
    bench.tell_messages();
    Ok(())
}

impl<'a> Bench<'a> {
    fn new(folder: &Path, seed: u64, teller: &'a Teller) -> Result<Self> {
        let prepared = folder.join("prepared");
        std::fs::create_dir_all(&prepared)?;
        let (prepared, failing) = (Prepared::make(&prepared, seed)?, Failing::build(folder)?);
        Ok(Self { folder: folder.to_owned(), prepared, failing, seed, teller, messages: Default::default() })
    }

    fn tell_messages(&self) {
        for (message, times) in &self.messages {
            self.teller.tell(&format!("  {times} times: {message}"));
        }
    }

    /// False where the scenario ended before the call that was to fail.
    fn failing_at(&mut self, scenario: Scenario, failure: Failure, at: usize) -> Result<bool> {
        let folder = self.folder.clone();
        let mut world = self.prepared.begun_anew(&folder, &folder, &folder)?;
        if scenario == Scenario::FirstRun {
            self.first_run(&mut world, failure, at)?;
            return Ok(self.failing.failed());
        }
        let under = match scenario {
            Scenario::Server => world.district.data().to_owned(),
            _ => world.seats[0].laptop.folder().to_owned(),
        };
        let manner = self.failing.at(at, failure, &under)?;
        let opened = start(&mut world, scenario, manner)?;
        if opened {
            act(&mut world, scenario, self.seed)?;
            let lasting = failure.lasts();
            wait(&mut world, |world| {
                lasting && (self.failing.failed() || !world.ledger.complaints.is_empty())
            })?;
            // One bad moment is over, and work goes on without a restart.
            if !lasting {
                go_on(&mut world, self.seed)?;
            }
        }
        // The disk is mended, and the programs are started again.
        world.kill(0)?;
        world.district.stop();
        world.seats[0].laptop.set_manner(Manner::default());
        world.district.set_manner(Manner::default());
        self.after(world)?;
        Ok(self.failing.failed())
    }

    /// False where there was room enough.
    fn full(&mut self, scenario: Scenario, free: u64) -> Result<bool> {
        let small = Small::make(&self.folder.join("small"))?;
        let folder = self.folder.clone();
        let mut world = match scenario {
            Scenario::Server => self.prepared.begun_anew(&folder, small.path(), &folder)?,
            _ => self.prepared.begun_anew(&folder, &folder, small.path())?,
        };
        small.leave(free)?;
        let opened = start(&mut world, scenario, Manner::default())?;
        if opened {
            act(&mut world, scenario, self.seed)?;
            wait(&mut world, |world| !world.ledger.complaints.is_empty())?;
        }
        let full = !opened || !world.ledger.complaints.is_empty();
        // Somebody tidies up, and work goes on without a restart.
        small.make_room()?;
        if opened {
            go_on(&mut world, self.seed)?;
        }
        world.kill(0)?;
        world.district.stop();
        self.after(world)?;
        Ok(full)
    }

    /// Started again on a sound disk: nothing that was said is lost, and work goes on.
    fn after(&mut self, mut world: World) -> Result<()> {
        let complaints = std::mem::take(&mut world.ledger.complaints);
        world.district.start().context("the server comes back")?;
        world.seats[0].laptop.open().context("the laptop comes back")?;
        nothing_wrong(&world.check_laptop(0)?)?;
        nothing_wrong(&world.check_server()?)?;
        go_on(&mut world, self.seed)?;
        nothing_wrong(&world.check_rest()?)?;
        for complaint in complaints {
            ensure!(is_clear(&complaint), "a message that does not say what is the matter: “{complaint}”");
            *self.messages.entry(complaint).or_default() += 1;
        }
        Ok(())
    }

    fn first_run(&mut self, world: &mut World, failure: Failure, at: usize) -> Result<()> {
        world.district.start()?;
        let code = world.district.enrol(UNIT, "Người mới")?;
        let place = self.folder.join("newcomer");
        if place.exists() {
            std::fs::remove_dir_all(&place)?;
        }
        let mut laptop = Laptop::new(place.clone(), UNIT, world.district.address(), code);
        laptop.set_manner(self.failing.at(at, failure, &place)?);
        let mut ledger = Ledger::default();
        laptop.start()?;
        opened(&mut laptop)?;
        laptop.kill(&mut ledger)?;
        for complaint in std::mem::take(&mut ledger.complaints) {
            ensure!(is_clear(&complaint), "a message that does not say what is the matter: “{complaint}”");
            *self.messages.entry(complaint).or_default() += 1;
        }
        laptop.set_manner(Manner::default());
        laptop.open().context("the first run is begun again with the same code")?;
        laptop.verify()?;
        nothing_wrong(&laptop.panics()?)?;
        laptop.kill(&mut ledger)?;
        // The one laptop that was there before goes on as well.
        world.seats.clear();
        Ok(())
    }
}

/// Starts both, one of them in this manner. False where it would not open, and said so.
fn start(world: &mut World, scenario: Scenario, manner: Manner) -> Result<bool> {
    if scenario == Scenario::Server {
        world.district.set_manner(manner);
        if world.district.start().is_err() || !world.district.answers()? {
            let log = std::fs::read_to_string(world.folder.join("server.log"))?;
            let last = log.lines().last().unwrap_or_default().to_owned();
            ensure!(is_clear(&last), "the server did not start, and did not say why: “{log}”");
            world.ledger.complaints.push(last);
            return Ok(false);
        }
        world.seats[0].laptop.open()?;
        return Ok(true);
    }
    world.district.start()?;
    let Seat { laptop, .. } = &mut world.seats[0];
    laptop.set_manner(manner);
    laptop.start()?;
    opened(laptop)
}

/// Whether it opened; if not, it said why.
fn opened(laptop: &mut Laptop) -> Result<bool> {
    laptop.wait_for("the laptop opens or says why not", |word| match word {
        Word::Ready => Some(true),
        Word::Closed(_) => Some(false),
        _ => None,
    })
}

/// A morning's work: five edits and a file.
fn act(world: &mut World, scenario: Scenario, seed: u64) -> Result<()> {
    let mut dice = Dice::of(seed, "act");
    let mut numbers = Vec::new();
    for at in 0..6 {
        let number = if at == 3 { world.attach(0, 70_000, &mut dice)? } else { world.write(0, &mut dice)? };
        numbers.push(number);
    }
    world.answered(0, &numbers)?;
    world.hear();
    if scenario == Scenario::Server {
        ensure!(numbers.iter().all(|number| world.ledger.is_saved(*number)), "the laptop's disk is sound");
    }
    Ok(())
}

/// Waits until all is quiet, or `enough`. A person who sees that something is wrong asks for a sync now and then.
fn wait(world: &mut World, enough: impl Fn(&World) -> bool) -> Result<()> {
    let begun = Instant::now();
    let mut asked = Instant::now();
    while begun.elapsed() < Duration::from_secs(30) {
        world.hear();
        let laptop = &mut world.seats[0].laptop;
        ensure!(laptop.runs(), "the laptop ended: {:?}", laptop.panics()?);
        // With a broken disk even this may fail.
        let quiet = laptop.look().is_ok_and(|seen| seen.quiet());
        if quiet || enough(world) {
            // What is on its way to be said is said.
            std::thread::sleep(Duration::from_millis(30));
            world.hear();
            return Ok(());
        }
        if asked.elapsed() > Duration::from_millis(300) {
            world.seats[0].laptop.order(&Order::Sync)?;
            asked = Instant::now();
        }
        std::thread::sleep(Duration::from_millis(15));
    }
    let seen = world.seats[0].laptop.look();
    bail!("neither quiet nor a word of what is wrong; said: {:?}, seen: {seen:?}", world.ledger.complaints)
}

/// Writing works, and all comes to rest, with nothing started again. The bad moment may come only here: then it is
/// said, and the second try works.
fn go_on(world: &mut World, seed: u64) -> Result<()> {
    let mut dice = Dice::of(seed, "go on");
    for _ in 0..2 {
        let number = world.write(0, &mut dice)?;
        world.answered(0, &[number])?;
        world.hear();
        if world.ledger.is_saved(number) {
            return wait(world, |_| false).context("work goes on");
        }
    }
    bail!("work does not go on: {:?}", world.ledger.complaints.last())
}

/// In Vietnamese, about the disk; and never that data is damaged, which it is not. Of a server that was asked how far a
/// file has come (HEAD, whose answer has no words) the laptop only knows that it does not work for now.
fn is_clear(message: &str) -> bool {
    let about = [
        "ổ đĩa",
        "Ổ đĩa",
        "chưa lưu được",
        "Không ghi được",
        "Không đọc hoặc ghi được",
        "Máy chủ tạm thời chưa làm việc được",
    ];
    about.iter().any(|words| message.contains(words)) && !message.contains("bị hỏng")
}
