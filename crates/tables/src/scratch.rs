//! Tables in memory, for rows that are asked once and forgotten.
//!
//! To make the tables costs more than most questions of a past moment. So they are made once: what is written in them is never
//! committed, and they are empty again for whoever needs some next.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::migrate;

/// How many are kept: as many questions of the past as are mostly asked at one time.
const KEPT: usize = 4;

static EMPTY: Mutex<Vec<Connection>> = Mutex::new(Vec::new());

/// Empty tables in an open transaction.
pub(crate) struct Scratch(Option<Connection>);

impl Scratch {
    pub fn new() -> rusqlite::Result<Self> {
        let kept = EMPTY.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = kept.map_or_else(migrate::in_memory, Ok)?;
        conn.execute_batch("BEGIN")?;
        Ok(Self(Some(conn)))
    }
}

impl Deref for Scratch {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0.as_ref().expect("it is taken out when it is dropped, and not before")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let Some(conn) = self.0.take() else { return };
        let mut kept = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT && conn.execute_batch("ROLLBACK").is_ok() {
            kept.push(conn);
        }
    }
}
