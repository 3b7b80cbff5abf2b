//! What knows of what.

use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file, and what stands in it.
fn files() -> Vec<(PathBuf, String)> {
    let (mut folders, mut files) = (vec![sources()], Vec::new());
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(files.len() > 50, "the sources were read: {}", files.len());
    files
}

#[test]
fn http_stands_in_its_own_folder() {
    for (path, text) in files() {
        let of_http = path.starts_with(sources().join("http")) || path == sources().join("lib.rs");
        assert!(of_http || !text.contains("axum"), "{} knows of HTTP", path.display());
    }
}

#[test]
fn the_database_stands_in_its_own_folder() {
    for (path, text) in files() {
        let of_store = path.starts_with(sources().join("store"));
        assert!(of_store || !text.contains("rusqlite"), "{} knows of SQLite", path.display());
    }
}
