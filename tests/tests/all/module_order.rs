//! Modules that stand beside each other import each other in one direction alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// A module's place under its crate's root: `sync/intake`; none for the root itself.
type Module = Vec<String>;

const CRATES: [&str; 9] = [
    "crates/model",
    "crates/document",
    "crates/protocol",
    "crates/view",
    "crates/reports",
    "crates/tables",
    "crates/replica",
    "sync-server",
    "src-tauri",
];

fn modules(root: &Path) -> Result<BTreeMap<Module, String>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder)? {
            let path: PathBuf = item?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(root)?.with_extension("");
            let mut module: Module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module.last().is_some_and(|last| last == "mod" || last == "lib" || last == "main") {
                module.pop();
            }
            found.insert(module, fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}

/// `a::{b::{c, d}, e}` as `a::b::c`, `a::b::d`, `a::e`.
fn spread(path: &str) -> Vec<String> {
    let path = path.trim();
    let Some((before, inside)) = path.split_once('{') else { return vec![path.to_owned()] };
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let (mut all, mut depth, mut begun) = (Vec::new(), 0, 0);
    for (at, letter) in inside.char_indices().chain([(inside.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inside[begun..at].trim();
                if !part.is_empty() {
                    all.extend(spread(part).into_iter().map(|rest| format!("{}{rest}", before.trim())));
                }
                begun = at + 1;
            }
            _ => {}
        }
    }
    all
}

/// The paths that a file imports, those that it hands on (`pub use`) left out.
fn imports(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for statement in code.split(';').filter_map(|part| part.rsplit_once("use ")) {
        let (before, path) = statement;
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        if line.is_empty() && !path.contains('=') && !path.contains('(') {
            let parts = |path: String| path.split("::").map(|part| part.trim().to_owned()).collect();
            found.extend(spread(path).into_iter().map(parts));
        }
    }
    found
}

/// The module that a path leads to; none where it leads out of the crate.
fn leads_to(from: &Module, path: &[String], all: &BTreeMap<Module, String>) -> Option<Module> {
    let mut here = from.clone();
    let mut rest = path.iter().peekable();
    match path.first()?.as_str() {
        "crate" => {
            here.clear();
            rest.next();
        }
        "super" => {
            while rest.next_if(|part| *part == "super").is_some() {
                here.pop();
            }
        }
        "self" => drop(rest.next()),
        first => {
            here.push(first.to_owned());
            all.get(&here)?;
            rest.next();
        }
    }
    for part in rest {
        here.push(part.clone());
        if !all.contains_key(&here) {
            here.pop();
            break;
        }
    }
    Some(here)
}

/// Of two modules the places at which they part, which stand beside each other; none where one is above the other.
fn part_at(one: &Module, other: &Module) -> Option<(Module, Module)> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let both = one.len() > same && other.len() > same;
    both.then(|| (one[..=same].to_vec(), other[..=same].to_vec()))
}

#[test]
fn modules_beside_each_other_import_in_one_direction() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the tests stand in the workspace")?;
    for name in CRATES {
        let all = modules(&root.join(name).join("src"))?;
        let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, text) in &all {
            for path in imports(text) {
                if let Some((one, other)) = leads_to(from, &path, &all).and_then(|to| part_at(from, &to)) {
                    arrows.entry(one).or_default().insert(other);
                }
            }
        }
        assert!(!arrows.is_empty(), "{name}: nothing imports anything, so this test reads nothing");
        for start in arrows.keys() {
            let (mut next, mut seen) = (vec![start], BTreeSet::new());
            while let Some(here) = next.pop() {
                for to in arrows.get(here).into_iter().flatten().filter(|to| seen.insert(*to)) {
                    next.push(to);
                }
            }
            assert!(!seen.contains(start), "{name}: {} imports itself by way of others", start.join("/"));
        }
    }
    Ok(())
}

#[test]
fn imports_are_read_as_they_are_written() {
    let text =
        "use a::{b::{c, d}, e};\npub use f::g;\nuse super::h as i;\n// use j::k;\nfn l() { let use_of = 1; }";
    let paths: Vec<String> = imports(text).iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["a::b::c", "a::b::d", "a::e", "super::h as i"]);
}
