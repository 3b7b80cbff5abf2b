//! Columns of a change: numbers and texts in runs.
//!
//! Each is read in the one writing that the library gives it. A document keeps operations, and makes the bytes of a
//! change again from them: bytes in any other writing would come back with another hash.

/// What is left to read. Every number must be written as short as it can be.
#[derive(Clone, Copy, Debug)]
pub struct Rest<'a>(pub &'a [u8]);

impl<'a> Rest<'a> {
    pub fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    /// Bytes behind their length.
    pub fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.unsigned()?;
        self.take(length)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// LEB128.
    pub fn unsigned(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            if shift > 63 || shift == 63 && byte > 1 {
                return None;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return (byte != 0 || shift == 0).then_some(value);
            }
            shift += 7;
        }
    }

    /// LEB128 with a sign.
    pub fn signed(&mut self) -> Option<i64> {
        let (mut value, mut shift, mut before) = (0u64, 0, 0);
        loop {
            let byte = self.byte()?;
            if shift > 63 || shift == 63 && !matches!(byte, 0 | 0x7f) {
                return None;
            }
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0;
                let needless = matches!((byte, before & 0x40), (0, 0) | (0x7f, 0x40)) && shift > 7;
                if negative && shift < 64 {
                    value |= u64::MAX << shift;
                }
                return (!needless).then_some(value.cast_signed());
            }
            before = byte;
        }
    }
}

/// Writes a number as [`Rest::unsigned`] reads it.
pub fn push_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// What stands in a column.
pub(crate) trait Item<'a>: Copy + PartialEq {
    fn read(rest: &mut Rest<'a>) -> Option<Self>;
}

impl Item<'_> for u64 {
    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.unsigned()
    }
}

impl Item<'_> for i64 {
    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.signed()
    }
}

impl<'a> Item<'a> for &'a str {
    fn read(rest: &mut Rest<'a>) -> Option<Self> {
        std::str::from_utf8(rest.prefixed()?).ok()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segment {
    Start,
    /// One value many times.
    Run,
    /// So many values, none like the one before.
    Literal,
    /// So many times none.
    Nulls,
}

/// Values and gaps in runs.
#[derive(Clone, Debug)]
pub(crate) struct Runs<'a, T> {
    rest: Rest<'a>,
    /// A column that is left out: nothing but gaps.
    absent: bool,
    segment: Segment,
    left: u64,
    last: Option<T>,
    any: bool,
}

/// The bytes are not a column in the one writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl<'a, T: Item<'a>> Runs<'a, T> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let rest = Rest(bytes);
        Self { rest, absent: bytes.is_empty(), segment: Segment::Start, left: 0, last: None, any: false }
    }

    /// The next row.
    pub fn next(&mut self) -> Result<Option<T>, Malformed> {
        if self.absent {
            return Ok(None);
        }
        if self.left == 0 {
            self.begin().ok_or(Malformed)?;
        }
        self.left -= 1;
        if self.segment == Segment::Literal {
            let value = T::read(&mut self.rest).filter(|value| Some(*value) != self.last).ok_or(Malformed)?;
            self.last = Some(value);
        }
        Ok(self.last)
    }

    fn begin(&mut self) -> Option<()> {
        let length = self.rest.signed()?;
        let before = self.segment;
        match length {
            2.. => {
                let value = T::read(&mut self.rest).filter(|value| Some(*value) != self.last)?;
                (self.segment, self.last, self.left) = (Segment::Run, Some(value), length.unsigned_abs());
                self.any = true;
            }
            ..0 if before != Segment::Literal => {
                (self.segment, self.left) = (Segment::Literal, length.unsigned_abs());
                self.any = true;
            }
            0 if before != Segment::Nulls => {
                let count = self.rest.unsigned().filter(|count| *count > 0)?;
                (self.segment, self.last, self.left) = (Segment::Nulls, None, count);
            }
            _ => return None,
        }
        Some(())
    }

    /// To be called after the last row. A column of nothing but gaps is left out.
    pub fn finish(&self) -> Result<(), Malformed> {
        let whole = self.absent || self.any && self.left == 0 && self.rest.0.is_empty();
        whole.then_some(()).ok_or(Malformed)
    }
}

/// Numbers, as what they differ by from the one before.
#[derive(Clone, Debug)]
pub(crate) struct Deltas<'a> {
    runs: Runs<'a, i64>,
    last: i64,
}

impl<'a> Deltas<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { runs: Runs::new(bytes), last: 0 }
    }

    pub fn next(&mut self) -> Result<Option<i64>, Malformed> {
        let Some(delta) = self.runs.next()? else { return Ok(None) };
        self.last = self.last.checked_add(delta).ok_or(Malformed)?;
        Ok(Some(self.last))
    }

    pub fn finish(&self) -> Result<(), Malformed> {
        self.runs.finish()
    }
}

/// Lengths of runs of false and true by turns.
#[derive(Clone, Debug)]
pub(crate) struct Flags<'a> {
    rest: Rest<'a>,
    now: bool,
    begun: bool,
    left: u64,
}

impl<'a> Flags<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: Rest(bytes), now: true, begun: false, left: 0 }
    }

    pub fn next(&mut self) -> Result<bool, Malformed> {
        while self.left == 0 {
            self.left = self.rest.unsigned().ok_or(Malformed)?;
            // Only the first run may be empty: where the first flag is true.
            if self.left == 0 && self.begun {
                return Err(Malformed);
            }
            (self.now, self.begun) = (!self.now, true);
        }
        self.left -= 1;
        Ok(self.now)
    }

    pub fn finish(&self) -> Result<(), Malformed> {
        (self.left == 0 && self.rest.0.is_empty()).then_some(()).ok_or(Malformed)
    }
}
