//! `cargo xtask demo`, `simulate`, `bench` and `faults`: programs of the `tests` crate, built and started.

use std::process::Command;

use anyhow::Result;

use crate::setup;
use crate::shell::{cargo, quiet_step, root, step, target};
use crate::test::on_a_display;

/// The server's page is not looked at here, so a machine without Node.js will do.
pub fn demo(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|argument| argument == "--year") {
        setup::for_year()?;
    }
    quiet_step("building", &mut cargo(["build", "-p", "sync-server", "-p", "tests", "--bins"]))?;
    step("demo", cargo(["run", "-q", "-p", "tests", "--bin", "demo", "--"]).args(arguments))
}

/// Plays seeds of the simulation.
pub fn simulate(arguments: &[String]) -> Result<()> {
    quiet_step("building", &mut cargo(["build", "-p", "tests", "--bin", "simulate"]))?;
    step("simulate", cargo(["run", "-q", "-p", "tests", "--bin", "simulate", "--"]).args(arguments))
}

/// Measured on optimised programs. `peers` needs programs of others, which nothing else does.
pub fn bench(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|argument| argument == "peers") {
        setup::for_peers()?;
    }
    if arguments.iter().any(|argument| argument == "cost") {
        setup::for_cost()?;
    }
    if arguments.iter().any(|argument| argument == "window") {
        return windows(arguments);
    }
    quiet_step("building", &mut cargo(["build", "--release", "-p", "sync-server", "-p", "tests", "--bins"]))?;
    let mut bench = cargo(["run", "-q", "--release", "-p", "tests", "--bin", "bench", "--"]);
    step("bench", bench.args(arguments).current_dir(root()))
}

/// The desktop window is real, and stands on a display of its own.
fn windows(arguments: &[String]) -> Result<()> {
    setup::for_testing()?;
    let packages = ["-p", "sync-server", "-p", "nha-rong", "-p", "tests", "--bins"];
    quiet_step("building", &mut cargo(["build", "--release"].into_iter().chain(packages)))?;
    let mut bench = Command::new(target().join("release/bench"));
    bench.args(arguments);
    step("bench", &mut on_a_display(bench))
}

/// Faults are made by the machine's own tools: mounts, namespaces, a C library that fails.
pub fn faults(arguments: &[String]) -> Result<()> {
    setup::for_faults()?;
    quiet_step("building", &mut cargo(["build", "-p", "sync-server", "-p", "tests", "--bins"]))?;
    step("faults", cargo(["run", "-q", "-p", "tests", "--bin", "faults", "--"]).args(arguments))
}
