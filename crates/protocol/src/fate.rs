//! What became of a change that a laptop sent.

use model::refusal::Refusal;

use crate::error::Malformed;
use crate::limits::{MAX_CODE_BYTES, MAX_TEXT_BYTES};
use crate::number::{Cursor, UnixMillis};
use crate::reader::Reader;
use crate::steps::Places;
use crate::writer::Writer;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Committed to disk, now or by an earlier try, at this position of the log.
    Durable { position: Cursor, received: UnixMillis },
    /// Kept until its ancestors come; not yet part of the document.
    Parked,
    /// Not taken.
    Refused(Refused),
    /// Something that only a newer program knows: the change is to be sent still.
    Unknown { kind: u64, bytes: Vec<u8> },
}

/// Why a change was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Short, in kebab case. See [`Refusal`] for those that this program knows.
    pub code: String,
    /// For people, in Vietnamese: what is shown where the code is not known.
    pub text: String,
    /// The bytes are not what a program writes, and are kept apart, handed to nobody. False where the unit may not
    /// write what they say.
    pub apart: bool,
}

const DURABLE: u64 = 0;
const PARKED: u64 = 1;
const DENIED: u64 = 2;
const APART: u64 = 3;

impl Fate {
    /// Bytes that any fate takes: its kind, and a length or two steps.
    pub(crate) const LEAST: usize = 2;

    pub fn refused(refusal: Refusal) -> Self {
        Self::refused_for(refusal, refusal.to_string())
    }

    /// In words that tell more than the code does: at most [`MAX_TEXT_BYTES`](crate::MAX_TEXT_BYTES).
    pub fn refused_for(refusal: Refusal, text: String) -> Self {
        Self::Refused(Refused { code: refusal.code(), text, apart: refusal.is_quarantine() })
    }

    /// The reason, where it is one that this program knows.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Refused(refused) => Refusal::from_code(&refused.code),
            _ => None,
        }
    }

    /// Its kind, and what is to be said behind its length: so a kind that is not known can be passed over. Nearly all
    /// changes are durable: the steps of these stand there without a length.
    pub(crate) fn write(&self, to: &mut Writer, places: &mut Places) {
        let mut inner = Writer::default();
        let kind = match self {
            Self::Durable { position, received } => {
                to.number(DURABLE);
                places.write(to, *position, *received);
                return;
            }
            Self::Parked => PARKED,
            Self::Refused(Refused { code, text, apart }) => {
                inner.text(code);
                inner.text(text);
                if *apart { APART } else { DENIED }
            }
            Self::Unknown { kind, bytes } => {
                inner.bytes(bytes);
                *kind
            }
        };
        to.number(kind);
        to.block(&inner.into_bytes());
    }

    pub(crate) fn read(from: &mut Reader<'_>, places: &mut Places) -> Result<Self, Malformed> {
        let kind = from.number()?;
        if kind == DURABLE {
            let (position, received) = places.read(from)?;
            return Ok(Self::Durable { position, received });
        }
        let mut inner = Reader::new(from.block()?);
        let fate = match kind {
            PARKED => Self::Parked,
            DENIED | APART => Self::Refused(Refused {
                code: inner.text(MAX_CODE_BYTES)?.to_owned(),
                text: inner.text(MAX_TEXT_BYTES)?.to_owned(),
                apart: kind == APART,
            }),
            _ => Self::Unknown { kind, bytes: inner.rest().to_vec() },
        };
        inner.end()?;
        Ok(fate)
    }
}
