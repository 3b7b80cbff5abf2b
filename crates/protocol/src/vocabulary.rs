//! What a server understands, by name: a laptop that is newer than its server does not send what the server would not
//! take.

use serde::{Deserialize, Serialize};

use crate::error::Malformed;
use crate::limits::{MAX_NAME_BYTES, MAX_NAMES};
use crate::reader::Reader;
use crate::writer::Writer;

/// Names, in order and each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vocabulary(Vec<String>);

/// The first bytes of the BLAKE3 of all names, a line feed between each two. Of no names: the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VocabularyDigest(pub [u8; 4]);

impl Default for VocabularyDigest {
    fn default() -> Self {
        Vocabulary::default().digest()
    }
}

impl Vocabulary {
    /// In any order. An error where they are more, or longer, than a message may hold.
    pub fn new(names: impl IntoIterator<Item = String>) -> Result<Self, Malformed> {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        let fits = names.len() <= MAX_NAMES && names.iter().all(|name| name.len() <= MAX_NAME_BYTES);
        if fits { Ok(Self(names)) } else { Err(Malformed::TooLong) }
    }

    pub fn names(&self) -> &[String] {
        &self.0
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    pub fn digest(&self) -> VocabularyDigest {
        let hash = blake3::hash(self.0.join("\n").as_bytes());
        VocabularyDigest(*hash.as_bytes().first_chunk().expect("32 bytes begin with 4"))
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.count(self.0.len());
        self.0.iter().for_each(|name| to.text(name));
    }

    pub(crate) fn read(mut from: Reader<'_>) -> Result<Self, Malformed> {
        let count = from.count(MAX_NAMES, 1)?;
        let mut names: Vec<String> = Vec::with_capacity(count);
        for _ in 0..count {
            let name = from.text(MAX_NAME_BYTES)?;
            if names.last().is_some_and(|last| last.as_str() >= name) {
                return Err(Malformed::Content);
            }
            names.push(name.to_owned());
        }
        from.end()?;
        Ok(Self(names))
    }
}
