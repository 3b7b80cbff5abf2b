//! A message is a list of numbered sections, each with its length, in the order of their numbers. So a message may
//! get new ones, and an older program reads the others.

use crate::error::Malformed;
use crate::reader::Reader;

/// A section from this number on may not be skipped: who does not know it refuses the whole message.
pub(crate) const MUST_BE_UNDERSTOOD: u64 = 64;

/// Hands out the sections of a message one after another.
#[derive(Debug)]
pub(crate) struct Sections<'b> {
    rest: Reader<'b>,
}

impl<'b> Sections<'b> {
    /// Looks at all numbers and lengths first: that a message cannot be understood here says more than what seems
    /// wrong with it.
    pub fn read(bytes: &'b [u8]) -> Result<Self, Malformed> {
        let mut all = Self { rest: Reader::new(bytes) };
        let mut before = 0;
        while let Some((number, _)) = all.next()? {
            if number <= before {
                return Err(Malformed::Content);
            }
            if number >= MUST_BE_UNDERSTOOD {
                return Err(Malformed::Section(number));
            }
            before = number;
        }
        Ok(Self { rest: Reader::new(bytes) })
    }

    pub fn next(&mut self) -> Result<Option<(u64, Reader<'b>)>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let number = self.rest.number()?;
        Ok(Some((number, Reader::new(self.rest.block()?))))
    }
}

/// What was read of a section that is there: it would have been left out, were it the default.
pub(crate) fn told<T: Default + PartialEq>(value: T) -> Result<T, Malformed> {
    if value == T::default() { Err(Malformed::Content) } else { Ok(value) }
}
