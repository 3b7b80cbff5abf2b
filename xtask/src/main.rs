//! `cargo xtask run | test | dist | demo | bench | simulate | sabotage | faults | fuzz | screenshots`: the project's own commands.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

mod demo;
mod dev;
mod dist;
mod fuzz;
mod run;
mod sabotage;
mod setup;
mod shell;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Nhà Rông: các lệnh của dự án · the project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Opens a commune's window, the coordinating office's window and the district's page on this machine.
    Run(run::Options),
    /// Checks everything: format, lints, tests of every part, and the real windows end to end.
    Test(test::Options),
    /// Builds what a district installs into one folder: the server with its page, the desktop program, the plan.
    Dist(dist::Options),
    /// The windows in a browser, over real laptops of a small district, drawn anew when a file is saved.
    Dev,
    /// The main job without a window: 23 units work offline for a quarter, sync, and every cell is checked.
    Demo {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// A small district under every fault, from seeds: `cargo xtask simulate [--seeds N] [--from S] [--share K/N]`.
    Simulate {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Faults put into a copy of the code on purpose: the simulation must find each.
    Sabotage(sabotage::Options),
    /// Measures: `cargo xtask bench [NAME] [--json FILE]`.
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Looks for inputs that break what reads bytes from outside: `cargo xtask fuzz [NAME] [--seconds N]`.
    Fuzz(fuzz::Options),
    /// Real faults on the real processes: `cargo xtask faults kill | power-cut | disk | link | restore [...]`.
    Faults {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Writes a picture of every window and page at 1366x768 to docs/pictures.
    Screenshots,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Dist(options) => dist::dist(&options),
        Command::Dev => dev::dev(),
        Command::Demo { arguments } => demo::demo(&arguments),
        Command::Simulate { arguments } => demo::simulate(&arguments),
        Command::Sabotage(options) => sabotage::sabotage(&options),
        Command::Bench { arguments } => demo::bench(&arguments),
        Command::Fuzz(options) => fuzz::fuzz(&options),
        Command::Faults { arguments } => demo::faults(&arguments),
        Command::Screenshots => test::screenshots(),
    }
}
