//! A program that is told what to do and says what happens, one JSON object in a line.

use std::collections::VecDeque;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child as Process, ChildStdin, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, timeout};

/// On the slowest line everything is done long before.
const PATIENCE: Duration = Duration::from_secs(180);

#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    pub event: String,
    /// The document that was made, where it has a name of its own.
    pub document: Option<String>,
    /// Bytes of the bodies of request and answer, where the peer knows them.
    pub up: Option<usize>,
    pub down: Option<usize>,
    why: Option<String>,
}

/// Killed when its owner goes.
pub struct Child {
    name: String,
    process: Process,
    input: ChildStdin,
    events: UnboundedReceiver<(Instant, Event)>,
    heard: VecDeque<(Instant, Event)>,
}

impl Child {
    pub fn start(name: &str, mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("starting {name}"))?;
        let input = process.stdin.take().context("the pipe was asked for")?;
        let output = process.stdout.take().context("the pipe was asked for")?;
        let (sender, events) = unbounded_channel();
        tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                // A peer's own log lines are none of ours.
                let Ok(event) = serde_json::from_str(&line) else { continue };
                if sender.send((Instant::now(), event)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { name: name.to_owned(), process, input, events, heard: VecDeque::new() })
    }

    pub fn id(&self) -> Option<u32> {
        self.process.id()
    }

    pub async fn tell(&mut self, command: &Value) -> Result<()> {
        self.input.write_all(format!("{command}\n").as_bytes()).await.with_context(|| self.name.clone())
    }

    /// Waits until it says that; what it says besides is kept. When it was said.
    pub async fn says(&mut self, what: &str) -> Result<(Instant, Event)> {
        if let Some(at) = self.heard.iter().position(|(_, event)| event.event == what) {
            return self.heard.remove(at).context("it was found there");
        }
        let late = Instant::now() + PATIENCE;
        loop {
            let left = late.saturating_duration_since(Instant::now());
            match timeout(left, self.events.recv()).await {
                Ok(Some((_, Event { event, why, .. }))) if event == "failed" => {
                    bail!("{}: {}", self.name, why.unwrap_or_default())
                }
                Ok(Some(event)) if event.1.event == what => return Ok(event),
                Ok(Some(event)) => self.heard.push_back(event),
                Ok(None) => bail!("{} ended before it said “{what}”", self.name),
                Err(_) => bail!("{} did not say “{what}” in {} s", self.name, PATIENCE.as_secs()),
            }
        }
    }

    /// Tells it and waits until it is done.
    pub async fn asked(&mut self, command: &Value) -> Result<(Instant, Event)> {
        self.tell(command).await?;
        self.says("done").await
    }

    /// What it had already said of that.
    pub fn forget(&mut self, what: &str) {
        self.heard.retain(|(_, event)| event.event != what);
    }
}
