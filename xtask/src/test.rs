//! `cargo xtask test`: everything that must hold before a change lands.

use std::process::Command;

use anyhow::{Result, bail};
use clap::Args;

use crate::setup;
use crate::shell::{binary, cargo, command, npm, output, step};

#[derive(Args)]
pub struct Options {
    /// Only tests whose name contains this.
    filter: Option<String>,
}

pub fn test(options: &Options) -> Result<()> {
    setup::for_testing()?;
    // The windows' tests act on the laptops of one of them.
    step("programs", &mut cargo(["build", "--workspace", "--bins"]))?;
    if options.filter.is_none() {
        step("format", &mut cargo(["fmt", "--all", "--check"]))?;
        step("lints of the windows", &mut npm(["run", "lint"]))?;
        step("types of the windows", &mut npm(["run", "check"]))?;
        step("tests of the windows", &mut npm(["test"]))?;
        step("every page in Chromium, with axe", &mut npm(["run", "test:browser"]))?;
        step("lints", &mut cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    }
    let mut tests = cargo(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    tests.args(options.filter.as_deref());
    step("tests", &mut on_a_display(tests))?;
    if options.filter.is_none() {
        bindings_are_fresh()?;
        // As it was built above: by itself it would be built anew, for other features.
        step("the main job, without a window", &mut Command::new(binary("demo")))?;
        crate::dist::as_the_readme_says()?;
    }
    Ok(())
}

pub fn screenshots() -> Result<()> {
    setup::for_testing()?;
    step("programs", &mut cargo(["build", "--workspace", "--bins"]))?;
    // All packages, so that nothing is built anew for other features; of their tests those that drive a window.
    let mut pictures = cargo(["test", "--workspace", "--test", "all", "--"]);
    pictures.args(["window::", "thread::", "review::", "dates::", "period::", "plans::"]);
    pictures.env("NHARONG_PICTURES", crate::shell::root().join("docs/pictures"));
    step("pictures", &mut on_a_display(pictures))?;
    let guide = crate::shell::root().join("docs/pictures/guide");
    let mut pages = npm(["run", "test:browser", "--", "--guide"]);
    step("pictures of the guide", pages.arg(guide))
}

/// The same command under a display and a session bus of its own, so that no window opens before a person
/// and a machine without a screen will do.
pub fn on_a_display(inner: Command) -> Command {
    let mut path = vec![setup::tools().join("bin")];
    path.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    let path = std::env::join_paths(path).expect("folders of PATH hold no separator");
    if !cfg!(target_os = "linux") {
        let mut inner = inner;
        inner.env("PATH", path);
        return inner;
    }
    let mut outer = command("xvfb-run", ["-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--"]);
    outer.arg(inner.get_program()).args(inner.get_args()).env("PATH", path).env("NO_AT_BRIDGE", "1");
    // What a test says is worth more than where the runtime was.
    outer.env("RUST_LIB_BACKTRACE", "0");
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    outer
}

/// The tests write the types that windows and Rust share, and what the windows' own tests read; what they wrote must be
/// what is committed.
fn bindings_are_fresh() -> Result<()> {
    let written = ["ui/src/bindings", "ui/tests/answers"];
    let changed = output(&mut command("git", ["status", "--porcelain", "--"].into_iter().chain(written)))?;
    if changed.trim().is_empty() {
        Ok(())
    } else {
        bail!("what the tests wrote is not what is committed:\n{changed}")
    }
}
