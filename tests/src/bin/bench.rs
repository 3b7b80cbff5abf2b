//! `cargo xtask bench [NAME] [--json FILE]`: how long what people wait for takes on this machine. It tells, and never
//! judges: goals stand beside the numbers.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use indicatif::ProgressBar;
use tests::bench::{Bench, NAMES, Report, measure, memory_of_a_laptop};

/// Measures edit, start, view, memory and sync; only NAME where one is given.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Options {
    name: Option<String>,
    /// Writes the same as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
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
    if let (Some(folder), Some(unit)) = (options.memory_of, options.unit) {
        println!("{}", memory_of_a_laptop(folder, &unit).await?);
        return Ok(());
    }
    let names = match &options.name {
        Some(name) if NAMES.contains(&name.as_str()) => vec![name.as_str()],
        Some(name) => bail!("no measurement is called “{name}”; there are: {}", NAMES.join(", ")),
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
    if let Some(file) = options.json {
        let json = serde_json::to_string_pretty(&report)?;
        std::fs::write(&file, json + "\n").with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}
