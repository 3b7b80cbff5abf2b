//! What is so, worked out by itself: every change that the server's log admitted, read from the log's own rows with the
//! plain document library, and a few slow rules written from what documents mean. Nothing of the contents, the tables
//! or the rules of the model is asked, so that what both sides do alike is still looked at by somebody.

mod entry;
mod record;
mod register;
mod review;
mod talk;
mod told;
mod word;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use model::doc_id::{DocId, DocKind};
use model::ids::PlanId;
use protocol::ChangeBody;
use rusqlite::{Connection, OptionalExtension as _};

use document::RawChange;
use model::target::Target;
use told::Told;

pub use entry::{Asked, difference, may_read_review};
pub use record::{Kinds, of_record, of_register};
pub use register::Register;
pub use review::Reviewed;
pub use word::Told as Change;

/// See the module. Follows one life of the log; a server that was restored begins another.
#[derive(Default)]
pub struct Oracle {
    documents: BTreeMap<DocId, Told>,
    /// Plans that are closed, and when that arrived.
    closed: BTreeMap<PlanId, i64>,
    /// The log lived before, and takes again what it had then.
    restored: bool,
    /// As far as the log was read.
    upto: i64,
}

impl Oracle {
    /// Of a log that lived before.
    pub fn of_restored() -> Self {
        Self { restored: true, ..Self::default() }
    }

    /// What the log had by a position.
    pub fn at(rows: &Connection, position: i64) -> Result<Self> {
        let mut then = Self::default();
        then.read(rows, position)?;
        Ok(then)
    }

    /// Reads what came to the log. Says what is wrong with it.
    pub fn follow(&mut self, rows: &Connection) -> Result<Vec<String>> {
        self.read(rows, i64::MAX)
    }

    fn read(&mut self, rows: &Connection, last: i64) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut select = rows.prepare_cached(
            "SELECT position, doc, hash, skeleton, bytes, received_ms FROM log
             WHERE position > ?1 AND position <= ?2 ORDER BY position",
        )?;
        let mut found = select.query([self.upto, last])?;
        while let Some(row) = found.next()? {
            self.upto = row.get(0)?;
            let doc: DocId = row.get::<_, String>(1)?.parse().ok().context("a document's name")?;
            let body = match row.get::<_, Option<String>>(3)? {
                Some(name) => ChangeBody::Skeleton(name),
                None => ChangeBody::Raw(RawChange::new(row.get(4)?)),
            };
            let told = self.documents.entry(doc.clone()).or_default();
            let (hash, received) = (row.get(2)?, row.get(5)?);
            if let Err(why) = told.take(&body.unpack(), hash, (self.upto, received)) {
                wrong.push(format!("the log of {doc} at {}: {why}", self.upto));
            }
            wrong.extend(self.closed_to(&doc, received));
        }
        Ok(wrong)
    }

    /// What comes to a document when its plan is closed. What was sent together with the closing comes with it.
    fn closed_to(&mut self, doc: &DocId, received: i64) -> Option<String> {
        if doc.kind == DocKind::Plan {
            let told = self.documents.get(doc)?;
            match told.field(&Target::Closed).first().and_then(|first| first.value.as_date()) {
                Some(_) => self.closed.entry(doc.plan.clone()).or_insert(received),
                None => return self.closed.remove(&doc.plan).and(None),
            };
            return None;
        }
        let since = *self.closed.get(&doc.plan)?;
        (!self.restored && received > since)
            .then(|| format!("{doc} took something after its plan was closed"))
    }

    /// Whether the rows name the heads that the log has.
    pub fn heads(&self, rows: &Connection, doc: &DocId) -> Result<Option<String>> {
        let said: Option<Vec<u8>> = rows
            .prepare_cached("SELECT heads FROM document WHERE doc = ?1")?
            .query_row([doc.to_string()], |row| row.get(0))
            .optional()?;
        let heads = self.documents.get(doc).map(Told::heads).unwrap_or_default();
        let differs = said.unwrap_or_default() != heads.concat();
        Ok(differs.then(|| format!("the server's heads of {doc} are not those of its log")))
    }

    /// The newest position that was read.
    pub fn upto(&self) -> i64 {
        self.upto
    }

    pub fn document(&self, doc: &DocId) -> Option<&Told> {
        self.documents.get(doc)
    }

    /// Whether the log has the change.
    pub fn has(&self, doc: &DocId, hash: [u8; 32]) -> bool {
        self.documents.get(doc).is_some_and(|told| told.has(&hash))
    }

    /// Whether anybody is in the log with these words in this field; in any field, where none is named.
    pub fn holds(&self, doc: &DocId, target: Option<&Target>, shown: &str) -> bool {
        self.documents.get(doc).is_some_and(|told| told.changes().any(|one| one.says(target, shown)))
    }
}
