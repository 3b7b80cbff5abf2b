mod admission;
mod chunk;
mod holdings;
mod id;
mod merge;
mod seal;

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::document::{Actor, DocId, Document, RawChange, Rules, admit};
use model::edit::{Edit, StampedEdit};
use model::ids::{PeriodId, TaskCode, UnitId};
use model::target::{EntryKey, Target};
use model::value::Value;

pub fn entry(task: &str) -> EntryKey {
    EntryKey { task: TaskCode::new(task), period: PeriodId::new("Q3") }
}

pub fn at(minute: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2019-08-22T09:00:00+07:00").unwrap() + TimeDelta::minutes(minute)
}

pub fn edit(target: Target, value: Value, by: &str, minute: i64) -> StampedEdit {
    StampedEdit { edit: Edit { target, value }, by: by.into(), at: at(minute) }
}

pub fn text(target: Target, words: &str) -> StampedEdit {
    edit(target, Value::Str(words.into()), "Đinh Hmưk", 0)
}

pub fn state(task: &str, code: &str, by: &str) -> StampedEdit {
    edit(Target::State { entry: entry(task) }, Value::Str(code.into()), by, 0)
}

pub fn workbook() -> Document {
    Document::empty(DocId::workbook(2019, UnitId::new("ayun")))
}

pub fn actor(n: u8) -> Actor {
    Actor::from_random([n, 1, 2, 3, 4, 5, 6, 7])
}

/// Takes changes in without asking who wrote them, and expects that all of them go in.
pub fn take(document: &mut Document, changes: &[RawChange]) {
    *document = admit(document, changes, Rules::Relayed).document;
}

/// Bytes 4 to 8 of a chunk are the first of the SHA-256 of all that follows them.
pub fn mend_checksum(bytes: &mut [u8]) {
    use sha2::Digest;
    let hash = sha2::Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&hash[..4]);
}
