//! Where files stand on disk: `files/ab/abcd...` when they are whole, `files/partial/abcd...` until then.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::ids::{FileHash, UnitId};

const FILES: &str = "files";
const PARTIAL: &str = "partial";

#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Files that a request is writing to.
    busy: Busy,
}

type Busy = Arc<Mutex<HashSet<(FileHash, UnitId)>>>;

/// The right to write to one file for one unit, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    what: (FileHash, UnitId),
    busy: Busy,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.what);
    }
}

impl Folder {
    pub fn new(data: &Path) -> Self {
        Self { root: data.join(FILES), busy: Arc::default() }
    }

    pub fn create(data: &Path) -> io::Result<()> {
        fs::create_dir_all(data.join(FILES).join(PARTIAL))
    }

    /// The hash must be well formed: it becomes a name.
    pub fn whole(&self, hash: &FileHash) -> PathBuf {
        self.root.join(&hash.as_str()[..2]).join(hash.as_str())
    }

    /// Of which upload; 0: what the server's own program brings in.
    pub fn partial(&self, hash: &FileHash, upload: i64) -> PathBuf {
        self.root.join(PARTIAL).join(format!("{hash}.{upload}"))
    }

    /// None while another request writes to this file for this unit.
    pub fn hold(&self, hash: &FileHash, unit: &UnitId) -> Option<Hold> {
        let what = (hash.clone(), unit.clone());
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.insert(what.clone()).then(|| Hold { what, busy: Arc::clone(&self.busy) })
    }

    /// Puts a file whose bytes are on disk in its place, so that it is there after a power cut as well. Of one that stands
    /// there already a second copy is of no use.
    pub fn finish(&self, partial: &Path, hash: &FileHash) -> io::Result<()> {
        let whole = self.whole(hash);
        let folder = whole.parent().expect("a file stands in a folder");
        if whole.try_exists()? {
            return discard(partial);
        }
        fs::create_dir_all(folder)?;
        fs::rename(partial, &whole)?;
        sync_folder(folder)?;
        sync_folder(&self.root)?;
        sync_folder(&self.root.join(PARTIAL))
    }
}

/// Takes a file away, where it is there.
pub(crate) fn discard(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes names in a folder durable. Windows has no such call, and writes them through.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
