//! Where the built programs stand, and children that do not outlive their owner.

use std::env::consts::EXE_SUFFIX;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

#[path = "../fixtures/all_year.rs"]
mod all_year;

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
pub fn as_decided() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a member of the workspace")
        .join("data/mang-yang-2019")
}

/// The plan as it is played in the year 2019, before it was decided: [`all_year`], in a folder beside the programs.
pub fn mang_yang() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().context("a program stands in a folder")?.join("plan-of-all-year");
    std::fs::create_dir_all(&folder)?;
    for name in ["units.toml", "plan.toml", "indicators.toml"] {
        let text = std::fs::read_to_string(as_decided().join(name))?;
        let text = if name == "plan.toml" { all_year::all_year(&text) } else { text };
        // Other programs may do the same at the same time.
        let mut new = tempfile::NamedTempFile::new_in(&folder)?;
        new.write_all(text.as_bytes())?;
        new.persist(folder.join(name))?;
    }
    Ok(folder)
}

/// How a program is started: by which other program, and with which variables around it.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// `ip netns exec far`
    pub by: Vec<String>,
    pub variables: Vec<(String, String)>,
}

impl Manner {
    /// A library that is asked before the C library is.
    pub fn preloading(library: &Path) -> Self {
        let variables = vec![("LD_PRELOAD".to_owned(), library.display().to_string())];
        Self { variables, ..Self::default() }
    }

    /// A clock of its own, as faketime (Debian's package) writes moments: `-2h`, `@2019-01-02 08:00:00`.
    pub fn at(self, moment: &str) -> Self {
        const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
        self.with("LD_PRELOAD", FAKETIME).with("FAKETIME", moment).with("FAKETIME_DONT_FAKE_MONOTONIC", 1)
    }

    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.variables.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn command(&self, program: &Path) -> Command {
        let mut command = match self.by.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
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

    /// `kill -9`, without waiting for its end.
    pub fn strike(&mut self) {
        drop(self.0.kill());
    }

    /// Whether it has not ended by itself.
    pub fn runs(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|ended| ended.is_none())
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

/// The same for what waits on a thread of its own.
pub fn wait_until<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        let asked = ask();
        match asked {
            Ok(Some(found)) => return Ok(found),
            Ok(None) | Err(_) if begun.elapsed() < Duration::from_secs(60) => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(None) => bail!("waited a minute for: {what}"),
            Err(error) => return Err(error.context(format!("waited a minute for: {what}"))),
        }
    }
}
