//! `cargo xtask fuzz NAME`: the fuzzer on one target, or on each in turn.
//!
//! libFuzzer needs the compiler's coverage counters, and they are flags of the stable compiler.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::shell::{cargo, output, root, step, target};

#[derive(Args)]
pub struct Options {
    /// The target, as its folder in fuzz/corpus is called; each of them in turn where none is named.
    name: Option<String>,
    /// For so long.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Puts what was found on the way and reaches new code into fuzz/corpus, to be committed.
    #[arg(long)]
    keep: bool,
}

const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// No input of more bytes is tried: what is slow to read finds little.
const LONGEST: u32 = 4096;
/// An input that takes longer is a finding.
const SLOWEST_SECONDS: u32 = 20;

pub fn fuzz(options: &Options) -> Result<()> {
    let fuzzer = build()?;
    let scratch = target().join("fuzz/corpus");
    step(
        "what each target begins with",
        Command::new(&fuzzer).arg("-runs=0").env("NHARONG_SEEDS", &scratch),
    )?;
    let kept = root().join("fuzz/corpus");
    let names = match &options.name {
        Some(name) => vec![name.clone()],
        None => names(&scratch)?,
    };
    for name in names {
        if !scratch.join(&name).is_dir() {
            bail!("{name} is no target; there are: {}", self::names(&scratch)?.join(", "));
        }
        fs::create_dir_all(kept.join(&name))?;
        let found = target().join(format!("fuzz/{name}-"));
        let mut run = Command::new(&fuzzer);
        run.env("NHARONG_FUZZ", &name)
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-max_len={LONGEST}"))
            .arg(format!("-timeout={SLOWEST_SECONDS}"))
            .arg(format!("-artifact_prefix={}", found.display()))
            .args([scratch.join(&name), kept.join(&name)]);
        step(&format!("{name}, for {} s", options.seconds), &mut run)?;
        if options.keep {
            let mut keep = Command::new(&fuzzer);
            keep.env("NHARONG_FUZZ", &name).arg("-merge=1").args([kept.join(&name), scratch.join(&name)]);
            step(&format!("{name}: keeping"), &mut keep)?;
        }
    }
    Ok(())
}

/// Builds the fuzzer in a folder of its own; answers where it is.
fn build() -> Result<PathBuf> {
    let folder = root().join("fuzz");
    // The same versions as the workspace's.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let host = output(&mut cargo(["-vV"]))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("cargo names its host")?;
    let built = target().join("fuzz/build");
    // Named, so that the flags are not for the programs that build.
    let mut build = cargo(["build", "--target", host, "--target-dir"]);
    build.arg(&built).current_dir(&folder).env("RUSTFLAGS", COVERAGE);
    step("the fuzzer", &mut build)?;
    Ok(built.join(host).join("debug/fuzz"))
}

fn names(scratch: &std::path::Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(scratch)?;
    let mut names: Vec<String> =
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}
