//! Bytes of a message, read strictly: there is one way to write each value, and nothing is set aside for a list
//! before its length was held against a limit and against the bytes that are left.

use document::Rest;

use crate::error::Malformed;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Nothing may be left.
    pub fn end(self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Content) }
    }

    /// Seven bits a byte, the lowest first, in as few bytes as it takes.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut rest = Rest(self.rest);
        let value = rest.unsigned().ok_or(Malformed::Content)?;
        self.rest = rest.0;
        Ok(value)
    }

    /// Small numbers of either sign are short: 0, -1, 1, -2 are written as 0, 1, 2, 3.
    pub fn signed(&mut self) -> Result<i64, Malformed> {
        let folded = self.number()?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    pub fn bytes(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed::Content)?;
        self.rest = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Malformed::Content)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Bytes behind their length.
    pub fn block(&mut self) -> Result<&'b [u8], Malformed> {
        let length = usize::try_from(self.number()?).map_err(|_| Malformed::Content)?;
        self.bytes(length)
    }

    /// UTF-8 behind its length, of at most so many bytes.
    pub fn text(&mut self, most: usize) -> Result<&'b str, Malformed> {
        let bytes = self.block()?;
        if bytes.len() > most {
            return Err(Malformed::TooLong);
        }
        std::str::from_utf8(bytes).map_err(|_| Malformed::Content)
    }

    pub fn rest(&mut self) -> &'b [u8] {
        std::mem::take(&mut self.rest)
    }

    /// The length of a list whose elements take at least `least` bytes each.
    pub fn count(&mut self, most: usize, least: usize) -> Result<usize, Malformed> {
        let count = usize::try_from(self.number()?).map_err(|_| Malformed::TooLong)?;
        if count > most {
            return Err(Malformed::TooLong);
        }
        self.hold(count, least)?;
        Ok(count)
    }

    /// Whether so many elements may follow, of at least `least` bytes each.
    pub fn hold(&self, count: usize, least: usize) -> Result<(), Malformed> {
        let bytes = count.checked_mul(least).filter(|bytes| *bytes <= self.rest.len());
        bytes.map(drop).ok_or(Malformed::Content)
    }
}
