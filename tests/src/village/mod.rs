//! A small district in which things have happened: the closed plan of last year, work returned, two people who
//! disagree, edits that wait. Real laptops and a real server, on clocks that stand. What they answer is
//! [recorded](record) for the windows' own tests; what is done in those tests is done [here](http).

mod clock;
mod command;
mod http;
mod papers;
mod people;
mod record;
mod server;
mod story;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow};
use model::window::{FirstRun, Gate, Link, Unlock};
use replica::key::Cost;
use replica::sync::Pace;
use replica::{Laptop, Options};
use tempfile::TempDir;

pub use clock::Held;
pub use http::serve;
pub use people::{OFFICE, PEOPLE, PLANS, Person, UNIT};
pub use record::record;
pub use server::Server;

use crate::demo::{Dice, Drawn};
use crate::programs::until;
use crate::simulation::copy_folder;
use crate::window::PASSPHRASE;

/// Longer than any test: a laptop speaks when it is told to.
const NEVER: Duration = Duration::from_secs(1_000_000_000);

/// The district as its people left it, to begin from as often as one likes.
pub struct Village {
    folder: TempDir,
    clock: Held,
    server: Server,
    laptops: BTreeMap<&'static str, Arc<Laptop>>,
}

impl Village {
    /// Plays what happened until the morning of 22 August 2019.
    pub async fn found() -> Result<Self> {
        let folder = crate::simulation::scratch()?;
        let clock = Held::default();
        let server = Server::new(folder.path().join("now/server"), &clock)?;
        let mut village = Self { folder, clock, server, laptops: BTreeMap::new() };
        story::tell(&mut village).await?;
        village.close().await?;
        copy_folder(&village.now(), &village.then())?;
        Ok(village)
    }

    fn now(&self) -> PathBuf {
        self.folder.path().join("now")
    }

    fn then(&self) -> PathBuf {
        self.folder.path().join("then")
    }

    /// A place for files that people add.
    fn shelf(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    async fn close(&mut self) -> Result<()> {
        self.laptops.clear();
        self.server.stop().await?;
        // Whoever closes a store last takes its log away.
        until("every store is closed", || async { Ok((!has_log(&self.now())?).then_some(())) }).await
    }

    /// Everything as the story left it; the server is not to be reached.
    pub async fn again(&mut self) -> Result<()> {
        self.close().await?;
        std::fs::remove_dir_all(self.now())?;
        copy_folder(&self.then(), &self.now())?;
        self.clock.set(clock::MORNING);
        Ok(())
    }

    pub async fn network(&mut self, up: bool) -> Result<()> {
        if up { self.server.start().await } else { self.server.stop().await }
    }

    /// Somebody's laptop, open; a newcomer's waits for its first run.
    pub async fn laptop(&mut self, who: &str, pace: Pace) -> Result<Arc<Laptop>> {
        let person = people::called(who)?;
        if let Some(laptop) = self.laptops.get(person.name) {
            return Ok(Arc::clone(laptop));
        }
        let laptop = Arc::new(Laptop::new(options(&self.now().join(person.name), person, &self.clock, pace)));
        if laptop.gate() != Gate::FirstRun {
            laptop.unlock(Unlock { passphrase: PASSPHRASE.into() }).await.map_err(told)?;
        }
        self.laptops.insert(person.name, Arc::clone(&laptop));
        Ok(laptop)
    }

    /// What a newcomer types at the first run.
    pub fn first_run(&self) -> Result<FirstRun> {
        let (server, code) = (self.server.address(), self.server.code(&people::NEWCOMER)?);
        Ok(FirstRun {
            server,
            code,
            name: people::NEWCOMER.full.into(),
            passphrase: PASSPHRASE.into(),
            proxy: None,
        })
    }

    /// The first run of somebody who is new.
    async fn enrol(&mut self, person: &'static Person) -> Result<()> {
        let laptop = Laptop::new(options(&self.now().join(person.name), person, &self.clock, patient()));
        let input = FirstRun {
            server: self.server.address(),
            code: self.server.code(person)?,
            name: person.full.into(),
            passphrase: PASSPHRASE.into(),
            proxy: None,
        };
        // As a person does whom the network left between the enrolment and the plan.
        if laptop.first_run(input.clone()).await.is_err() {
            laptop.first_run(input).await.map_err(told)?;
        }
        self.laptops.insert(person.name, Arc::new(laptop));
        settled(&self.laptops[person.name], &self.clock).await
    }

    /// One laptop says what waits and hears what is new, while all others go without a network.
    async fn sync(&mut self, who: &'static str) -> Result<()> {
        self.server.start().await?;
        let laptop = self.laptop(who, patient()).await?;
        self.clock.pass_minute();
        laptop.act(model::window::Act::Sync).map_err(told)?;
        settled(&laptop, &self.clock).await?;
        self.server.stop().await
    }
}

/// A round that began after the clock was last moved is over.
async fn settled(laptop: &Laptop, clock: &Held) -> Result<()> {
    until("a laptop has said and heard all", || async {
        let status = laptop.status();
        let heard = status.last_sync == Some(clock.now());
        Ok((heard && status.link == Link::Online && status.edits + status.files == 0).then_some(()))
    })
    .await
}

fn patient() -> Pace {
    Pace {
        first_retry: NEVER,
        longest_retry: NEVER,
        lasting_retry: NEVER,
        look: NEVER,
        idle: NEVER,
        after_edit: NEVER,
        quiet: NEVER,
    }
}

/// As quick as a test would have it.
fn impatient() -> Pace {
    let (first_retry, longest_retry) = (Duration::from_millis(50), Duration::from_millis(400));
    Pace { first_retry, longest_retry, after_edit: Duration::from_millis(30), ..Pace::default() }
}

fn options(folder: &Path, person: &Person, clock: &Held, pace: Pace) -> Options {
    let random = Arc::new(Drawn::from(Dice::of(2019, person.name)));
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    Options { clock: Arc::new(clock.clone()), random, cost, pace, ..Options::new(folder.to_owned()) }
}

fn told(failure: model::window::Failure) -> anyhow::Error {
    anyhow!(failure.message)
}

/// Whether a store in the folder is open: its log stands beside it.
fn has_log(folder: &Path) -> Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_log = entry.file_name().to_string_lossy().ends_with("-wal");
        if is_log || entry.file_type()?.is_dir() && has_log(&entry.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}
