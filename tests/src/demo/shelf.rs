//! Scanned papers, before they become evidence.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Dice;

/// A folder of files that look like scans.
pub struct Shelf {
    folder: PathBuf,
    circular: PathBuf,
}

impl Shelf {
    pub fn new(folder: &Path) -> Result<Self> {
        let folder = folder.join("van-ban");
        fs::create_dir_all(&folder)?;
        let circular = folder.join("CV-512-UBND-huyen.pdf");
        fs::write(&circular, scan(&mut Dice::of(512, "circular"), 90_000))?;
        Ok(Self { folder, circular })
    }

    /// The district's letter, which every commune adds for itself: many laptops send the same bytes.
    pub fn circular(&self) -> &Path {
        &self.circular
    }

    /// A paper of this desk's own.
    pub fn paper(&self, whose: &str, number: usize, dice: &mut Dice) -> Result<PathBuf> {
        let path = self.folder.join(format!("{whose}-{number}.pdf"));
        // One in ten is a scan of many pages, that goes in pieces.
        let size =
            if dice.percent(10) { dice.between(400_000, 900_000) } else { dice.between(2_000, 60_000) };
        fs::write(&path, scan(dice, size))?;
        Ok(path)
    }
}

fn scan(dice: &mut Dice, size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%".to_vec();
    bytes.extend(dice.bytes(size));
    bytes.extend_from_slice(b"\n%%EOF\n");
    bytes
}
