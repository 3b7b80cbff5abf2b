//! One entry's key, as the tables hold it, and other names.

use std::collections::HashMap;

use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId};
use model::target::Target;
use rusqlite::Connection;
use view::EntryOf;

use crate::{doc, word};

/// Document, period and task by their numbers: the first columns of every table about entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub doc: i64,
    /// 0 for what is of no period.
    pub period: i64,
    /// 0 for what is of no entry.
    pub task: i64,
}

/// The period and the task that a field is about, where it is about one.
pub(crate) type About<'a> = (Option<&'a PeriodId>, Option<&'a TaskId>);

pub(crate) fn about(target: &Target) -> About<'_> {
    match target {
        // By which older rows are found: these were of no period.
        Target::UnitDays { .. } => (None, None),
        target if target.whole_period().is_some() => (target.whole_period(), None),
        target => target.entry().map_or((None, None), |entry| (Some(&entry.period), Some(&entry.task))),
    }
}

/// The keys of one document that were asked for, so that each is looked up once.
pub(crate) struct Keys<'a> {
    doc: i64,
    known: HashMap<(&'a str, &'a str), Key>,
}

impl<'a> Keys<'a> {
    pub fn of(doc: i64) -> Self {
        Self { doc, known: HashMap::new() }
    }

    /// Of what a field is about; its numbers are given where there are none.
    pub fn get(&mut self, tx: &Connection, target: &'a Target) -> rusqlite::Result<Key> {
        let about = about(target);
        let words = (about.0.map_or("", PeriodId::as_str), about.1.map_or("", TaskId::as_str));
        if let Some(key) = self.known.get(&words) {
            return Ok(*key);
        }
        let key = Key::given(tx, self.doc, about)?;
        self.known.insert(words, key);
        Ok(key)
    }
}

impl Key {
    /// The numbers, given where there are none.
    fn given(tx: &Connection, doc: i64, (period, task): About<'_>) -> rusqlite::Result<Self> {
        let number = |word: Option<&str>| word.map_or(Ok(0), |word| word::number(tx, word));
        let (period, task) = (number(period.map(PeriodId::as_str))?, number(task.map(TaskId::as_str))?);
        Ok(Self { doc, period, task })
    }

    /// None where no row can have it.
    pub fn find(conn: &Connection, doc: i64, (period, task): About<'_>) -> rusqlite::Result<Option<Self>> {
        let number = |word: Option<&str>| word.map_or(Ok(Some(0)), |word| word::find(conn, word));
        let (period, task) = (number(period.map(PeriodId::as_str))?, number(task.map(TaskId::as_str))?);
        Ok(period.zip(task).map(|(period, task)| Self { doc, period, task }))
    }

    /// Of an entry in the workbook of its unit.
    pub fn in_workbook(conn: &Connection, of: EntryOf<'_>) -> rusqlite::Result<Option<Self>> {
        let workbook = DocId::workbook(of.plan, of.unit.clone());
        match doc::find(conn, &workbook)? {
            Some(doc) => Self::find(conn, doc, (Some(of.period), Some(of.task))),
            None => Ok(None),
        }
    }

    pub fn is_of_entry(&self) -> bool {
        self.task != 0
    }

    pub fn columns(&self) -> (i64, i64, i64) {
        (self.doc, self.period, self.task)
    }
}
