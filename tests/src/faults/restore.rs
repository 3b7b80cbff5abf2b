//! What a restoration brings: a server from yesterday's copy, a laptop that was cloned, restored or wiped, a server
//! whose log is shorter than laptops remember.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Teller;
use super::laptop::Laptop;
use super::server_view::ServerView;
use super::told::{Order, Word};
use super::world::{Seat, UNIT, World, nothing_wrong};
use crate::demo::Dice;
use crate::programs::program;
use crate::server::run;

type Story = fn(&Path, &mut Dice) -> Result<()>;

const STORIES: [(&str, Story); 5] = [
    ("yesterday", yesterday),
    ("clone", clone),
    ("older-laptop", older_laptop),
    ("wiped", wiped),
    ("future-cursor", future_cursor),
];

/// Plays every story, or one of them, each in a folder of its own.
pub fn restore(folder: &Path, only: Option<&str>, seed: u64, teller: &Teller) -> Result<()> {
    let mut wanted = STORIES.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).peekable();
    ensure!(
        wanted.peek().is_some(),
        "there is no such story; there are: {}",
        STORIES.map(|(name, _)| name).join(", ")
    );
    for &(name, story) in wanted {
        play(folder, name, story, seed)?;
        teller.tell(&format!("{name}: nothing lost, equal heads, everything once"));
    }
    Ok(())
}

fn play(folder: &Path, name: &str, story: Story, seed: u64) -> Result<()> {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder)?;
    story(&folder, &mut Dice::of(seed, name)).with_context(|| format!("{name}, seed {seed}"))
}

/// The server's disk is gone; there is yesterday's copy of its database, and none of its files.
fn yesterday(folder: &Path, dice: &mut Dice) -> Result<()> {
    let mut world = World::open(folder, 2)?;
    busy(&mut world, dice)?;
    world.quiet()?;
    let copy = folder.join("yesterday.db");
    server(&["backup", "--to", &copy.to_string_lossy()], world.district.data())?;
    busy(&mut world, dice)?;
    world.quiet()?;
    let before = ServerView::of(world.district.data(), UNIT)?;
    world.district.stop();
    // Written while there is no server.
    let late = world.write(0, dice)?;
    world.answered(0, &[late])?;
    std::fs::rename(world.district.data(), folder.join("lost"))?;
    server(&["restore", "--from", &copy.to_string_lossy()], world.district.data())?;
    let restored = ServerView::of(world.district.data(), UNIT)?;
    ensure!(restored.heads != before.heads, "the copy is older than what was lost");
    world.district.start()?;
    nothing_wrong(&world.check_all()?)
}

/// A laptop's folder is copied to a second machine, and people work on both.
fn clone(folder: &Path, dice: &mut Dice) -> Result<()> {
    let mut world = World::open(folder, 1)?;
    busy(&mut world, dice)?;
    world.quiet()?;
    world.kill(0)?;
    let twin = copied(&mut world, "twin")?;
    world.seats[0].laptop.open()?;
    let sent = world.write(0, dice)?;
    world.sent(&[sent])?;
    world.seats.push(twin);
    world.seats[1].laptop.open()?;
    let kept = world.write(1, dice)?;
    world.answered(1, &[kept])?;
    told_to_enrol(&mut world, 1)?;
    let code = world.district.enrol(UNIT, "Người thứ hai")?;
    enrol_again(&mut world, 1, code)?;
    world.sent(&[kept])?;
    // The first goes on as if nothing had been.
    let sent = world.write(0, dice)?;
    world.sent(&[sent])?;
    nothing_wrong(&world.check_all()?)
}

/// A laptop is restored from a copy of its own: it has forgotten what it sent since.
fn older_laptop(folder: &Path, dice: &mut Dice) -> Result<()> {
    let mut world = World::open(folder, 1)?;
    busy(&mut world, dice)?;
    world.quiet()?;
    world.kill(0)?;
    let copy = copied(&mut world, "copy")?;
    let place = world.seats[0].laptop.folder().to_owned();
    world.seats[0].laptop.open()?;
    busy(&mut world, dice)?;
    world.quiet()?;
    world.kill(0)?;
    std::fs::remove_dir_all(&place)?;
    std::fs::rename(copy.laptop.folder(), &place)?;
    world.seats[0].tasks.extend(copy.tasks);
    world.seats[0].laptop.open()?;
    told_to_enrol(&mut world, 0)?;
    let code = world.district.enrol(UNIT, "Đinh Hmưk")?;
    enrol_again(&mut world, 0, code)?;
    world.quiet()?;
    let sent = world.write(0, dice)?;
    world.sent(&[sent])?;
    nothing_wrong(&world.check_all()?)
}

/// A laptop was lost or wiped; the unit gets a code for a new one.
fn wiped(folder: &Path, dice: &mut Dice) -> Result<()> {
    let mut world = World::open(folder, 2)?;
    busy(&mut world, dice)?;
    world.quiet()?;
    world.kill(0)?;
    let place = world.seats[0].laptop.folder().to_owned();
    std::fs::remove_dir_all(&place)?;
    let code = world.district.enrol(UNIT, "Đinh Hmưk")?;
    world.seats[0].laptop = Laptop::new(place, UNIT, world.district.address(), code);
    world.seats[0].laptop.open()?;
    world.quiet()?;
    nothing_wrong(&world.check_laptop(0)?)?;
    busy(&mut world, dice)?;
    nothing_wrong(&world.check_all()?)
}

/// Somebody copied the server's folder back by hand, without `restore`: the same epoch, and a log that ends before
/// the place where laptops stand. They are told to enrol anew, and bring back what was lost.
fn future_cursor(folder: &Path, dice: &mut Dice) -> Result<()> {
    let mut world = World::open(folder, 2)?;
    busy(&mut world, dice)?;
    world.quiet()?;
    world.district.stop();
    copy(world.district.data(), &folder.join("yesterday"))?;
    world.district.start()?;
    // The next morning.
    for at in 0..2 {
        world.kill(at)?;
        world.seats[at].laptop.open()?;
    }
    busy(&mut world, dice)?;
    world.quiet()?;
    world.district.stop();
    std::fs::rename(world.district.data(), folder.join("lost"))?;
    std::fs::rename(folder.join("yesterday"), world.district.data())?;
    world.district.start()?;
    for at in 0..2 {
        world.seats[at].laptop.order(&Order::Sync)?;
        told_to_enrol(&mut world, at)?;
        let code = world.district.enrol(UNIT, "Đinh Hmưk")?;
        enrol_again(&mut world, at, code)?;
    }
    nothing_wrong(&world.check_all()?)
}

/// Some edits on each laptop, and a file on the first.
fn busy(world: &mut World, dice: &mut Dice) -> Result<()> {
    for at in 0..world.seats.len() {
        let numbers: Vec<u32> = (0..6).map(|_| world.write(at, dice)).collect::<Result<_>>()?;
        world.answered(at, &numbers)?;
    }
    let file = world.attach(0, 100_000, dice)?;
    world.answered(0, &[file])?;
    world.hear();
    Ok(())
}

/// A copy of the first laptop, which does not run, at another place. The two share the tasks from now on.
fn copied(world: &mut World, name: &str) -> Result<Seat> {
    let place = world.folder.join(name);
    let seat = &mut world.seats[0];
    copy(seat.laptop.folder(), &place)?;
    let half = seat.tasks.len() / 2;
    let tasks = seat.tasks.split_off(half);
    Ok(Seat { laptop: Laptop::over(place, UNIT), tasks })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    run(Command::new("cp").arg("-a").arg(from).arg(to)).map(drop)
}

fn server(command: &[&str], data: &Path) -> Result<()> {
    run(Command::new(program("sync-server")?).args(command).arg("--data").arg(data)).map(drop)
}

/// The laptop is told in words that another speaks under its name, and what to do.
fn told_to_enrol(world: &mut World, at: usize) -> Result<()> {
    world.seats[at].laptop.wait_for("it is told to enrol anew", |word| match word {
        Word::Problem(message) if message.contains("ghi danh lại máy này") => Some(()),
        _ => None,
    })
}

fn enrol_again(world: &mut World, at: usize, code: String) -> Result<()> {
    let laptop = &mut world.seats[at].laptop;
    laptop.order(&Order::EnrolAgain { code })?;
    laptop.wait_for("it is enrolled anew", |word| match word {
        Word::Enrolled => Some(Ok(())),
        Word::Failed(0, message) => Some(Err(anyhow::anyhow!("{message}"))),
        _ => None,
    })?
}
