//! A disk whose power can be cut: a file system in an image, mounted with so rare a commit of its own that only what
//! a program makes durable is durable.
//!
//! The image lies on a second, outer file system. A cut freezes that one: from this instant on no write reaches the
//! image, in the middle of whatever was being written; programs that wait for their disk wait for ever. The frozen
//! image is copied, and the copy is what a machine finds after the cut.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::server::run;

const OUTER: u64 = 160 << 20;
const INNER: u64 = 64 << 20;

pub struct Disk {
    folder: PathBuf,
    mounted: Vec<PathBuf>,
}

/// The state of the disk at the cut.
pub struct Cut(PathBuf);

impl Disk {
    /// Makes it in a folder of its own, and mounts it.
    pub fn make(folder: &Path) -> Result<Self> {
        let mut disk = Self { folder: folder.to_owned(), mounted: Vec::new() };
        for place in [disk.outer(), disk.path()] {
            std::fs::create_dir_all(place)?;
        }
        let outer = folder.join("outer.img");
        format(&outer, OUTER)?;
        disk.mount(&outer, &disk.outer(), "loop")?;
        format(&disk.image(), INNER)?;
        disk.mount(&disk.image(), &disk.path(), "loop,commit=600")?;
        Ok(disk)
    }

    fn outer(&self) -> PathBuf {
        self.folder.join("outer")
    }

    fn image(&self) -> PathBuf {
        self.outer().join("disk.img")
    }

    /// Where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.join("disk")
    }

    fn mount(&mut self, image: &Path, at: &Path, options: &str) -> Result<()> {
        run(Command::new("mount").args(["-o", options]).arg(image).arg(at))?;
        self.mounted.push(at.to_owned());
        Ok(())
    }

    /// Everything that was written until now is on it.
    pub fn settle(&self) -> Result<()> {
        run(Command::new("sync").arg("-f").arg(self.path())).map(drop)
    }

    /// Cuts the power. `strike` kills what runs on the disk, without waiting for its end: a program that waits for
    /// the frozen disk ends only afterwards, and never says another word.
    pub fn cut(&mut self, strike: impl FnOnce()) -> Result<Cut> {
        run(Command::new("fsfreeze").arg("-f").arg(self.outer()))?;
        strike();
        let copy = self.folder.join("cut.img");
        let copied = std::fs::copy(self.image(), &copy);
        run(Command::new("fsfreeze").arg("-u").arg(self.outer()))?;
        copied?;
        Ok(Cut(copy))
    }

    /// The power is back, and the machine mounts what it finds. All that ran on the disk must be gone.
    pub fn come_back(&mut self, cut: Cut) -> Result<()> {
        let inner = self.path();
        run(Command::new("umount").arg(&inner))?;
        self.mounted.retain(|place| *place != inner);
        let Cut(copy) = cut;
        std::fs::copy(&copy, self.image())?;
        std::fs::remove_file(copy)?;
        self.mount(&self.image(), &inner, "loop,commit=600")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A test that failed in between leaves nothing mounted.
        for place in self.mounted.iter().rev() {
            drop(Command::new("fsfreeze").arg("-u").arg(place).output());
            drop(Command::new("umount").arg("-l").arg(place).output());
        }
    }
}

fn format(image: &Path, size: u64) -> Result<()> {
    std::fs::File::create(image)?.set_len(size)?;
    run(Command::new("mkfs.ext4")
        .args(["-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0"])
        .arg(image))?;
    Ok(())
}

/// A small file system in memory that can be full.
pub struct Small {
    path: PathBuf,
}

impl Small {
    pub fn make(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path)?;
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=256m", "tmpfs"]).arg(path))?;
        Ok(Self { path: path.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves so many bytes free.
    pub fn leave(&self, free: u64) -> Result<()> {
        let used = run(Command::new("df").args(["-B1", "--output=used"]).arg(&self.path))?;
        let used: u64 = used.split_whitespace().last().unwrap_or_default().parse()?;
        self.resize(used + free)
    }

    pub fn make_room(&self) -> Result<()> {
        self.resize(256 << 20)
    }

    fn resize(&self, size: u64) -> Result<()> {
        ensure!(size > 0, "a size of 0 has no limit");
        run(Command::new("mount").args(["-o", &format!("remount,size={size}")]).arg(&self.path)).map(drop)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.path).output());
    }
}
