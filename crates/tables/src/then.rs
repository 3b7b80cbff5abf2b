//! What an entry held at heads that a word of somebody names: read from the changes themselves, so that it stays what it was.

use std::collections::{BTreeMap, HashSet};

use document::{ChangeHash, Excerpt, Fields as _};
use model::address::{Address, ObjectName, Shape};
use model::doc_id::DocId;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{Heads, Value};
use model::vocabulary::Vocabulary;
use view::{EntryOf, Unreadable};

use crate::logged::Logged;

const PARTS: [EvidencePart; 7] = [
    EvidencePart::File,
    EvidencePart::Number,
    EvidencePart::Symbol,
    EvidencePart::Issuer,
    EvidencePart::Signed,
    EvidencePart::Abstract,
    EvidencePart::Withdrawn,
];

/// None where not all of the heads are among the changes.
pub(crate) fn values(
    of: EntryOf<'_>,
    heads: &Heads,
    log: &dyn Fn(&DocId) -> Result<Vec<Logged>, Unreadable>,
) -> Result<Option<BTreeMap<Target, Value>>, Unreadable> {
    let workbook = DocId::workbook(of.plan, of.unit.clone());
    let mut changes = log(&workbook)?;
    let mut contained: HashSet<ChangeHash> = heads.iter().filter_map(ChangeHash::parse).collect();
    let known = changes.iter().filter(|change| contained.contains(&change.read.hash)).count();
    if known != contained.len() || known == 0 {
        return Ok(None);
    }
    for change in changes.iter().rev() {
        if contained.contains(&change.read.hash) {
            contained.extend(change.read.deps.iter().copied());
        }
    }
    changes.retain(|change| contained.contains(&change.read.hash));
    let then = Excerpt::of(workbook, changes.iter().map(|change| &change.read), |_| true);
    Ok(Some(of_entry(&then, &EntryKey { task: of.task.clone(), period: of.period.clone() })))
}

fn of_entry(then: &Excerpt, entry: &EntryKey) -> BTreeMap<Target, Value> {
    let ids = [entry.task.as_str(), entry.period.as_str()];
    let register = ObjectName::new(Shape::Register, "entry", &ids);
    let known = Vocabulary::default();
    let of_key = |key: String| {
        let address = Address::in_register(register.clone(), key);
        known.at(&then.id().kind, &address).map(|found| found.target)
    };
    let fields = then.keys(&register).into_iter().filter_map(of_key);
    let mut values = BTreeMap::new();
    for target in fields.chain(Target::texts_of(entry)) {
        match &target {
            Target::Looked { .. } => {}
            Target::Link { evidence, .. } => {
                let part = |part| Target::Evidence { evidence: evidence.clone(), part };
                let read = |target: &Target| then.read(target).value().clone();
                let stands = read(&part(EvidencePart::Removed)) != Value::Bool(true)
                    && read(&part(EvidencePart::File)) != Value::Absent
                    && read(&target) != Value::Absent;
                if stands {
                    let parts = PARTS.map(part).into_iter();
                    values.extend(
                        parts.map(|part| (part.clone(), read(&part))).filter(|(_, value)| says(value)),
                    );
                    values.insert(target.clone(), read(&target));
                }
            }
            _ => {
                let value = then.read(&target).value().clone();
                if says(&value) {
                    values.insert(target, value);
                }
            }
        }
    }
    values
}

/// A list's thing that was not done, and a text that is empty, say as little as what was never written.
fn says(value: &Value) -> bool {
    match value {
        Value::Absent | Value::Bool(false) => false,
        Value::Str(text) => !text.is_empty(),
        Value::Int(_) | Value::Bool(true) | Value::Record(_) => true,
    }
}
