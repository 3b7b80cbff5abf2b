//! How much memory the server takes with a whole district, and a laptop without its window.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use model::window::{Ask, Matrix, Unlock, WorkList};
use replica::{Laptop, Options};
use tokio::task::JoinSet;

use super::{Measure, Row};
use crate::demo::{Desk, Page, Shelf, all_of, crew, disagree, enrol, outcome_of_quiet, plan, q3, work};
use crate::programs::until;
use crate::server::{District, run};
use crate::window::PASSPHRASE;

/// A whole district syncs a quarter with a server of its own, then processes are looked at.
pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let plan = Arc::new(plan()?);
    let mut district = District::open(folder, Some(plan.year()))?.log_to(folder.join("server.log"));
    district.add_leader()?;
    district.start()?;
    let empty = resident(district.process().context("the server runs")?)?;
    let (desks, shelf) = synced(folder, &plan, &mut district).await?;
    let process = district.process().context("the server runs")?;
    let page = Page::log_in(&district.address()).await?;
    let matrix: Matrix = page.ask(&Ask::Matrix { period: q3(), field: None }).await?;
    let whole = resident(process)?;
    let edits: usize = desks.iter().map(|desk| desk.diary().acts).sum();
    let of = format!(
        "{} laptops, {edits} edits, {} entries, evidence files; {} are the program itself",
        desks.len(),
        matrix.assignments,
        shown(whole.program)
    );
    let mut rows = vec![
        Row::of_one("server, just started", "no laptop has spoken", Measure::mb(empty.now)),
        Row::of_one("server, the whole district synced", of, Measure::mb(whole.now)).goal("< 60 MB"),
        Row::of_one("server, the most it took", "peak, sync of all at once", Measure::mb(whole.peak)),
    ];
    for unit in ["ayun", "noi-vu"] {
        let desk = desks.iter().find(|desk| desk.unit.as_str() == unit).context("a desk of every unit")?;
        desk.laptop.lock();
        let mut child = Command::new(std::env::current_exe()?);
        let printed = run(child.arg("--memory-of").arg(folder.join(&desk.name)).arg("--unit").arg(unit))?;
        let [before, after, peak] = parse(&printed)?;
        let what = format!("laptop of {}, without its window", desk.unit_name);
        let of = format!("opened, synced, list and matrix asked; {} of it before opening", shown(before));
        rows.push(Row::of_one(what, of, Measure::mb(after)).goal("< 150 MB with the shell"));
        let what = format!("laptop of {}, the most it took", desk.unit_name);
        rows.push(Row::of_one(what, "peak, argon2id of this test is small", Measure::mb(peak)));
    }
    drop(shelf);
    Ok(rows)
}

fn shown(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

async fn synced(
    folder: &Path,
    plan: &Arc<model::plan::Plan>,
    district: &mut District,
) -> Result<(Arc<Vec<Desk>>, Arc<Shelf>)> {
    let bar = ProgressBar::hidden();
    let unit = model::ids::UnitId::new("ayun");
    let task = plan.assignments_of(&unit).first().context("a commune has tasks")?.task.clone();
    let desks = Arc::new(crew(plan, 1, &(unit.clone(), task.clone()), folder, 7));
    enrol(district, &desks, &bar).await?;
    district.stop();
    let shelf = Arc::new(Shelf::new(folder)?);
    let mut works = JoinSet::new();
    for at in 0..desks.len() {
        let (plan, desks, shelf, bar) =
            (Arc::clone(plan), Arc::clone(&desks), Arc::clone(&shelf), bar.clone());
        works.spawn_blocking(move || work(&desks[at], &plan, 1, &shelf, &bar));
    }
    all_of(works).await?;
    let both: Vec<&Desk> = desks.iter().filter(|desk| desk.unit == unit).collect();
    if let [first, second] = both[..] {
        tokio::task::block_in_place(|| disagree(first, second, &task, &shelf, 1))?;
    }
    district.start()?;
    let open = outcome_of_quiet(plan, district, &desks, &bar).await?;
    anyhow::ensure!(open.is_empty(), "the district did not come to rest: {}", open.join("; "));
    Ok((desks, shelf))
}

/// Bytes of a process in memory: now, of these the program's own pages, and at most.
struct Resident {
    now: u64,
    program: u64,
    peak: u64,
}

fn resident(process: u32) -> Result<Resident> {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).context("memory is read from /proc")?;
    let field = |name: &str| -> Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("a process has memory")?;
        Ok(line.split_whitespace().next().unwrap_or_default().parse::<u64>()? * 1024)
    };
    Ok(Resident { now: field("VmRSS:")?, program: field("RssFile:")?, peak: field("VmHWM:")? })
}

/// What a process takes now, in bytes.
pub fn resident_of(process: u32) -> Result<u64> {
    Ok(resident(process)?.now)
}

/// The most that a process took, in bytes.
pub fn peak_of(process: u32) -> Result<u64> {
    Ok(resident(process)?.peak)
}

/// The processor's time that a process has taken.
pub fn processor_of(process: u32) -> Result<Duration> {
    // In hundredths of a second, whatever the machine; the name before them may hold spaces.
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).context("time is read from /proc")?;
    let fields = stat.rsplit_once(')').context("a process has a name")?.1.split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).map(str::parse::<u64>).sum::<Result<_, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// This program started again, to be a laptop and nothing else: prints its memory before and after.
pub async fn child(folder: PathBuf, unit: &str) -> Result<String> {
    let before = resident(std::process::id())?;
    let laptop = Laptop::new(Options::new(folder));
    let unlocked = laptop.unlock(Unlock { passphrase: PASSPHRASE.to_owned() }).await;
    unlocked.map_err(|failure| anyhow::anyhow!(failure.message))?;
    until("the laptop has spoken with the server", || async {
        let status = laptop.status();
        Ok((status.link == model::window::Link::Online).then_some(()))
    })
    .await?;
    let unit = Some(model::ids::UnitId::new(unit));
    for ask in [
        Ask::Home,
        Ask::Work { period: q3(), unit, task: None },
        Ask::Matrix { period: q3(), field: None },
        Ask::Deadlines { unit: None },
    ] {
        laptop.ask(&ask).map_err(|failure| anyhow::anyhow!(failure.message))?;
    }
    let work: WorkList = serde_json::from_value(
        laptop
            .ask(&Ask::Work { period: q3(), unit: None, task: None })
            .map_err(|failure| anyhow::anyhow!(failure.message))?,
    )?;
    anyhow::ensure!(!work.rows.is_empty(), "the list is empty");
    let after = resident(std::process::id())?;
    Ok(format!("{} {} {}", before.now, after.now, after.peak))
}

fn parse(printed: &str) -> Result<[u64; 3]> {
    let numbers: Vec<u64> = printed.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    <[u64; 3]>::try_from(numbers).ok().context("three numbers were printed")
}
