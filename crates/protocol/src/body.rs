//! A change as it travels: what both sides can make for themselves is only named.

use document::{RawChange, interpret, skeleton};
use model::address::ObjectName;
use serde::{Deserialize, Serialize};

use crate::short::ShortChange;

/// The bytes of a change, or the name of a skeleton that the receiver makes itself, byte for byte the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeBody {
    Raw(RawChange),
    Skeleton(String),
    /// In requests only, until [`SyncRequest::lengthen`](crate::SyncRequest::lengthen).
    Short(ShortChange),
}

impl ChangeBody {
    pub fn pack(change: RawChange) -> Self {
        match interpret(&change) {
            Ok(read) => read.skeleton.map_or(Self::Raw(change), |object| Self::Skeleton(object.to_string())),
            Err(_) => Self::Raw(change),
        }
    }

    /// The change itself. A name that no skeleton has, and a change that was left short, give bytes that
    /// admission refuses.
    pub fn unpack(self) -> RawChange {
        match self {
            Self::Raw(change) => change,
            Self::Skeleton(name) => ObjectName::parse(&name)
                .map_or_else(|| RawChange::new(Vec::new()), |object| skeleton(&object)),
            Self::Short(_) => RawChange::new(Vec::new()),
        }
    }

    /// What it weighs in a batch.
    pub fn weight(&self) -> usize {
        match self {
            Self::Raw(change) => change.as_bytes().len() + 4,
            Self::Skeleton(name) => name.len() + 2,
            Self::Short(short) => short.rest.len() + 5 * short.ancestors.len() + 4,
        }
    }
}
