//! Reading a stored file back.

use std::ops::Range;

use model::ids::FileHash;
use rusqlite::Connection;

use crate::error::{Error, FileFault, Result};
use crate::replica::Replica;
use crate::store::{file, piece};

/// Part of a file, and what a window needs to show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub bytes: Vec<u8>,
    /// Where in the file the bytes stand.
    pub range: Range<u64>,
    /// Of the whole file.
    pub size: u64,
    pub media_type: String,
}

impl Replica {
    /// Bytes of a file; of all of it where no range is named. What lies beyond its end is left off. They were
    /// checked against the file's hash only where the whole is here.
    pub fn read_file(&self, hash: &FileHash, range: Option<Range<u64>>) -> Result<Slice> {
        self.read(|conn| {
            seen(conn, hash)?;
            let stored = file::find(conn, hash)?.ok_or(FileFault::NotHere)?;
            let range = range.unwrap_or(0..stored.size);
            let end = range.end.min(stored.size);
            let start = range.start.min(end);
            let mut bytes = Vec::with_capacity(usize::try_from(end - start).unwrap_or(0));
            let mut at = start;
            while at < end {
                let missing = || if stored.whole { Error::Damaged } else { FileFault::NotHere.into() };
                let (begins, piece) = piece::around(conn, stored.id, at)?.ok_or_else(missing)?;
                let skip = usize::try_from(at - begins).map_err(|_| Error::Damaged)?;
                let wanted = usize::try_from(end - at).unwrap_or(usize::MAX);
                let part = piece.get(skip..).filter(|part| !part.is_empty()).ok_or_else(missing)?;
                let part = &part[..part.len().min(wanted)];
                bytes.extend_from_slice(part);
                at += part.len() as u64;
            }
            let media_type = match piece::around(conn, stored.id, 0)? {
                Some((_, head)) if !stored.whole => super::media_type(&head).to_owned(),
                _ => stored.media_type,
            };
            Ok(Slice { bytes, range: start..end, size: stored.size, media_type })
        })
    }

    /// Whether all of the file's bytes are here.
    pub fn has_file(&self, hash: &FileHash) -> Result<bool> {
        self.read(|conn| Ok(file::find(conn, hash)?.is_some_and(|stored| stored.whole)))
    }
}

/// A file that was withdrawn is seen by nobody, though its bytes may be here still.
pub(crate) fn seen(conn: &Connection, hash: &FileHash) -> Result<()> {
    match tables::withdrawn(conn, hash)? {
        Some(reason) => Err(FileFault::Withdrawn(reason).into()),
        None => Ok(()),
    }
}
