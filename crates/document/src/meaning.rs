//! What a change says, in the words of the field descriptions. Asked of a change whose bytes were found safe.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use model::address::Address;
use model::doc_id::{DocId, DocKind};
use model::ids::UnitId;
use model::permission;
use model::plan::Plan;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;

use crate::change::Interpreted;
use crate::operation::Step;

/// That a change set a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidOf {
    pub target: Target,
    /// When its author's machine says that it was.
    pub at: DateTime<FixedOffset>,
    /// What the field was set to; None for a text, of which a change holds letters.
    pub value: Option<Value>,
}

/// What a change says of fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Each field once.
    pub fields: Vec<SaidOf>,
    /// Where it says something that the vocabulary has no word for.
    pub unknown: Vec<Address>,
}

impl Interpreted {
    pub fn said(&self, doc: &DocKind, known: &Vocabulary) -> Said {
        let mut said = Said::default();
        let mut written = self.written().peekable();
        for touched in &self.touched {
            let value = written.next_if(|(other, _)| other.address == touched.address);
            let value = value.map(|(_, value)| value.clone());
            let Some(found) = known.at(doc, &touched.address) else {
                said.unknown.push(touched.address.clone());
                continue;
            };
            let Some(part) = found.part else {
                said.fields.push(SaidOf { target: found.target, at: touched.at, value });
                continue;
            };
            // The parts of a value stand beside each other, as keys are sorted.
            let last = said.fields.last_mut().filter(|last| last.target == found.target);
            let parts = match last {
                Some(last) => last.value.get_or_insert_with(|| Value::Record(BTreeMap::new())),
                None => {
                    let value = Some(Value::Record(BTreeMap::new()));
                    said.fields.push(SaidOf { target: found.target, at: touched.at, value });
                    said.fields.last_mut().and_then(|last| last.value.as_mut()).expect("it was pushed")
                }
            };
            if let (Value::Record(parts), Some(value)) = (parts, value) {
                parts.insert(part.to_owned(), value);
            }
        }
        said.fields.iter_mut().for_each(taken_away);
        said
    }
}

/// A value of several parts is taken away with the first of them.
fn taken_away(said: &mut SaidOf) {
    let first = said.target.address();
    if let Some(Value::Record(parts)) = &said.value
        && parts.get(first.part()) == Some(&Value::Absent)
    {
        said.value = Some(Value::Absent);
    }
}

/// Whether the unit may say what the change says in this document: its fields are known, their values fit, and all
/// of them are for this unit to write.
pub(crate) fn permitted(
    (plan, unit, known): (&Plan, &UnitId, &Vocabulary),
    doc: &DocId,
    read: &Interpreted,
) -> Result<(), Refusal> {
    permission::may_write(plan, unit, doc)?;
    if let Some(object) = &read.skeleton {
        return permission::may_begin(plan, doc, object, known);
    }
    let mut kinds = Vec::with_capacity(read.touched.len());
    let mut last: Option<Target> = None;
    for touched in &read.touched {
        let found = known.at(&doc.kind, &touched.address).ok_or(Refusal::UnknownField)?;
        kinds.push(found.kind);
        if last.as_ref() != Some(&found.target) {
            permission::may_edit(plan, doc, &found.target)?;
            last = Some(found.target);
        }
    }
    let fits = read.steps.iter().all(|step| match step {
        Step::Put { field, value, .. } => value.fits(kinds[*field]),
        Step::Insert { .. } | Step::Delete { .. } => true,
    });
    // Of a value of several parts those that it needs must be there too.
    let whole = |said: &SaidOf| said.value.as_ref().is_none_or(|value| value.fits(said.target.kind()));
    if fits && read.said(&doc.kind, known).fields.iter().all(whole) { Ok(()) } else { Err(Refusal::BadValue) }
}
