//! Folders that vanish with the run, in memory where the system has such a place, and copies of a store's files
//! as a process leaves them that ends without a word.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;

/// Nothing here has to outlive the process, and waiting for a disk would be most of the time.
pub fn scratch() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let mut named = tempfile::Builder::new();
    let named = named.prefix("nha-rong-simulation-");
    let made = if memory.is_dir() { named.tempdir_in(memory) } else { named.tempdir() };
    made.context("a folder for the simulation")
}

/// Copies a store. What was committed stands in the database or in its log beside it; the index of that log
/// (`-shm`) is memory of the process that is gone.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Names of folders, each new.
#[derive(Debug)]
pub struct Folders {
    root: PathBuf,
    made: usize,
}

impl Folders {
    pub fn new(root: PathBuf) -> Self {
        Self { root, made: 0 }
    }

    pub fn fresh(&mut self) -> PathBuf {
        self.made += 1;
        self.root.join(self.made.to_string())
    }
}
