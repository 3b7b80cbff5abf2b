//! `cargo xtask simulate`: plays seeds of the simulation, and one of them again. Ends with 1 where a seed fails, or where
//! so many seeds passed that every place should have been come to, and one was not.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use tests::simulation::{Progress, Series, Shelf, Simulation};

/// So many seeds come to every place.
const ENOUGH: u64 = 10_000;

/// Mô phỏng một huyện nhỏ với mọi sự cố, từ một hạt giống · a small district under every fault, from a seed.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Options {
    /// How many seeds are played.
    #[arg(long, value_name = "N", default_value_t = ENOUGH)]
    seeds: u64,
    /// The first of them.
    #[arg(long, value_name = "S", default_value_t = 1)]
    from: u64,
    /// Plays this one alone, and tells what happened.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Plays every N-th of the seeds, from the K-th: other processes or machines play the others.
    #[arg(long, value_name = "K/N")]
    share: Option<String>,
    /// Begins again, and does not go on where it was stopped.
    #[arg(long)]
    anew: bool,
    /// Goes on after a seed that fails, and counts.
    #[arg(long)]
    keep_going: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let played = match options.seed {
        Some(seed) => one(seed),
        None => many(&options),
    };
    match played {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn one(seed: u64) -> Result<bool> {
    let played = Simulation::new()?.play_both(seed);
    played.events.iter().for_each(|line| println!("{line}"));
    played.wrong.iter().for_each(|wrong| println!("✗ {wrong}"));
    Ok(played.wrong.is_empty())
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(beside, PathBuf::from)
}

fn many(options: &Options) -> Result<bool> {
    let series = Series::shared(options.from, options.seeds, options.share.as_deref())?;
    let shelf = Shelf::open(&target())?;
    if options.anew {
        shelf.forget(&series);
    }
    let mut progress = shelf.read(&series);
    if progress.done > 0 {
        println!("goes on after {} seeds; --anew begins again", progress.done);
    }
    let simulation = Simulation::new()?;
    let bar = ProgressBar::new(series.len()).with_position(progress.done);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed}, {eta} to go {msg}")?);
    // A panic that a run catches is told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    for seed in series.after(progress.done) {
        let begun = Instant::now();
        let played = simulation.play_one(seed);
        if let Err(error) = played.check() {
            if !options.keep_going {
                bar.finish_and_clear();
                println!("✗ {error}");
                return Ok(false);
            }
            bar.suspend(|| println!("✗ {seed}: {}", played.wrong.join("\n    ")));
        }
        progress.add(&played);
        progress.seconds += begun.elapsed().as_secs_f64();
        shelf.write(&series, &progress)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    shelf.write(&series, &progress)?;
    let (all, open) = shelf.joined(&series);
    if open.is_empty() {
        return Ok(told(&series, &all));
    }
    println!("{} seeds; shares of {} still open: {open:?}", progress.done, series.of);
    Ok(progress.failed.is_empty())
}

/// What all shares came to.
fn told(series: &Series, all: &Progress) -> bool {
    let counts = all.counts();
    println!(
        "{} seeds from {} in {:.0} s: {} steps, {} acts, {} exchanges, {} faults; failed: {:?}",
        all.done,
        series.from,
        all.seconds,
        counts.steps,
        counts.acts,
        counts.exchanges,
        counts.faults,
        all.failed
    );
    println!("places, and how often they were passed:\n{}", all.probes());
    let missing: Vec<&str> = all.probes().missing().map(|probe| probe.words()).collect();
    missing.iter().for_each(|words| println!("never: {words}"));
    all.failed.is_empty() && (missing.is_empty() || all.done < ENOUGH)
}
