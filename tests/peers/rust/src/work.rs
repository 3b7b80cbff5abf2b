//! The work: edits of one Automerge document, one change each; the same list for every peer.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Work {
    /// Known to both sides before the measurement.
    pub earlier: Vec<Edit>,
    /// Made without network, and then sent.
    pub offline: Vec<Edit>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Edit {
    pub entry: String,
    /// `percent` or `narrative`
    pub field: String,
    pub value: Value,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(i64),
    Text(String),
}

impl Work {
    pub fn read(path: &Path) -> Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// What the fields must be after all edits.
    pub fn wanted(&self) -> HashMap<(&str, &str), &Value> {
        let all = self.earlier.iter().chain(&self.offline);
        all.map(|edit| ((edit.entry.as_str(), edit.field.as_str()), &edit.value)).collect()
    }
}

/// Makes all changes. Subduction cuts its tree by the changes' hashes, and so by this: here as an average document has
/// it, with some of the earlier changes in fragments and none of the offline ones.
const ACTOR: [u8; 16] = [11; 16];

/// Without any entry.
pub fn blank() -> Result<Automerge> {
    let mut document = Automerge::new().with_actor(ActorId::from(ACTOR));
    change(&mut document, |tx| tx.put_object(ROOT, "entries", ObjType::Map).map(drop))?;
    Ok(document)
}

impl Edit {
    /// One change; a text is given as a whole and becomes what differs.
    pub fn write(&self, document: &mut Automerge) -> Result<()> {
        let entries = entries(document)?;
        change(document, |tx| {
            let entry = match tx.get(&entries, &self.entry)? {
                Some((_, entry)) => entry,
                None => {
                    let entry = tx.put_object(&entries, &self.entry, ObjType::Map)?;
                    tx.put(&entry, "percent", 0)?;
                    tx.put_object(&entry, "narrative", ObjType::Text)?;
                    entry
                }
            };
            match (&self.value, tx.get(&entry, &self.field)?) {
                (Value::Text(text), Some((_, field))) => tx.update_text(&field, text),
                (Value::Text(text), None) => tx.put(&entry, &self.field, text.as_str()),
                (Value::Number(number), _) => tx.put(&entry, &self.field, *number),
            }
        })
    }
}

/// Whether all fields are what they must be.
pub fn complete(document: &Automerge, work: &Work) -> bool {
    let Ok(entries) = entries(document) else { return false };
    work.wanted().into_iter().all(|((entry, field), value)| {
        let Ok(Some((_, entry))) = document.get(&entries, entry) else { return false };
        let Ok(Some((found, field))) = document.get(&entry, field) else { return false };
        match value {
            Value::Number(number) => found.as_i64() == Some(*number),
            Value::Text(text) => document.text(&field).is_ok_and(|found| found == *text),
        }
    })
}

fn entries(document: &Automerge) -> Result<ObjId> {
    let (_, entries) = document.get(ROOT, "entries")?.context("a document has entries")?;
    Ok(entries)
}

fn change(
    document: &mut Automerge,
    make: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> Result<(), AutomergeError>,
) -> Result<()> {
    document.transact(make).map_err(|failure| failure.error)?;
    Ok(())
}
