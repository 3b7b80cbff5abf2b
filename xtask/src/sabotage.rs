//! `cargo xtask sabotage`: faults put into the real code on purpose, each of which the simulation must find. A list of
//! patches in `tests/sabotage`, each with a first line that says what it breaks; each is applied to a copy of the tree.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::shell::{cargo, output, quiet_step, root, target};

#[derive(Args)]
pub struct Options {
    /// Those whose name contains one of these; all of them where none is named.
    names: Vec<String>,
    /// Each is to be found within so many seeds.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    seeds: u64,
}

/// A patch, by its file's name.
struct Fault {
    name: String,
    file: PathBuf,
    words: String,
}

pub fn sabotage(options: &Options) -> Result<()> {
    let faults = faults(&options.names)?;
    let tree = copy_of_the_tree()?;
    let mut open = Vec::new();
    for fault in &faults {
        let found = play(&tree, fault, options.seeds)?;
        match &found {
            Some((seed, wrong)) => println!("{:>5}  {}: {}\n       {wrong}", seed, fault.name, fault.words),
            None => {
                println!("NOT FOUND  {}: {}", fault.name, fault.words);
                open.push(fault.name.as_str());
            }
        }
    }
    if open.is_empty() {
        println!("{} faults, each found at the seed before its name", faults.len());
        return Ok(());
    }
    bail!("not found within {} seeds: {}", options.seeds, open.join(", "))
}

fn faults(names: &[String]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for entry in fs::read_dir(root().join("tests/sabotage"))? {
        let file = entry?.path();
        let name = file.file_stem().context("a patch has a name")?.to_string_lossy().into_owned();
        let text = fs::read_to_string(&file)?;
        let words = text.lines().next().unwrap_or_default().to_owned();
        faults.push(Fault { name, file, words });
    }
    faults.retain(|fault| names.is_empty() || names.iter().any(|name| fault.name.contains(name)));
    faults.sort_by(|a, b| a.name.cmp(&b.name));
    if faults.is_empty() {
        bail!("no patch in tests/sabotage is called so");
    }
    Ok(faults)
}

/// All that git knows or would know of, in a folder of its own. What is the same there stays untouched, so that it is
/// not built again.
fn copy_of_the_tree() -> Result<PathBuf> {
    let tree = target().join("sabotage/tree");
    fs::create_dir_all(&tree)?;
    let listed = output(
        Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root()),
    )?;
    let names: HashSet<&str> = listed.split('\0').filter(|name| root().join(name).is_file()).collect();
    for name in &names {
        let (from, to) = (fs::read(root().join(name))?, tree.join(name));
        if fs::read(&to).ok().as_ref() != Some(&from) {
            fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            fs::write(to, from)?;
        }
    }
    remove_others(&tree, &tree, &names)?;
    if !tree.join(".git").exists() {
        // So that a patch is one of this folder, and not of the repository around it.
        output(Command::new("git").args(["init", "-q"]).current_dir(&tree))?;
    }
    Ok(tree)
}

fn remove_others(tree: &Path, folder: &Path, names: &HashSet<&str>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = path.strip_prefix(tree)?.to_string_lossy().replace('\\', "/");
        if entry.file_type()?.is_dir() {
            if name != ".git" {
                remove_others(tree, &path, names)?;
            }
        } else if !names.contains(name.as_str()) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The seed that found it, and what was wrong there.
fn play(tree: &Path, fault: &Fault, seeds: u64) -> Result<Option<(u64, String)>> {
    patch(tree, fault, &[]).with_context(|| format!("{} does not apply any more", fault.name))?;
    let built = target().join("sabotage/build");
    let mut build = cargo(["build", "--workspace", "--bin", "simulate"]);
    build.current_dir(tree).env("CARGO_TARGET_DIR", &built);
    let done = quiet_step(&fault.name, &mut build).and_then(|()| {
        let program = built.join("debug").join(format!("simulate{}", std::env::consts::EXE_SUFFIX));
        let mut simulate = Command::new(program);
        simulate.args(["--anew", "--seeds", &seeds.to_string()]).env("CARGO_TARGET_DIR", &built);
        Ok(simulate.output()?)
    });
    patch(tree, fault, &["-R"])?;
    let said = done?;
    if said.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let mut lines = said.lines().skip_while(|line| !line.starts_with("✗ seed "));
    let seed =
        lines.next().and_then(|line| line.trim_start_matches("✗ seed ").trim_end_matches(':').parse().ok());
    let seed = seed.with_context(|| format!("{}: the simulation ended otherwise:\n{said}", fault.name))?;
    Ok(Some((seed, lines.next().unwrap_or_default().chars().take(160).collect())))
}

fn patch(tree: &Path, fault: &Fault, how: &[&str]) -> Result<()> {
    let mut apply = Command::new("git");
    apply.arg("apply").args(how).arg(&fault.file).current_dir(tree);
    output(&mut apply).map(drop)
}
