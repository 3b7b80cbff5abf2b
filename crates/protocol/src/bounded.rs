//! Lists that end where the protocol's limits do. A few bytes of a message can be an element of a hundred bytes in
//! memory: what lies beyond a limit is read and dropped, and the list keeps one too many, so that it is seen.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::body::ChangeBody;
use crate::message::{Delivered, DocumentChanges, Outcome};
use crate::short::Ancestor;
use crate::{MAX_CHANGES, MAX_DOCUMENTS};

/// Ancestors that short changes of one request may name in all.
const MAX_ANCESTORS: usize = 4 * MAX_CHANGES;

/// Something in a list that counts by what it holds.
pub(crate) trait Holds {
    fn changes(&self) -> usize;

    fn ancestors(&self) -> usize {
        0
    }
}

impl Holds for ChangeBody {
    fn changes(&self) -> usize {
        1
    }

    fn ancestors(&self) -> usize {
        match self {
            Self::Short(short) => short.ancestors.len(),
            Self::Raw(_) | Self::Skeleton(_) => 0,
        }
    }
}

impl Holds for DocumentChanges {
    fn changes(&self) -> usize {
        self.changes.len()
    }

    fn ancestors(&self) -> usize {
        self.changes.iter().map(Holds::ancestors).sum()
    }
}

impl Holds for Delivered {
    fn changes(&self) -> usize {
        self.changes.len()
    }
}

impl Holds for Vec<Outcome> {
    fn changes(&self) -> usize {
        self.len()
    }
}

/// Whether these are more than one message may hold.
pub(crate) fn too_many<T: Holds>(documents: &[T]) -> bool {
    documents.len() > MAX_DOCUMENTS
        || documents.iter().map(Holds::changes).sum::<usize>() > MAX_CHANGES
        || documents.iter().map(Holds::ancestors).sum::<usize>() > MAX_ANCESTORS
}

/// Tells of each element whether all before it were within the limits.
fn within<T: Holds>(most: usize) -> impl FnMut(usize, &T) -> bool {
    let (mut changes, mut ancestors) = (0, 0);
    move |kept, next| {
        let room = kept <= most && changes <= MAX_CHANGES && ancestors <= MAX_ANCESTORS;
        changes += next.changes();
        ancestors += next.ancestors();
        room
    }
}

/// A list of documents: as many as [`too_many`] lets pass, or the first that are too many.
pub(crate) fn documents<'de, D: Deserializer<'de>, T: Holds + Deserialize<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Kept { keep: within(MAX_DOCUMENTS), of: PhantomData })
}

/// The changes of one document of a request.
pub(crate) fn bodies<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ChangeBody>, D::Error> {
    from.deserialize_seq(Kept { keep: within(MAX_CHANGES), of: PhantomData })
}

/// The ancestors of one short change.
pub(crate) fn ancestors<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Ancestor>, D::Error> {
    from.deserialize_seq(Kept { keep: |kept: usize, _: &Ancestor| kept <= MAX_ANCESTORS, of: PhantomData })
}

/// A list of changes, or of what there is one of for each change.
pub(crate) fn changes<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Kept { keep: |kept: usize, _: &T| kept <= MAX_CHANGES, of: PhantomData })
}

/// Outcomes, a list for each document.
pub(crate) fn outcomes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<Outcome>>, D::Error> {
    struct One(Vec<Outcome>);
    impl<'de> Deserialize<'de> for One {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            changes(from).map(Self)
        }
    }
    impl Holds for One {
        fn changes(&self) -> usize {
            self.0.len()
        }
    }
    documents::<D, One>(from).map(|lists| lists.into_iter().map(|list| list.0).collect())
}

struct Kept<T, K> {
    /// Told how many are kept, and the next one: whether it is kept too.
    keep: K,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, K: FnMut(usize, &T) -> bool> Visitor<'de> for Kept<T, K> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut kept = Vec::new();
        while let Some(next) = list.next_element()? {
            if (self.keep)(kept.len(), &next) {
                kept.push(next);
            }
        }
        Ok(kept)
    }
}
