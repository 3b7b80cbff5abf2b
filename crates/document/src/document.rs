//! A document as laptops keep it: with the library that made its changes.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use automerge::{Automerge, ObjId, ROOT, ReadDoc, ScalarValue};
use model::address::{Address, ObjectName};
use model::doc_id::DocId;
use model::target::Target;
use model::value::{Value, ValueKind};
use thiserror::Error;

use crate::actor::is_author;
use crate::change::interpret;
use crate::contents::Contents;
use crate::credit::{Credit, Credits};
use crate::raw::{ChangeHash, RawChange};
use crate::reading::{Fields, Held, Reading};

/// A document in memory, always at committed heads: edits that wait live in the laptop's outbox.
#[derive(Clone, Debug)]
pub struct Document {
    id: DocId,
    pub(crate) doc: Automerge,
    pub(crate) credits: Credits,
    /// See [`Self::contents`]; to be taken out whenever a change comes in.
    pub(crate) contents: OnceLock<Option<Box<Contents>>>,
}

/// Bytes that should be a document and are not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the stored document cannot be read")]
pub struct Unreadable;

impl Document {
    pub fn empty(id: DocId) -> Self {
        Self { id, doc: Automerge::new(), credits: Credits::default(), contents: OnceLock::new() }
    }

    /// Reads a snapshot made by [`Self::save`]. Damaged bytes are an error, never a panic.
    pub fn load(id: DocId, bytes: &[u8]) -> Result<Self, Unreadable> {
        let doc = catch_unwind(AssertUnwindSafe(|| Automerge::load(bytes)));
        let doc = doc.map_err(|_| Unreadable)?.map_err(|_| Unreadable)?;
        Ok(Self { id, doc, credits: Credits::default(), contents: OnceLock::new() })
    }

    pub fn id(&self) -> &DocId {
        &self.id
    }

    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// Sorted, so that equal documents have equal answers.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<ChangeHash> = self.doc.get_heads().into_iter().map(Into::into).collect();
        heads.sort_unstable();
        heads
    }

    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&(*hash).into()).is_some()
    }

    /// Every change, ancestors first.
    pub fn changes(&self) -> Vec<RawChange> {
        self.doc.get_changes(&[]).iter().map(|change| RawChange::new(change.raw_bytes().to_vec())).collect()
    }

    pub(crate) fn object(&self, object: &ObjectName) -> Option<ObjId> {
        id_of(&self.doc, object)
    }

    /// See [`Fields::read`].
    pub fn read(&self, target: &Target) -> Reading {
        match target.kind() {
            ValueKind::Text { .. } => self.read_text(target),
            ValueKind::Record(_) => Reading::of_record(
                target,
                |address| self.standing(address),
                |one| (one.change, &one.value),
                |one, value| self.held(one, value),
            ),
            _ => {
                let standing = self.standing(&target.address());
                let held = standing.iter().filter_map(|one| self.held(one, one.value.clone()));
                let sides = self.contents_of_group(target).map(|contents| contents.sides_of(target));
                Reading::of_group(held, sides.unwrap_or_default()).decided_by(target)
            }
        }
    }

    /// The scalars at an address, the winner first.
    pub(crate) fn standing(&self, address: &Address) -> Vec<HeldScalar> {
        let Some(id) = self.object(&address.object) else { return Vec::new() };
        let values = self.doc.get_all(&id, &*address.key).unwrap_or_default();
        // The library lists the winner last.
        let standing = values.into_iter().rev().filter_map(|(value, op)| {
            let automerge::Value::Scalar(scalar) = value else { return None };
            let change = self.doc.hash_for_opid(&op)?.into();
            Some(HeldScalar { address: address.clone(), value: from_scalar(&scalar)?, change })
        });
        standing.collect()
    }

    fn held(&self, standing: &HeldScalar, value: Value) -> Option<Held> {
        let credit = self.credit(&standing.change)?;
        let at = credit.at(&standing.address)?;
        Some(Held { value, by: credit.author.clone(), at, side: None })
    }

    fn read_text(&self, target: &Target) -> Reading {
        let text = self.object(&target.address().object);
        let words = text.and_then(|text| self.doc.text(&text).ok()).unwrap_or_default();
        let sides = self.contents().map(|contents| contents.read(target).contenders);
        Reading::of_text(words, sides.into_iter().flatten().skip(1))
    }

    fn contents_of_group(&self, target: &Target) -> Option<&Contents> {
        target.is_grouped().then(|| self.contents()).flatten()
    }

    /// The same document as the server holds it, where more than one actor wrote in it: where people wrote at one place of a
    /// text, or in fields that are decided together, the library does not say.
    fn contents(&self) -> Option<&Contents> {
        let made = self.contents.get_or_init(|| {
            let metas = self.doc.get_changes_meta(&[]);
            let mut authors = metas.iter().map(|meta| meta.actor.to_bytes()).filter(|actor| is_author(actor));
            let first = authors.next();
            if authors.all(|actor| Some(actor) == first) {
                return None;
            }
            let mut contents = Contents::empty(self.id.clone());
            self.changes().iter().for_each(|raw| _ = contents.replay(raw));
            Some(Box::new(contents))
        });
        made.as_deref()
    }

    fn credit(&self, hash: &ChangeHash) -> Option<Arc<Credit>> {
        self.credits.get_or(*hash, || {
            let change = self.doc.get_change_by_hash(&(*hash).into())?;
            interpret(&RawChange::new(change.raw_bytes().to_vec())).ok()
        })
    }
}

/// A scalar that stands at an address, and the change that wrote it.
#[derive(Clone, Debug)]
pub(crate) struct HeldScalar {
    address: Address,
    pub value: Value,
    change: ChangeHash,
}

impl Fields for Document {
    fn id(&self) -> &DocId {
        &self.id
    }

    fn read(&self, target: &Target) -> Reading {
        self.read(target)
    }

    fn read_with(&self, target: &Target) -> Vec<Target> {
        match self.contents_of_group(target) {
            Some(contents) => contents.read_with(target),
            None => target.looked_at().into_iter().collect(),
        }
    }

    fn keys(&self, register: &ObjectName) -> Vec<String> {
        self.object(register).map_or_else(Vec::new, |id| self.doc.keys(&id).collect())
    }

    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        self.credit(change)?;
        let text = self.object(&target.address().object)?;
        self.doc.text_at(&text, &[(*change).into()]).ok()
    }

    fn text_before(&self, target: &Target, change: &ChangeHash) -> Option<String> {
        let change = self.doc.get_change_by_hash(&(*change).into())?;
        let text = self.object(&target.address().object)?;
        self.doc.text_at(&text, change.deps()).ok()
    }

    fn lack(&self, heads: &[ChangeHash], changes: &[ChangeHash]) -> bool {
        let heads: Vec<_> = heads.iter().filter(|head| self.has(head)).map(|head| (*head).into()).collect();
        let later = self.doc.get_changes(&heads);
        let later: HashSet<ChangeHash> = later.iter().map(|change| change.hash().into()).collect();
        changes.iter().any(|change| !self.has(change) || later.contains(change))
    }
}

pub(crate) fn id_of(doc: &impl ReadDoc, object: &ObjectName) -> Option<ObjId> {
    doc.get(ROOT, object.as_str()).ok().flatten().map(|(_, id)| id)
}

fn from_scalar(scalar: &ScalarValue) -> Option<Value> {
    match scalar {
        ScalarValue::Null => Some(Value::Absent),
        ScalarValue::Str(text) => Some(Value::Str(text.to_string())),
        ScalarValue::Int(n) => Some(Value::Int(*n)),
        ScalarValue::Boolean(flag) => Some(Value::Bool(*flag)),
        _ => None,
    }
}
