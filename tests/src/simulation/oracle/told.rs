//! One document as the log tells it.

use std::collections::{BTreeSet, HashMap, HashSet};

use automerge::{Automerge, ObjId, ROOT, ReadDoc, ScalarValue};
use document::RawChange;
use model::value::Value;

use super::word::{Told as Change, read};

pub type Hash = [u8; 32];

/// A value that stands in a field, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub value: Value,
    pub by: String,
    pub change: Hash,
}

#[derive(Default)]
pub struct Told {
    document: Automerge,
    changes: Vec<Change>,
    places: HashMap<Hash, usize>,
}

impl Told {
    /// Takes the next change of the log, with its position and when it was received; says why not, where it should not stand there.
    pub fn take(&mut self, raw: &RawChange, hash: Hash, stands: (i64, i64)) -> Result<(), String> {
        let change = automerge::Change::from_bytes(raw.as_bytes().to_vec()).map_err(|why| why.to_string())?;
        if change.hash().0 != hash {
            return Err("its hash is not that of its bytes".into());
        }
        if let Some(dep) = change.deps().iter().find(|dep| !self.has(&dep.0)) {
            return Err(format!("it stands before its ancestor {dep}"));
        }
        self.document.apply_changes([change.clone()]).map_err(|why| why.to_string())?;
        if self.places.insert(hash, self.changes.len()).is_some() {
            return Err("it stands there twice".into());
        }
        let text = |object: &str| {
            let id = self.object(object)?;
            self.document.text_at(&id, &[automerge::ChangeHash(hash)]).ok()
        };
        self.changes.push(read(&change, stands, text));
        Ok(())
    }

    pub fn has(&self, hash: &Hash) -> bool {
        self.places.contains_key(hash)
    }

    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    pub fn heads(&self) -> Vec<Hash> {
        let mut heads: Vec<Hash> = self.document.get_heads().into_iter().map(|head| head.0).collect();
        heads.sort_unstable();
        heads
    }

    fn object(&self, name: &str) -> Option<ObjId> {
        self.document.get(ROOT, name).ok().flatten().map(|(_, id)| id)
    }

    pub fn text(&self, object: &str) -> String {
        let text = self.object(object).and_then(|id| self.document.text(&id).ok());
        text.unwrap_or_default()
    }

    /// Names of objects and their keys, those of texts without one.
    pub fn places(&self) -> BTreeSet<(String, String)> {
        let mut places = BTreeSet::new();
        for object in self.document.keys(ROOT) {
            let Some(id) = self.object(&object) else { continue };
            if object.starts_with("t/") {
                places.insert((object, String::new()));
                continue;
            }
            places.extend(self.document.keys(&id).map(|key| (object.clone(), key)));
        }
        places
    }

    /// The keys of one object.
    pub fn keys(&self, object: &str) -> Vec<String> {
        let id = self.object(object).filter(|_| !object.starts_with("t/"));
        id.map_or_else(Vec::new, |id| self.document.keys(&id).collect())
    }

    /// What stands at a key, the winner first, each value once; nothing where there is but that it was emptied.
    pub fn standing(&self, object: &str, key: &str) -> Vec<Held> {
        distinct(self.all(object, key))
    }

    fn all(&self, object: &str, key: &str) -> Vec<Held> {
        let Some(id) = self.object(object) else { return Vec::new() };
        let mut all = Vec::new();
        // The library lists the winner last.
        for (value, op) in self.document.get_all(&id, key).unwrap_or_default().into_iter().rev() {
            let change = self.document.hash_for_opid(&op).map(|hash| hash.0);
            if let (automerge::Value::Scalar(scalar), Some(change)) = (value, change) {
                let by = self.places.get(&change).map(|at| self.changes[*at].by.clone());
                all.push(Held { value: scalar_value(&scalar), by: by.unwrap_or_default(), change });
            }
        }
        all
    }

    /// The same of a field that is decided together with others: what it held to each of those who wrote in any of them last.
    pub fn decided_with(&self, own: (&str, &str), others: &[(String, String)]) -> Vec<Held> {
        let all = self.all(own.0, own.1);
        let beside = others.iter().flat_map(|(object, key)| self.all(object, key));
        let stands: BTreeSet<Hash> =
            all.iter().map(|one| one.change).chain(beside.map(|one| one.change)).collect();
        let known =
            |one: &Hash| stands.iter().any(|other| other != one && self.contained(&[*other]).contains(one));
        let mut last: Vec<&Hash> = stands.iter().filter(|one| !known(one)).collect();
        // Clocks do not decide: the numbers of operations do, and the actors' names.
        last.sort_by_key(|hash| {
            let change = self.document.get_change_by_hash(&automerge::ChangeHash(**hash));
            change.map(|change| (change.max_op(), change.actor_id().to_bytes().to_vec()))
        });
        // Sides that hold the same in all of the fields are one.
        let mut wholes: Vec<Vec<Value>> = Vec::new();
        let mut sides: Vec<Held> = Vec::new();
        for hash in last {
            let own = self.held_to(own, *hash);
            let beside =
                others.iter().map(|(object, key)| self.held_to((object.as_str(), key.as_str()), *hash).value);
            let whole: Vec<Value> = beside.chain([own.value.clone()]).collect();
            if !wholes.contains(&whole) {
                wholes.push(whole);
                sides.push(own);
            }
        }
        if sides.len() < 2 {
            return distinct(all);
        }
        let mut held: Vec<Held> = Vec::new();
        for one in all {
            if held.iter().any(|other| other.value == one.value) {
                continue;
            }
            let of_sides = sides.extract_if(.., |side| side.value == one.value).skip(1);
            let others: Vec<Held> = of_sides.collect();
            held.push(one);
            held.extend(others);
        }
        held.extend(sides);
        let agree = held.iter().all(|one| one.value == held[0].value);
        if agree { distinct(held) } else { held }
    }

    fn held_to(&self, (object, key): (&str, &str), change: Hash) -> Held {
        let known = [automerge::ChangeHash(change)];
        let found = self.object(object).and_then(|id| self.document.get_at(&id, key, &known).ok().flatten());
        let value = match found {
            Some((automerge::Value::Scalar(scalar), _)) => scalar_value(&scalar),
            _ => Value::Absent,
        };
        let by = self.places.get(&change).map(|at| self.changes[*at].by.clone()).unwrap_or_default();
        Held { value, by, change }
    }

    /// A value of several parts is that of the change which wrote its first part.
    pub fn record(&self, object: &str, keys: &[&str]) -> Vec<Held> {
        let Some((first, rest)) = keys.split_first() else { return Vec::new() };
        let whole = self.all(object, first).into_iter().map(|mut standing| {
            if standing.value == Value::Absent {
                return standing;
            }
            let part = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
            let mut parts = vec![(part(first), standing.value.clone())];
            for key in rest {
                let own = self.all(object, key).into_iter().find(|one| one.change == standing.change);
                parts.extend(own.map(|own| (part(key), own.value)));
            }
            standing.value = Value::Record(parts.into_iter().collect());
            standing
        });
        distinct(whole.collect())
    }

    /// These changes, and all that they stand on.
    pub fn contained(&self, heads: &[Hash]) -> HashSet<Hash> {
        let mut contained = HashSet::new();
        let mut next: Vec<Hash> = heads.to_vec();
        while let Some(hash) = next.pop() {
            let Some(at) = self.places.get(&hash) else { continue };
            if contained.insert(hash) {
                next.extend(&self.changes[*at].deps);
            }
        }
        contained
    }
}

fn distinct(all: Vec<Held>) -> Vec<Held> {
    let mut values: Vec<Held> = Vec::new();
    for standing in all {
        if values.iter().all(|other| other.value != standing.value) {
            values.push(standing);
        }
    }
    if matches!(&values[..], [only] if only.value == Value::Absent) { Vec::new() } else { values }
}

pub fn scalar_value(scalar: &ScalarValue) -> Value {
    match scalar {
        ScalarValue::Str(text) => Value::Str(text.to_string()),
        ScalarValue::Int(n) => Value::Int(*n),
        ScalarValue::Boolean(flag) => Value::Bool(*flag),
        _ => Value::Absent,
    }
}
