//! Numbers that lie near each other, each written as its distance from the one before: a byte where it would be six.

use crate::error::Malformed;
use crate::number::{Cursor, UnixMillis};
use crate::reader::Reader;
use crate::writer::Writer;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps(u64);

impl Steps {
    pub fn write(&mut self, to: &mut Writer, value: u64) {
        to.signed(value.wrapping_sub(self.0).cast_signed());
        self.0 = value;
    }

    pub fn read(&mut self, from: &mut Reader<'_>) -> Result<u64, Malformed> {
        self.0 = self.0.wrapping_add_signed(from.signed()?);
        Ok(self.0)
    }
}

/// Where a change stands in the server's log and when it came there, change after change. The first is counted from
/// where the reply itself stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    positions: Steps,
    times: Steps,
}

impl Places {
    pub fn near(cursor: Cursor, now: UnixMillis) -> Self {
        Self { positions: Steps(cursor.0), times: Steps(now.0.cast_unsigned()) }
    }

    pub fn write(&mut self, to: &mut Writer, position: Cursor, received: UnixMillis) {
        self.positions.write(to, position.0);
        self.write_time(to, received);
    }

    pub fn read(&mut self, from: &mut Reader<'_>) -> Result<(Cursor, UnixMillis), Malformed> {
        Ok((Cursor(self.positions.read(from)?), self.read_time(from)?))
    }

    pub fn write_time(&mut self, to: &mut Writer, at: UnixMillis) {
        self.times.write(to, at.0.cast_unsigned());
    }

    pub fn read_time(&mut self, from: &mut Reader<'_>) -> Result<UnixMillis, Malformed> {
        Ok(UnixMillis(self.times.read(from)?.cast_signed()))
    }
}
