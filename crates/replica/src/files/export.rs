//! Saving a copy where the person says.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use model::ids::{FileHash, PeriodId};
use model::window::InPlan;

use crate::error::{Error, FileFault, Result, file_name};
use crate::replica::Replica;
use crate::store::piece;

impl Replica {
    /// Writes a copy of a stored file. A file of that name is replaced only when the copy is whole.
    pub fn export_file(&self, hash: &FileHash, to: &Path) -> Result<()> {
        let size = self.read_file(hash, Some(0..0))?.size;
        whole(to, &hash.as_str()[..16], |file| {
            let mut at = 0;
            while at < size {
                let slice = self.read_file(hash, Some(at..at + piece::PIECE as u64))?;
                file.write_all(&slice.bytes)?;
                at = slice.range.end;
            }
            Ok(())
        })
    }

    /// Writes a period as a spreadsheet.
    pub fn export_spreadsheet(&self, asked: &InPlan<PeriodId>, to: &Path) -> Result<()> {
        let bytes = self.spreadsheet(asked)?;
        whole(to, "bang-tinh", |file| Ok(file.write_all(&bytes)?))
    }

    /// Writes what was written here and is not at the server as a plain text, which every program of an office opens.
    pub fn export_unsent(&self, to: &Path) -> Result<()> {
        let text = self.unsent_in_words()?.replace('\n', "\r\n");
        // Old editors of Windows take a text without this mark for one in another alphabet.
        whole(to, "chua-gui", |file| Ok(file.write_all(format!("\u{feff}{text}").as_bytes())?))
    }
}

/// Writes a file under another name, which it gives up only when it is whole.
fn whole(to: &Path, name: &str, write: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    let fault = || Error::from(FileFault::NotWritten(file_name(to)));
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let temp = folder.unwrap_or(Path::new(".")).join(format!(".{name}.part"));
    let copy = || {
        let mut file = File::create(&temp)?;
        write(&mut file)?;
        Ok(file.sync_all()?)
    };
    let written = copy().and_then(|()| fs::rename(&temp, to).map_err(|_| fault()));
    if written.is_err() {
        // What is left of the copy is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&temp);
    }
    written.map_err(|error| if matches!(error, Error::DiskFull | Error::Damaged) { error } else { fault() })
}
