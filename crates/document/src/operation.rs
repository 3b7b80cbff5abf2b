//! The operations of a change, read by themselves: which field each is of, and what it names.

use std::collections::HashSet;

use model::address::{Address, ObjectName, Shape, is_key};
use model::refusal::Refusal;
use model::value::Value;

use crate::chunk::{ACTION, Chunk};
use crate::column::{Deltas, Flags, Malformed, Rest, Runs};
use crate::limits::{MAX_LETTERS_IN_CHANGE, MAX_PUTS, MAX_VALUE_BYTES, MAX_VALUES};

/// An operation as a change names it: its number, and the place of its actor in [`Operations::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Named {
    pub counter: u64,
    pub actor: usize,
}

/// What an operation does. `field` is a place in [`Operations::addresses`].
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Writes a value over those that it names.
    Put { field: usize, over: Vec<Named>, value: Value },
    /// A letter after another one, or at the beginning.
    Insert { field: usize, after: Option<Named>, letter: char },
    /// Takes a letter away.
    Delete { field: usize, letter: Named },
}

impl Step {
    pub fn field(&self) -> usize {
        match self {
            Self::Put { field, .. } | Self::Insert { field, .. } | Self::Delete { field, .. } => *field,
        }
    }

    pub fn names(&self) -> &[Named] {
        match self {
            Self::Put { over, .. } => over,
            Self::Insert { after, .. } => after.as_slice(),
            Self::Delete { letter, .. } => std::slice::from_ref(letter),
        }
    }
}

/// The operations of one change, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Operations {
    /// The number of the first one.
    first: u64,
    /// Each field once.
    pub addresses: Vec<Address>,
    pub steps: Vec<Step>,
    /// The change's own actor first.
    pub actors: Vec<Vec<u8>>,
}

const OBJECT_ACTOR: u64 = 0x01;
const OBJECT_COUNTER: u64 = 0x02;
const KEY_ACTOR: u64 = 0x11;
const KEY_COUNTER: u64 = 0x13;
const KEY_TEXT: u64 = 0x15;
const INSERT: u64 = 0x34;
const VALUE_KIND: u64 = 0x56;
const VALUE: u64 = 0x57;
const OVER_COUNT: u64 = 0x70;
const OVER_ACTOR: u64 = 0x71;
const OVER_COUNTER: u64 = 0x73;
const COLUMNS: [u64; 12] = [
    OBJECT_ACTOR,
    OBJECT_COUNTER,
    KEY_ACTOR,
    KEY_COUNTER,
    KEY_TEXT,
    INSERT,
    ACTION,
    VALUE_KIND,
    VALUE,
    OVER_COUNT,
    OVER_ACTOR,
    OVER_COUNTER,
];

const PUT: u64 = 1;
const DELETE: u64 = 3;

impl From<Malformed> for Refusal {
    fn from(_: Malformed) -> Self {
        Self::NotAChange
    }
}

/// An object, and how many operations of the change were on it one after another.
struct Current {
    id: Named,
    object: ObjectName,
    count: usize,
}

/// One operation.
struct Row<'a> {
    /// None for the root.
    object: Option<Named>,
    key: Key<'a>,
    insert: bool,
    action: u64,
    /// None for one of a kind that no field has.
    value: Option<Value>,
    over: Vec<Named>,
}

enum Key<'a> {
    Text(&'a str),
    /// The beginning, or another letter.
    Letter(Option<Named>),
}

/// The columns of a change, read side by side.
struct Rows<'a> {
    object: (Runs<'a, u64>, Runs<'a, u64>),
    key: (Runs<'a, u64>, Deltas<'a>, Runs<'a, &'a str>),
    insert: Flags<'a>,
    action: Runs<'a, u64>,
    value: (Runs<'a, u64>, Rest<'a>),
    over: (Runs<'a, u64>, Runs<'a, u64>, Deltas<'a>),
    /// Which of the actors were named.
    named: Vec<bool>,
}

impl<'a> Rows<'a> {
    fn new(chunk: &Chunk<'a>) -> Self {
        let runs = |number| Runs::new(chunk.column(number));
        let deltas = |number| Deltas::new(chunk.column(number));
        Self {
            object: (runs(OBJECT_ACTOR), runs(OBJECT_COUNTER)),
            key: (runs(KEY_ACTOR), deltas(KEY_COUNTER), Runs::new(chunk.column(KEY_TEXT))),
            insert: Flags::new(chunk.column(INSERT)),
            action: runs(ACTION),
            value: (runs(VALUE_KIND), Rest(chunk.column(VALUE))),
            over: (runs(OVER_COUNT), runs(OVER_ACTOR), deltas(OVER_COUNTER)),
            named: std::iter::once(true).chain(chunk.others.iter().map(|_| false)).collect(),
        }
    }

    fn next(&mut self) -> Result<Row<'a>, Malformed> {
        let object = match (self.object.0.next()?, self.object.1.next()?) {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some(self.name(actor, counter)?),
            _ => return Err(Malformed),
        };
        let key = match (self.key.0.next()?, self.key.1.next()?, self.key.2.next()?) {
            (None, None, Some(text)) => Key::Text(text),
            (None, Some(0), None) => Key::Letter(None),
            (Some(actor), Some(counter), None) => {
                let counter = u64::try_from(counter).map_err(|_| Malformed)?;
                Key::Letter(Some(self.name(actor, counter)?))
            }
            _ => return Err(Malformed),
        };
        let (insert, action) = (self.insert.next()?, self.action.next()?.ok_or(Malformed)?);
        let value = self.value()?;
        let mut over = Vec::new();
        for _ in 0..self.over.0.next()?.ok_or(Malformed)? {
            let (Some(actor), Some(counter)) = (self.over.1.next()?, self.over.2.next()?) else {
                return Err(Malformed);
            };
            over.push(self.name(actor, u64::try_from(counter).map_err(|_| Malformed)?)?);
        }
        Ok(Row { object, key, insert, action, value, over })
    }

    fn name(&mut self, actor: u64, counter: u64) -> Result<Named, Malformed> {
        let actor = usize::try_from(actor).map_err(|_| Malformed)?;
        let named = self.named.get_mut(actor).filter(|_| counter > 0).ok_or(Malformed)?;
        *named = true;
        Ok(Named { counter, actor })
    }

    fn value(&mut self) -> Result<Option<Value>, Malformed> {
        let kind = self.value.0.next()?.ok_or(Malformed)?;
        let bytes = self.value.1.take(kind >> 4).ok_or(Malformed)?;
        Ok(match (kind & 0b1111, bytes) {
            (0, []) => Some(Value::Absent),
            (1, []) => Some(Value::Bool(false)),
            (2, []) => Some(Value::Bool(true)),
            (0..=2, _) => return Err(Malformed),
            (4, bytes) => {
                let mut rest = Rest(bytes);
                let number = rest.signed().filter(|_| rest.0.is_empty()).ok_or(Malformed)?;
                Some(Value::Int(number))
            }
            (6, bytes) => Some(Value::Str(std::str::from_utf8(bytes).map_err(|_| Malformed)?.to_owned())),
            _ => None,
        })
    }

    fn finish(&self) -> Result<(), Malformed> {
        let Self { object, key, insert, action, value, over, named } = self;
        object.0.finish().and(object.1.finish())?;
        key.0.finish().and(key.1.finish()).and(key.2.finish())?;
        insert.finish().and(action.finish())?;
        value.0.finish()?;
        over.0.finish().and(over.1.finish()).and(over.2.finish())?;
        (value.1.0.is_empty() && named.iter().all(|named| *named)).then_some(()).ok_or(Malformed)
    }
}

impl Operations {
    /// Refuses operations that no edit makes.
    pub fn read(chunk: &Chunk<'_>) -> Result<Self, Refusal> {
        // Nobody edits nothing, and the library does not load a document with such a change in it.
        if !chunk.has_only(&COLUMNS) || chunk.operations == 0 {
            return Err(Refusal::NotAnEdit);
        }
        let actors = std::iter::once(chunk.actor).chain(chunk.others.iter().copied());
        let actors = actors.map(<[u8]>::to_vec).collect();
        // Counted before, and at most `MAX_OPERATIONS`.
        let steps = Vec::with_capacity(chunk.operations as usize);
        let mut read = Self { first: chunk.first.into(), actors, steps, addresses: Vec::new() };
        let (mut rows, mut seen) = (Rows::new(chunk), HashSet::new());
        // Operations on one object stand together, and a text is one field.
        let mut current: Option<Current> = None;
        for _ in 0..chunk.operations {
            let row = rows.next()?;
            // Nothing but objects stands in the root, and they are made by skeletons.
            let id = row.object.ok_or(Refusal::NotAnEdit)?;
            let current = match &mut current {
                Some(same) if same.id == id => same,
                _ => {
                    let object = ObjectName::of_actor(&read.actors[id.actor]).filter(|_| id.counter == 1);
                    let object = object.ok_or(Refusal::NotAnEdit)?;
                    if object.shape() == Shape::Text {
                        read.touch(Address::text(object.clone()), &mut seen)?;
                    }
                    current.insert(Current { id, object, count: 0 })
                }
            };
            current.count += 1;
            match current.object.shape() {
                Shape::Text if current.count > MAX_LETTERS_IN_CHANGE => return Err(Refusal::TooLarge),
                Shape::Text => read.letter(row)?,
                Shape::Register => read.put(&current.object, row, &mut seen)?,
            }
        }
        rows.finish()?;
        Ok(read)
    }

    /// A letter of the field that was touched last.
    fn letter(&mut self, row: Row<'_>) -> Result<(), Refusal> {
        let Key::Letter(letter) = row.key else { return Err(Refusal::NotAnEdit) };
        let field = self.addresses.len() - 1;
        self.steps.push(match (row.action, row.insert, row.value, letter) {
            (PUT, true, Some(Value::Str(text)), after) if row.over.is_empty() => {
                let mut letters = text.chars();
                let (Some(letter), None) = (letters.next(), letters.next()) else {
                    return Err(Refusal::NotAnEdit);
                };
                Step::Insert { field, after, letter }
            }
            (DELETE, false, Some(Value::Absent), Some(letter)) if row.over == [letter] => {
                Step::Delete { field, letter }
            }
            _ => return Err(Refusal::NotAnEdit),
        });
        Ok(())
    }

    fn put(&mut self, object: &ObjectName, row: Row<'_>, seen: &mut HashSet<Address>) -> Result<(), Refusal> {
        let (PUT, false, Key::Text(key)) = (row.action, row.insert, row.key) else {
            return Err(Refusal::NotAnEdit);
        };
        if !is_key(key) {
            return Err(Refusal::NotAnEdit);
        }
        let value = row.value.ok_or(Refusal::BadValue)?;
        if value.as_str().is_some_and(|text| text.len() > MAX_VALUE_BYTES) || row.over.len() > MAX_VALUES {
            return Err(Refusal::TooLarge);
        }
        let in_order = |one: &Named, other: &Named| {
            (one.counter, &self.actors[one.actor]) < (other.counter, &self.actors[other.actor])
        };
        if !row.over.is_sorted_by(in_order) {
            return Err(Refusal::NotAChange);
        }
        let same = |last: &Address| last.object == *object && *last.key == *key;
        let field = if self.addresses.last().is_some_and(same) {
            let field = self.addresses.len() - 1;
            let before = self.steps.iter().rev().take_while(|step| step.field() == field);
            if before.count() >= MAX_PUTS {
                return Err(Refusal::TooManyValues);
            }
            // The second stands over the first, or one change would fill a field with two values.
            let first = Named { counter: self.first + self.steps.len() as u64 - 1, actor: 0 };
            if row.over != [first] {
                return Err(Refusal::NotAnEdit);
            }
            field
        } else {
            self.touch(Address::in_register(object.clone(), key), seen)?;
            self.addresses.len() - 1
        };
        self.steps.push(Step::Put { field, over: row.over, value });
        Ok(())
    }

    fn touch(&mut self, address: Address, seen: &mut HashSet<Address>) -> Result<(), Refusal> {
        if !seen.insert(address.clone()) {
            return Err(Refusal::NotAnEdit);
        }
        self.addresses.push(address);
        Ok(())
    }
}
