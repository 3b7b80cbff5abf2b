//! Where each field stands inside a document: an object and a key in it.
//!
//! Objects are made by *skeleton* changes alone (see [`super::skeleton`]), so an object's id tells what it
//! is, and a change can be read without the document that it belongs to.

use crate::ids::{EvidenceId, IndicatorId, MilestoneId, PeriodId, RequestId, TaskCode};
use crate::target::{EntryKey, EvidencePart, SourceFile, Target};

/// An object of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    Root,
    Entry(EntryKey),
    Evidence(EvidenceId),
}

pub(super) const NARRATIVE: &str = "narrative";
pub(super) const DIFFICULTIES: &str = "difficulties";

impl Object {
    /// The object's key in the root, and the actor of its skeleton change. None for the root itself.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Root => None,
            Self::Entry(entry) => Some(format!("e/{}/{}", entry.task, entry.period)),
            Self::Evidence(id) => Some(format!("v/{id}")),
        }
    }

    /// Reads [`Self::name`] back.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.split('/').collect::<Vec<_>>()[..] {
            ["e", task, period] => Some(Self::Entry(entry_key(task, period)?)),
            ["v", id] if is_plain(id) => Some(Self::Evidence(EvidenceId::new(id))),
            _ => None,
        }
    }

    /// The object whose skeleton this actor makes, if it makes one.
    pub fn of_actor(actor: &[u8]) -> Option<Self> {
        Self::from_name(std::str::from_utf8(actor).ok()?)
    }
}

/// The object that an operation writes into, and the text in it where it is one of an entry's two texts.
pub(super) enum Written {
    Map(Object),
    Text(Target),
}

/// Reads an operation's object: the number and actor of the operation that made it, or the root. None for an object
/// that no skeleton makes.
pub(super) fn written(object: Option<(u64, &[u8])>) -> Option<Written> {
    let Some((counter, actor)) = object else { return Some(Written::Map(Object::Root)) };
    match (Object::of_actor(actor)?, counter) {
        (object, 1) => Some(Written::Map(object)),
        (Object::Entry(entry), 2) => Some(Written::Text(Target::Narrative { entry })),
        (Object::Entry(entry), 3) => Some(Written::Text(Target::Difficulties { entry })),
        _ => None,
    }
}

fn is_plain(part: &str) -> bool {
    !part.is_empty() && part.len() <= 64 && !part.chars().any(|c| c == '/' || c.is_control())
}

fn entry_key(task: &str, period: &str) -> Option<EntryKey> {
    (is_plain(task) && is_plain(period))
        .then(|| EntryKey { task: TaskCode::new(task), period: PeriodId::new(period) })
}

/// The object and key at which a field stands. For a narrative the key is that of its text object.
pub fn place(target: &Target) -> (Object, String) {
    let entry = |entry: &EntryKey, key: String| (Object::Entry(entry.clone()), key);
    match target {
        Target::State { entry: e } => entry(e, "state".into()),
        Target::Percent { entry: e } => entry(e, "percent".into()),
        Target::Narrative { entry: e } => entry(e, NARRATIVE.into()),
        Target::Difficulties { entry: e } => entry(e, DIFFICULTIES.into()),
        Target::Figure { entry: e, indicator, index } => entry(e, format!("f/{indicator}/{index}")),
        Target::NoneArose { entry: e, indicator } => entry(e, format!("none/{indicator}")),
        Target::Link { entry: e, evidence } => entry(e, format!("v/{evidence}")),
        Target::Evidence { evidence, part } => (Object::Evidence(evidence.clone()), part_key(*part).into()),
        Target::DueDate { task, rule } => (Object::Root, format!("due/{task}/{rule}/date")),
        Target::DueBasis { task, rule } => (Object::Root, format!("due/{task}/{rule}/basis")),
        Target::Submission { period } => (Object::Root, format!("submission/{period}")),
        Target::Verdict { entry: e } => (Object::Root, format!("verdict/{}/{}", e.task, e.period)),
        Target::Source { file } => (Object::Root, format!("source/{}", source_key(*file))),
        Target::Milestone { milestone } => (Object::Root, format!("milestone/{milestone}")),
        Target::MilestoneBasis { milestone } => (Object::Root, format!("milestone/{milestone}/basis")),
        Target::UnitDays { period } => (Object::Root, format!("unit-days/{period}")),
        Target::Request { request } => (Object::Root, format!("request/{request}")),
        Target::Year => (Object::Root, "year".into()),
    }
}

/// The field that stands at a key of an object; None for a key that no field has.
pub fn target_at(object: &Object, key: &str) -> Option<Target> {
    let parts: Vec<&str> = key.split('/').collect();
    if !parts.iter().all(|part| is_plain(part)) {
        return None;
    }
    match object {
        Object::Entry(entry) => entry_target(entry.clone(), &parts),
        Object::Evidence(id) => {
            let part = EVIDENCE_PARTS.into_iter().find(|part| part_key(*part) == key)?;
            Some(Target::Evidence { evidence: id.clone(), part })
        }
        Object::Root => root_target(&parts),
    }
}

/// The text that stands at a key of an object.
pub(super) fn text_at(object: &Object, key: &str) -> Option<Target> {
    let Object::Entry(entry) = object else { return None };
    match key {
        NARRATIVE => Some(Target::Narrative { entry: entry.clone() }),
        DIFFICULTIES => Some(Target::Difficulties { entry: entry.clone() }),
        _ => None,
    }
}

fn entry_target(entry: EntryKey, parts: &[&str]) -> Option<Target> {
    match *parts {
        ["state"] => Some(Target::State { entry }),
        ["percent"] => Some(Target::Percent { entry }),
        ["f", indicator, index @ ("0" | "1")] => Some(Target::Figure {
            entry,
            indicator: IndicatorId::new(indicator),
            index: u8::from(index == "1"),
        }),
        ["none", indicator] => Some(Target::NoneArose { entry, indicator: IndicatorId::new(indicator) }),
        ["v", evidence] => Some(Target::Link { entry, evidence: EvidenceId::new(evidence) }),
        _ => None,
    }
}

fn root_target(parts: &[&str]) -> Option<Target> {
    // "7" and nothing like "+7" or "007": one field has one key.
    let rule = |text: &str| text.parse::<u8>().ok().filter(|n| n.to_string() == text);
    match *parts {
        ["due", task, n, "date"] => Some(Target::DueDate { task: TaskCode::new(task), rule: rule(n)? }),
        ["due", task, n, "basis"] => Some(Target::DueBasis { task: TaskCode::new(task), rule: rule(n)? }),
        ["submission", period] => Some(Target::Submission { period: PeriodId::new(period) }),
        ["verdict", task, period] => Some(Target::Verdict { entry: entry_key(task, period)? }),
        ["source", file] => {
            let file = SOURCE_FILES.into_iter().find(|known| source_key(*known) == file)?;
            Some(Target::Source { file })
        }
        ["milestone", id] => Some(Target::Milestone { milestone: MilestoneId::new(id) }),
        ["milestone", id, "basis"] => Some(Target::MilestoneBasis { milestone: MilestoneId::new(id) }),
        ["unit-days", period] => Some(Target::UnitDays { period: PeriodId::new(period) }),
        ["request", id] => Some(Target::Request { request: RequestId::new(id) }),
        ["year"] => Some(Target::Year),
        _ => None,
    }
}

const SOURCE_FILES: [SourceFile; 3] = [SourceFile::Units, SourceFile::Plan, SourceFile::Indicators];

fn source_key(file: SourceFile) -> &'static str {
    match file {
        SourceFile::Units => "units",
        SourceFile::Plan => "plan",
        SourceFile::Indicators => "indicators",
    }
}

const EVIDENCE_PARTS: [EvidencePart; 7] = [
    EvidencePart::File,
    EvidencePart::Number,
    EvidencePart::Symbol,
    EvidencePart::Issuer,
    EvidencePart::Signed,
    EvidencePart::Abstract,
    EvidencePart::Removed,
];

fn part_key(part: EvidencePart) -> &'static str {
    match part {
        EvidencePart::File => "file",
        EvidencePart::Number => "number",
        EvidencePart::Symbol => "symbol",
        EvidencePart::Issuer => "issuer",
        EvidencePart::Signed => "signed",
        EvidencePart::Abstract => "abstract",
        EvidencePart::Removed => "removed",
    }
}
