//! Tests of the wire protocol.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad;
mod golden;
mod limits;
mod purity;
mod short;
mod size;

use chrono::DateTime;
use document::{Actor, Document, RawChange};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PeriodId, TaskCode, UnitId};
use model::target::{EntryKey, Target};
use model::value::Value;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, Delivered, Delivery, DocumentChanges, Epoch, FileNews, Heard,
    Outcome, Signer, SyncReply, SyncRequest, UnixMillis,
};

fn signer() -> Signer {
    Signer::from_secret(&[7; 32])
}

fn workbook() -> DocId {
    DocId::workbook(2019, UnitId::new("ayun"))
}

fn edits(count: u8) -> Vec<StampedEdit> {
    let at = DateTime::parse_from_rfc3339("2019-08-22T09:00:00+07:00").unwrap();
    let entry = |n: u8| EntryKey { task: TaskCode::new(format!("III.{n}")), period: PeriodId::new("Q3") };
    let edit = |n: u8| Edit { target: Target::Percent { entry: entry(n) }, value: Value::Int(n.into()) };
    (0..count).map(|n| StampedEdit { edit: edit(n), by: "Đinh Hmưk".into(), at }).collect()
}

fn sealed(count: u8) -> Vec<RawChange> {
    Document::empty(workbook()).seal(&edits(count), Actor::from_random([1; 8]))
}

fn request(changes: Vec<RawChange>) -> SyncRequest {
    SyncRequest {
        epoch: Epoch(77),
        cursor: Cursor(1_234),
        counter: Counter(3),
        previous: BatchHash([9; 32]),
        digest: None,
        documents: vec![DocumentChanges {
            doc: workbook(),
            changes: changes.into_iter().map(ChangeBody::pack).collect(),
        }],
        heard_since: UnixMillis(1_566_439_200_000),
        budget: 0,
    }
}

fn reply() -> SyncReply {
    let received = UnixMillis(1_566_439_260_000);
    let body = |change| Delivery { body: ChangeBody::pack(change), received };
    SyncReply {
        epoch: Epoch(77),
        cursor: Cursor(1_240),
        outcomes: vec![vec![
            Outcome::Durable { received },
            Outcome::Parked,
            Outcome::Denied(model::refusal::Refusal::NotYourDocument),
            Outcome::Quarantined(model::refusal::Refusal::NotAChange),
        ]],
        delivered: vec![Delivered { doc: workbook(), changes: sealed(2).into_iter().map(body).collect() }],
        files: vec![FileNews {
            hash: model::ids::FileHash::new("ab".repeat(32)),
            size: 3_000_000,
            received: 65_536,
        }],
        heard: vec![Heard { unit: UnitId::new("hra"), at: received }],
        more: true,
        now: received,
        backed_up: Cursor(1_000),
    }
}
