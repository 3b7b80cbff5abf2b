//! Documents in memory: those written last, bounded in number and in bytes. Owned by the one writer.

use std::collections::HashMap;

use model::document::{DocId, Document, Outcome, RawChange, Rules, admit};
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
    /// Takes the document out: were the batch rolled back, it would be read from disk again.
    pub fn take(&mut self, doc: &DocId) -> Option<Loaded> {
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

/// Reads a document from its snapshot and what the log holds after it; an empty one where there is none.
pub(crate) fn load(conn: &Connection, doc: &DocId) -> Result<Loaded, Error> {
    let Some(row) = document::get(conn, doc)? else {
        return Ok(Loaded { document: Document::empty(doc.clone()), snapshot: 0, tail: 0 });
    };
    let snapshot = if row.snapshot.is_empty() {
        Document::empty(doc.clone())
    } else {
        Document::load(doc.clone(), &row.snapshot).map_err(Error::unavailable)?
    };
    let tail: Vec<RawChange> =
        log::of_document(conn, doc, row.upto)?.into_iter().map(|row| row.body.unpack()).collect();
    let bytes = tail.iter().map(|raw| raw.as_bytes().len()).sum();
    let document = if tail.is_empty() {
        snapshot
    } else {
        let admitted = admit(&snapshot, &tail, Rules::Relayed);
        let whole =
            admitted.outcomes.iter().all(|one| matches!(one, Outcome::Accepted(_) | Outcome::Known(_)));
        if !whole {
            return Err(Error::unavailable("a stored document does not follow from its log"));
        }
        admitted.document
    };
    Ok(Loaded { document, snapshot: row.snapshot.len(), tail: bytes })
}
