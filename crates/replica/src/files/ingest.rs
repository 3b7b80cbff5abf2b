//! Taking a file in: streamed piece by piece, hashed on the way, stored once however often it is added.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use model::file_name::{NoPaper, no_paper, saved_name};
use model::ids::FileHash;
use model::letters::tidy_line;
use model::value::{FileFacts, MAX_FILE_BYTES};

use super::sniff;
use crate::device::SyncStanding;
use crate::error::{Error, FileFault, Result, file_name};
use crate::replica::Replica;
use crate::store::{file, piece};

/// A file that is in the store now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub facts: FileFacts,
    /// It was here before; nothing was stored a second time.
    pub known: bool,
}

impl Replica {
    /// Reads a file from the disk into the store. A crash meanwhile leaves nothing behind.
    pub(crate) fn take_in(&self, path: &Path) -> Result<Taken> {
        let name = file_name(path);
        let meta = fs::metadata(path).map_err(|_| FileFault::unreadable(path))?;
        if meta.is_dir() {
            return Err(FileFault::Folder(name).into());
        }
        // A pipe or a device has no end that one could wait for.
        if !meta.is_file() {
            return Err(FileFault::unreadable(path).into());
        }
        is_paper(&name)?;
        if meta.len() == 0 {
            return Err(FileFault::Empty(name).into());
        }
        if meta.len() > MAX_FILE_BYTES {
            return Err(FileFault::TooLarge(name).into());
        }
        let file = File::open(path).map_err(|_| FileFault::unreadable(path))?;
        self.take_in_read(path, &meta, file)
    }

    /// The file at `path`, which `meta` told of before it was opened, read through `source`.
    pub fn take_in_read(&self, path: &Path, meta: &fs::Metadata, source: impl Read) -> Result<Taken> {
        // What is copied, scanned or downloaded at this moment is another file when it is whole.
        let rests = |size: u64| {
            let now = fs::metadata(path).ok();
            size == meta.len()
                && now.is_some_and(|now| now.len() == size && now.modified().ok() == meta.modified().ok())
        };
        // One byte more than there was says that it grows; what comes after it is not waited for.
        self.take_in_resting(source.take(meta.len() + 1), &file_name(path), rests)
    }

    /// The same from any source of bytes.
    pub fn take_in_from(&self, source: impl Read, name: &str) -> Result<Taken> {
        self.take_in_resting(source, name, |_| true)
    }

    /// `rests`: whether the file of which so many bytes were read is still the one of the beginning.
    fn take_in_resting(
        &self,
        mut source: impl Read,
        name: &str,
        rests: impl Fn(u64) -> bool,
    ) -> Result<Taken> {
        is_paper(name)?;
        let name = saved_name(&tidy_line(name));
        let id = self.write_quietly(|tx| file::begin(tx, &name))?;
        let taken = self.pour(&mut source, &name, id, rests);
        match &taken {
            Ok(taken) if !taken.known => {}
            _ => self.write_quietly(|tx| file::remove(tx, id))?,
        }
        taken
    }

    fn pour(
        &self,
        source: &mut impl Read,
        name: &str,
        id: i64,
        rests: impl Fn(u64) -> bool,
    ) -> Result<Taken> {
        let mut hasher = blake3::Hasher::new();
        let mut head = Vec::new();
        let mut size: u64 = 0;
        let mut buffer = vec![0; piece::PIECE];
        loop {
            let filled = fill(source, &mut buffer, name)?;
            if filled == 0 {
                break;
            }
            let bytes = &buffer[..filled];
            if size == 0 {
                head = bytes[..filled.min(sniff::HEAD)].to_vec();
                if sniff::is_shortcut(bytes) {
                    return Err(FileFault::Shortcut(name.to_owned()).into());
                }
            }
            if size + filled as u64 > MAX_FILE_BYTES {
                return Err(FileFault::TooLarge(name.to_owned()).into());
            }
            hasher.update(bytes);
            self.write_quietly(|tx| piece::add(tx, id, size, bytes))?;
            size += filled as u64;
        }
        if size == 0 {
            return Err(FileFault::Empty(name.to_owned()).into());
        }
        if !rests(size) {
            return Err(FileFault::StillWritten(name.to_owned()).into());
        }
        let hash = FileHash::new(hasher.finalize().to_hex().to_string());
        let media_type = sniff::media_type(&head);
        let facts = FileFacts { hash, size, name: name.to_owned(), media_type: media_type.to_owned() };
        if let Some(reason) = self.read(|conn| Ok(tables::withdrawn_by_district(conn, &facts.hash)?))? {
            return Err(FileFault::Withdrawn(reason).into());
        }
        let known = self.write_quietly(|tx| match file::find(tx, &facts.hash)? {
            Some(there) if there.whole => Ok(true),
            there => {
                // Part of it was being fetched from the server; now it is here whole.
                if let Some(there) = there {
                    file::remove(tx, there.id)?;
                }
                file::complete(tx, id, &facts.hash, media_type, size, false)?;
                if tables::file(tx, &facts.hash)?.is_some_and(|known| known.complete) {
                    file::set_sent(tx, &facts.hash, size)?;
                    file::set_safe_at(tx, &facts.hash, Some(SyncStanding::get(tx)?.cursor.0))?;
                }
                tables::set_here(tx, &facts.hash, size, true)?;
                Ok(false)
            }
        })?;
        if !known {
            self.measure(&facts.hash, media_type, size)?;
        }
        Ok(Taken { facts, known })
    }
}

/// Refuses what by its name cannot be evidence.
fn is_paper(name: &str) -> Result<(), FileFault> {
    let fault = match no_paper(name) {
        None => return Ok(()),
        Some(NoPaper::Unfinished) => FileFault::Unfinished,
        Some(NoPaper::Lock) => FileFault::Lock,
        Some(NoPaper::Shortcut) => FileFault::Shortcut,
    };
    Err(fault(name.to_owned()))
}

/// Reads until the buffer is full or the source ends.
fn fill(source: &mut impl Read, buffer: &mut [u8], name: &str) -> Result<usize, Error> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(FileFault::Unreadable(name.to_owned()).into()),
        }
    }
    Ok(filled)
}
