//! Tests of the wire protocol.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod abridge;
mod bad;
mod batch;
mod golden;
mod limits;
mod purity;
mod reply;
mod request;
mod section;
mod size;
mod vocabulary;
mod wire;

use chrono::DateTime;
use document::{Actor, Document, RawChange};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PeriodId, TaskId, UnitId};
use model::target::{EntryKey, Target};
use model::value::Value;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, Delivered, Delivery, DeviceId, DocumentChanges, Epoch, Fate,
    FileReceived, Heard, Person, Signer, SyncReply, SyncRequest, UnixMillis, Vocabulary, VocabularyDigest,
    seal_request,
};

const DEVICE: DeviceId = DeviceId(3);

fn signer() -> Signer {
    Signer::from_secret(&[7; 32])
}

fn workbook() -> DocId {
    DocId::workbook(&"mang-yang-2019".into(), UnitId::new("ayun"))
}

fn edits(count: u8) -> Vec<StampedEdit> {
    let at = DateTime::parse_from_rfc3339("2019-08-22T09:00:00+07:00").unwrap();
    let entry = |n: u8| EntryKey { task: TaskId::new(format!("III.{n}")), period: PeriodId::new("Q3") };
    let edit = |n: u8| Edit { target: Target::Percent { entry: entry(n) }, value: Value::Int(n.into()) };
    (0..count).map(|n| StampedEdit { edit: edit(n), by: "7k3m0qwx".into(), at }).collect()
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
        documents: vec![DocumentChanges {
            doc: workbook().into(),
            changes: changes.into_iter().map(ChangeBody::pack).collect(),
        }],
        signature: None,
        heard_since: UnixMillis(1_566_439_200_000),
        budget: 0,
        vocabulary: VocabularyDigest::default(),
    }
}

/// Signed, and as it travels.
fn sent(request: &SyncRequest) -> Vec<u8> {
    seal_request(request, DEVICE, &signer()).0
}

fn reply() -> SyncReply {
    let received = UnixMillis(1_566_439_260_000);
    let delivery = |(n, change): (u64, RawChange)| Delivery {
        body: ChangeBody::pack(change),
        position: Cursor(1_100 + n * 3),
        received: UnixMillis(received.0 - 1_000 + n.cast_signed()),
    };
    SyncReply {
        epoch: Epoch(77),
        cursor: Cursor(1_240),
        fates: vec![vec![
            Fate::Durable { position: Cursor(1_238), received },
            Fate::Parked,
            Fate::refused(model::refusal::Refusal::NotYourDocument),
            Fate::refused(model::refusal::Refusal::NotAChange),
        ]],
        delivered: vec![Delivered {
            doc: workbook().into(),
            changes: (0..).zip(sealed(2)).map(delivery).collect(),
        }],
        files: vec![FileReceived {
            hash: model::ids::FileHash::new("ab".repeat(32)),
            size: 3_000_000,
            received: 65_536,
        }],
        heard: vec![Heard { unit: UnitId::new("hra"), at: received }],
        merged: None,
        more: true,
        now: received,
        backed_up: Cursor(1_000),
        people: vec![
            Person { id: "7k3m0qwx".into(), name: Some("Đinh Hmưk".into()) },
            Person { id: "0h4xt9qa".into(), name: None },
        ],
        vocabulary: Some(Vocabulary::new(["percent", "narrative"].map(str::to_owned)).unwrap()),
        withdrawn: Vec::new(),
        elsewhere: Vec::new(),
        files_backed_up: Cursor(0),
        laptops: None,
    }
}
