//! What waits on a laptop, what came back, and what is not written yet.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::act::Beside;
use super::form::KeptForm;
use crate::ids::{FileHash, PlanId, UnitId};
use crate::target::{EntryKey, Target};

/// Hàng chờ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Queue {
    /// Newest first.
    pub edits: Vec<QueuedEdit>,
    /// In the order in which they are sent.
    pub files: Vec<QueuedFile>,
    pub refused: Vec<Refused>,
    pub typed: Vec<Typed>,
    pub forms: Vec<KeptForm>,
    /// Bytes in a second that the line carried lately; none where no file was sent from here yet.
    pub rate: Option<u64>,
    pub spare: Spare,
}

/// Files that this laptop could do without: the server has them whole, and so has a backup of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Spare {
    pub files: u32,
    pub bytes: u64,
}

/// What stands in a field and is not written, see [`Act::Keep`](super::Act::Keep).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Typed {
    pub plan: PlanId,
    /// In whose workbook, where it is not the unit's own.
    pub of: Option<UnitId>,
    pub target: Target,
    pub entry: Option<EntryKey>,
    pub what: String,
    pub text: String,
    /// What stood in the field before.
    pub base: Option<String>,
    /// And in other fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Beside>>", optional)]
    pub beside: Vec<Beside>,
    /// Why it was refused; none: the field was not left yet.
    pub reason: Option<String>,
    pub at: DateTime<FixedOffset>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QueuedEdit {
    pub id: i64,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    /// In which plan it was written, which need not be the one that is looked at.
    pub plan: PlanId,
    pub entry: Option<EntryKey>,
    /// "III.6a · Nội dung thực hiện"
    pub what: String,
    pub before: Option<String>,
    pub after: String,
    /// False once it was sealed to be sent: the answer of the server is awaited.
    pub can_take_back: bool,
    /// What the server is to have before it can be sent; none: it is sent with the next sync.
    pub waits_for: Option<WaitsFor>,
}

/// What a server lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum WaitsFor {
    /// It is older than this program, and would not understand it.
    NewerServer,
    /// It was restored from a backup of before the plan was opened there.
    Plan,
    /// What was sent before this has to come there first, and too much waits for such already.
    Room,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QueuedFile {
    pub hash: FileHash,
    pub name: String,
    pub size: u64,
    pub sent: u64,
    /// A person stopped it.
    pub paused: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Refused {
    pub id: i64,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    /// In which plan it was written.
    pub plan: PlanId,
    pub entry: Option<EntryKey>,
    pub what: String,
    /// What the person had written; it is still here.
    pub value: String,
    /// Why, and what to do.
    pub reason: String,
}
