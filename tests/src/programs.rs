//! Where the built programs stand, and children that do not outlive their owner.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A built program of the workspace, beside the one that asks.
pub fn program(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe().context("finding this program")?;
    // A test stands in target/<profile>/deps, a program in target/<profile>.
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(format!("{name}{EXE_SUFFIX}")));
    found
        .into_iter()
        .find(|path| path.is_file())
        .with_context(|| format!("{name} is not built: run `cargo build --workspace --bins`"))
}

/// The plan as it ships.
pub fn mang_yang() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a member of the workspace")
        .join("data/mang-yang-2019")
}

/// A child that is killed when its owner goes.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Result<Self> {
        let started = command.spawn();
        Ok(Self(started.with_context(|| format!("starting {:?}", command.get_program()))?))
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        // Both fail only for a child that is gone already.
        drop(self.0.kill());
        drop(self.0.wait());
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A busy machine opens a window in half a minute.
const PATIENCE: Duration = Duration::from_secs(180);

/// Waits until something holds, asking again and again; tells what was waited for when it never does.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(
    what: &str,
    mut ask: impl FnMut() -> F,
) -> Result<T> {
    let begun = Instant::now();
    let mut last = None;
    while begun.elapsed() < PATIENCE {
        match ask().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => last = None,
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    match last {
        Some(error) => Err(error.context(format!("waited three minutes for: {what}"))),
        None => bail!("waited three minutes for: {what}"),
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
