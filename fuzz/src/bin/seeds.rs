//! Writes what every target begins with: `seeds FOLDER`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tests::fuzzing::seeds::seeds;

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("seeds FOLDER")?);
    for (name, inputs) in seeds() {
        fs::create_dir_all(folder.join(name))?;
        for (n, input) in inputs.iter().enumerate() {
            fs::write(folder.join(name).join(format!("seed-{n:02}")), input)?;
        }
    }
    Ok(())
}
