//! Documents in memory: those written last, bounded in number and in bytes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::document::{ChangeHash, DocId, Document};
use rusqlite::Connection;

use crate::error::Error;
use crate::store::{document, log};

const MOST_DOCUMENTS: usize = 64;
/// Of snapshots and changes; in memory a document takes several times as much.
const MOST_BYTES: usize = 16 << 20;

/// A document as the log leaves it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub document: Document,
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
pub(crate) fn current(conn: &Connection, cache: &Mutex<Cache>, doc: &DocId) -> Result<Loaded, Error> {
    let last = document::last(conn, doc)?;
    let kept = cache.lock().unwrap_or_else(PoisonError::into_inner).take(doc, last);
    kept.map_or_else(|| load(conn, doc), Ok)
}

/// Reads a document from its snapshot and what the log holds after it, or from the log alone where the snapshot is
/// of no use; an empty one where there is none.
pub(crate) fn load(conn: &Connection, doc: &DocId) -> Result<Loaded, Error> {
    let Some(row) = document::get(conn, doc)? else {
        return Ok(Loaded { document: Document::empty(doc.clone()), last: 0, snapshot: 0, tail: 0 });
    };
    match follow(conn, doc, row.snapshot, row.upto)? {
        Some(loaded) => Ok(Loaded { last: row.last, ..loaded }),
        None => {
            tracing::error!("a snapshot did not load; the document is made again from the log");
            let loaded = follow(conn, doc, Vec::new(), 0)?;
            let unread = || Error::unavailable("a stored document does not follow from its log");
            Ok(Loaded { last: row.last, ..loaded.ok_or_else(unread)? })
        }
    }
}

/// None where the bytes do not make a document that holds every change of the log after `upto`.
fn follow(conn: &Connection, doc: &DocId, mut bytes: Vec<u8>, upto: i64) -> Result<Option<Loaded>, Error> {
    let snapshot = bytes.len();
    let tail = log::of_document(conn, doc, upto)?;
    let hashes: Vec<ChangeHash> = tail.iter().map(|row| row.hash).collect();
    tail.into_iter().for_each(|row| bytes.extend_from_slice(row.body.unpack().as_bytes()));
    let tail = bytes.len() - snapshot;
    let mut document = if bytes.is_empty() {
        Some(Document::empty(doc.clone()))
    } else {
        Document::load(doc.clone(), &bytes).ok()
    };
    let whole = document.as_mut().is_some_and(|document| hashes.iter().all(|hash| document.has(hash)));
    Ok(document.filter(|_| whole).map(|document| Loaded { document, last: upto, snapshot, tail }))
}
