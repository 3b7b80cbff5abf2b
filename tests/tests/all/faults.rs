//! Real faults on the real processes, in short: `cargo xtask faults` is the long form. Each prints its seed where it
//! fails. A machine that can't make a fault says so on the error stream.

use std::io::Write as _;

use anyhow::Result;
use tests::faults::disk_fault::{Scenario, Stride, failing_disk, full_disk};
use tests::faults::failing::Failure;
use tests::faults::link::{Cuts, link};
use tests::faults::{Teller, kill, power_cut, restore, rights};

/// Another one each day, and the same for everybody on it.
fn seed() -> u64 {
    let days = chrono::Utc::now().timestamp() / 86_400;
    days.unsigned_abs()
}

/// Past the capture of the test's output: a skipped test must be seen.
pub(crate) fn skipped(test: &str, why: Option<String>) -> bool {
    if let Some(why) = &why {
        drop(writeln!(std::io::stderr(), "\nSKIPPED {test}: {why}\n"));
    }
    why.is_some()
}

#[test]
fn fifty_kills_lose_nothing_that_was_said() -> Result<()> {
    kill::kill(tempfile::tempdir()?.path(), 50, seed(), &Teller::default())
}

#[test]
fn power_cuts_lose_nothing_that_was_said() -> Result<()> {
    if skipped("power cuts", rights::no_power_cut()) {
        return Ok(());
    }
    power_cut::power_cut(tempfile::tempdir()?.path(), 2, seed(), &Teller::default())
}

#[test]
fn without_durability_a_power_cut_loses_what_was_said() -> Result<()> {
    if skipped("the control of the power cuts", rights::no_power_cut()) {
        return Ok(());
    }
    power_cut::control(tempfile::tempdir()?.path(), seed(), &Teller::default())
}

fn disk(scenario: Scenario, failures: &[Failure], step: usize) -> Result<()> {
    if skipped("failing disks", rights::no_faulty_disk()) {
        return Ok(());
    }
    // Other Ns each day.
    let first = 1 + usize::try_from(seed())? % step;
    let folder = tempfile::tempdir()?;
    failing_disk(folder.path(), scenario, failures, Stride { first, step }, seed(), &Teller::default())
}

#[test]
fn a_laptop_on_a_failing_disk_says_so_and_loses_nothing() -> Result<()> {
    disk(Scenario::Laptop, &Failure::ALL, 101)
}

#[test]
fn a_first_run_on_a_failing_disk_can_be_begun_again() -> Result<()> {
    disk(Scenario::FirstRun, &Failure::ALL, 61)
}

#[test]
fn a_server_on_a_failing_disk_says_so_and_loses_nothing() -> Result<()> {
    disk(Scenario::Server, &Failure::ALL, 101)
}

#[test]
fn full_disks_are_said_and_lose_nothing() -> Result<()> {
    if skipped("full disks", rights::no_faulty_disk()) {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    for (scenario, name) in [(Scenario::Laptop, "laptop"), (Scenario::Server, "server")] {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder)?;
        full_disk(&folder, scenario, 29, seed(), &Teller::default())?;
    }
    Ok(())
}

#[test]
fn over_a_bad_link_edits_arrive_before_a_file() -> Result<()> {
    if skipped("the bad link", rights::no_bad_line()) {
        return Ok(());
    }
    let cuts = Cuts { every: (8, 20), lasting: (1, 3) };
    link(tempfile::tempdir()?.path(), 100_000, cuts, seed(), &Teller::default())
}

#[test]
fn restored_cloned_and_wiped_machines_lose_nothing() -> Result<()> {
    restore::restore(tempfile::tempdir()?.path(), None, seed(), &Teller::default())
}
