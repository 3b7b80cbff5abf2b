//! The peers' program in Rust: where it stands, which versions it is made of.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::node;

/// Crates whose versions are told.
const CRATES: [&str; 4] = ["samod", "subduction_core", "subduction_websocket", "sedimentree_fs_storage"];

fn folder() -> PathBuf {
    node::folder().join("rust")
}

/// One program for both ends of all of them.
pub fn program() -> Result<PathBuf> {
    let program = folder().join("target/release/peers");
    ensure!(
        program.is_file(),
        "the peers in Rust are not built: `cargo xtask bench peers` does it, tests/peers/README.md tells how"
    );
    Ok(program)
}

/// `name version`, as the lock file has them.
pub fn versions() -> Result<Vec<String>> {
    let lock = std::fs::read_to_string(folder().join("Cargo.lock"))?;
    let version = |name: &&str| {
        let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        Some(format!("{name} {}", rest.split('"').next()?))
    };
    CRATES.iter().map(|name| version(name).with_context(|| format!("{name} is not in Cargo.lock"))).collect()
}
