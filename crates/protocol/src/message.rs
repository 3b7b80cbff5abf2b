//! `POST /v1/sync`: one request and one reply for everything that a unit has to say and to hear.

use model::doc_id::DocId;
use model::ids::{FileHash, UnitId};
use model::refusal::Refusal;
use serde::{Deserialize, Serialize};

use crate::body::ChangeBody;
use crate::bounded;
use crate::envelope::BatchHash;
use crate::short::ContentDigest;

/// A life of the server's log. It changes when the server is restored from a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u64);

/// A position in the server's log; 0 is before everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// How many batches with changes a device has made, this one counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counter(pub u64);

/// Milliseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

/// From laptop to server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// The epoch that `cursor` belongs to; 0 before the first sync.
    pub epoch: Epoch,
    pub cursor: Cursor,
    /// For a batch with changes one more than that of the batch before it; otherwise that of the last one.
    pub counter: Counter,
    /// Hash of the last batch with changes; zeros before the first.
    pub previous: BatchHash,
    #[serde(deserialize_with = "bounded::documents")]
    pub documents: Vec<DocumentChanges>,
    /// Of all changes in `documents`; needed where any of them is short.
    pub digest: Option<ContentDigest>,
    /// "Units heard from since": the server's time of the last reply.
    pub heard_since: UnixMillis,
    /// Bytes of changes that the laptop takes in one reply (0: the server's own budget).
    pub budget: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentChanges {
    pub doc: DocId,
    /// Ancestors first.
    #[serde(deserialize_with = "bounded::bodies")]
    pub changes: Vec<ChangeBody>,
}

/// From server to laptop, when everything in the request was looked at and what was taken is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReply {
    pub epoch: Epoch,
    /// Where the laptop stands after this reply.
    pub cursor: Cursor,
    /// One list for each document of the request, one outcome for each change, in order.
    #[serde(deserialize_with = "bounded::outcomes")]
    pub outcomes: Vec<Vec<Outcome>>,
    #[serde(deserialize_with = "bounded::documents")]
    pub delivered: Vec<Delivered>,
    /// News of files since the cursor: of those that documents readable by this unit name, and no others.
    #[serde(deserialize_with = "bounded::changes")]
    pub files: Vec<FileNews>,
    /// Units that were heard from since `heard_since`; empty for a unit that follows no others.
    #[serde(deserialize_with = "bounded::changes")]
    pub heard: Vec<Heard>,
    /// True when the budget ended before the news did: ask again at once.
    pub more: bool,
    pub now: UnixMillis,
    /// Everything up to here is in a backup. Laptops keep what they sent until then.
    pub backed_up: Cursor,
}

/// What became of one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Committed to disk, now or by an earlier try.
    Durable { received: UnixMillis },
    /// Kept until its ancestors come; not yet part of the document.
    Parked,
    /// The unit may not write this.
    Denied(Refusal),
    /// The bytes are not what this program writes; kept apart, handed to nobody.
    Quarantined(Refusal),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    pub doc: DocId,
    #[serde(deserialize_with = "bounded::changes")]
    pub changes: Vec<Delivery>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub body: ChangeBody,
    pub received: UnixMillis,
}

/// How much of a file the server has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNews {
    pub hash: FileHash,
    pub size: u64,
    pub received: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub unit: UnitId,
    pub at: UnixMillis,
}

impl SyncRequest {
    pub fn has_changes(&self) -> bool {
        self.documents.iter().any(|document| !document.changes.is_empty())
    }
}

impl Outcome {
    pub fn refused(refusal: Refusal) -> Self {
        if refusal.is_quarantine() { Self::Quarantined(refusal) } else { Self::Denied(refusal) }
    }
}
