//! `cargo xtask faults NAME [...]`: real faults on the real processes. Ends with 1 at the first thing that was said
//! and does not hold.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand};
use tests::faults::disk_fault::{SCENARIOS, Stride, failing_disk, full_disk};
use tests::faults::failing::Failure;
use tests::faults::link::{Cuts, link};
use tests::faults::{Teller, counter, kill, power_cut, restore, rights};

#[derive(Parser)]
#[command(name = "cargo xtask faults")]
struct Options {
    #[command(subcommand)]
    name: Name,
}

#[derive(Args)]
struct Common {
    /// Plays the same choices again.
    #[arg(long)]
    seed: Option<u64>,
    /// Keeps the folder of all machines.
    #[arg(long)]
    keep: bool,
}

#[derive(Subcommand)]
enum Name {
    /// kill -9 of the server and of laptops, at random moments.
    Kill {
        #[arg(long, default_value_t = 1_000)]
        times: usize,
        #[command(flatten)]
        common: Common,
    },
    /// The power is cut; then the control, that must fail.
    PowerCut {
        #[arg(long, default_value_t = 50)]
        times: usize,
        #[command(flatten)]
        common: Common,
    },
    /// A disk that fails at the Nth change, and one that is full: for every N.
    Disk {
        /// laptop, first-run or server; all without it.
        #[arg(long)]
        scenario: Option<String>,
        /// Every so many Ns.
        #[arg(long, default_value_t = 1)]
        step: usize,
        #[command(flatten)]
        common: Common,
    },
    /// A link of 64 kbit/s with 20 % loss and cuts.
    Link {
        /// Of the file, in bytes.
        #[arg(long, default_value_t = 3_000_000)]
        size: usize,
        #[command(flatten)]
        common: Common,
    },
    /// Server and laptops restored, cloned, wiped.
    Restore {
        /// yesterday, clone, older-laptop, wiped or future-cursor; all without it.
        #[arg(long)]
        story: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Used by `link`: a relay that counts.
    #[command(hide = true)]
    Count {
        #[arg(long)]
        listen: String,
        #[arg(long)]
        to: String,
    },
}

fn main() -> ExitCode {
    match run(Options::parse().name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: Name) -> Result<()> {
    let common = match &name {
        Name::Kill { common, .. }
        | Name::PowerCut { common, .. }
        | Name::Disk { common, .. }
        | Name::Link { common, .. }
        | Name::Restore { common, .. } => common,
        Name::Count { listen, to } => {
            return tokio::runtime::Runtime::new()?.block_on(counter::count(listen, to.clone()));
        }
    };
    let (seed, keep) = (common.seed.unwrap_or_else(any_seed), common.keep);
    println!("seed {seed}");
    let begun = Instant::now();
    let folder = tempfile::Builder::new().prefix("nha-rong-faults-").tempdir()?;
    let told = play(name, folder.path(), seed);
    println!("all in {} s", begun.elapsed().as_secs());
    if keep {
        println!("folder: {}", folder.keep().display());
    }
    told
}

fn play(name: Name, folder: &std::path::Path, seed: u64) -> Result<()> {
    let teller = Teller::on_terminal();
    match name {
        Name::Kill { times, .. } => kill::kill(folder, times, seed, &teller),
        Name::PowerCut { times, .. } => {
            able(rights::no_power_cut())?;
            power_cut::power_cut(&made(folder, "cuts")?, times, seed, &teller)?;
            power_cut::control(&made(folder, "control")?, seed, &teller)
        }
        Name::Disk { scenario, step, .. } => {
            able(rights::no_faulty_disk())?;
            disk(folder, scenario.as_deref(), step, seed, &teller)
        }
        Name::Link { size, .. } => {
            able(rights::no_bad_line())?;
            link(folder, size, Cuts { every: (15, 60), lasting: (2, 12) }, seed, &teller)
        }
        Name::Restore { story, .. } => restore::restore(folder, story.as_deref(), seed, &teller),
        Name::Count { .. } => Ok(()),
    }
}

fn disk(folder: &std::path::Path, only: Option<&str>, step: usize, seed: u64, teller: &Teller) -> Result<()> {
    let stride = Stride { first: 1, step };
    let wanted: Vec<_> = SCENARIOS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if wanted.is_empty() {
        bail!("there is no such scenario; there are laptop, first-run and server");
    }
    for (name, scenario) in wanted {
        failing_disk(&made(folder, name)?, *scenario, &Failure::ALL, stride, seed, teller)?;
        if *name != "first-run" {
            full_disk(&made(folder, &format!("{name}-full"))?, *scenario, step as u64, seed, teller)?;
        }
    }
    Ok(())
}

fn made(folder: &std::path::Path, name: &str) -> Result<std::path::PathBuf> {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn able(why_not: Option<String>) -> Result<()> {
    why_not.map_or(Ok(()), |why| bail!("this fault can't be made on this machine: {why}"))
}

fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) % 1_000_000
}
