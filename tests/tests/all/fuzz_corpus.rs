//! Every input that the fuzzer kept, and what it begins with, played again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use tests::fuzzing::seeds::seeds;
use tests::fuzzing::{TARGETS, Target};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus")
}

fn kept(target: Target) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(corpus().join(target.name))? {
        let path = entry?.path();
        files.push((path.clone(), fs::read(path)?));
    }
    files.sort();
    Ok(files)
}

#[test]
fn inputs_that_the_fuzzer_kept_find_nothing() -> Result<()> {
    let mut found = Vec::new();
    for target in TARGETS {
        let files = kept(target)?;
        ensure!(!files.is_empty(), "nothing is kept for {}", target.name);
        for (path, input) in files {
            if let Err(what) = target.run(&input) {
                found.push(format!("{}: {what}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn what_the_fuzzer_begins_with_finds_nothing() {
    let seeds = seeds();
    let named: BTreeSet<&str> = seeds.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        named,
        TARGETS.iter().map(|target| target.name).collect(),
        "every target begins with something"
    );
    for (name, inputs) in seeds {
        let target = Target::named(name).expect("a target of this name, as was just seen");
        for (n, input) in inputs.iter().enumerate() {
            assert_eq!(target.run(input), Ok(()), "seed {n} of {name}");
        }
    }
}
