//! What the headless laptop is told on its standard input and says on its standard output: a line of JSON each.

use std::collections::BTreeMap;

use model::ids::{PeriodId, TaskId};
use model::target::EntryKey;
use model::window::Link;
use serde::{Deserialize, Serialize};

/// What a person does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Writes what was done for a task; answered by `saved` or `failed` of its number.
    Write { number: u32, task: TaskId, text: String },
    /// Adds a file to a task; answered likewise.
    Attach { number: u32, task: TaskId, path: String },
    /// What stands in the workbook of a unit; answered by `seen`.
    Look { unit: String },
    /// Reads every page of the database; answered by `sound` or `failed` of number 0.
    Verify,
    /// Sends and fetches now.
    Sync,
    /// Becomes a new device; answered by `enrolled` or `failed` of number 0.
    EnrolAgain { code: String },
}

/// What the laptop says. It never says more than its window would.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// Opened; orders are taken.
    Ready,
    /// Could not be opened.
    Closed(String),
    /// On the laptop's disk.
    Saved(u32),
    Failed(u32, String),
    /// On the server's disk.
    Sent(u32),
    /// The server did not take it.
    Refused(u32, String),
    Seen(Box<Seen>),
    Sound,
    Enrolled,
    /// What stands beside the link, when it changes.
    Problem(String),
}

/// A workbook as its laptop shows it, and the laptop's status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub texts: BTreeMap<TaskId, String>,
    /// Files named by evidence: their hashes.
    pub files: Vec<String>,
    pub heads: Vec<String>,
    pub link: Link,
    pub waiting_edits: u32,
    pub waiting_files: u32,
    pub refused: u32,
}

impl Seen {
    /// Nothing waits to be sent.
    pub fn quiet(&self) -> bool {
        self.waiting_edits == 0 && self.waiting_files == 0
    }
}

/// The period in which everything is written.
pub fn entry(task: &TaskId) -> EntryKey {
    EntryKey { task: task.clone(), period: PeriodId::new("Q3") }
}

/// Each text ends with its number, so that what is read tells which edit it is.
pub fn numbered(words: &str, number: u32) -> String {
    format!("{words} #{number}")
}

pub fn number_of(text: &str) -> Option<u32> {
    text.rsplit_once('#')?.1.parse().ok()
}
