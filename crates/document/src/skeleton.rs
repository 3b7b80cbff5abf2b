//! Skeleton changes: the objects that edits write into, made the same, byte for byte, on every machine.
//!
//! Two laptops of a unit that both begin an entry offline each make its objects. Were these ordinary
//! `put_object`s, two objects would stand at one key and one of them, with all that is in it, would be
//! hidden. So an object is made by a change of its own with a fixed actor (the object's name), time 0, no
//! message and no ancestors: both laptops make the *same* change, with the same hash, and what they write
//! into it merges. The bytes follow from the name alone, so that who does not know the kind makes the same.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, ObjType, ROOT};
use model::address::{ObjectName, Shape};

use crate::raw::RawChange;

/// Those made lately: all units begin the same entries.
static MADE: LazyLock<Mutex<HashMap<ObjectName, RawChange>>> = LazyLock::new(Mutex::default);
const MOST: usize = 4_096;

/// The change that makes an object.
pub fn skeleton(object: &ObjectName) -> RawChange {
    if let Some(made) = MADE.lock().unwrap_or_else(PoisonError::into_inner).get(object) {
        return made.clone();
    }
    let raw = make(object);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if made.len() >= MOST {
        made.clear();
    }
    made.insert(object.clone(), raw.clone());
    raw
}

fn make(object: &ObjectName) -> RawChange {
    let name = object.as_str();
    let shape = match object.shape() {
        Shape::Register => ObjType::Map,
        Shape::Text => ObjType::Text,
    };
    let mut doc = AutoCommit::new().with_actor(ActorId::from(name.as_bytes()));
    doc.put_object(ROOT, name, shape).expect("an empty document takes any map key");
    doc.commit_with(CommitOptions::default().with_time(0));
    let change = doc.get_last_local_change().expect("a change was committed the line before");
    RawChange::new(change.raw_bytes().to_vec())
}
