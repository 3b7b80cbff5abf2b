//! `cargo xtask simulate`: plays seeds of the simulation, and one of them again. Ends with 1 where a seed fails.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use tests::simulation::{Counts, Simulation};

/// Mô phỏng một huyện nhỏ với mọi sự cố, từ một hạt giống · a small district under every fault, from a seed.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Options {
    /// How many seeds are played.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, value_name = "S", default_value_t = 1)]
    from: u64,
    /// Plays this one alone, and tells what happened.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
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

fn many(options: &Options) -> Result<bool> {
    let simulation = Simulation::new()?;
    let bar = ProgressBar::new(options.seeds);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed}, {eta} to go {msg}")?);
    let (mut counts, mut failed, begun) = (Counts::default(), Vec::new(), Instant::now());
    // A panic that a run catches is told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    for seed in options.from..options.from + options.seeds {
        let played = simulation.play_one(seed);
        counts += played.counts;
        bar.inc(1);
        if let Err(error) = played.check() {
            failed.push(seed);
            if !options.keep_going {
                bar.finish_and_clear();
                println!("✗ {error}");
                return Ok(false);
            }
            bar.suspend(|| println!("✗ {seed}: {}", played.wrong.join("\n    ")));
        }
    }
    bar.finish_and_clear();
    println!(
        "{} seeds from {} in {:.0} s: {} steps, {} acts, {} exchanges, {} faults; failed: {failed:?}",
        options.seeds,
        options.from,
        begun.elapsed().as_secs_f64(),
        counts.steps,
        counts.acts,
        counts.exchanges,
        counts.faults
    );
    Ok(failed.is_empty())
}
