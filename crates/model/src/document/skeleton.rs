//! Skeleton changes: the objects that edits write into, made the same, byte for byte, on every machine.
//!
//! Two laptops of a unit that both begin an entry offline each make its objects. Were these ordinary
//! `put_object`s, two objects would stand at one key and one of them, with all that is in it, would be
//! hidden. So an object is made by a change of its own with a fixed actor (the object's name), time 0, no
//! message and no ancestors: both laptops make the *same* change, with the same hash, and what they write
//! into it merges.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjType, ROOT};

use super::change::RawChange;
use super::place::{DIFFICULTIES, NARRATIVE, Object};

/// Those made lately: all units begin the same entries.
static MADE: LazyLock<Mutex<HashMap<String, RawChange>>> = LazyLock::new(Mutex::default);
const MOST: usize = 4_096;

/// The change that makes an object. None for the root, which is always there.
pub fn skeleton(object: &Object) -> Option<RawChange> {
    let name = object.name()?;
    if let Some(made) = MADE.lock().unwrap_or_else(PoisonError::into_inner).get(&name) {
        return Some(made.clone());
    }
    let raw = make(object, &name);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if made.len() >= MOST {
        made.clear();
    }
    made.insert(name, raw.clone());
    Some(raw)
}

fn make(object: &Object, name: &str) -> RawChange {
    let mut doc = AutoCommit::new().with_actor(ActorId::from(name.as_bytes()));
    let fresh = "an empty document takes any map key";
    let map = doc.put_object(ROOT, name, ObjType::Map).expect(fresh);
    if let Object::Entry(_) = object {
        doc.put_object(&map, NARRATIVE, ObjType::Text).expect(fresh);
        doc.put_object(&map, DIFFICULTIES, ObjType::Text).expect(fresh);
    }
    doc.commit_with(CommitOptions::default().with_time(0));
    let change = doc.get_last_local_change().expect("a change was committed the line before");
    RawChange::new(change.raw_bytes().to_vec())
}
