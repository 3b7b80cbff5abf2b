//! This program started again to be one end of the line: our laptop, or either end of a bare POST. Told and telling
//! as the peers are (`tests/peers/lines.mjs`).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use model::window::{Act, Link};
use replica::sync::{Driver, HttpServer, Pace, StatusBoard, http_client};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::work::Work;
use crate::bench::hand::Hand;
use crate::bench::post::Post;

/// What an end is told when it is started.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Options {
    pub port: u16,
    pub data: PathBuf,
    pub work: PathBuf,
    /// The connection of before is used again.
    pub kept: bool,
    /// Our laptop's one-time code.
    pub code: String,
    /// Our laptop's own driver decides when to speak.
    pub driven: bool,
    /// Bytes of a bare POST, and of its answer.
    pub up: usize,
    pub down: usize,
}

/// Plays the part until the other side closes its end.
pub async fn play(part: &str, options: &str) -> Result<()> {
    let options: Options = serde_json::from_str(options)?;
    let mut played = match part {
        "laptop" => Part::Laptop(Laptop::new(options)?),
        "post" => Part::Post(options, http_client()?),
        "post-server" => {
            Post::open_at(options.port, options.down, || tell(&json!({ "event": "memory" })))?;
            Part::Server
        }
        other => bail!("no part is called “{other}”"),
    };
    tell(&json!({ "event": "ready" }));
    let mut commands = commands();
    while let Some(line) = commands.recv().await {
        let command: Value = serde_json::from_str(&line)?;
        tell(&match played.obey(command["do"].as_str().unwrap_or_default()).await {
            Ok((up, down)) => json!({ "event": "done", "up": up, "down": down }),
            Err(error) => json!({ "event": "failed", "why": format!("{error:#}") }),
        });
    }
    Ok(())
}

/// Lines of standard input, until its end.
fn commands() -> UnboundedReceiver<String> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

#[allow(clippy::print_stdout, reason = "standard output is what the other side reads")]
fn tell(event: &Value) {
    println!("{event}");
}

enum Part {
    Laptop(Laptop),
    Post(Options, reqwest::Client),
    Server,
}

/// Bytes of the bodies of request and answer, where they are known.
type Bodies = (Option<usize>, Option<usize>);

impl Part {
    async fn obey(&mut self, command: &str) -> Result<Bodies> {
        match (self, command) {
            (Self::Laptop(laptop), "warm") => laptop.warm().await?,
            (Self::Laptop(laptop), "leave") => laptop.leave().await?,
            (Self::Laptop(laptop), "return") => return laptop.come_back().await,
            (Self::Post(options, client), "leave") if !options.kept => *client = http_client()?,
            (Self::Post(options, client), "warm" | "return") => {
                let address = format!("http://127.0.0.1:{}/", options.port);
                let reply = client.post(address).body(vec![7; options.up]).send().await?;
                ensure!(reply.bytes().await?.len() == options.down, "the answer is as long as it was told");
            }
            (_, "leave" | "watch") => {}
            (_, other) => bail!("no command is called “{other}”"),
        }
        Ok((None, None))
    }
}

struct Laptop {
    options: Options,
    work: Work,
    hand: Option<Hand>,
    board: Arc<StatusBoard>,
}

impl Laptop {
    fn new(options: Options) -> Result<Self> {
        let work = serde_json::from_slice(&std::fs::read(&options.work)?)?;
        Ok(Self { options, work, hand: None, board: Arc::default() })
    }

    fn hand(&self) -> Result<&Hand> {
        self.hand.as_ref().context("the laptop was warmed up before")
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.options.port)
    }

    async fn warm(&mut self) -> Result<()> {
        let code = self.options.code.clone();
        let hand = Hand::enrol(self.address(), code, &self.options.data).await?;
        for edit in &self.work.earlier {
            let (target, text) = edit.act()?;
            hand.write(target, text)?;
            hand.exchange().await?;
        }
        if self.options.driven {
            let (replica, server) = (hand.replica.clone(), hand.server.clone());
            Arc::new(Driver::new(replica, server, Arc::clone(&self.board), Pace::default())).spawn();
            self.until(|link, _| link == Link::Online).await?;
        }
        self.hand = Some(hand);
        Ok(())
    }

    /// Until link and edits that wait are so.
    async fn until(&self, so: impl Fn(Link, u32) -> bool) -> Result<()> {
        let mut status = self.board.watch();
        let reached = status.wait_for(|status| so(status.link, status.edits));
        tokio::time::timeout(Duration::from_secs(120), reached).await.context("the laptop's status")??;
        Ok(())
    }

    async fn leave(&mut self) -> Result<()> {
        if self.options.driven {
            self.until(|link, _| link == Link::Offline).await?;
        }
        let address = self.address();
        for edit in &self.work.offline {
            let (target, text) = edit.act()?;
            self.hand()?.write(target, text)?;
        }
        if !self.options.kept
            && let Some(hand) = &mut self.hand
        {
            hand.server = HttpServer::new(http_client()?, &address, false)?;
        }
        Ok(())
    }

    async fn come_back(&mut self) -> Result<Bodies> {
        let hand = self.hand()?;
        if self.options.driven {
            hand.replica.act(Act::Sync)?;
            self.until(|link, edits| link == Link::Online && edits == 0).await?;
            return Ok((None, None));
        }
        let done = hand.exchange().await?;
        ensure!(!done.more && done.documents == 1, "one document, one exchange");
        Ok((Some(done.up), Some(done.down)))
    }
}
