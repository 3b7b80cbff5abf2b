//! A commune's workbook with some history: two laptops, two entries, a conflict, letters taken away again, and
//! evidence. Made by the real code, the same each time.

use chrono::{DateTime, FixedOffset, TimeDelta};
use document::{Actor, Document, RawChange, Rules, admit};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, FileHash, IndicatorId, PeriodId, TaskId, UnitId};
use model::target::{EntryKey, EvidencePart, Target};
use model::time::hanoi;
use model::value::{FileFacts, Heads, Submission, Value};

use super::bytes::Bytes;

pub fn id() -> DocId {
    DocId::workbook(&"mang-yang-2019".into(), UnitId::new("ayun"))
}

pub fn actor(n: u8) -> Actor {
    Actor::from_random([n, 1, 2, 3, 4, 5, 6, 7])
}

fn entry(task: &str) -> EntryKey {
    EntryKey { task: TaskId::new(task), period: PeriodId::new("Q3") }
}

pub fn at(minute: i64) -> DateTime<FixedOffset> {
    let start = DateTime::from_timestamp(1_566_439_200, 0).expect("a second of 2019");
    start.with_timezone(&hanoi()) + TimeDelta::minutes(minute)
}

/// Fields that the history writes, so that what is crafted meets something.
fn targets() -> Vec<Target> {
    let (one, two) = (entry("III.6a"), entry("I.4"));
    let evidence = EvidenceId::new("e1");
    vec![
        Target::Narrative { entry: one.clone() },
        Target::Difficulties { entry: one.clone() },
        Target::State { entry: one.clone() },
        Target::Percent { entry: one.clone() },
        Target::Figure { entry: one.clone(), indicator: IndicatorId::new("x"), figure: "part".into() },
        Target::Link { entry: one, evidence: evidence.clone() },
        Target::Narrative { entry: two.clone() },
        Target::Percent { entry: two },
        Target::Evidence { evidence: evidence.clone(), part: EvidencePart::File },
        Target::Evidence { evidence, part: EvidencePart::Number },
        Target::Submission { period: PeriodId::new("Q3") },
        Target::Percent { entry: entry("II.1") },
        Target::Narrative { entry: entry("II.1") },
    ]
}

/// How many fields [`target`] knows.
pub const TARGETS: u8 = 13;

/// The field that a byte stands for.
pub fn target(n: u8) -> Target {
    targets().swap_remove(usize::from(n % TARGETS))
}

/// A value that a person could give the field.
fn value(target: &Target, n: u8) -> Value {
    const WORDS: [&str; 6] = ["Đã làm.", "", "Đã làm xong.", "xong", "Mất mạng; đã làm.", "ab"];
    const STATES: [&str; 3] = ["done", "in-progress", "not-started"];
    match target {
        Target::Narrative { .. } | Target::Difficulties { .. } => {
            Value::Str(WORDS[usize::from(n) % WORDS.len()].into())
        }
        Target::State { .. } => Value::Str(STATES[usize::from(n) % STATES.len()].into()),
        Target::Evidence { part: EvidencePart::File, .. } => Value::record(&FileFacts {
            hash: FileHash::new("ab".repeat(32)),
            size: u64::from(n),
            name: "a.pdf".into(),
            media_type: "application/pdf".into(),
        }),
        Target::Submission { .. } => {
            Value::record(&Submission::new(at(i64::from(n)), Heads::new(["00".repeat(32)])))
        }
        Target::Link { .. } | Target::Evidence { .. } => Value::Str(format!("trang {n}")),
        _ if n == 0 => Value::Absent,
        _ => Value::Int(i64::from(n % 101)),
    }
}

/// Some edits that a person could make.
pub fn edits(bytes: &mut Bytes<'_>) -> Vec<StampedEdit> {
    let targets = targets();
    let count = 1 + bytes.below(4);
    let edits = (0..count).map(|n| {
        let target = bytes.pick(&targets).clone();
        let value = value(&target, bytes.byte());
        StampedEdit { edit: Edit { target, value }, by: "hmuk".into(), at: at(n as i64) }
    });
    edits.collect()
}

/// Seals and takes in at once.
fn write(document: &mut Document, choices: &[u8], actor: Actor) -> Vec<RawChange> {
    document.seal(&edits(&mut Bytes::new(choices)), actor)
}

/// Takes in what admission lets in.
pub fn take(document: &mut Document, changes: &[RawChange]) {
    *document = admit(document, changes, Rules::Relayed).document;
}

/// The document early and late in its life.
pub fn documents() -> [Document; 3] {
    thread_local! {
        static MADE: [Document; 3] = made();
    }
    MADE.with(Clone::clone)
}

fn made() -> [Document; 3] {
    let mut first = Document::empty(id());
    let a = write(&mut first, &[3, 0, 0, 2, 0, 3, 40, 10, 1], actor(1));
    let mut second = Document::empty(id());
    let b = write(&mut second, &[3, 0, 2, 2, 1, 1, 4, 6, 3], actor(2));
    let early = second.clone();
    take(&mut first, &b);
    take(&mut second, &a);
    let middle = first.clone();
    let a = write(&mut first, &[3, 0, 4, 2, 0, 8, 9, 9, 1], actor(1));
    let b = write(&mut second, &[3, 0, 1, 3, 7, 10, 2, 5, 1], actor(3));
    take(&mut first, &b);
    take(&mut second, &a);
    write(&mut first, &[1, 0, 5, 1, 1], actor(2));
    [early, middle, first]
}
