//! `cargo xtask bench [NAME] [--json FILE]`: how long what people wait for takes on this machine. It tells, and never
//! judges: goals stand beside the numbers. `peers` sets other sync engines beside ours.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use indicatif::ProgressBar;
use tests::bench::peers::{self, Asked, compare};
use tests::bench::{Bench, COST, NAMES, Report, WINDOW, measure, memory_of_a_laptop, plain};

/// The comparison with others: minutes long, with programs of npm, and so only where it is asked for.
const PEERS: &str = "peers";

/// Measures edit, start, view, memory and sync; only NAME where one is given. NAME may also be peers.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Options {
    name: Option<String>,
    /// Writes the same as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// `peers`: writes the tables for docs/benchmarks.md.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// `peers`: rounds of each peer on each line (three times as many where segments are lost).
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// `peers`: only those whose name holds this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// `peers`: which segments are lost.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Used by `peers`, which starts this program again as one end of the line, and by `cost`, as a plain server.
    #[arg(long, hide = true, requires = "options")]
    play: Option<String>,
    #[arg(long, hide = true)]
    options: Option<String>,
    /// Used by `memory`, which starts this program again as a laptop.
    #[arg(long, hide = true, requires = "unit")]
    memory_of: Option<PathBuf>,
    #[arg(long, hide = true)]
    unit: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<()> {
    if let (Some(folder), Some(unit)) = (&options.memory_of, &options.unit) {
        println!("{}", memory_of_a_laptop(folder.clone(), unit).await?);
        return Ok(());
    }
    if let (Some(part), Some(options)) = (&options.play, &options.options) {
        return if part == COST { plain::serve(options).await } else { peers::play(part, options).await };
    }
    if options.name.as_deref() == Some(PEERS) {
        return side_by_side(&options).await;
    }
    let names = match &options.name {
        Some(name) if NAMES.contains(&name.as_str()) || [COST, WINDOW].contains(&name.as_str()) => {
            vec![name.as_str()]
        }
        Some(name) => {
            bail!(
                "no measurement is called “{name}”; there are: {}, {COST}, {WINDOW}, {PEERS}",
                NAMES.join(", ")
            )
        }
        None => NAMES.to_vec(),
    };
    let mut report = Report::begin();
    println!("{}", report.head());
    println!("each line: median, 99th percentile, goal, ratio, what was done");
    let begun = Instant::now();
    for name in names {
        let bar = ProgressBar::new_spinner().with_message(format!("measuring {name}"));
        bar.enable_steady_tick(Duration::from_millis(200));
        let folder = tempfile::Builder::new().prefix("nha-rong-bench-").tempdir()?;
        let rows = measure(name, folder.path()).await.with_context(|| format!("measuring {name}"));
        bar.finish_and_clear();
        let bench = Bench { name: name.to_owned(), rows: rows? };
        println!("{}", bench.table());
        report.benches.push(bench);
    }
    println!("\nall in {} s", begun.elapsed().as_secs());
    write(options.json.as_deref(), || Ok(serde_json::to_string_pretty(&report)? + "\n"))
}

async fn side_by_side(options: &Options) -> Result<()> {
    let Options { rounds, only, seed, json, markdown, .. } = options;
    let asked = Asked { rounds: *rounds, only: only.clone(), seed: *seed };
    let folder = tempfile::Builder::new().prefix("nha-rong-bench-").tempdir()?;
    let comparison = compare(folder.path(), &asked).await.context("measuring the peers")?;
    println!("{}", comparison.markdown());
    write(markdown.as_deref(), || Ok(comparison.markdown()))?;
    write(json.as_deref(), || Ok(serde_json::to_string_pretty(&comparison)? + "\n"))
}

/// What was asked for as a file.
fn write(file: Option<&Path>, text: impl FnOnce() -> Result<String>) -> Result<()> {
    let Some(file) = file else { return Ok(()) };
    std::fs::write(file, text()?).with_context(|| format!("writing {}", file.display()))
}
