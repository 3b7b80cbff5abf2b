//! The laptop without a window, as a process of its own: the same crate as the desktop program, told what to do on
//! its standard input. It says that an edit is saved after the commit and that it is sent after the server's
//! answer was taken in, as the window does.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::{TaskId, UnitId};
use model::target::{EvidencePart, Target};
use model::value::FileFacts;
use model::window::{Act, Failure, FirstRun, Unlock};
use replica::key::Cost;
use replica::sync::Pace;
use replica::{Laptop, Options};
use tokio::sync::mpsc;

use super::told::{Order, Seen, Word, entry, number_of};
use crate::window::PASSPHRASE;

/// Where the laptop lies and whom it speaks to.
pub struct Start {
    pub folder: PathBuf,
    /// Address and one-time code, for a folder that holds no store yet.
    pub first_run: Option<(String, String)>,
    pub name: String,
    /// The pace of the product, not that of an impatient test.
    pub usual_pace: bool,
}

/// Lives until its input ends.
pub async fn live(start: Start) -> Result<()> {
    let impatient = Pace {
        after_edit: Duration::from_millis(30),
        first_retry: Duration::from_millis(50),
        longest_retry: Duration::from_millis(400),
        ..Pace::default()
    };
    let pace = if start.usual_pace { Pace::default() } else { impatient };
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    let options = Options { cost, pace, plain_http: true, ..Options::new(start.folder.clone()) };
    let laptop = Laptop::new(options);
    if let Err(failure) = open(&laptop, start).await {
        return say(&Word::Closed(failure.message));
    }
    say(&Word::Ready)?;
    let (mut orders, mut changed, mut status) = (orders(), laptop.watch_changed(), laptop.watch_status());
    let mut desk = Desk { laptop, known: BTreeMap::new(), problem: None };
    desk.remember()?;
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => desk.obey(order).await?,
                None => return Ok(()),
            },
            _ = changed.changed() => {}
            _ = status.changed() => {}
        }
        desk.tell()?;
    }
}

async fn open(laptop: &Laptop, start: Start) -> Result<(), Failure> {
    let passphrase = PASSPHRASE.to_owned();
    match start.first_run {
        Some((server, code)) if !start.folder.join("store").exists() => {
            laptop.first_run(FirstRun { server, code, name: start.name, passphrase, proxy: None }).await?
        }
        _ => laptop.unlock(Unlock { passphrase }).await?,
    };
    Ok(())
}

/// A thread of its own reads, so that the end of the input is seen at once.
fn orders() -> mpsc::Receiver<Order> {
    let (sender, receiver) = mpsc::channel(1_000);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let order = line.ok().and_then(|line| serde_json::from_str(&line).ok());
            let Some(order) = order else { return };
            if sender.blocking_send(order).is_err() {
                return;
            }
        }
    });
    receiver
}

fn say(word: &Word) -> Result<()> {
    let mut line = serde_json::to_vec(word)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    Ok(out.flush()?)
}

struct Desk {
    laptop: Laptop,
    /// Edits that were saved and not yet said to be sent, by number: where they stand.
    known: BTreeMap<u32, TaskId>,
    problem: Option<String>,
}

impl Desk {
    /// What waited when the program was opened.
    fn remember(&mut self) -> Result<()> {
        let queue = self.laptop.queue().map_err(words)?;
        for edit in queue.edits {
            if let (Some(number), Some(entry)) = (number_of(&edit.after), edit.entry) {
                self.known.insert(number, entry.task);
            }
        }
        Ok(())
    }

    async fn obey(&mut self, order: Order) -> Result<()> {
        match order {
            Order::Write { number, task, text } => {
                let target = Target::Narrative { entry: entry(&task) };
                if self.act(number, Act::Write { target, text, base: None, beside: Vec::new() })? {
                    self.replace(&task)?;
                    self.known.insert(number, task);
                }
            }
            Order::Attach { number, task, path } => {
                self.act(number, Act::Attach { entry: entry(&task), paths: vec![path], again: false })?;
            }
            Order::Look { unit } => {
                let word = match self.look(&unit) {
                    Ok(seen) => Word::Seen(Box::new(seen)),
                    Err(failure) => Word::Failed(0, failure.message),
                };
                say(&word)?;
            }
            Order::Verify => {
                let verified = self.laptop.replica().and_then(|replica| replica.verify());
                say(&verified.map_or_else(|error| Word::Failed(0, error.to_string()), |()| Word::Sound))?;
            }
            Order::Sync => drop(self.laptop.act(Act::Sync)),
            Order::EnrolAgain { code } => {
                let enrolled = self.laptop.enrol_again(&code).await;
                say(&enrolled.map_or_else(|failure| Word::Failed(0, failure.message), |_| Word::Enrolled))?;
            }
        }
        Ok(())
    }

    fn act(&self, number: u32, act: Act) -> Result<bool> {
        let done = tokio::task::block_in_place(|| self.laptop.act(act));
        let saved = done.is_ok();
        say(&done.map_or_else(|failure| Word::Failed(number, failure.message), |_| Word::Saved(number)))?;
        Ok(saved)
    }

    /// An edit whose place a newer one has taken in the queue is never sent; nothing is said of it. Where it can't
    /// be told from one that was just sent, nothing is said either.
    fn replace(&mut self, task: &TaskId) -> Result<()> {
        let waiting = self.waiting()?;
        self.known.retain(|number, of| of != task || waiting.contains(number));
        Ok(())
    }

    fn waiting(&self) -> Result<Vec<u32>> {
        let queue = self.laptop.queue().map_err(words)?;
        Ok(queue.edits.iter().filter_map(|edit| number_of(&edit.after)).collect())
    }

    /// Says what left the queue since it was last looked at, and what is wrong.
    fn tell(&mut self) -> Result<()> {
        // A question may fail where the disk does; it is asked again at the next change.
        let Ok(queue) = self.laptop.queue() else { return Ok(()) };
        for back in &queue.refused {
            if let Some(number) = number_of(&back.value).filter(|number| self.known.remove(number).is_some())
            {
                say(&Word::Refused(number, back.reason.clone()))?;
            }
        }
        let waiting: Vec<u32> = queue.edits.iter().filter_map(|edit| number_of(&edit.after)).collect();
        let sent: Vec<u32> = self.known.keys().copied().filter(|number| !waiting.contains(number)).collect();
        for number in sent {
            self.known.remove(&number);
            say(&Word::Sent(number))?;
        }
        let problem = self.laptop.status().problem;
        if problem != self.problem {
            self.problem.clone_from(&problem);
            problem.map_or(Ok(()), |problem| say(&Word::Problem(problem)))?;
        }
        Ok(())
    }

    fn look(&self, unit: &str) -> Result<Seen, Failure> {
        let replica = self.laptop.replica()?;
        let plan = replica.plan().map_or_else(|| "".into(), |plan| plan.id().clone());
        let doc = DocId::workbook(&plan, UnitId::new(unit));
        let (mut texts, mut files) = (BTreeMap::new(), Vec::new());
        for (target, reading) in replica.fields(&doc)? {
            match target {
                Target::Narrative { entry } => {
                    let text = reading.value().as_str().unwrap_or_default();
                    texts.insert(entry.task, text.to_owned());
                }
                Target::Evidence { part: EvidencePart::File, .. } => {
                    files.extend(reading.value().as_record::<FileFacts>().map(|file| file.hash.to_string()));
                }
                _ => {}
            }
        }
        let heads = replica.heads(&doc)?.iter().map(ToString::to_string).collect();
        let status = self.laptop.status();
        let (waiting_edits, waiting_files) = (status.edits, status.files);
        Ok(Seen {
            texts,
            files,
            heads,
            link: status.link,
            waiting_edits,
            waiting_files,
            refused: status.refused,
        })
    }
}

fn words(failure: Failure) -> anyhow::Error {
    anyhow::Error::msg(failure.message).context("the laptop's queue")
}
