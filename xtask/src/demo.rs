//! `cargo xtask demo`, `simulate` and `bench`: programs of the `tests` crate, built and started.

use anyhow::Result;

use crate::shell::{cargo, quiet_step, root, step};

/// The server's page is not looked at here, so a machine without Node.js will do.
pub fn demo(arguments: &[String]) -> Result<()> {
    quiet_step("building", &mut cargo(["build", "-p", "sync-server", "-p", "tests", "--bins"]))?;
    step("demo", cargo(["run", "-q", "-p", "tests", "--bin", "demo", "--"]).args(arguments))
}

/// Plays seeds of the simulation.
pub fn simulate(arguments: &[String]) -> Result<()> {
    quiet_step("building", &mut cargo(["build", "-p", "tests", "--bin", "simulate"]))?;
    step("simulate", cargo(["run", "-q", "-p", "tests", "--bin", "simulate", "--"]).args(arguments))
}

/// Measured on optimised programs.
pub fn bench(arguments: &[String]) -> Result<()> {
    quiet_step("building", &mut cargo(["build", "--release", "-p", "sync-server", "-p", "tests", "--bins"]))?;
    let mut bench = cargo(["run", "-q", "--release", "-p", "tests", "--bin", "bench", "--"]);
    step("bench", bench.args(arguments).current_dir(root()))
}
