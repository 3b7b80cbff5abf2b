//! Where files stand on disk: `files/ab/abcd...` when they are whole, `files/partial/abcd...` until then.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::ids::FileHash;

const FILES: &str = "files";
const PARTIAL: &str = "partial";

#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Files that a request is writing to.
    busy: Arc<Mutex<HashSet<FileHash>>>,
}

/// The right to write to one file, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    hash: FileHash,
    busy: Arc<Mutex<HashSet<FileHash>>>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.hash);
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

    pub fn partial(&self, hash: &FileHash) -> PathBuf {
        self.root.join(PARTIAL).join(hash.as_str())
    }

    /// None while another request writes to the file.
    pub fn hold(&self, hash: &FileHash) -> Option<Hold> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.insert(hash.clone()).then(|| Hold { hash: hash.clone(), busy: Arc::clone(&self.busy) })
    }

    /// Puts a file whose bytes are on disk in its place, so that it is there after a power cut as well.
    pub fn finish(&self, hash: &FileHash) -> io::Result<()> {
        let whole = self.whole(hash);
        let folder = whole.parent().expect("a file stands in a folder");
        fs::create_dir_all(folder)?;
        fs::rename(self.partial(hash), &whole)?;
        sync_folder(folder)?;
        sync_folder(&self.root)?;
        sync_folder(&self.root.join(PARTIAL))
    }

    /// Takes away what arrived so far.
    pub fn discard(&self, hash: &FileHash) -> io::Result<()> {
        match fs::remove_file(self.partial(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Makes names in a folder durable. Windows has no such call, and writes them through.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
