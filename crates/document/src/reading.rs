//! What a field holds.

use chrono::{DateTime, FixedOffset};
use model::address::{Address, ObjectName};
use model::doc_id::DocId;
use model::ids::PersonId;
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use model::vocabulary::Conflicts;

use crate::raw::ChangeHash;

/// One of the values that a field holds, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub value: Value,
    /// None for a text: it has no single author.
    pub by: Option<PersonId>,
    /// A claim of the author's machine.
    pub at: DateTime<FixedOffset>,
    /// Of fields that are decided together: the change with which its side wrote in any of them last. One person may stand on
    /// both sides, with two laptops.
    pub side: Option<ChangeHash>,
}

/// What a field holds: nothing, one value, or the values of people who did not know of each other, the one
/// that every machine agrees to put first being first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub contenders: Vec<Held>,
}

impl Reading {
    /// Of what stands in a field, the winner first. Equal values count once, and a field that holds nothing but that
    /// it was emptied holds nothing.
    pub(crate) fn of(held: impl IntoIterator<Item = Held>) -> Self {
        Self { contenders: distinct(held) }.or_nothing()
    }

    fn or_nothing(mut self) -> Self {
        if let [held] = self.contenders.as_slice()
            && held.value == Value::Absent
        {
            self.contenders.clear();
        }
        self
    }

    /// The same of a field that is decided together with others: what stands in it, and what it held to each side. Two sides that
    /// hold the same here and something else in another field are told apart, unless all hold the same here.
    pub(crate) fn of_group(held: impl IntoIterator<Item = Held>, mut sides: Vec<Held>) -> Self {
        let mut contenders = Vec::new();
        for standing in distinct(held) {
            let (same, others): (Vec<Held>, Vec<Held>) =
                sides.into_iter().partition(|side| side.value == standing.value);
            sides = others;
            let mut same = same.into_iter();
            contenders.push(Held { side: same.next().and_then(|first| first.side), ..standing });
            contenders.extend(same);
        }
        contenders.extend(sides);
        if let [first, rest @ ..] = contenders.as_mut_slice()
            && rest.iter().all(|other| other.value == first.value)
        {
            first.side = None;
            contenders.truncate(1);
        }
        Self { contenders }.or_nothing()
    }

    /// Of a value of several parts: for each of what stands at the first address, the winner first, the parts that the
    /// same change wrote.
    pub(crate) fn of_record<S, C: PartialEq>(
        target: &Target,
        standing: impl Fn(&Address) -> Vec<S>,
        written: impl Fn(&S) -> (C, &Value),
        held: impl Fn(&S, Value) -> Option<Held>,
    ) -> Self {
        let stands = |address: Address| (standing(&address), address);
        let parts: Vec<(Vec<S>, Address)> = target.addresses().into_iter().map(stands).collect();
        let firsts = parts.first().map_or(&[][..], |(firsts, _)| firsts);
        Self::of(firsts.iter().filter_map(|first| {
            let (change, value) = written(first);
            if *value == Value::Absent {
                return held(first, Value::Absent);
            }
            let of_change = |(standing, address): &(Vec<S>, Address)| {
                let (_, part) = standing.iter().map(&written).find(|(of, _)| *of == change)?;
                Some((address.part().to_owned(), part.clone()))
            };
            held(first, Value::Record(parts.iter().filter_map(of_change).collect()))
        }))
    }

    /// Of a text: as it reads, and what it would read with each side's words where people wrote at one place without knowing of
    /// each other.
    pub(crate) fn of_text(words: String, sides: impl IntoIterator<Item = Held>) -> Self {
        let sides: Vec<Held> = sides.into_iter().collect();
        if words.is_empty() && sides.is_empty() {
            return Self::default();
        }
        // A text has no single author.
        let at = DateTime::UNIX_EPOCH.with_timezone(&hanoi());
        let mut contenders = vec![Held { value: Value::Str(words), by: None, at, side: None }];
        contenders.extend(sides);
        Self { contenders }
    }

    /// Of a field for which nobody is asked: what every machine puts first is what it holds.
    pub(crate) fn decided_by(mut self, target: &Target) -> Self {
        if target.description().conflicts == Conflicts::Never {
            self.contenders.truncate(1);
        }
        self
    }

    pub fn one(value: Value, by: impl Into<Option<PersonId>>, at: DateTime<FixedOffset>) -> Self {
        Self { contenders: vec![Held { value, by: by.into(), at, side: None }] }
    }

    /// The value that is shown; [`Value::Absent`] where there is none.
    pub fn value(&self) -> &Value {
        self.contenders.first().map_or(&Value::Absent, |held| &held.value)
    }

    pub fn in_conflict(&self) -> bool {
        self.contenders.len() > 1
    }
}

/// Equal values once.
fn distinct(held: impl IntoIterator<Item = Held>) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    for held in held {
        if all.iter().all(|other| other.value != held.value) {
            all.push(held);
        }
    }
    all
}

/// What is asked of a document by those who show it.
pub trait Fields {
    fn id(&self) -> &DocId;

    /// What a field holds. A text has no single author: its `by` is none and its `at` the epoch, and the
    /// caller knows from the changes who wrote last. Where people wrote at one place of it without knowing of each other, and
    /// nobody has looked since, what it would read with each side's words there stands behind.
    ///
    /// A value of several parts is that of one change: the parts that the same change wrote as the first of them.
    fn read(&self, target: &Target) -> Reading;

    /// Other fields whose reading may be another one since this one was written: what is decided together with it, the text that
    /// it says somebody looked at.
    fn read_with(&self, target: &Target) -> Vec<Target>;

    /// Every key under which the register holds something, sorted; what was taken away is among them.
    fn keys(&self, register: &ObjectName) -> Vec<String>;

    /// A narrative as it read to the author of one change, for the history. None where the document does not hold
    /// the change.
    fn text_as_of(&self, target: &Target, change: &ChangeHash) -> Option<String>;

    /// The same without what that change itself did.
    fn text_before(&self, target: &Target, change: &ChangeHash) -> Option<String>;

    /// Whether any of these changes of the document is neither one of the heads nor an ancestor of one. Heads that the
    /// document does not have contain nothing.
    fn lack(&self, heads: &[ChangeHash], changes: &[ChangeHash]) -> bool;
}
