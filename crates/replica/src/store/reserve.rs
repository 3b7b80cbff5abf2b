//! Room that is set aside on the disk, so that what a person has just typed still fits when the disk is full.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::random::{Random as _, SystemRandom};

const FILE_NAME: &str = "reserve";
/// Bytes: a few texts of the greatest length, each with its pages in the log of writes.
const SIZE: usize = 512 << 10;

pub struct Reserve(PathBuf);

impl Reserve {
    pub fn of(folder: &Path) -> Self {
        Self(folder.join(FILE_NAME))
    }

    /// Takes the room, where it is not taken and there is enough. Of random bytes, which no file system stores smaller.
    pub fn set_aside(&self) -> Result<()> {
        if std::fs::metadata(&self.0).is_ok_and(|meta| meta.len() >= SIZE as u64) {
            return Ok(());
        }
        let mut bytes = vec![0; SIZE];
        SystemRandom.fill(&mut bytes)?;
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&self.0)?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        // Half of it would only make a full disk fuller.
        written.inspect_err(|_| self.give_back()).map_err(Into::into)
    }

    /// Makes the room free.
    pub fn give_back(&self) {
        // Whoever needs it finds out by trying.
        drop(std::fs::remove_file(&self.0));
    }
}
