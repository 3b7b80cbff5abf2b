//! Evidence, its files, and what the search finds.

use chrono::NaiveDate;
use model::ids::{EvidenceId, FileHash, RecordId, RegisterId, UnitId};
use model::target::EntryKey;
use model::window::{RecordKey, UsedIn};

/// A piece of evidence that has a file and was not taken out of its book.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceFacts {
    pub unit: UnitId,
    pub id: EvidenceId,
    pub number: String,
    pub symbol: String,
    pub issuer: String,
    pub signed: Option<NaiveDate>,
    pub summary: String,
    pub file: FileHash,
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
    /// Bytes that the server has.
    pub received: u64,
    /// Whether the server has it all.
    pub complete: bool,
    /// Whether this machine is a laptop that holds it.
    pub here: bool,
    /// The least dots to an inch at which a page of it was scanned, where this machine has looked.
    pub dots: Option<u32>,
    /// Why nobody is to see the file any more.
    pub withdrawn: Option<String>,
    /// Of one that its unit withdrew: evidence of another unit shows the file still.
    pub shown_elsewhere: bool,
    /// Where it proves the entry asked about; empty in a list of all evidence.
    pub place: String,
    /// By period and task.
    pub used_in: Vec<UsedIn>,
    /// Records of registers that name it.
    pub records: Vec<RecordKey>,
}

/// What the server lacks of a unit's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub unit: UnitId,
    pub files: u32,
    pub bytes: u64,
}

/// Words that hold every word asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub unit: UnitId,
    pub of: HitOf,
    pub text: String,
}

/// Whose words they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HitOf {
    Entry(EntryKey),
    Evidence(EvidenceId),
    Record(RegisterId, RecordId),
}
