//! Running other programs, with a word on what runs and why it failed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A built program of the workspace.
pub fn binary(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

pub fn command<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

pub fn npm<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments);
    command.current_dir(root().join("ui"));
    command
}

/// Runs a step with its output shown, and tells how long it took.
pub fn step(what: &str, command: &mut Command) -> Result<()> {
    println!("\n── {what}");
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("{what}: the program cannot be started"))?;
    println!("── {what}: {:.0} s", begun.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { bail!("{what}: failed ({status})") }
}

/// Runs a step with a turning wheel; its output is shown only when it fails.
pub fn quiet_step(what: &str, command: &mut Command) -> Result<()> {
    let wheel = ProgressBar::new_spinner().with_message(what.to_owned());
    wheel.set_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})")?);
    wheel.enable_steady_tick(Duration::from_millis(120));
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{what}: cannot be started"))?;
    wheel.finish_and_clear();
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    bail!("{what}: failed ({})", output.status)
}

/// What a program prints.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{:?} failed ({})", command.get_program(), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

pub fn is_there(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path)
        .any(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).is_file())
}
