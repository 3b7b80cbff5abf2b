//! Where a value stands in a document: an object, and a key in it. Structure alone; what it means, the
//! [vocabulary](crate::vocabulary) says.
//!
//! An object is named by its shape, its kind and its ids: `r/entry/III.6a/Q3` is a register (a map of scalars),
//! `t/narrative/III.6a/Q3` a text. Who has never heard of the kind makes the same object of the same name.

use std::fmt;

/// Most bytes of an object's name: it travels as an actor.
pub const MAX_NAME_BYTES: usize = 128;
/// Most bytes of a key in a register.
pub const MAX_KEY_BYTES: usize = 128;
/// Most bytes of one id in a name or a key.
pub const MAX_ID_BYTES: usize = 40;

/// What an object is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Scalars by their keys.
    Register,
    /// Letters in their order.
    Text,
}

impl Shape {
    fn letter(self) -> &'static str {
        match self {
            Self::Register => "r",
            Self::Text => "t",
        }
    }

    fn from_letter(letter: &str) -> Option<Self> {
        [Self::Register, Self::Text].into_iter().find(|shape| shape.letter() == letter)
    }
}

/// The name of an object: its key in the root, and the actor of the change that makes it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName(Box<str>);

impl ObjectName {
    /// Puts a name together. Whether it is one that a document takes, [`Self::is_sound`] says.
    pub fn new(shape: Shape, kind: &str, ids: &[&str]) -> Self {
        let mut name = String::with_capacity(32);
        name.push_str(shape.letter());
        name.push('/');
        name.push_str(kind);
        for id in ids {
            name.push('/');
            name.push_str(id);
        }
        Self(name.into())
    }

    /// Reads a name; None for what is none.
    pub fn parse(name: &str) -> Option<Self> {
        let mut parts = name.split('/');
        Shape::from_letter(parts.next()?)?;
        let kind = parts.next()?;
        (name.len() <= MAX_NAME_BYTES && is_id(kind) && parts.all(is_id)).then(|| Self(name.into()))
    }

    /// The object that this actor's change makes, if it makes one.
    pub fn of_actor(actor: &[u8]) -> Option<Self> {
        // An author's actor never begins like this, so most are told apart by their first byte.
        let name = actor.first().filter(|first| matches!(first, b'r' | b't'))?;
        debug_assert!(name.is_ascii());
        Self::parse(std::str::from_utf8(actor).ok()?)
    }

    /// True where [`Self::parse`] reads it back.
    pub fn is_sound(&self) -> bool {
        Self::parse(&self.0).is_some()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn shape(&self) -> Shape {
        if self.0.starts_with(Shape::Text.letter()) { Shape::Text } else { Shape::Register }
    }

    pub fn kind(&self) -> &str {
        self.0.split('/').nth(1).unwrap_or_default()
    }

    pub fn ids(&self) -> Vec<&str> {
        self.0.split('/').skip(2).collect()
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    pub object: ObjectName,
    /// Empty for a text, which is its object's only value.
    pub key: Box<str>,
}

impl Address {
    pub fn text(object: ObjectName) -> Self {
        Self { object, key: "".into() }
    }

    pub fn in_register(object: ObjectName, key: impl Into<Box<str>>) -> Self {
        Self { object, key: key.into() }
    }

    pub fn is_text(&self) -> bool {
        self.object.shape() == Shape::Text
    }

    /// Which part of a value of several parts stands here: the last of the key's ids.
    pub fn part(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }

    /// True where a document takes the address: object and key are names, and a key stands where one belongs.
    pub fn is_sound(&self) -> bool {
        self.object.is_sound() && if self.is_text() { self.key.is_empty() } else { is_key(&self.key) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.key {
            "" => write!(f, "{}", self.object),
            key => write!(f, "{}:{key}", self.object),
        }
    }
}

/// Whether a text is one that a register takes as a key: ids, one after another.
pub fn is_key(key: &str) -> bool {
    key.len() <= MAX_KEY_BYTES && key.split('/').all(is_id)
}

/// Whether a text may stand as an id in a name: 1 to 40 unaccented letters, digits, full stops, hyphens and
/// underscores, with a letter or digit among them.
pub fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    text.len() <= MAX_ID_BYTES && text.bytes().all(allowed) && text.bytes().any(|b| b.is_ascii_alphanumeric())
}
