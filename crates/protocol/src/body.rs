//! A change as it travels: what both sides can make for themselves is only named.

use document::{RawChange, interpret, skeleton};
use model::address::ObjectName;

use crate::abridged::Abridged;
use crate::error::Malformed;
use crate::reader::Reader;
use crate::room::Room;
use crate::writer::Writer;

/// The bytes of a change, or the name of a skeleton that the receiver makes itself, byte for byte the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeBody {
    Raw(RawChange),
    Skeleton(String),
    /// In requests only, until [`SyncRequest::check`](crate::SyncRequest::check).
    Abridged(Abridged),
    /// Of a kind that only a newer program knows.
    Unknown {
        kind: u64,
        bytes: Vec<u8>,
    },
}

const RAW: u64 = 0;
const SKELETON: u64 = 1;
const ABRIDGED: u64 = 2;

impl ChangeBody {
    /// Bytes that any body takes: its kind and its length.
    pub(crate) const LEAST: usize = 2;

    pub fn pack(change: RawChange) -> Self {
        match interpret(&change) {
            Ok(read) => read.skeleton.map_or(Self::Raw(change), |object| Self::Skeleton(object.to_string())),
            Err(_) => Self::Raw(change),
        }
    }

    /// The change itself. A name that no skeleton has, and a change that is not here whole, give bytes that admission
    /// refuses.
    pub fn unpack(self) -> RawChange {
        match self {
            Self::Raw(change) => change,
            Self::Skeleton(name) => ObjectName::parse(&name)
                .map_or_else(|| RawChange::new(Vec::new()), |object| skeleton(&object)),
            Self::Abridged(_) | Self::Unknown { .. } => RawChange::new(Vec::new()),
        }
    }

    /// What it weighs in a batch.
    pub fn weight(&self) -> usize {
        match self {
            Self::Raw(change) => change.as_bytes().len() + 4,
            Self::Skeleton(name) => name.len() + 2,
            Self::Abridged(abridged) => abridged.rest.len() + 5 * abridged.ancestors.len() + 4,
            Self::Unknown { bytes, .. } => bytes.len() + 4,
        }
    }

    /// Its kind, and its bytes behind their length: so a kind that is not known can be passed over.
    pub(crate) fn write(&self, to: &mut Writer) {
        let kind = match self {
            Self::Raw(_) => RAW,
            Self::Skeleton(_) => SKELETON,
            Self::Abridged(_) => ABRIDGED,
            Self::Unknown { kind, .. } => *kind,
        };
        to.number(kind);
        match self {
            Self::Raw(change) => to.block(change.as_bytes()),
            Self::Skeleton(name) => to.text(name),
            Self::Abridged(abridged) => to.block(&abridged.to_bytes()),
            Self::Unknown { bytes, .. } => to.block(bytes),
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>, room: &mut Room) -> Result<Self, Malformed> {
        let kind = from.number()?;
        let bytes = from.block()?;
        Ok(match kind {
            RAW => Self::Raw(RawChange::new(bytes.to_vec())),
            SKELETON => {
                Self::Skeleton(std::str::from_utf8(bytes).map_err(|_| Malformed::Content)?.to_owned())
            }
            ABRIDGED if room.takes_abridged() => Self::Abridged(Abridged::read(bytes, room)?),
            _ => Self::Unknown { kind, bytes: bytes.to_vec() },
        })
    }
}
