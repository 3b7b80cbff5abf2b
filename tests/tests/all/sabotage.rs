//! The faults that are put into the code on purpose (`cargo xtask sabotage`) follow the code.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

#[test]
fn every_patch_still_applies_and_says_what_it_breaks() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace")?;
    let mut patches = 0;
    for entry in fs::read_dir(root.join("tests/sabotage"))? {
        let patch = entry?.path();
        let said = Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root).output()?;
        let why = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(said.status.success(), "{} does not apply any more: {why}", patch.display());
        let words = fs::read_to_string(&patch)?.lines().next().unwrap_or_default().to_owned();
        assert!(words.contains(' ') && words.ends_with('.'), "{} begins with a sentence", patch.display());
        patches += 1;
    }
    assert!(patches >= 20, "{patches} patches");
    Ok(())
}
