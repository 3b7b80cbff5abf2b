//! Saving a copy where the person says.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use model::ids::FileHash;

use crate::error::{Error, FileFault, Result, file_name};
use crate::replica::Replica;
use crate::store::piece;

impl Replica {
    /// Writes a copy of a stored file. A file of that name is replaced only when the copy is whole.
    pub fn export_file(&self, hash: &FileHash, to: &Path) -> Result<()> {
        let fault = || Error::from(FileFault::NotWritten(file_name(to)));
        let size = self.read_file(hash, Some(0..0))?.size;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let temp = folder.unwrap_or(Path::new(".")).join(format!(".{}.part", &hash.as_str()[..16]));
        let written =
            self.copy_to(hash, size, &temp).and_then(|()| fs::rename(&temp, to).map_err(|_| fault()));
        if written.is_err() {
            // What is left of the copy is of no use to anybody; that it cannot be removed changes nothing.
            let _ = fs::remove_file(&temp);
        }
        written
            .map_err(|error| if matches!(error, Error::DiskFull | Error::Damaged) { error } else { fault() })
    }

    fn copy_to(&self, hash: &FileHash, size: u64, temp: &Path) -> Result<()> {
        let mut file = File::create(temp)?;
        let mut at = 0;
        while at < size {
            let slice = self.read_file(hash, Some(at..at + piece::PIECE as u64))?;
            file.write_all(&slice.bytes)?;
            at = slice.range.end;
        }
        file.sync_all()?;
        Ok(())
    }
}
