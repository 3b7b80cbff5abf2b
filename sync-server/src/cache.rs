//! What documents hold, in memory: of those written last, bounded in number and in bytes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use ::document::{ChangeHash, Contents, Fields as _};
use model::doc_id::DocId;

use crate::error::Error;
use crate::snapshot_bytes;
use crate::store::{Tx, document, log, snapshot};

const MOST_DOCUMENTS: usize = 64;
/// Of snapshots and changes; in memory it is somewhat more.
const MOST_BYTES: usize = 16 << 20;

/// A document as the log leaves it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub contents: Contents,
    /// Its last position in the log.
    pub last: i64,
    /// Bytes of the stored snapshot.
    pub snapshot: usize,
    /// Bytes of changes that came after it.
    pub tail: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Cache {
    kept: HashMap<DocId, Kept>,
    uses: u64,
}

#[derive(Debug)]
struct Kept {
    loaded: Loaded,
    used: u64,
}

impl Cache {
    /// Takes the document out, where it is the one that ends at this position: were the batch rolled back, it would
    /// be read from disk again.
    fn take(&mut self, doc: &DocId, last: i64) -> Option<Loaded> {
        self.kept.get(doc).filter(|kept| kept.loaded.last == last)?;
        self.kept.remove(doc).map(|kept| kept.loaded)
    }

    /// To be called with committed documents only.
    pub fn put(&mut self, doc: DocId, loaded: Loaded) {
        self.uses += 1;
        self.kept.insert(doc, Kept { loaded, used: self.uses });
        while self.kept.len() > MOST_DOCUMENTS || self.bytes() > MOST_BYTES {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used).map(|(doc, _)| doc.clone());
            match oldest {
                Some(doc) => self.kept.remove(&doc),
                None => break,
            };
        }
    }

    fn bytes(&self) -> usize {
        self.kept.values().map(|kept| kept.loaded.snapshot + kept.loaded.tail).sum()
    }
}

/// The document as this transaction sees it.
pub(crate) fn current(tx: Tx<'_>, cache: &Mutex<Cache>, doc: &DocId) -> Result<Loaded, Error> {
    let last = document::last(tx, doc)?;
    let kept = cache.lock().unwrap_or_else(PoisonError::into_inner).take(doc, last);
    kept.map_or_else(|| load(tx, doc), Ok)
}

/// See [`Fields::lack`]; of a document that stays where it is.
pub(crate) fn lack(
    tx: Tx<'_>,
    cache: &Mutex<Cache>,
    doc: &DocId,
    (heads, changes): (&[ChangeHash], &[ChangeHash]),
) -> Result<bool, Error> {
    let last = document::last(tx, doc)?;
    let cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = cache.kept.get(doc).filter(|kept| kept.loaded.last == last) {
        return Ok(kept.loaded.contents.lack(heads, changes));
    }
    drop(cache);
    Ok(load(tx, doc)?.contents.lack(heads, changes))
}

/// Reads what a document holds from its snapshot and what the log holds after it, or from the log alone where the
/// snapshot is of no use; nothing where there is no such document.
pub(crate) fn load(tx: Tx<'_>, doc: &DocId) -> Result<Loaded, Error> {
    let last = document::last(tx, doc)?;
    let stored = snapshot::get(tx, doc)?;
    let read = stored.as_ref().and_then(|row| snapshot_bytes::read(doc, &row.bytes));
    if read.is_none() && stored.is_some() {
        tracing::error!("a snapshot did not load; what the document holds is made again from the log");
    }
    let (contents, snapshot, upto) = match (read, stored) {
        (Some(contents), Some(row)) => (contents, row.bytes.len(), row.upto),
        _ => (Contents::empty(doc.clone()), 0, 0),
    };
    let mut loaded = Loaded { contents, last, snapshot, tail: 0 };
    for row in log::of_document(tx, doc, upto)? {
        let raw = row.body.unpack();
        loaded.tail += raw.as_bytes().len();
        if !loaded.contents.replay(&raw) {
            return Err(Error::unavailable("a stored document does not follow from its log"));
        }
    }
    Ok(loaded)
}
