//! What is always in sight: the link, and what waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use model::window::{Fault, Link, Status};
use tokio::sync::watch;

use super::fault::Barrier;
use crate::error::Result;
use crate::notice::notice_days;
use crate::replica::Replica;
use crate::store::{file, outbox, refused, setting};

/// How things stand with the server.
#[derive(Clone, Debug)]
pub struct Line {
    pub link: Link,
    /// What is in the way, where that is known.
    pub fault: Option<Fault>,
    /// Why the last try failed, for people.
    pub problem: Option<String>,
    /// The server takes nothing from this device any more.
    pub needs_code: bool,
}

impl From<Link> for Line {
    fn from(link: Link) -> Self {
        Self { link, fault: None, problem: None, needs_code: false }
    }
}

impl Default for Line {
    fn default() -> Self {
        Link::Unknown.into()
    }
}

/// Keeps the status and tells those who watch it, when it changes.
#[derive(Debug)]
pub struct StatusBoard {
    line: Mutex<Line>,
    /// Nothing moves while an answer is awaited.
    quiet: AtomicBool,
    /// Held from the counting to the telling: or what was counted first could be told last, and stay.
    telling: Mutex<()>,
    told: watch::Sender<Status>,
}

impl Default for StatusBoard {
    fn default() -> Self {
        let (line, quiet) = (Mutex::default(), AtomicBool::new(false));
        Self { line, quiet, telling: Mutex::default(), told: watch::Sender::new(empty()) }
    }
}

impl StatusBoard {
    pub fn watch(&self) -> watch::Receiver<Status> {
        self.told.subscribe()
    }

    pub fn link(&self) -> Link {
        self.line.lock().unwrap_or_else(PoisonError::into_inner).link
    }

    /// The same line, found to be in another state.
    pub fn set_link(&self, replica: &Replica, link: Link) {
        self.line.lock().unwrap_or_else(PoisonError::into_inner).link = link;
        self.refresh(replica);
    }

    /// The link changed, and why if it is for the worse.
    pub fn set(&self, replica: &Replica, line: impl Into<Line>) {
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = line.into();
        self.refresh(replica);
    }

    /// Nothing has moved for a while, or it does again. Where the line was known to be away, it still is.
    pub fn set_quiet(&self, replica: &Replica, quiet: bool) {
        if self.quiet.swap(quiet, Ordering::Relaxed) != quiet {
            self.refresh(replica);
        }
    }

    fn shown(&self) -> Line {
        let line = self.line.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !self.quiet.load(Ordering::Relaxed) || line.link == Link::Offline {
            return line;
        }
        let (fault, problem) = (Some(Barrier::NoAnswer.fault()), Some(Barrier::NoAnswer.to_string()));
        Line { fault, problem, ..line }
    }

    /// Counts again what waits.
    pub fn refresh(&self, replica: &Replica) {
        let _turn = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        match replica.status(self.shown()) {
            Ok(status) => {
                self.told.send_if_modified(|told| {
                    let changed = *told != status;
                    *told = status;
                    changed
                });
            }
            Err(error) => tracing::warn!(%error, "the status could not be read"),
        }
    }
}

/// Before the store is open.
pub fn empty() -> Status {
    Status {
        link: Link::Unknown,
        edits: 0,
        files: 0,
        bytes: 0,
        last_sync: None,
        refused: 0,
        conflicts: 0,
        needs_newer: 0,
        metered: false,
        notice_days: None,
        fault: None,
        problem: None,
        server: String::new(),
        needs_code: false,
    }
}

impl Replica {
    pub(crate) fn status(&self, line: Line) -> Result<Status> {
        let Line { link, fault, problem, needs_code } = line;
        let (plans, unit) = (self.plans(), self.unit().ok());
        self.read(|conn| {
            let written = unit.iter().flat_map(|unit| plans.written_by(unit)).collect::<Vec<_>>();
            let files = file::to_send(conn, &written)?;
            let mut conflicts = 0;
            for (plan, unit) in plans.all().into_iter().zip(unit.iter().cycle()) {
                let keeps_plan = plan.coordinator() == unit;
                let written = plans.written_by(unit);
                conflicts += tables::count_of_writers(conn, plan.id().as_str(), &written, keeps_plan)?;
            }
            Ok(Status {
                link,
                edits: outbox::count(conn)?,
                files: u32::try_from(files.len()).unwrap_or(u32::MAX),
                bytes: files.iter().map(|file| file.size - file.sent).sum(),
                last_sync: setting::get(conn, setting::LAST_SYNC)?,
                refused: refused::count(conn)?,
                conflicts,
                needs_newer: tables::count_unknown(conn)?,
                metered: setting::get(conn, setting::METERED)?.unwrap_or(false),
                notice_days: notice_days(conn)?,
                fault,
                problem,
                server: self.device().map(|device| device.server.clone()).unwrap_or_default(),
                needs_code,
            })
        })
    }
}
