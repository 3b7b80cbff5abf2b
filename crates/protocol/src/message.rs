//! `POST /v1/sync`: one request and one reply for everything that a unit has to say and to hear.

use model::ids::{FileHash, PersonId, UnitId};

use crate::batch::BatchHash;
use crate::body::ChangeBody;
use crate::fate::Fate;
use crate::key::Signature;
use crate::name::DocName;
use crate::number::{Counter, Cursor, Epoch, UnixMillis};
use crate::vocabulary::{Vocabulary, VocabularyDigest};

/// From laptop to server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncRequest {
    /// The epoch that `cursor` belongs to; 0 before the first sync.
    pub epoch: Epoch,
    pub cursor: Cursor,
    /// For a batch with changes one more than that of the batch before it; otherwise that of the last one.
    pub counter: Counter,
    /// Hash of the last batch with changes; zeros before the first.
    pub previous: BatchHash,
    pub documents: Vec<DocumentChanges>,
    /// On the [`Statement`](crate::Statement) of the batch, where there are changes.
    pub signature: Option<Signature>,
    /// "Units heard from since": the server's time of the last reply.
    pub heard_since: UnixMillis,
    /// Bytes of changes that the laptop takes in one reply (0: the server's own budget).
    pub budget: u32,
    /// Of the names that the laptop last heard from its server.
    pub vocabulary: VocabularyDigest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentChanges {
    pub doc: DocName,
    /// Ancestors first.
    pub changes: Vec<ChangeBody>,
}

/// From server to laptop, when everything in the request was looked at and what was taken is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReply {
    pub epoch: Epoch,
    /// Where the laptop stands after this reply.
    pub cursor: Cursor,
    /// One list for each document of the request, one fate for each change, in order.
    pub fates: Vec<Vec<Fate>>,
    pub delivered: Vec<Delivered>,
    /// News of files since the cursor: of those that documents readable by this unit name, and no others.
    pub files: Vec<FileReceived>,
    /// Files that the district withdrew since the cursor, of those that documents readable by this unit name.
    pub withdrawn: Vec<Withdrawn>,
    /// Files that the unit withdrew, and whether other evidence still shows them: where that is new since the cursor.
    pub elsewhere: Vec<ShownElsewhere>,
    /// What people are called, where that is new or changed since the cursor: of those who write what this unit may
    /// read.
    pub people: Vec<Person>,
    /// The unit that carries on the work of the one that the laptop was enrolled for: it goes on there.
    pub merged: Option<UnitId>,
    /// Units that were heard from since `heard_since`; empty for a unit that follows no others.
    pub heard: Vec<Heard>,
    /// True when the budget ended before the news did: ask again at once.
    pub more: bool,
    pub now: UnixMillis,
    /// Everything up to here is in a backup. Laptops keep what they sent until then.
    pub backed_up: Cursor,
    /// And every file that was whole by here.
    pub files_backed_up: Cursor,
    /// What the server understands, where the laptop last heard something else.
    pub vocabulary: Option<Vocabulary>,
    /// The unit's other laptops, all of them; None where nothing is new of them since `heard_since`.
    pub laptops: Option<Vec<OtherLaptop>>,
}

/// Another laptop of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLaptop {
    /// Who works on it.
    pub person: PersonId,
    /// When it last spoke; the epoch: never.
    pub heard: UnixMillis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub doc: DocName,
    pub changes: Vec<Delivery>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub body: ChangeBody,
    /// In the log of the reply's epoch.
    pub position: Cursor,
    pub received: UnixMillis,
}

/// How much of a file the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReceived {
    /// Well-formed: one that is not names no file, and does not travel.
    pub hash: FileHash,
    pub size: u64,
    pub received: u64,
}

/// A file that is handed out to nobody any more: whoever has its bytes takes them away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Well-formed: one that is not names no file, and does not travel.
    pub hash: FileHash,
    /// In words, for people.
    pub reason: String,
}

/// Of a file that the unit withdrew: whether evidence of another unit shows it still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownElsewhere {
    /// Well-formed: one that is not names no file, and does not travel.
    pub hash: FileHash,
    pub shown: bool,
}

/// What a person is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// None where it was erased: whoever has it erases it.
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub unit: UnitId,
    pub at: UnixMillis,
}

impl SyncRequest {
    pub fn has_changes(&self) -> bool {
        self.documents.iter().any(|document| !document.changes.is_empty())
    }
}
