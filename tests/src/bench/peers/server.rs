//! A peer's server as a process of its own, and what is seen of it without the line.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::child::Child;
use super::node;
use super::part::Options;
use super::peer::{Kind, Peer, Programs};
use super::rust;
use super::work::OFFLINE;
use crate::demo::plan;
use crate::programs::free_port;
use crate::server::District;

pub struct Server {
    peer: Peer,
    data: PathBuf,
    port: u16,
    running: Running,
}

enum Running {
    Ours(District),
    Other(Box<Child>),
}

/// When the server had all of the work; on which way it lies on the disk, the peer tells.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub memory: Option<Instant>,
    pub disk: Option<Instant>,
}

impl Server {
    /// `options`: what a peer's program is told, but for port and data.
    pub async fn start(peer: Peer, folder: &Path, options: &Options) -> Result<Self> {
        let data = folder.join("server");
        if matches!(peer.kind, Kind::Ours | Kind::OursDriven) {
            let mut district =
                District::open(folder, Some(plan()?.year()))?.log_to(folder.join("server.log"));
            district.start()?;
            return Ok(Self { peer, data, port: district.port(), running: Running::Ours(district) });
        }
        std::fs::create_dir_all(&data)?;
        let port = free_port()?;
        let options = Options { port, data: data.clone(), ..options.clone() };
        let log = File::create(folder.join("server.log"))?;
        let mut child = start(peer.kind, "server", &options, log)?;
        child.says("ready").await?;
        Ok(Self { peer, data, port, running: Running::Other(Box::new(child)) })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// A one-time code for our laptop.
    pub fn code(&self, unit: &str) -> Result<String> {
        match &self.running {
            Running::Ours(district) => district.enrol(unit, "Đinh Hmưk"),
            Running::Other(_) => Ok(String::new()),
        }
    }

    pub fn process(&self) -> Option<u32> {
        match &self.running {
            Running::Ours(district) => district.process(),
            Running::Other(child) => child.id(),
        }
    }

    /// Looks out for the work of this document, which has not set out yet.
    pub async fn watch(&mut self, document: &str) -> Result<Watch> {
        let (file, question, more) = match self.peer.kind {
            Kind::Ours | Kind::OursDriven => {
                ("nharong.db".to_owned(), "SELECT coalesce(max(position), 0) FROM log", 1)
            }
            Kind::Actual => {
                let group = format!("user-files/group-{document}.sqlite");
                (group, "SELECT count(*) FROM messages_binary", OFFLINE)
            }
            _ => {
                let Running::Other(child) = &mut self.running else { return Ok(Watch::Events) };
                child.asked(&json!({ "do": "watch", "document": document })).await?;
                self.peer.kind.events().iter().for_each(|event| child.forget(event));
                return Ok(Watch::Events);
            }
        };
        let poll = Poll::new(&self.data.join(file), question)?;
        let goal = poll.ask()? + i64::try_from(more)?;
        Ok(Watch::Poll(tokio::task::spawn_blocking(move || poll.until(goal))))
    }

    pub async fn seen(&mut self, watch: Watch) -> Result<Seen> {
        let Watch::Poll(poll) = watch else { return self.events().await };
        let disk = poll.await??;
        Ok(Seen { memory: None, disk: Some(disk) })
    }

    async fn events(&mut self) -> Result<Seen> {
        let Running::Other(child) = &mut self.running else { anyhow::bail!("our server says nothing") };
        let mut seen = Seen { memory: None, disk: None };
        for event in self.peer.kind.events() {
            let (at, _) = child.says(event).await?;
            if *event == "memory" { seen.memory = Some(at) } else { seen.disk = Some(at) }
        }
        Ok(seen)
    }
}

pub enum Watch {
    Events,
    Poll(JoinHandle<Result<Instant>>),
}

/// Asks a server's database from outside, as often as it can without being in the way.
struct Poll {
    conn: Connection,
    question: &'static str,
}

impl Poll {
    fn new(file: &Path, question: &'static str) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(file, flags).with_context(|| file.display().to_string())?;
        Ok(Self { conn, question })
    }

    fn ask(&self) -> Result<i64> {
        Ok(self.conn.query_row(self.question, [], |row| row.get(0))?)
    }

    fn until(&self, goal: i64) -> Result<Instant> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(180) {
            // A server that writes just now may keep readers out for a moment.
            if self.ask().is_ok_and(|found| found >= goal) {
                return Ok(Instant::now());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        anyhow::bail!("the server's database never had the work")
    }
}

/// Either end of a peer that is not our server.
pub fn start(kind: Kind, end: &str, options: &Options, log: File) -> Result<Child> {
    let options = serde_json::to_string(options)?;
    let mut command = match kind.programs() {
        Programs::Node(folder) => {
            let mut command = Command::new(node::program()?);
            command.arg(node::folder().join(folder).join(format!("{end}.mjs"))).arg(options);
            command
        }
        Programs::Rust(name) => {
            let mut command = Command::new(rust::program()?);
            command.args([&format!("{name}-{end}"), &options]);
            command
        }
        Programs::Own => {
            let part = match (kind, end) {
                (Kind::Post, "server") => "post-server",
                (Kind::Post, _) => "post",
                _ => "laptop",
            };
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["--play", part, "--options", &options]);
            command
        }
    };
    command.stderr(log);
    Child::start(&format!("{kind:?}, {end}"), command)
}

/// The most that a process and those that it started held in memory.
pub fn peak(process: u32) -> Result<u64> {
    let mut tree = vec![process.to_string()];
    let parents: Vec<(String, String)> = std::fs::read_dir("/proc")?
        .flatten()
        .filter_map(|entry| {
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // `42 (its name) S 7 ...`; the name may hold anything.
            let parent = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.to_owned();
            Some((entry.file_name().into_string().ok()?, parent))
        })
        .collect();
    let mut at = 0;
    while at < tree.len() {
        let of_this = parents.iter().filter(|(_, parent)| *parent == tree[at]);
        let children: Vec<String> = of_this.map(|(child, _)| child.clone()).collect();
        tree.extend(children);
        at += 1;
    }
    let bytes: u64 = tree.iter().filter_map(|process| high_water(process)).sum();
    ensure!(bytes > 0, "the server has ended");
    Ok(bytes)
}

fn high_water(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
