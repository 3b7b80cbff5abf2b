//! Whose a value is: author and time of the changes that were asked about lately.
//!
//! The library rebuilds a change from the whole document each time it is asked for one, so a change that
//! touches hundreds of fields must not be asked for hundreds of times.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset};
use model::address::Address;
use model::ids::PersonId;

use crate::change::{Interpreted, Touched};
use crate::raw::ChangeHash;

/// Author and times of one change.
#[derive(Debug)]
pub(crate) struct Credit {
    pub author: Option<PersonId>,
    touched: Vec<Touched>,
}

impl Credit {
    pub fn at(&self, address: &Address) -> Option<DateTime<FixedOffset>> {
        self.touched.iter().find(|touched| touched.address == *address).map(|touched| touched.at)
    }
}

impl From<&Interpreted> for Credit {
    fn from(read: &Interpreted) -> Self {
        Self { author: read.author.clone(), touched: read.touched.clone() }
    }
}

/// A few changes' credits. A copy of a document begins with the same ones.
#[derive(Debug, Default)]
pub(crate) struct Credits(Mutex<HashMap<ChangeHash, Arc<Credit>>>);

const MOST: usize = 64;

impl Clone for Credits {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Credits {
    pub fn get_or(
        &self,
        hash: ChangeHash,
        find: impl FnOnce() -> Option<Interpreted>,
    ) -> Option<Arc<Credit>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(credit) = kept.get(&hash) {
            return Some(Arc::clone(credit));
        }
        let credit = Arc::new(Credit::from(&find()?));
        keep(&mut kept, hash, Arc::clone(&credit));
        Some(credit)
    }

    /// Of a change that was just read, and will be asked about.
    pub fn put(&self, read: &Interpreted) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keep(&mut kept, read.hash, Arc::new(Credit::from(read)));
    }
}

fn keep(kept: &mut HashMap<ChangeHash, Arc<Credit>>, hash: ChangeHash, credit: Arc<Credit>) {
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert(hash, credit);
}
