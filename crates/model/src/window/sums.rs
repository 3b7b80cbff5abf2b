//! What registers come to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::RegisterId;

/// How many records there are, and what becomes of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordSums {
    pub records: u32,
    /// For which somebody has to do something yet, the late ones too.
    pub owed: u32,
    pub late: u32,
    /// Which are said to have ended without what proves it.
    pub unproved: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CountView {
    /// "đã xử lý hoặc kiến nghị xử lý"
    pub label: String,
    /// "1.234"
    pub text: String,
}

/// A register in the entry of the task that it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EntryRegister {
    pub register: RegisterId,
    pub name: String,
    pub one: String,
    pub sums: RecordSums,
    /// In the entry's period.
    pub counts: Vec<CountView>,
}
