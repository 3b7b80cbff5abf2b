//! One change of the log: who says what in it.

use std::collections::BTreeMap;

use automerge::legacy::{Key, ObjectId, OpType};
use model::target::Target;
use model::value::Value;
use model::words;

use super::entry::is_record;
use super::told::{Hash, scalar_value};

/// What a change says of one place: an object, and a key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Value(Value),
    /// The whole text, as it read to whoever wrote in it.
    Text(String),
}

pub struct Told {
    pub hash: Hash,
    pub deps: Vec<Hash>,
    /// Where it stands in the log.
    pub position: i64,
    /// The server's clock.
    pub received: i64,
    pub by: String,
    pub words: BTreeMap<(String, String), Word>,
}

/// `text`: how a text reads to the change.
pub fn read(
    change: &automerge::Change,
    (position, received): (i64, i64),
    text: impl Fn(&str) -> Option<String>,
) -> Told {
    let mut words = BTreeMap::new();
    for op in &change.decode().operations {
        // Objects are made by changes whose actor is their name, and by the first operation of these.
        let ObjectId::Id(made) = &op.obj else { continue };
        let Ok(object) = std::str::from_utf8(made.actor().to_bytes()) else { continue };
        match (&op.key, &op.action) {
            (Key::Map(key), OpType::Put(scalar)) => {
                words.insert((object.to_owned(), key.to_string()), Word::Value(scalar_value(scalar)));
            }
            (Key::Seq(_), _) => {
                let place = (object.to_owned(), String::new());
                words.entry(place).or_insert_with(|| Word::Text(text(object).unwrap_or_default()));
            }
            _ => {}
        }
    }
    let message = change.message().unwrap_or_default();
    Told {
        hash: change.hash().0,
        deps: change.deps().iter().map(|dep| dep.0).collect(),
        position,
        received,
        by: message.lines().next().unwrap_or_default().to_owned(),
        words,
    }
}

impl Told {
    /// What it says at a place.
    pub fn value(&self, place: &(String, String)) -> Option<&Value> {
        match self.words.get(place)? {
            Word::Value(value) => Some(value),
            Word::Text(_) => None,
        }
    }

    /// Whether it writes in an object.
    pub fn touches(&self, is: impl Fn(&str) -> bool) -> bool {
        self.words.keys().any(|(object, _)| is(object))
    }

    /// Whether it leaves a field with a value that people read as `shown`.
    pub fn says(&self, target: Option<&Target>, shown: &str) -> bool {
        let Some(target) = target else {
            // Only a new piece of evidence is not named: by the name of its file.
            let is_name = |word: &Word| matches!(word, Word::Value(Value::Str(text)) if text == shown);
            return self.words.values().any(is_name) || shown.starts_with("đã gắn");
        };
        let word = |key: &str, object: &str| self.words.get(&(object.to_owned(), key.to_owned()));
        let addresses = target.addresses();
        let Some(first) = addresses.first() else { return false };
        match word(&first.key, first.object.as_str()) {
            None => false,
            Some(Word::Text(text)) if text.is_empty() => shown == words::EMPTY,
            Some(Word::Text(text)) => text == shown,
            Some(Word::Value(value))
                if addresses.len() == 1 && !is_record(target) || *value == Value::Absent =>
            {
                words::shown(value, target) == shown
            }
            Some(Word::Value(_)) => {
                let part = |at: &model::address::Address| match word(&at.key, at.object.as_str())? {
                    Word::Value(value) => Some((at.part().to_owned(), value.clone())),
                    Word::Text(_) => None,
                };
                let whole = Value::Record(addresses.iter().filter_map(part).collect());
                words::shown(&whole, target) == shown
            }
        }
    }
}
