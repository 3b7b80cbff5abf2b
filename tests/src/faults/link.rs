//! A link of 64 kbit/s that loses one packet in five and is cut now and then: a file and fifty edits arrive, and the
//! edits arrive first.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Teller;
use super::counter::Counter;
use super::net::{FAR, Net};
use super::server_view::file_is_whole;
use super::told::Order;
use super::world::{World, nothing_wrong};
use crate::demo::Dice;
use crate::programs::{Manner, free_port};
use crate::server::District;

const KILOBITS: u32 = 64;
const LOSS: u32 = 20;
const EDITS: usize = 50;

/// How long the line works, and how long it is then cut, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Cuts {
    pub every: (usize, usize),
    pub lasting: (usize, usize),
}

/// What was measured.
#[derive(Debug, Default)]
struct Measured {
    edits: Duration,
    file: Duration,
    cuts: usize,
}

/// Sends a file of so many bytes, and edits meanwhile.
pub fn link(folder: &Path, size: usize, cuts: Cuts, seed: u64, teller: &Teller) -> Result<()> {
    let net = Net::make()?;
    let port = free_port()?;
    let mut district = District::open(folder, None)?.log_to(folder.join("server.log"));
    district.set_manner(net.far());
    let behind = format!("127.0.0.1:{}", district.port());
    let mut counter = Counter::start(&net.far(), &format!("{FAR}:{port}"), &behind)?;
    let mut world = World::beyond(folder, district, &format!("http://{FAR}:{port}"), net.near())?;
    world.quiet()?;
    net.spoil(KILOBITS, LOSS)?;
    let (wire, arrived) = (net.wire()?, counter.arrived()?);
    let measured = std::thread::scope(|scope| {
        let (stop, stopped) = channel::<()>();
        let cutting = scope.spawn(|| cutting(&net, cuts, seed, stopped));
        let measured = transfer(&mut world, size, seed, teller);
        // Closed, the channel says that it is over.
        drop(stop);
        let count = cutting.join().map_err(|_| anyhow::anyhow!("the cutting thread panicked"))??;
        Ok::<_, anyhow::Error>(Measured { cuts: count, ..measured? })
    })?;
    let (wire_after, arrived_after) = (net.wire()?, counter.arrived()?);
    // Everything is compared over a good line.
    let beyond = (arrived_after - arrived).saturating_sub(size as u64);
    teller.tell(&format!(
        "{} kB and {EDITS} edits over {KILOBITS} kbit/s with {LOSS} % loss and {} cuts: edits durable after {:.0} s, file whole after {:.0} s",
        size / 1_000,
        measured.cuts,
        measured.edits.as_secs_f64(),
        measured.file.as_secs_f64(),
    ));
    teller.tell(&format!(
        "  arrived at the server beyond the file itself: {} kB (edits, headers, probes and what was sent again); on the wire {} kB in all, {} segments sent again by TCP",
        beyond / 1_000,
        (wire_after.bytes - wire.bytes) / 1_000,
        wire_after.again - wire.again,
    ));
    // A piece of a file may be lost with each cut, and what is beside it is small.
    let allowed = (measured.cuts as u64 + 1) * MOST_AGAIN + 60_000;
    ensure!(beyond <= allowed, "{beyond} bytes beyond the file arrived; {allowed} are the most");
    nothing_wrong(&world.check_server()?)?;
    nothing_wrong(&world.check_laptop(0)?)
}

/// The largest piece of a file that may be under way on such a line.
const MOST_AGAIN: u64 = 64 << 10;

/// Cuts the line again and again until it is told to stop; leaves it whole.
fn cutting(net: &Net, cuts: Cuts, seed: u64, stopped: Receiver<()>) -> Result<usize> {
    let mut dice = Dice::of(seed, "cuts");
    let mut count = 0;
    loop {
        let mut lasts = |(least, most)| Duration::from_secs(dice.between(least, most) as u64);
        let (works, cut) = (lasts(cuts.every), lasts(cuts.lasting));
        if stopped.recv_timeout(works) != Err(RecvTimeoutError::Timeout) {
            return Ok(count);
        }
        net.cut()?;
        count += 1;
        let end = stopped.recv_timeout(cut);
        net.mend()?;
        if end != Err(RecvTimeoutError::Timeout) {
            return Ok(count);
        }
    }
}

/// The file goes first; when its first piece is under way, people write.
fn transfer(world: &mut World, size: usize, seed: u64, teller: &Teller) -> Result<Measured> {
    let mut dice = Dice::of(seed, "transfer");
    let begun = Instant::now();
    let file = world.attach(0, size - 10, &mut dice)?;
    world.answered(0, &[file])?;
    world.hear();
    let hash = world.files.first().context("the file was taken in")?.clone();
    let data = world.district.data().to_owned();
    let longest = Duration::from_secs(360 + size as u64 / 500);
    let wait = |what: &str, world: &mut World, done: &mut dyn FnMut(&mut World) -> Result<bool>| {
        while begun.elapsed() < longest {
            world.hear();
            if done(world)? {
                return Ok(());
            }
            teller.step(usize::try_from(received(&data)?)?, size);
            std::thread::sleep(Duration::from_millis(50));
        }
        let seen = world.seats[0].laptop.look()?;
        let complaints = &world.ledger.complaints;
        bail!("{longest:?} passed: {what}; {} bytes came, {seen:?}, {complaints:?}", received(&data)?)
    };
    wait("the file is announced", world, &mut |world| Ok(world.seats[0].laptop.look()?.waiting_edits == 0))?;
    let wrote = Instant::now();
    let tasks = world.seats[0].tasks.clone();
    for task in tasks.iter().cycle().take(EDITS) {
        let (number, text) = world.ledger.try_text(task, &crate::demo::narrative(&mut dice));
        world.seats[0].laptop.order(&Order::Write { number, task: task.clone(), text })?;
    }
    wait("edits arrive", world, &mut |world| Ok(world.seats[0].laptop.look()?.waiting_edits == 0))?;
    world.hear();
    let edits = wrote.elapsed();
    ensure!(!file_is_whole(&data, &hash)?, "the file was there before the edits");
    wait("the file arrives", world, &mut |_| file_is_whole(&data, &hash))?;
    let file = begun.elapsed();
    wait("nothing waits", world, &mut |world| Ok(world.seats[0].laptop.look()?.quiet()))?;
    Ok(Measured { edits, file, cuts: 0 })
}

fn received(data: &Path) -> Result<u64> {
    super::server_view::received(data)
}

impl World {
    /// A world whose laptop stands at the other end of a line.
    fn beyond(folder: &Path, mut district: District, server: &str, manner: Manner) -> Result<Self> {
        district.start()?;
        let code = district.enrol(super::world::UNIT, "Đinh Hmưk")?;
        let laptop =
            super::laptop::Laptop::new(folder.join("laptop"), super::world::UNIT, server.to_owned(), code);
        let mut laptop = laptop.at_usual_pace();
        laptop.set_manner(manner);
        laptop.open()?;
        let seat = super::world::Seat { laptop, tasks: super::world::tasks()? };
        Ok(Self::over(folder, district, vec![seat], super::ledger::Ledger::default()))
    }
}
