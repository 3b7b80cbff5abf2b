//! The bytes of a change as the library packs them, looked at before it unpacks them.
//!
//! Columns hold runs: a handful of bytes can claim a million million operations, and the library would go through
//! all of them. So they are counted first, which costs one pass over the bytes.

use super::refusal::Refusal;

/// Refuses bytes in which any column claims more values than `most`.
pub(super) fn check(bytes: &[u8], most: u64) -> Result<(), Refusal> {
    let columns = columns(bytes).ok_or(Refusal::NotAChange)?;
    for (kind, data) in columns {
        if values(kind, data).ok_or(Refusal::NotAChange)? > most {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(())
}

/// The last three bits of a column's number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Runs of whole numbers, with or without a sign.
    Number,
    Signed,
    Text,
    /// Lengths of runs of false and true by turns.
    Boolean,
    /// Bytes that another column speaks of.
    Raw,
}

fn kind(number: u64) -> Kind {
    match number & 0b111 {
        3 => Kind::Signed,
        4 => Kind::Boolean,
        5 => Kind::Text,
        7 => Kind::Raw,
        _ => Kind::Number,
    }
}

/// Magic, checksum and type.
const HEAD: usize = 9;

fn columns(bytes: &[u8]) -> Option<Vec<(Kind, &[u8])>> {
    let mut rest = Rest(bytes.get(HEAD..)?);
    rest.unsigned()?; // Length of the chunk.
    for _ in 0..rest.unsigned()? {
        rest.take(32)?; // Ancestors.
    }
    rest.prefixed()?; // Actor.
    rest.unsigned()?; // Its number of the change.
    rest.unsigned()?; // Number of the first operation.
    rest.signed()?; // Time.
    rest.prefixed()?; // Message.
    for _ in 0..rest.unsigned()? {
        rest.prefixed()?; // Other actors.
    }
    let mut lengths = Vec::new();
    for _ in 0..rest.unsigned()? {
        lengths.push((kind(rest.unsigned()?), rest.unsigned()?));
    }
    lengths.into_iter().map(|(kind, length)| Some((kind, rest.take(length)?))).collect()
}

/// How many values a column claims to hold.
fn values(kind: Kind, data: &[u8]) -> Option<u64> {
    let mut rest = Rest(data);
    let mut total = 0u64;
    while !rest.0.is_empty() && kind != Kind::Raw {
        let more = match kind {
            Kind::Boolean => rest.unsigned()?,
            _ => rest.run(kind)?,
        };
        total = total.saturating_add(more);
    }
    Some(total)
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.unsigned()?;
        self.take(length)
    }

    /// The bits of a LEB128 number, how many there are, and its last byte.
    fn bits(&mut self) -> Option<(u64, u32, u8)> {
        let (mut bits, mut count) = (0, 0);
        loop {
            let byte = self.take(1)?[0];
            bits |= u64::from(byte & 0x7f).checked_shl(count)?;
            count += 7;
            if byte & 0x80 == 0 {
                return Some((bits, count, byte));
            }
        }
    }

    fn unsigned(&mut self) -> Option<u64> {
        Some(self.bits()?.0)
    }

    fn signed(&mut self) -> Option<i64> {
        let (bits, count, last) = self.bits()?;
        let sign = if last & 0x40 == 0 { 0 } else { u64::MAX.checked_shl(count).unwrap_or(0) };
        Some((bits | sign).cast_signed())
    }

    /// Passes over a run: one value many times, so many values one after another, or so many times none.
    fn run(&mut self, kind: Kind) -> Option<u64> {
        let length = self.signed()?;
        match length {
            0 => self.unsigned(),
            1.. => {
                self.value(kind)?;
                Some(length.unsigned_abs())
            }
            _ => {
                for _ in 0..length.unsigned_abs() {
                    self.value(kind)?;
                }
                Some(length.unsigned_abs())
            }
        }
    }

    fn value(&mut self, kind: Kind) -> Option<()> {
        match kind {
            Kind::Text => self.prefixed().map(drop),
            Kind::Signed => self.signed().map(drop),
            _ => self.unsigned().map(drop),
        }
    }
}
