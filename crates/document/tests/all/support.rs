//! Plans, laptops and changes for the tests.

use std::sync::LazyLock;

use automerge::transaction::CommitOptions;
use automerge::{ActorId, AutoCommit, Change, ExpandedChange, ObjId, ROOT, ReadDoc};
use chrono::{DateTime, FixedOffset, TimeDelta};
use document::{
    Actor, Admission, Contents, Document, Fields as _, RawChange, Rules, admit, interpret, skeleton,
};
use model::address::ObjectName;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{Plan, PlanSource};
use model::target::{EntryKey, Target};
use model::value::Value;
use model::vocabulary::Vocabulary;

/// The plan as it ships.
pub fn mang_yang() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../../data/mang-yang-2019/plan.toml"),
        include_str!("../../../../data/mang-yang-2019/indicators.toml"),
    );
    Plan::load(&source).unwrap()
}

pub fn ayun() -> UnitId {
    UnitId::new("ayun")
}

pub fn entry(task: &str) -> EntryKey {
    EntryKey { task: TaskId::new(task), period: PeriodId::new("Q3") }
}

pub fn narrative() -> Target {
    Target::Narrative { entry: entry("III.6a") }
}

pub fn at(minute: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2019-08-22T09:00:00+07:00").unwrap() + TimeDelta::minutes(minute)
}

pub fn edit(target: Target, value: Value, by: &str, minute: i64) -> StampedEdit {
    StampedEdit { edit: Edit { target, value }, by: by.into(), at: at(minute) }
}

pub fn text(target: Target, words: &str) -> StampedEdit {
    edit(target, Value::Str(words.into()), "hmuk", 0)
}

pub fn state(task: &str, code: &str, by: &str) -> StampedEdit {
    edit(Target::State { entry: entry(task) }, Value::Str(code.into()), by, 0)
}

pub fn workbook() -> Document {
    Document::empty(DocId::workbook(&"mang-yang-2019".into(), ayun()))
}

pub fn actor(n: u8) -> Actor {
    Actor::from_random([n, 1, 2, 3, 4, 5, 6, 7])
}

/// Takes changes in without asking who wrote them.
pub fn take(document: &mut Document, changes: &[RawChange]) {
    *document = admit(document, changes, Rules::Relayed).document;
}

/// Bytes 4 to 8 of a chunk are the first of the SHA-256 of all that follows them.
pub fn mend_checksum(bytes: &mut [u8]) {
    use sha2::Digest;
    let hash = sha2::Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&hash[..4]);
}

/// The same change, rewritten by somebody who means harm.
pub fn crafted(raw: &RawChange, craft: impl FnOnce(&mut ExpandedChange)) -> RawChange {
    let mut change = Change::from_bytes(raw.as_bytes().to_vec()).unwrap().decode();
    change.hash = None;
    craft(&mut change);
    RawChange::new(Change::from(change).raw_bytes().to_vec())
}

/// What a document's fields hold, asked of its changes.
pub fn of(document: &Document) -> Contents {
    let mut contents = Contents::empty(document.id().clone());
    assert!(document.changes().iter().all(|raw| contents.replay(raw)), "what a laptop made is taken");
    contents
}

pub fn give(contents: &mut Contents, changes: &[RawChange]) -> Vec<Admission> {
    contents.admit(changes, Rules::Relayed, |_, _| None)
}

pub fn is_taken(outcome: &Admission) -> bool {
    matches!(outcome, Admission::Accepted(_))
}

/// Every known field that these changes touch reads the same, now and as each author saw it.
pub fn assert_same(contents: &Contents, document: &Document) {
    assert_eq!(contents.heads(), document.heads());
    for raw in document.changes() {
        let read = interpret(&raw).unwrap();
        for field in read.said(&document.id().kind, &Vocabulary::default()).fields {
            let target = &field.target;
            assert_eq!(contents.read(target), document.read(target), "{target:?}");
            if target.is_text() {
                let (ours, theirs) =
                    (contents.text_as_of(target, &read.hash), document.text_as_of(target, &read.hash));
                assert_eq!(ours, theirs, "{target:?} as of {}", read.hash);
            }
        }
    }
}

/// By the right of a unit, to a program that knows all fields.
pub fn writer<'a>(plan: &'a Plan, unit: &'a UnitId) -> Rules<'a> {
    static ALL: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);
    Rules::Writer { plan, unit, known: &ALL }
}

pub fn id_of(doc: &impl ReadDoc, object: &ObjectName) -> ObjId {
    doc.get(ROOT, object.as_str()).unwrap().expect("its skeleton was applied").1
}

/// What any program may write into an object: its skeleton, and one change on top of it and of what came `before`.
pub fn written(
    actor: [u8; 8],
    before: &[RawChange],
    object: &ObjectName,
    make: impl FnOnce(&mut AutoCommit, &ObjId),
) -> (RawChange, RawChange) {
    written_by("ai-do", actor, before, object, make)
}

/// The same, with this message.
pub fn written_by(
    message: &str,
    actor: [u8; 8],
    before: &[RawChange],
    object: &ObjectName,
    make: impl FnOnce(&mut AutoCommit, &ObjId),
) -> (RawChange, RawChange) {
    let skeleton = skeleton(object);
    let mut doc = AutoCommit::new();
    for raw in before.iter().chain([&skeleton]) {
        doc.apply_changes([Change::from_bytes(raw.as_bytes().to_vec()).unwrap()]).unwrap();
    }
    doc.set_actor(ActorId::from(actor));
    let id = id_of(&doc, object);
    make(&mut doc, &id);
    doc.commit_with(CommitOptions::default().with_message(message).with_time(0));
    (skeleton, RawChange::new(doc.get_last_local_change().unwrap().raw_bytes().to_vec()))
}
