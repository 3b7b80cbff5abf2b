//! What every peer here says and hears, as `../lines.mjs` does: one JSON object in a line.

use std::path::PathBuf;

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

/// Told by the one who starts this program.
#[derive(Debug, Deserialize)]
pub struct Options {
    pub port: u16,
    pub data: PathBuf,
    /// A file with the edits.
    pub work: PathBuf,
}

#[derive(Debug, Deserialize)]
pub struct Command {
    #[serde(rename = "do")]
    pub name: String,
    pub document: Option<String>,
}

/// One end of a peer.
pub trait End {
    /// Does it; the name of the document, where it made one.
    async fn obey(&mut self, command: &Command) -> Result<Option<String>>;
}

pub fn say(event: &Value) {
    println!("{event}");
}

/// The event of that name.
pub fn tell(event: &str) {
    say(&json!({ "event": event }));
}

/// Does what it is told, one command after the other, until the other side closes its end.
pub async fn obey(mut end: impl End) -> Result<()> {
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let command: Command = serde_json::from_str(&line)?;
        let of = &command.name;
        say(&match end.obey(&command).await {
            Ok(document) => json!({ "event": "done", "of": of, "document": document }),
            Err(error) => json!({ "event": "failed", "why": format!("{of}: {error:#}") }),
        });
    }
    Ok(())
}
