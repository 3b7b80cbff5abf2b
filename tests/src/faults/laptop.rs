//! A headless laptop as a process: started, spoken to, killed, started again.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::ledger::Ledger;
use super::told::{Order, Seen, Word};
use crate::programs::{Manner, Running, program};

const PATIENCE: Duration = Duration::from_secs(60);

/// A laptop's folder, and the process that runs on it, if one does.
pub struct Laptop {
    folder: PathBuf,
    pub unit: &'static str,
    /// Address and code for the first run; the code is worth nothing afterwards.
    first_run: (String, String),
    manner: Manner,
    usual_pace: bool,
    process: Option<Process>,
}

struct Process {
    running: Running,
    orders: ChildStdin,
    heard: Arc<Heard>,
    reader: std::thread::JoinHandle<()>,
    /// How many of its words were taken already.
    taken: usize,
}

#[derive(Default)]
struct Heard {
    said: Mutex<Said>,
    came: Condvar,
}

#[derive(Default)]
struct Said {
    words: Vec<Word>,
    ended: bool,
}

impl Heard {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_in(&self, lines: impl BufRead) {
        for line in lines.lines() {
            // A line that a kill cut in two was not said.
            let Ok(word) =
                line.map_err(anyhow::Error::from).and_then(|line| Ok(serde_json::from_str(&line)?))
            else {
                break;
            };
            self.said().words.push(word);
            self.came.notify_all();
        }
        self.said().ended = true;
        self.came.notify_all();
    }
}

impl Laptop {
    pub fn new(folder: PathBuf, unit: &'static str, server: String, code: String) -> Self {
        let (first_run, manner) = ((server, code), Manner::default());
        Self { folder, unit, first_run, manner, usual_pace: false, process: None }
    }

    /// Of a folder that holds a store already.
    pub fn over(folder: PathBuf, unit: &'static str) -> Self {
        Self::new(folder, unit, String::new(), String::new())
    }

    pub fn at_usual_pace(self) -> Self {
        Self { usual_pace: true, ..self }
    }

    /// How it is started from the next time on.
    pub fn set_manner(&mut self, manner: Manner) {
        self.manner = manner;
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts the process without waiting until it is open.
    pub fn start(&mut self) -> Result<()> {
        let mut command = self.manner.command(&program("headless")?);
        command.arg("--data").arg(&self.folder);
        if !self.first_run.0.is_empty() {
            command.args(["--server", &self.first_run.0, "--code", &self.first_run.1]);
        }
        if self.usual_pace {
            command.arg("--usual-pace");
        }
        let errors = File::options().create(true).append(true).open(self.errors())?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(errors);
        let mut running = Running::start(&mut command)?;
        let orders = running.child().stdin.take().context("the pipe was asked for")?;
        let out = running.child().stdout.take().context("the pipe was asked for")?;
        let heard = Arc::new(Heard::default());
        let hearing = Arc::clone(&heard);
        let reader = std::thread::spawn(move || hearing.take_in(BufReader::new(out)));
        self.process = Some(Process { running, orders, heard, reader, taken: 0 });
        Ok(())
    }

    /// Starts it and waits until it takes orders.
    pub fn open(&mut self) -> Result<()> {
        self.start()?;
        let opened = |word: &Word| match word {
            Word::Ready => Some(Ok(())),
            Word::Closed(message) => Some(Err(anyhow::anyhow!("the laptop stays closed: {message}"))),
            _ => None,
        };
        self.wait_for("the laptop is open", opened)?
    }

    /// What it wrote to its error stream lies beside its folder.
    pub fn errors(&self) -> PathBuf {
        self.folder.with_extension("err")
    }

    /// A panic leaves its trace there.
    pub fn panics(&self) -> Result<Vec<String>> {
        let errors = std::fs::read_to_string(self.errors())?;
        Ok(errors.lines().filter(|line| line.contains("panicked")).map(str::to_owned).collect())
    }

    /// An order to a process that is gone is lost, as a person's key press would be.
    pub fn order(&mut self, order: &Order) -> Result<()> {
        let mut line = serde_json::to_vec(order)?;
        line.push(b'\n');
        if let Some(process) = &mut self.process {
            drop(process.orders.write_all(&line));
        }
        Ok(())
    }

    /// How many words it has said.
    pub fn words(&self) -> usize {
        self.process.as_ref().map_or(0, |process| process.heard.said().words.len())
    }

    /// Waits until it has said so many words, has ended, or the time is over.
    pub fn wait_until_words(&self, count: usize, longest: Duration) {
        let Some(process) = &self.process else { return };
        let waiting = |said: &mut Said| said.words.len() < count && !said.ended;
        drop(process.heard.came.wait_timeout_while(process.heard.said(), longest, waiting));
    }

    /// The first word, of those that were not taken yet, of which `find` makes something.
    pub fn wait_for<T>(&mut self, what: &str, find: impl Fn(&Word) -> Option<T>) -> Result<T> {
        let errors = self.errors();
        let process = self.process.as_mut().context("the laptop runs")?;
        let begun = Instant::now();
        let mut looked = process.taken;
        let mut said = process.heard.said();
        loop {
            if let Some(found) = said.words[looked..].iter().find_map(&find) {
                return Ok(found);
            }
            looked = said.words.len();
            let words = std::fs::read_to_string(&errors).unwrap_or_default();
            ensure!(!said.ended, "the laptop ended before: {what}; it wrote: {words}");
            let left = PATIENCE.saturating_sub(begun.elapsed());
            if left.is_zero() {
                let last: Vec<&Word> = said.words.iter().rev().take(5).collect();
                bail!("waited a minute for: {what}; last said: {last:?}");
            }
            said = process.heard.came.wait_timeout(said, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Writes down what it has said since the last time.
    pub fn tell(&mut self, ledger: &mut Ledger) {
        if let Some(process) = &mut self.process {
            let said = process.heard.said();
            ledger.hear(&said.words[process.taken..]);
            process.taken = said.words.len();
        }
    }

    /// What stands in the workbook of a unit.
    pub fn look_at(&mut self, unit: &str) -> Result<Seen> {
        let before = self.words();
        self.order(&Order::Look { unit: unit.to_owned() })?;
        let process = self.process.as_mut().context("the laptop runs")?;
        // Words before the question are left for `tell`; answers are found behind it.
        let taken = std::mem::replace(&mut process.taken, before);
        let seen = self.wait_for("what the workbook holds", |word| match word {
            Word::Seen(seen) => Some(Ok(Seen::clone(seen))),
            Word::Failed(0, message) => Some(Err(anyhow::anyhow!("it can't be read: {message}"))),
            _ => None,
        });
        if let Some(process) = &mut self.process {
            process.taken = taken;
        }
        seen?
    }

    pub fn look(&mut self) -> Result<Seen> {
        self.look_at(self.unit)
    }

    /// Every page of the database has its seal.
    pub fn verify(&mut self) -> Result<()> {
        let before = self.words();
        self.order(&Order::Verify)?;
        if let Some(process) = &mut self.process {
            let taken = std::mem::replace(&mut process.taken, before);
            let sound = self.wait_for("the database is read", |word| match word {
                Word::Sound => Some(Ok(())),
                Word::Failed(0, message) => {
                    Some(Err(anyhow::anyhow!("the database is not sound: {message}")))
                }
                _ => None,
            });
            if let Some(process) = &mut self.process {
                process.taken = taken;
            }
            return sound?;
        }
        bail!("the laptop does not run")
    }

    /// `kill -9` without waiting for the end: what it says until it is gone still counts.
    pub fn strike(&mut self) {
        if let Some(process) = &mut self.process {
            process.running.strike();
        }
    }

    /// `kill -9`; what it said until then is written down.
    pub fn kill(&mut self, ledger: &mut Ledger) -> Result<()> {
        if let Some(mut process) = self.process.take() {
            process.running.kill();
            process.reader.join().map_err(|_| anyhow::anyhow!("the words of a laptop were not read"))?;
            ledger.hear(&process.heard.said().words[process.taken..]);
        }
        Ok(())
    }

    pub fn runs(&self) -> bool {
        self.process.as_ref().is_some_and(|process| !process.heard.said().ended)
    }
}
