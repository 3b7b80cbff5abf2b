//! A change without what the server knows already, as it travels.

use document::ChangeHash;

use crate::error::Malformed;
use crate::reader::Reader;
use crate::room::Room;
use crate::writer::Writer;

/// The first bytes of a hash: enough to find a change among those of its document.
pub type Prefix = [u8; 4];

/// An ancestor of a change, named as briefly as it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ancestor {
    /// One that the server acknowledged or delivered.
    Known(Prefix),
    Whole(ChangeHash),
    /// In the same request and document, so many changes before this one (1: the one before it).
    Near(u32),
}

/// A change without the head of its chunk and without the hashes of its ancestors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abridged {
    pub ancestors: Vec<Ancestor>,
    pub rest: Vec<u8>,
}

const KNOWN: u64 = 0;
const WHOLE: u64 = 1;
/// A larger number is that of a near one, with this added.
const NEAR: u64 = 1;

impl Abridged {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.count(self.ancestors.len());
        for ancestor in &self.ancestors {
            match ancestor {
                Ancestor::Known(prefix) => {
                    to.number(KNOWN);
                    to.bytes(prefix);
                }
                Ancestor::Whole(hash) => {
                    to.number(WHOLE);
                    to.bytes(&hash.0);
                }
                Ancestor::Near(back) => to.number(u64::from(*back) + NEAR),
            }
        }
        to.bytes(&self.rest);
        to.into_bytes()
    }

    pub(crate) fn read(bytes: &[u8], room: &mut Room) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes);
        let count = room.ancestors(&mut from)?;
        let mut ancestors = Vec::with_capacity(count);
        for _ in 0..count {
            ancestors.push(match from.number()? {
                KNOWN => Ancestor::Known(from.array()?),
                WHOLE => Ancestor::Whole(ChangeHash(from.array()?)),
                near => Ancestor::Near(u32::try_from(near - NEAR).map_err(|_| Malformed::Content)?),
            });
        }
        Ok(Self { ancestors, rest: from.rest().to_vec() })
    }
}
